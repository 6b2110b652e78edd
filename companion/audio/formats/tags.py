"""The metadata of a sound file, which every format writes in its own way.

It is apart from the writers because each of them needs it.
"""

from dataclasses import dataclass

from companion.units import Millis


@dataclass(frozen=True, slots=True)
class Tags:
    """The metadata of a file; chapters are (start, title)."""

    title: str = ""
    author: str = ""
    licence: str = ""
    total: Millis = Millis(0)
    chapters: tuple[tuple[Millis, str], ...] = ()

    def chapter_spans(self) -> list[tuple[Millis, Millis, str]]:
        """The chapters as (start, end, title); none for a script without sections."""
        ends = [*(start for start, _ in self.chapters[1:]), self.total][: len(self.chapters)]
        spans = zip(self.chapters, ends, strict=True)
        return [(start, end, title) for (start, title), end in spans if end > start]

"""Strip: a timeline as a row of cells to scale, each talk, quiet, bell, breath or question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from companion.timeline.timeline import Asking, Breathing, Content, Quiet, Ringing, Timeline
from companion.units import Millis

Sort = Literal["talk", "quiet", "bell", "breath", "question"]


@dataclass(frozen=True, slots=True)
class Strip:
    """The sort of each cell, the (cell, title) of each section, and the marked cells, half-open."""

    cells: tuple[Sort, ...]
    sections: tuple[tuple[int, str], ...]
    marked: tuple[int, int] | None = None


def strip(timeline: Timeline, width: int, steps: Sequence[int] = ()) -> Strip:
    """Divide a timeline into cells.

    Args:
        timeline: the session to show.
        width: the number of cells.
        steps: the numbers of the steps to mark.
    """
    total = max(1, timeline.total)
    cells: list[Sort] = []
    for cell in range(width):
        first, last = total * cell // width, total * (cell + 1) // width
        cells.append(_main_sort(timeline, Millis(first), Millis(max(last, first + 1))))
    sections: list[tuple[int, str]] = []
    titles = dict(timeline.sections)
    for placement in timeline.placements:
        title = titles.get(placement.section, "")
        if title and all(title != shown for _, shown in sections):
            sections.append((placement.start * width // total, title))
    inside = [p for p in timeline.placements if p.step in steps]
    marked = None
    if inside:
        last = max(inside[-1].end * width // total, inside[0].start * width // total + 1)
        marked = (inside[0].start * width // total, min(width, last))
    return Strip(tuple(cells), tuple(sections), marked)


def _main_sort(timeline: Timeline, first: Millis, last: Millis) -> Sort:
    """The sort that fills most of a stretch; a bell counts 20 times, so that short ones show."""
    filled: dict[Sort, int] = {}
    for index in range(timeline.index_at(first), len(timeline.placements)):
        placement = timeline.placements[index]
        if placement.start >= last:
            break
        overlap = min(placement.end, last) - max(placement.start, first)
        sort = _sort(placement.content)
        filled[sort] = filled.get(sort, 0) + overlap * (20 if sort == "bell" else 1)
    return max(filled, key=lambda sort: filled[sort], default="quiet")


def _sort(content: Content) -> Sort:
    match content:
        case Quiet():
            return "quiet"
        case Ringing():
            return "bell"
        case Breathing():
            return "breath"
        case Asking():
            return "question"
        case _:
            return "talk"

"""The numbers of a list in lines: sessions, those kept under a name, and courses.

It is alone here because the rooms in lines are at the size that a file may have.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from companion.session.directory import Entry
    from companion.store.course_files import CourseFile


class Kept(NamedTuple):
    """A session that was kept: its name, and what it is in a few words."""

    name: str
    line: str


class Listed:
    """The things that a number chooses right now, counted from one in the order they were added."""

    def __init__(self) -> None:
        self._things: list[Entry | Kept | CourseFile] = []

    def __len__(self) -> int:
        return len(self._things)

    def clear(self) -> None:
        """Forget the list, so that numbers are moments again."""
        self._things = []

    def add(self, things: "Iterable[Entry | Kept | CourseFile]") -> None:
        """Add things below those that are there."""
        self._things += things

    def at(self, number: int) -> "Entry | Kept | CourseFile | None":
        """The thing with a number, or None."""
        return self._things[number - 1] if 0 < number <= len(self._things) else None

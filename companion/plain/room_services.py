"""The parts of the program that home in lines asks for, and what its letters do.

They are apart because the rooms themselves are long.
"""

from typing import TYPE_CHECKING, Protocol

from companion import wording_pages as wording
from companion.plain.course import CourseServices
from companion.plain.lines import Write
from companion.session.directory import DAILY
from companion.session.opened import Opened
from companion.timeline.request import Request

if TYPE_CHECKING:
    from companion.session.resuming import Unfinished
    from companion.session.transport import Transport
    from companion.store.kept.keeper import Keeper

HELP = (
    ("1-9", "what's happening: its number lists the sessions for it"),
    ("n", "it's too much right now: a voice at once"),
    ("s", "sit for a while"),
    ("m", "what's yours: your own scripts, courses, and the journal"),
    ("r", "go on where it stopped, after a crash, if a history is kept"),
    ("journal", "what's kept, and what you write"),
    ("c", "someone to call"),
    ("i", "is this space, or something else?"),
    ("x", "stop, and do this instead"),
    ("about", "what this is, and what it isn't"),
    ("b", "back to the first list"),
    ("q", "leave"),
)
"""The letters of home, and what each does."""


class RoomServices(CourseServices, Protocol):
    """The parts of the program that these rooms ask for."""

    @property
    def beds(self) -> tuple[str, ...]:
        """The names of all beds."""
        ...

    @property
    def kept(self) -> "Keeper":
        """Everything that the person asked to keep."""
        ...

    def unfinished(self) -> "Unfinished | None":
        """Return the session that a crash ended, if it can be gone on with."""
        ...

    def open(self, name: str) -> Opened:
        """Read a script by its id or its file."""
        ...

    def start(self, opened: Opened, request: Request) -> "Transport":
        """Get a session ready, wait for it, and return its transport."""
        ...


def write_home(services: RoomServices, write: Write) -> None:
    """Write home: the greeting, what can be gone on with, the moments, and the letters."""
    hello = wording.greeting(services.now().hour)
    write(f"{hello.hello} {hello.line}")
    if (left := services.unfinished()) is not None:
        time = f", {left.words} left" if left.words else ""
        write(f"r  {wording.GO_ON}{time}")
    for moment in services.directory.moments:
        if moment.moment != DAILY:
            write(f"{moment.key}  {moment.words}")
    write("s  sit for a while")
    write("m  my own, and courses")
    write("c  someone to call")
    write("i  is this space at all?")

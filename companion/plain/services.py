"""Interface to the rest of the program that the rooms in lines need."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from companion.session.directory import Directory
    from companion.session.opened import Opened
    from companion.session.resuming import Unfinished
    from companion.session.transport import Transport
    from companion.store.courses import Courses
    from companion.store.kept.keeper import Keeper
    from companion.store.own_preferences import OwnPreferences
    from companion.timeline.request import Request


class RoomServices(Protocol):
    """The parts of the program that these rooms ask for."""

    @property
    def directory(self) -> "Directory":
        """The sessions, for lists."""
        ...

    @property
    def courses(self) -> "Courses":
        """The courses."""
        ...

    @property
    def own(self) -> "OwnPreferences":
        """The person's preferences."""
        ...

    @property
    def beds(self) -> tuple[str, ...]:
        """The names of all beds."""
        ...

    @property
    def kept(self) -> "Keeper":
        """Everything that the person asked to keep."""
        ...

    @property
    def is_discreet(self) -> bool:
        """Whether no name of a session or a person may be shown."""
        ...

    def now(self) -> "datetime":
        """The local time."""
        ...

    def unfinished(self) -> "Unfinished | None":
        """Return the session that a crash ended, if it can be gone on with."""
        ...

    def open(self, name: str) -> "Opened":
        """Read a script by its id or its file."""
        ...

    def start(self, opened: "Opened", request: "Request") -> "Transport":
        """Get a session ready, wait for it, and return its transport."""
        ...

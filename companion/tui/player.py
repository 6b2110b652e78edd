"""What the app needs from the parts of the program, and how a run begins."""

from dataclasses import dataclass
from typing import Protocol

from companion.session.before import Before
from companion.session.desk import Desk, Draft
from companion.session.transport import Transport
from companion.timeline.plan import Request


class Player(Protocol):
    """What the app needs from the parts of the program."""

    def begin(self, name: str, request: Request) -> Transport:
        """A transport for a script."""
        ...

    def entries(self) -> tuple[tuple[str, str, str], ...]:
        """Every script: id, title, what it is for."""
        ...

    def before(self, name: str) -> Before:
        """What there is to know and to ask before a session."""
        ...

    @property
    def desk(self) -> Desk:
        """Where scripts are written."""
        ...

    def rehearse(self, text: str, file: str, name: str, line: int) -> Transport:
        """A transport for a script that is being written, from a line on."""
        ...


@dataclass(frozen=True, slots=True)
class Opening:
    """What is shown first.

    `again` is what the session was asked for, to play it once more. A `transport` is under way
    already; without one `starts` begins what `again` says, `draft` opens the writer's room, and
    otherwise there is home.
    """

    again: tuple[str, Request]
    transport: Transport | None = None
    starts: bool = False
    draft: Draft | None = None

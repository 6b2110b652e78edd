"""What the app needs from the parts of the program, and how a run begins."""

from dataclasses import dataclass
from typing import Protocol

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

    def asks(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """What a script asks for before it begins: slot, question, what stands there otherwise."""
        ...

    def about(self, name: str) -> tuple[str, ...]:
        """What to read before a script begins; its title first."""
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

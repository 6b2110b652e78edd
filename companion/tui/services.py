"""What the app needs from the parts of the program, and how a run begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from companion.script.model import Script
from companion.session.editor import Editor, OpenScript
from companion.session.introduction import Introduction
from companion.session.transport import Transport
from companion.store.settings import Mood
from companion.timeline.request import Profile, Request

if TYPE_CHECKING:
    from companion.session.fitting import Fitting


class Beginning(Protocol):
    """A session that is getting ready."""

    def wait(self, most_s: float) -> bool:
        """Wait for so many seconds at most; whether it is ready then."""
        ...

    def is_ready(self, waited_s: float) -> bool:
        """Whether it can begin, after so many seconds."""
        ...

    @property
    def progress(self) -> tuple[int, int]:
        """How many lines are spoken, and how many there are."""
        ...

    def begin(self) -> Transport:
        """The transport."""
        ...

    def cancel(self) -> None:
        """Let it go."""
        ...


class Keeper(Protocol):
    """What keeps profiles."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every voice to choose from; none for somebody who chose silence."""
        ...

    def keep(self, profile: Profile, moods: Iterable[Mood]) -> None:
        """Keep one for some moods."""
        ...


class AppServices(Protocol):
    """What the app needs from the parts of the program."""

    def prepare(self, name: str, request: Request) -> Beginning:
        """A session that is getting ready."""
        ...

    def foresee(self, name: str) -> None:
        """Speak the first lines of a script, while somebody looks at it."""
        ...

    def say(self, script: Script, profile: Profile) -> Beginning:
        """A few words in a manner of their own, ready when all of them are spoken."""
        ...

    def fitting(self) -> "Fitting":
        """A voice to be fitted to the person."""
        ...

    @property
    def voices(self) -> Keeper:
        """What keeps how the person wants to be spoken to."""
        ...

    def entries(self) -> tuple[tuple[str, str, str], ...]:
        """Every script: id, title, what it is for."""
        ...

    def before(self, name: str) -> Introduction:
        """What there is to know and to ask before a session."""
        ...

    @property
    def desk(self) -> Editor:
        """Where scripts are written."""
        ...

    def rehearse(self, text: str, file: str, name: str, line: int) -> Transport:
        """A transport for a script that is being written, from a line on."""
        ...


@dataclass(frozen=True, slots=True)
class Opening:
    """What is shown first.

    `again` is what the session was asked for, to play it once more. A `transport` is under way
    already; without one `starts` begins what `again` says, `draft` opens the writer's room, `fits`
    fits a voice, and otherwise there is home.
    """

    again: tuple[str, Request]
    transport: Transport | None = None
    starts: bool = False
    draft: OpenScript | None = None
    fits: bool = False

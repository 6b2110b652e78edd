"""The services that the app needs from the rest of the program, and how a run begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from companion.script.model import Script
from companion.session.editor import Editor, OpenScript
from companion.session.opened import Opened
from companion.session.prepare import Preparation
from companion.session.transport import Transport
from companion.store.settings import Mood
from companion.timeline.request import Profile, Request

if TYPE_CHECKING:
    from companion.session.fitting import Fitting


class ProfileStore(Protocol):
    """The voices to choose from, and the place where profiles are kept."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every voice to choose from; none for somebody who chose silence."""
        ...

    def keep(self, profile: Profile, moods: Iterable[Mood]) -> None:
        """Keep one profile for some moods."""
        ...


class AppServices(Protocol):
    """Everything a screen may ask the rest of the program for."""

    def open(self, name: str) -> Opened:
        """Read a script, by its id or its file."""
        ...

    def prepare(self, opened: Opened, request: Request) -> Preparation:
        """Begin to get a session ready."""
        ...

    def begin(self, preparation: Preparation) -> Transport:
        """Make the transport of a session that is ready."""
        ...

    def foresee(self, name: str) -> None:
        """Speak the first lines of a script, while somebody looks at it."""
        ...

    def say(self, script: Script, profile: Profile) -> Preparation:
        """Get a few words ready in a manner of their own."""
        ...

    def fitting(self) -> "Fitting":
        """Begin to fit a voice to the person."""
        ...

    @property
    def voices(self) -> ProfileStore:
        """The person's voices and profiles."""
        ...

    def entries(self) -> tuple[tuple[str, str, str], ...]:
        """Every script: id, title, what it is for."""
        ...

    @property
    def editor(self) -> Editor:
        """The editor of scripts."""
        ...

    def rehearse(self, text: str, file: str, name: str, line: int) -> Transport:
        """Make a transport for a script that is being written, from a line on."""
        ...


@dataclass(frozen=True, slots=True)
class Opening:
    """The page that is shown first.

    `again` is the last session by its name and its request, to play it once more. A `transport`
    is under way already; without one `starts` begins what `again` names, `script` opens the
    writer's room, `fits` fits a voice, and otherwise there is home.
    """

    again: tuple[str, Request]
    transport: Transport | None = None
    starts: bool = False
    script: OpenScript | None = None
    fits: bool = False

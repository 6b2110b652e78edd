"""Interfaces to the rest of the program that the app needs, and the page a run opens with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:  # home appears before any of these is loaded
    from collections.abc import Iterable
    from datetime import datetime

    from companion.script.model import Script
    from companion.session.directory import Directory
    from companion.session.editor import Editor, OpenScript
    from companion.session.fitting import Fitting
    from companion.session.opened import Opened
    from companion.session.prepare import Preparation
    from companion.session.resuming import Unfinished
    from companion.session.together import Meeting
    from companion.session.transport import Transport
    from companion.store.course_files import CourseFile
    from companion.store.courses import Courses
    from companion.store.kept.keeper import Keeper
    from companion.store.own_preferences import OwnPreferences
    from companion.store.settings import Mood
    from companion.timeline.cue import Layer
    from companion.timeline.request import Profile, Request


class ProfileStore(Protocol):
    """The voices to choose from, and the store of voice profiles."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all voices to choose from; empty when the user chose silence."""
        ...

    def profile(self, mood: Mood) -> Profile:
        """The profile of a mood."""
        ...

    def keep(self, profile: Profile, moods: Iterable[Mood]) -> None:
        """Save a profile for some moods."""
        ...


class AppServices(Protocol):
    """Everything that screens and flows ask of the rest of the program."""

    def open(self, name: str) -> Opened:
        """Read a script by its id or its file."""
        ...

    def prepare(self, opened: Opened, request: Request) -> Preparation:
        """Start getting a session ready in the background."""
        ...

    def begin(self, preparation: Preparation) -> Transport:
        """Return the transport of a session that is ready."""
        ...

    def foresee(self, name: str) -> None:
        """Speak the first lines of a script ahead, while it is highlighted in a list."""
        ...

    def say(
        self, script: Script, profile: Profile, bed: tuple[Layer, ...] | None = None
    ) -> Preparation:
        """Start getting a short script ready in the voice and manner of a profile, over a bed."""
        ...

    def trouble(self) -> str:
        """Return why nothing can be heard; empty while sound can be."""
        ...

    def fitting(self) -> Fitting:
        """Return a new fitting of a voice to the user."""
        ...

    @property
    def voices(self) -> ProfileStore:
        """The user's voices and profiles."""
        ...

    @property
    def directory(self) -> Directory:
        """The sessions, for lists."""
        ...

    @property
    def courses(self) -> Courses:
        """The courses."""
        ...

    @property
    def beds(self) -> tuple[str, ...]:
        """The names of all beds."""
        ...

    @property
    def is_first_start(self) -> bool:
        """Whether there is no settings file yet."""
        ...

    @property
    def is_discreet(self) -> bool:
        """Whether nothing may be heard, and no name of a session or a person shown."""
        ...

    @property
    def has_preferences(self) -> bool:
        """Whether anything about the look or the keys was set, so that it has to be read."""
        ...

    @property
    def own(self) -> OwnPreferences:
        """The person's preferences."""
        ...

    @property
    def kept(self) -> Keeper:
        """Everything that the person asked to keep."""
        ...

    def unfinished(self) -> Unfinished | None:
        """Return the session that a crash ended, if it can be gone on with."""
        ...

    def now(self) -> datetime:
        """The local time."""
        ...

    def warm(self) -> None:
        """Start the workers ahead, without waiting for them."""
        ...

    @property
    def editor(self) -> Editor:
        """The editor that opens, checks and saves scripts."""
        ...

    def rehearse(self, text: str, file: str, name: str, line: int) -> Preparation:
        """Start getting an unsaved script ready from a line on, that line first."""
        ...


@dataclass(frozen=True, slots=True)
class Opening:
    """The page that the app shows first, and the session that "again" repeats.

    `again` is that session by its script's name and its request. The page shows the `transport`
    of a running session; without one, `script` opens the writer's room, `fits` starts fitting a
    voice, `meeting` waits for a session of two, `starts` starts the session of `again`, `course`
    opens a course, or with an empty text the list of them; otherwise home is shown.
    """

    again: tuple[str, Request]
    transport: Transport | None = None
    starts: bool = False
    script: OpenScript | None = None
    fits: bool = False
    meeting: Meeting | None = None
    course: CourseFile | Literal[""] | None = None

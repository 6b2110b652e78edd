"""Services for the app: sessions of a small script on a cranked sink, and an editor."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from companion.errors import CompanionError, NotFoundError, UnfitLengthError
from companion.notices import Notices
from companion.script.model import Script
from companion.session.directory import Directory
from companion.session.editor import Editor, OpenScript, Preview
from companion.session.fitting import Fitting
from companion.session.opened import Opened
from companion.session.prefetch import Place, start_of
from companion.session.prepare import Preparation
from companion.session.resuming import Unfinished
from companion.session.sitting import Sitting
from companion.session.transport import Transport
from companion.store.courses import Courses
from companion.store.kept.keeper import Keeper
from companion.store.kept.sealing import Cost
from companion.store.library import Library
from companion.store.own_preferences import OwnPreferences
from companion.store.places import places
from companion.store.settings import Mood
from companion.timeline.cue import Layer
from companion.timeline.request import AT_ONCE, USUAL, Profile, Request
from tests.fakes import BELL_LENGTHS, SCRIPT, CrankSink, arrivals, script, sitting


class FakeOpened(Opened):
    """An opened script that knows the name it was opened by."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(script(text), BELL_LENGTHS)
        self.name = name


class FakePreparation(Preparation):
    """A session that is ready at once, or as soon as the test says so."""

    def __init__(self, ready: Sitting, services: "FakeServices") -> None:
        self.ready, self._services = ready, services
        self.cancelled = False

    def wait_shortly(self, most_s: float) -> bool:
        return self.is_ready(most_s)

    def is_ready(self, waited_s: float) -> bool:
        return not self._services.slow

    @property
    def progress(self) -> tuple[int, int]:
        return 3, 8

    def cancel(self) -> None:
        self.cancelled = True


class FakeProfileStore:
    """Remembers the profiles that were saved."""

    def __init__(self) -> None:
        self.kept: dict[Mood, Profile] = {}
        self.names: tuple[str, ...] = ("one", "two")
        self.fails = False

    def profile(self, mood: Mood) -> Profile:
        return self.kept.get(mood, USUAL)

    def keep(self, profile: Profile, moods: Iterable[Mood]) -> None:
        if self.fails:
            raise CompanionError("cannot write it", "make room there")
        self.kept |= dict.fromkeys(moods, profile)


class FakePreferences(OwnPreferences):
    """Preferences of somebody who has started the program before, unless a test says otherwise."""

    is_fresh = False

    @property
    def is_first_start(self) -> bool:
        return self.is_fresh and super().is_first_start


class FakeEditor(Editor):
    """An editor that remembers the last text it checked."""

    checked = ""

    def preview(self, script: OpenScript, text: str) -> Preview:
        self.checked = text
        return super().preview(script, text)


class FakeServices:
    """Starts sessions of one script, and remembers the requests.

    `texts` holds scripts with an introduction or slots, by name; all others start at once.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: list[tuple[str, Request]] = []
        self.sink = CrankSink()
        self.notices = Notices()
        self.text = SCRIPT
        self.texts: dict[str, str] = {}
        self.broken = {"broken"}
        self.rehearsed: list[tuple[str, int]] = []
        self.slow = self.unfit = False
        self.warmed = 0
        self.time = datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
        self.preparations: list[FakePreparation] = []
        self.foreseen: list[str] = []
        self.said: list[tuple[str, Profile]] = []
        self.voices = FakeProfileStore()
        own = folder / "own"
        self.editor = FakeEditor(Library(own, own), own, frozenset({"first-two-minutes"}))
        self.directory = Directory(Library(own, own))
        self.courses = Courses(Library(own, own))
        self.own = FakePreferences(places())
        self.left: Unfinished | None = None
        self.kept = Keeper(places().kept, self._is_on, Cost(1, 8192))

    def _is_on(self, name: str) -> bool:
        return self.own.now.is_on(name)

    def open(self, name: str) -> FakeOpened:
        if name in self.broken:
            raise NotFoundError("it is broken", "fix [it]")
        at_once = SCRIPT.replace("title:", "kind: emergency\ntitle:", 1)
        return FakeOpened(name, self.texts.get(name, at_once))

    def prepare(self, opened: Opened, request: Request) -> FakePreparation:
        assert isinstance(opened, FakeOpened)
        self.begun.append((opened.name, request))
        self.preparations.append(FakePreparation(sitting(self.folder, self.text, AT_ONCE), self))
        return self.preparations[-1]

    def begin(self, preparation: Preparation) -> Transport:
        assert isinstance(preparation, FakePreparation)
        if self.unfit:
            raise UnfitLengthError("it cannot be that long", "ask for less")
        return Transport(preparation.ready, arrivals(), self.sink, self.notices)

    def start(self, name: str, request: Request) -> Transport:
        return self.begin(self.prepare(self.open(name), request))

    def foresee(self, name: str) -> None:
        self.foreseen.append(name)

    def say(
        self, script: Script, profile: Profile, bed: tuple[Layer, ...] | None = None
    ) -> FakePreparation:
        self.said.append((script.title, profile))
        return FakePreparation(sitting(self.folder, request=AT_ONCE), self)

    def trouble(self) -> str:
        return self.sink.trouble()

    def fitting(self) -> Fitting:
        return Fitting(("one", "two"), Random(1))

    def rehearse(self, text: str, file: str, name: str, line: int) -> FakePreparation:
        self.rehearsed.append((name, line))
        ready = sitting(self.folder, text, AT_ONCE)
        start = start_of(ready.plan, ready.timeline, Place(line))
        self.preparations.append(FakePreparation(replace(ready, start=start), self))
        return self.preparations[-1]

    @property
    def beds(self) -> tuple[str, ...]:
        return ("rain", "soft")

    def unfinished(self) -> Unfinished | None:
        return self.left

    def now(self) -> datetime:
        return self.time

    @property
    def is_first_start(self) -> bool:
        return self.own.is_first_start

    is_discreet = False

    @property
    def has_preferences(self) -> bool:
        return True

    def warm(self) -> None:
        self.warmed += 1

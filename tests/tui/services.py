"""Services for the app: sessions of a small script on a cranked sink, and an editor."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

from companion.errors import CompanionError, NotFoundError, UnfitLengthError
from companion.notices import Notices
from companion.script.model import Script
from companion.session.editor import Editor
from companion.session.fitting import Fitting
from companion.session.opened import Opened
from companion.session.prefetch import start_of_line
from companion.session.prepare import Preparation
from companion.session.sitting import Sitting
from companion.session.transport import Transport
from companion.store.library import Library
from companion.store.settings import Mood
from companion.timeline.request import Profile, Request
from tests.fakes import BELL_LENGTHS, SCRIPT, CrankSink, arrivals, script, sitting


class FakeOpened(Opened):
    """An opened script that knows by which name it was asked for."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(script(text), BELL_LENGTHS)
        self.name = name


class FakePreparation(Preparation):
    """A session that is ready at once, or that gets ready when the test says so."""

    def __init__(self, made: Sitting, services: "FakeServices") -> None:
        self.made, self._services = made, services
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


class FakeKeeper:
    """What was asked to be kept."""

    def __init__(self) -> None:
        self.kept: dict[Mood, Profile] = {}
        self.names: tuple[str, ...] = ("one", "two")
        self.fails = False

    def keep(self, profile: Profile, moods: Iterable[Mood]) -> None:
        if self.fails:
            raise CompanionError("cannot write it", "make room there")
        self.kept |= dict.fromkeys(moods, profile)


class FakeServices:
    """Begins sessions of one script, and remembers which were asked for.

    `texts` are scripts with something to know or to ask first; all others begin at once.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: list[tuple[str, Request]] = []
        self.sink = CrankSink()
        self.notices = Notices()
        self.text = SCRIPT
        self.texts: dict[str, str] = {}
        self.rehearsed: list[tuple[str, int]] = []
        self.slow = self.unfit = False
        self.preparations: list[FakePreparation] = []
        self.foreseen: list[str] = []
        self.said: list[tuple[str, Profile]] = []
        self.voices = FakeKeeper()

    def open(self, name: str) -> FakeOpened:
        if name == "broken":
            raise NotFoundError("it is broken", "mend [it]")
        at_once = SCRIPT.replace("title:", "kind: emergency\ntitle:", 1)
        return FakeOpened(name, self.texts.get(name, at_once))

    def prepare(self, opened: Opened, request: Request) -> FakePreparation:
        assert isinstance(opened, FakeOpened)
        self.begun.append((opened.name, request))
        self.preparations.append(FakePreparation(sitting(self.folder, self.text), self))
        return self.preparations[-1]

    def begin(self, preparation: Preparation) -> Transport:
        assert isinstance(preparation, FakePreparation)
        if self.unfit:
            raise UnfitLengthError("it cannot be that long", "ask for less")
        return Transport(preparation.made, arrivals(), self.sink, self.notices)

    def start(self, name: str, request: Request) -> Transport:
        return self.begin(self.prepare(self.open(name), request))

    def foresee(self, name: str) -> None:
        self.foreseen.append(name)

    def say(self, script: Script, profile: Profile) -> FakePreparation:
        self.said.append((script.title, profile))
        return FakePreparation(sitting(self.folder), self)

    def fitting(self) -> Fitting:
        return Fitting(("one", "two"), Random(1))

    @property
    def editor(self) -> Editor:
        own = self.folder / "own"
        return Editor(Library(own, own), own, frozenset({"first-two-minutes"}))

    def rehearse(self, text: str, file: str, name: str, line: int) -> Transport:
        self.rehearsed.append((name, line))
        made = sitting(self.folder, text)
        start = start_of_line(made.plan, made.timeline, line)
        return Transport(replace(made, start=start), arrivals(), self.sink, self.notices)

    def entries(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("now", "The first", "for now"),
            ("mine", "My [b]own[/b]", "a [red]line[/red]"),
            ("broken", "Broken", ""),
        )

"""A player for the app: sessions of a small script on a cranked sink, and a desk of its own."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

from companion.errors import CompanionError, NotFoundError, UnfitLengthError
from companion.script.model import Script
from companion.session.editor import Editor
from companion.session.fitting import Fitting
from companion.session.introduction import Introduction
from companion.session.prefetch import start_of_line
from companion.session.sitting import Sitting
from companion.session.transport import Transport
from companion.store.library import Library
from companion.store.settings import Mood
from companion.timeline.request import Profile, Request
from tests.fakes import SCRIPT, CrankSink, arrivals, sitting


class FakeBeginning:
    """A session that is ready at once, or that gets ready when the test says so."""

    def __init__(self, made: Sitting, player: "FakeServices") -> None:
        self._made, self._player = made, player
        self.cancelled = False

    def wait(self, most_s: float) -> bool:
        return self.is_ready(most_s)

    def is_ready(self, waited_s: float) -> bool:
        return not self._player.slow

    @property
    def progress(self) -> tuple[int, int]:
        return 3, 8

    def begin(self) -> Transport:
        if self._player.unfit:
            raise UnfitLengthError("it cannot be that long", "ask for less")
        return Transport(self._made, arrivals(), self._player.sink, self._player.take)

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
    """Begins sessions of one script, and remembers which were asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begun: list[tuple[str, Request]] = []
        self.sink = CrankSink()
        self.problems: list[str] = []
        self.asked: dict[str, tuple[tuple[str, str, str], ...]] = {}
        self.text = SCRIPT
        self.told: dict[str, tuple[str, ...]] = {}
        self.rehearsed: list[tuple[str, int]] = []
        self.slow = self.unfit = False
        self.beginnings: list[FakeBeginning] = []
        self.foreseen: list[str] = []
        self.said: list[tuple[str, Profile]] = []
        self.voices = FakeKeeper()

    def prepare(self, name: str, request: Request) -> FakeBeginning:
        if name == "broken":
            raise NotFoundError("it is broken", "mend [it]")
        self.begun.append((name, request))
        self.beginnings.append(FakeBeginning(sitting(self.folder, self.text), self))
        return self.beginnings[-1]

    def begin(self, name: str, request: Request) -> Transport:
        return self.prepare(name, request).begin()

    def foresee(self, name: str) -> None:
        self.foreseen.append(name)

    def say(self, script: Script, profile: Profile) -> FakeBeginning:
        self.said.append((script.title, profile))
        return FakeBeginning(sitting(self.folder), self)

    def fitting(self) -> Fitting:
        return Fitting(("one", "two"), Random(1))

    def take(self) -> list[str]:
        told, self.problems = self.problems, []
        return told

    @property
    def desk(self) -> Editor:
        own = self.folder / "own"
        return Editor(Library(own, own), own, frozenset({"first-two-minutes"}))

    def rehearse(self, text: str, file: str, name: str, line: int) -> Transport:
        self.rehearsed.append((name, line))
        made = sitting(self.folder, text)
        start = start_of_line(made.plan, made.timeline, line)
        return Transport(replace(made, start=start), arrivals(), self.sink, self.take)

    def before(self, name: str) -> Introduction:
        return Introduction(told=self.told.get(name, ()), slots=self.asked.get(name, ()))

    def entries(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("now", "The first", "for now"),
            ("mine", "My [b]own[/b]", "a [red]line[/red]"),
            ("broken", "Broken", ""),
        )

"""A player for the app: sessions of a small script on a cranked sink, and a desk of its own."""

from dataclasses import replace
from pathlib import Path

from companion.errors import NotFoundError
from companion.session.before import Before
from companion.session.desk import Desk
from companion.session.prepare import start_of_line
from companion.session.transport import Transport
from companion.store.library import Library
from companion.timeline.plan import Request
from tests.fakes import SCRIPT, CrankSink, arrivals, sitting


class FakePlayer:
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

    def begin(self, name: str, request: Request) -> Transport:
        if name == "broken":
            raise NotFoundError("it is broken", "mend [it]")
        self.begun.append((name, request))
        made = sitting(self.folder, self.text)
        return Transport(made, arrivals(), self.sink, self.take)

    def take(self) -> list[str]:
        told, self.problems = self.problems, []
        return told

    @property
    def desk(self) -> Desk:
        own = self.folder / "own"
        return Desk(Library(own, own), own, frozenset({"first-two-minutes"}))

    def rehearse(self, text: str, file: str, name: str, line: int) -> Transport:
        self.rehearsed.append((name, line))
        made = sitting(self.folder, text)
        start = start_of_line(made.plan, made.timeline, line)
        return Transport(replace(made, start=start), arrivals(), self.sink, self.take)

    def before(self, name: str) -> Before:
        return Before(told=self.told.get(name, ()), slots=self.asked.get(name, ()))

    def entries(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("now", "The first", "for now"),
            ("mine", "My [b]own[/b]", "a [red]line[/red]"),
            ("broken", "Broken", ""),
        )

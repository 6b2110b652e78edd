"""Home and what is reached from it, as numbered lines."""

import sys
from typing import TYPE_CHECKING, Protocol, TextIO

from companion import wording_pages as wording
from companion.errors import CompanionError
from companion.plain.after import PlainAfter
from companion.plain.call import Calling
from companion.plain.card import PlainCard
from companion.plain.lines import write_entries
from companion.plain.pages import LETTERS, PlainPages
from companion.plain.session import Plain
from companion.reading.diagnostic import printable
from companion.session.card import Card
from companion.session.directory import DAILY, PANIC, Directory, Entry
from companion.session.ended import ended_of
from companion.session.introduction import introduce
from companion.session.opened import Opened
from companion.session.sit_card import SitCard
from companion.timeline.request import AT_ONCE, Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from companion.plain.typist import Typist
    from companion.session.transport import Transport
    from companion.store.moments import HomeMoment
    from companion.store.own_preferences import OwnPreferences

_PROMPT = "A number, a word to find something by, n, or ? for more:"
_HELP = (
    ("1-9", "what's happening: its number lists the sessions for it"),
    ("n", "it's too much right now: a voice at once"),
    ("s", "sit for a while"),
    ("m", "what's yours: your own scripts"),
    ("c", "someone to call"),
    ("i", "is this space, or something else?"),
    ("x", "stop, and do this instead"),
    ("about", "what this is, and what it isn't"),
    ("b", "back to the first list"),
    ("q", "leave"),
)
# Answers can lead from script to script; this ends a circle of them.
_MOST_IN_A_ROW = 20


class RoomServices(Protocol):
    """The parts of the program that these rooms ask for."""

    @property
    def directory(self) -> Directory:
        """The sessions, for lists."""
        ...

    @property
    def own(self) -> "OwnPreferences":
        """The person's preferences."""
        ...

    @property
    def beds(self) -> tuple[str, ...]:
        """The names of all beds."""
        ...

    def now(self) -> "datetime":
        """The local time."""
        ...

    def open(self, name: str) -> Opened:
        """Read a script by its id or its file."""
        ...

    def start(self, opened: Opened, request: Request) -> "Transport":
        """Get a session ready, wait for it, and return its transport."""
        ...


class PlainRooms:
    """Home as lines, until the person leaves or nothing more can be typed.

    Args:
        services: the sessions, and what plays them.
        typist: reads the lines.
        doors: the ids of the first two minutes and of the timed sit.
        out: the stream for the lines; standard output by default.
        speak: says words aloud; None where nothing can.
    """

    def __init__(
        self,
        services: RoomServices,
        typist: "Typist",
        doors: tuple[str, str],
        out: TextIO | None = None,
        speak: "Callable[[str], None] | None" = None,
    ) -> None:
        self._services, self._typist = services, typist
        self._now, self._sit = doors
        self._out = out or sys.stdout
        self._listed: list[Entry] = []
        self._moment = ""
        self._is_hidden = False
        own = services.own
        self._calling = Calling(lambda: own.person, own.country, own.keep_country, speak)
        self._pages = PlainPages(self._calling, typist, self._write)

    def run(self) -> None:
        """Show home, and obey what is typed."""
        self._home()
        self._write(_PROMPT)
        while not self._is_hidden and (typed := self._typist.wait()) is not None:
            if self._obey(" ".join(typed.split())):
                return

    def _obey(self, typed: str) -> bool:
        """Act on a typed line; return whether it leaves."""
        word = typed.lower()
        acts: dict[str, Callable[[], None]] = {
            "": self._home,
            "b": self._home,
            "?": self._help,
            "n": lambda: self._play(self._now, AT_ONCE),
            "s": lambda: self._choose(self._sit),
            "m": lambda: self._list(self._services.directory.own(), wording.NOTHING_OWN),
        }
        if word in LETTERS:
            if leftover := self._pages.show(word):
                return self._obey(leftover)
        elif word in acts:
            acts[word]()
        elif word.isdecimal():
            self._number(int(word[:4]))
        elif word != "q":
            self._list(self._services.directory.find(typed), wording.NOTHING_FOUND)
        if word != "q" and not self._is_hidden:
            self._write(_PROMPT)
        return word == "q"

    def _help(self) -> None:
        for key, words in _HELP:
            self._write(f"{key}  {words}")

    def _home(self) -> None:
        self._listed = []
        hello = wording.greeting(self._services.now().hour)
        self._write(f"{hello.hello} {hello.line}")
        for moment in self._services.directory.moments:
            if moment.moment != DAILY:
                self._write(f"{moment.key}  {moment.words}")
        self._write("s  sit for a while")
        self._write("m  my own")
        self._write("c  someone to call")
        self._write("i  is this space at all?")

    def _number(self, number: int) -> None:
        """Choose from the sessions that are listed, or list those of a moment."""
        if self._listed:
            if 0 < number <= len(self._listed):
                self._choose(self._listed[number - 1].id)
            else:
                self._write(f"There's no {number} in this list; b goes back to the first one.")
            return
        moments = self._services.directory.moments
        moment = next((m for m in moments if m.key == str(number)), None)
        if moment is None:
            self._write(f"There's no {number} here.")
            return
        self._list_moment(moment)

    def _list_moment(self, moment: "HomeMoment") -> None:
        self._moment = moment.moment
        self._write(moment.words)
        entries = self._services.directory.at(moment)
        self._list(entries, "")
        if len(entries) > 1 and moment.moment != PANIC:
            self._write(wording.STRONGEST_FIRST)

    def _list(self, entries: list[Entry], nothing: str) -> None:
        self._listed = entries
        write_entries(entries, self._write)
        if not entries:
            self._write(nothing)

    def _choose(self, name: str) -> None:
        """Show the card of a session, and play it; one for an emergency begins at once."""
        try:
            opened = self._services.open(name)
        except CompanionError as error:
            self._write(printable(f"{error.message}. {error.remedy}"))
            return
        if opened.script.kind == "emergency":
            self._play(name, AT_ONCE)
            return
        request, problems = self._services.own.request(name, Request())
        for problem in problems:
            self._write(printable(problem))
        beds, own = self._services.beds, self._services.own
        card: Card | SitCard = (
            SitCard(opened, request, beds, own.last_sit)
            if name == self._sit
            else Card(opened, request, beds)
        )
        now = round(self._services.now().timestamp() * 1000)
        asked = PlainCard(card, introduce(opened), self._typist, self._write, now).ask()
        if asked is not None:
            self._play(name, asked)
        else:
            self._home()

    def _play(self, name: str, request: Request) -> None:
        """Play a session, those that its answers lead to, and what is chosen after it."""
        for _ in range(_MOST_IN_A_ROW):
            try:
                transport = self._services.start(self._services.open(name), request)
            except CompanionError as error:
                self._write(printable(f"{error.message}. {error.remedy}"))
                return
            self._write("Type ? and Enter to see what you can type.")
            plain = Plain(transport, out=self._out, typist=self._typist, calling=self._calling)
            plain.run()
            transport.close()
            self._is_hidden = plain.is_hidden or self._typist.gone.is_set()
            if self._is_hidden:
                return
            name, request = transport.next_script, Request()
            if transport.state != "ended" or not name:
                name, request = self._after(transport), AT_ONCE
            if not name:
                self._write("")
                return

    def _after(self, transport: "Transport") -> str:
        """Show what follows a session; return the id of the next one, or nothing."""
        directory = self._services.directory
        nearby = directory.nearby(transport.script, self._moment)
        ended = ended_of(transport, nearby, directory.shelf, self._now)
        chosen = PlainAfter(ended, directory, self._write, self._pages.slots, self._typist).run()
        if chosen == "n":
            return self._now
        if chosen in LETTERS:
            chosen = self._pages.show(chosen, transport.script.way_out)
            return self._now if chosen == "n" else ""
        return chosen

    def _write(self, line: str) -> None:
        print(line, file=self._out, flush=True)

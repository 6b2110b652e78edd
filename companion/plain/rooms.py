"""Home and what is reached from it, as numbered lines."""

import sys
from typing import TYPE_CHECKING, TextIO

from companion import wording_pages as wording
from companion.errors import CompanionError
from companion.plain.after import PlainAfter
from companion.plain.card import PlainCard
from companion.plain.hiding import Hiding, clear
from companion.plain.lines import PAGES, page_at, write_entries, write_page
from companion.plain.meeting import PlainMeeting, ask_meeting
from companion.plain.services import RoomServices
from companion.plain.session import Plain
from companion.reading.diagnostic import printable
from companion.session.card import Card
from companion.session.directory import DAILY, PANIC, Entry
from companion.session.ended import ended_of
from companion.session.introduction import introduce
from companion.session.sit_card import SitCard
from companion.session.together import meet
from companion.timeline.request import AT_ONCE, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from companion.plain.typist import Typist
    from companion.session.transport import Transport
    from companion.store.moments import HomeMoment

_PROMPT = "A number, a word to find something by, n, or ? for more:"
_HELP = (
    ("1-9", "what's happening: its number lists the sessions for it"),
    ("n", "it's too much right now: a voice at once"),
    ("s", "sit for a while"),
    ("m", "what's yours: your own scripts"),
    ("t", f"{wording.TOGETHER[:1].lower()}{wording.TOGETHER[1:]}: {wording.TOGETHER_GIST}"),
    ("c", "someone to call"),
    ("i", "is this space, or something else?"),
    ("x", "stop, and do this instead"),
    ("h", "hide: an empty terminal"),
    ("about", "what this is, and what it isn't"),
    ("b", "back to the first list"),
    ("q", "leave"),
)
# Answers can lead from script to script; this ends a circle of them.
_MOST_IN_A_ROW = 20


class PlainRooms:
    """Home as lines, until the person leaves or nothing more can be typed.

    Args:
        services: the sessions, and what plays them.
        typist: reads the lines.
        doors: the ids of the first two minutes and of the timed sit.
        out: the stream for the lines; standard output by default.
    """

    def __init__(
        self,
        services: RoomServices,
        typist: "Typist",
        doors: tuple[str, str],
        out: TextIO | None = None,
    ) -> None:
        self._services, self._typist = services, typist
        self._now, self._sit = doors
        self._out = out or sys.stdout
        self._listed: list[Entry] = []
        self._moment = ""
        self._is_hidden = self._is_left = False
        key = services.own.now.text("hide.key")
        self._hiding = Hiding.of(key, is_discreet=services.is_discreet)

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
            "m": self._mine,
            "t": self._together,
            "h": self._hide,
        }
        if word in PAGES:
            self._read(word)
        elif word in acts:
            acts[word]()
        elif word.isdecimal():
            self._number(int(word[:4]))
        elif word != "q":
            self._list(self._services.directory.find(typed), wording.NOTHING_FOUND)
        is_left = word == "q" or self._is_left
        if not is_left and not self._is_hidden:
            self._write(_PROMPT)
        return is_left

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

    def _hide(self) -> None:
        """Show nothing until the letter that brings everything back is typed."""
        clear(self._out)
        while (typed := self._typist.wait()) is not None and typed.strip() != self._hiding.letter:
            pass
        if typed is not None:
            self._home()

    def _mine(self) -> None:
        """List what is the person's own, and what two can share."""
        self._list(self._services.directory.own(), wording.NOTHING_OWN)
        self._write(f"t  {wording.TOGETHER}: {wording.TOGETHER_GIST}")

    def _together(self) -> None:
        """Ask what two people who are apart agreed on, wait for its time, and play it."""
        try:
            if (asked := ask_meeting(self._typist, self._write)) is None:
                self._home()
                return
            which, agreed = asked
            found = self._services.directory.find(which) if which else []
            name = found[0].id if found else self._sit
            now = self._now_ms()
            meeting = meet(self._services.open(name), agreed, now)
            for line in meeting.lines(now):
                self._write(printable(line))
            transport = self._services.start(meeting.opened, meeting.request)
        except CompanionError as error:
            self._write(printable(f"{error.message}. {error.remedy}"))
            return
        page = PlainMeeting(
            transport, meeting, self._typist, self._out, clock=self._now_ms, hiding=self._hiding
        )
        page.run()
        transport.close()
        self._is_hidden = page.plain.is_hidden or self._typist.gone.is_set()
        if self._is_hidden:
            return
        name = self._after(transport) if transport.state == "ended" else ""
        if name:
            self._play(name, AT_ONCE)
        else:
            self._write("")
            self._home()

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
        asked = PlainCard(card, introduce(opened), self._typist, self._write, self._now_ms()).ask()
        if isinstance(asked, Request):
            self._play(name, asked)
        elif asked == "n":
            self._play(self._now, AT_ONCE)
        elif asked == "q":
            self._is_left = True
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
            plain = Plain(transport, out=self._out, typist=self._typist, hiding=self._hiding)
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
                self._home()
                return

    def _after(self, transport: "Transport") -> str:
        """Show what follows a session; return the id of the next one, or nothing."""
        directory = self._services.directory
        nearby = directory.nearby(transport.script, self._moment)
        ended = ended_of(transport, nearby, directory.shelf, self._now)
        chosen = PlainAfter(ended, directory, self._write, self._typist).run()
        if chosen == "n":
            return self._now
        if chosen in PAGES:
            self._read(chosen)
            return ""
        return chosen

    def _now_ms(self) -> int:
        return round(self._services.now().timestamp() * 1000)

    def _read(self, letter: str) -> None:
        """Write a page of words."""
        write_page(page_at(letter, is_discreet=self._hiding.is_discreet), self._write)

    def _write(self, line: str) -> None:
        print(line, file=self._out, flush=True)

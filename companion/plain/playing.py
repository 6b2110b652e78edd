"""Sessions in lines, one after the other: the card, the playing, and what follows each."""

import sys
from functools import partial
from typing import TYPE_CHECKING, TextIO

from companion import wording_pages as wording
from companion.errors import CompanionError
from companion.plain.after import PlainAfter
from companion.plain.call import Calling
from companion.plain.card import PlainCard, card_of
from companion.plain.company import Company
from companion.plain.hiding import Hiding, stay_hidden
from companion.plain.keeping import PlainPageRoom
from companion.plain.lines import write_line
from companion.plain.pages import LETTERS, PlainPages
from companion.plain.services import RoomServices
from companion.plain.session import Plain
from companion.reading.diagnostic import printable
from companion.session.after_words import IS_KEPT, NOT_KEPT
from companion.session.course_walk import gives_way
from companion.session.ended import ended_of
from companion.session.introduction import introduce
from companion.session.recording import Recording
from companion.timeline.request import AT_ONCE, Request
from companion.units import Millis

if TYPE_CHECKING:
    from collections.abc import Callable

    from companion.plain.typist import Typist
    from companion.session.course_walk import Over
    from companion.session.transport import Transport

# Answers can lead from script to script; this ends a circle of them.
_MOST_IN_A_ROW = 20
_START = Millis(0)


class Playing:
    """The playing of sessions, below home.

    Args:
        services: the sessions, and what plays them.
        typist: reads the lines.
        doors: the ids of the first two minutes and of the timed sit.
        home: shows home again.
        out: the stream for the lines; standard output by default.
        speak: says words aloud; None where nothing can.
        has_home: whether home comes after a session, or nothing.
    """

    def __init__(  # noqa: PLR0913 - each part by its name
        self,
        services: RoomServices,
        typist: "Typist",
        doors: tuple[str, str],
        home: "Callable[[], None]",
        *,
        out: TextIO | None,
        speak: "Callable[[str], None] | None",
        has_home: bool = True,
    ) -> None:
        self._has_home = has_home
        self._services, self._typist, self._home = services, typist, home
        self._now, self._sit = doors
        self._out = out or sys.stdout
        self._recording = Recording(services.kept, services.now, self._write)
        self._moment = ""
        self._is_hidden = self._is_left = self._is_in_course = False
        key = services.own.now.text("hide.key")
        hiding = self._hiding = Hiding.of(key, is_discreet=services.is_discreet)
        calling = Calling.of(services.own, speak)
        hide = partial(stay_hidden, self._out, typist, hiding)
        self._pages = PlainPages(
            calling, typist, self._write, is_discreet=hiding.is_discreet, hide=hide
        )
        self._plain = partial(
            Plain, calling=calling, out=self._out, typist=typist, hiding=hiding, has_now=True
        )
        self._keeping = PlainPageRoom(services, typist, self._write, self._pages)
        self._company = Company(services, self._keeping, self._sit, self._play_or_choose)

    def _play_or_choose(self, name: str, request: Request | None) -> None:
        """Play a session with a request; show its card where there is none."""
        if request is None:
            self._choose(name)
        else:
            self._play(name, request)

    def _choose(
        self, name: str, wanted: Request | None = None, *, stops_quietly: bool = False
    ) -> "Over | None":
        """Show the card of a session, and play it; one for an emergency begins at once.

        Args:
            name: the id of its script.
            wanted: what a course asks for; none where it was chosen on home.
            stops_quietly: whether nothing is asked when it's stopped.
        """
        try:
            opened = self._services.open(name)
        except CompanionError as error:
            self._write(printable(f"{error.message}. {error.remedy}"))
            return None
        if opened.script.kind == "emergency":
            return self._play(name, AT_ONCE, stops_quietly=stops_quietly)
        card = card_of(self._services, opened, name, self._sit, wanted or Request(), self._write)
        shown, now = introduce(opened), self._now_ms()
        asked = PlainCard(card, shown, self._typist, self._write, self._pages, now=now).ask()
        if isinstance(asked, Request):
            if self._is_in_course and gives_way(asked):
                return "too much"
            return self._play(name, asked, stops_quietly=stops_quietly)
        if asked == "q":
            self._is_left = True
            return "left"
        if asked == "n":
            self._play(self._now, AT_ONCE)
        elif not self._is_in_course:
            self._home()
        return "left" if self._is_hidden else None

    def play_on(self, transport: "Transport", name: str, request: Request, shown: str) -> None:
        """Play a session that has begun, and what follows it.

        Args:
            transport: the session.
            name: the id or the file of its script.
            request: what was asked for.
            shown: its first line, if that was written.
        """
        self._play_through(transport, name, request, shown=shown)

    def _play(
        self, name: str, request: Request, at: Millis = _START, *, stops_quietly: bool = False
    ) -> "Over | None":
        """Play a session from a place on, those that its answers lead to, and what follows.

        Returns:
            How the first one was over, "left" when nobody is there now, None when it never began.
        """
        transport = self._begin(name, request)
        if transport is not None and at:
            transport.seek(at)
        return self._play_through(transport, name, request, stops_quietly=stops_quietly)

    def _begin(self, name: str, request: Request) -> "Transport | None":
        """Start a session, or say why that isn't possible."""
        try:
            transport = self._services.start(self._services.open(name), request)
        except CompanionError as error:
            self._write(printable(f"{error.message}. {error.remedy}"))
            return None
        self._write("Type ? and Enter to see what you can type.")
        return transport

    def _play_through(
        self,
        transport: "Transport | None",
        name: str,
        request: Request,
        *,
        shown: str = "",
        stops_quietly: bool = False,
    ) -> "Over | None":
        over: Over | None = None
        for _ in range(_MOST_IN_A_ROW):
            if transport is None:
                return over
            self._recording.begin(name, request, transport)
            plain = self._plain(transport, reached=self._recording.reach, shown=shown)
            plain.run()
            transport.close()
            self._recording.end()
            shown = ""
            self._is_hidden = plain.is_hidden or self._typist.gone.is_set()
            if self._is_hidden:
                return "left"
            if plain.wants_now:
                over, name, request = over or "stopped", self._now, AT_ONCE
                transport = self._begin(name, request)
                continue
            over = over or ("ended" if transport.state == "ended" else "stopped")
            if stops_quietly and over == "stopped":
                return over
            name, request = transport.next_script, Request()
            if transport.state != "ended" or not name:
                name, request = self._after(transport), AT_ONCE
            if not name:
                self._write("")
                self._company.come_back()
                if not self._is_in_course:
                    self._home()
                break
            transport = self._begin(name, request)
        return over

    def _resume(self) -> None:
        """Go on with the session that a crash ended, where there is one."""
        if (left := self._services.unfinished()) is None:
            self._write(wording.NOTHING_UNFINISHED)
            return
        self._recording.drop(left.row)
        self._play(left.name, left.request, left.heard)

    def _after(self, transport: "Transport") -> str:
        """Show what follows a session; return the id of the next one, or nothing."""
        directory = self._services.directory
        nearby = directory.nearby(transport.script, self._moment)
        ended = ended_of(transport, nearby, directory.shelf, self._now)
        self._company.offer(ended)
        kept = IS_KEPT if self._services.kept.wants("ratings") else self._company.kept_line
        page = PlainAfter(
            ended,
            directory,
            self._write,
            self._pages,
            self._typist,
            kept=kept or NOT_KEPT,
            is_last=not self._has_home,
        )
        chosen = page.run_and_rate(self._recording)
        self._company.note(ended, page.tap, is_strong=page.is_strong)
        if chosen in LETTERS:
            self._pages.show(chosen, transport.script.way_out)
            return ""
        return self._now if chosen == "n" else chosen

    def _now_ms(self) -> int:
        return round(self._services.now().timestamp() * 1000)

    def _write(self, line: str) -> None:
        write_line(line, self._out)

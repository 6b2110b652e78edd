"""Home and what is reached from it, as numbered lines."""

from typing import TYPE_CHECKING, TextIO

from companion import wording_pages as wording
from companion.errors import CompanionError
from companion.plain.company import ROWS
from companion.plain.course import CourseRoom
from companion.plain.hiding import stay_hidden
from companion.plain.home import write_help, write_home
from companion.plain.journal import PlainJournal
from companion.plain.lines import not_here, write_entries
from companion.plain.listed import Kept, Listed
from companion.plain.meeting import begin_meeting
from companion.plain.pages import LETTERS
from companion.plain.playing import Playing
from companion.plain.services import RoomServices
from companion.reading.diagnostic import printable
from companion.session.directory import PANIC, Entry
from companion.session.presets import preset_lines, request_of
from companion.timeline.request import AT_ONCE, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from companion.plain.typist import Typist
    from companion.session.course_pages import ToSession
    from companion.session.course_walk import Over
    from companion.store.course_files import CourseFile

_PROMPT = "A number, a word to find something by, n, or ? for more:"


class PlainRooms(Playing):
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
        super().__init__(services, typist, doors, self._show_home, out=out, speak=speak)
        self._listed = Listed()
        journal = PlainJournal(services, typist, self._keeping)
        self._rooms = {**self._company.rooms, "journal": journal.run}
        self._course_room = CourseRoom(
            services, typist, self._write, self._pages, play=self._play_part, now=self._play_now
        )

    def run(self) -> None:
        """Show home, and obey what is typed."""
        self._home()
        self._go_on()

    def run_course(self, source: "CourseFile | None") -> None:
        """Show a course, or the list of them, and home after it."""
        self.open_course(source)
        if not self._is_left:
            self._go_on()

    def run_room(self, word: str) -> None:
        """Show the agreement or the messages that aren't sent, and home after them."""
        self.open_room(word)
        if not self._is_left:
            self._go_on()

    def open_room(self, word: str) -> None:
        """Show the journal, the agreement or the messages that aren't sent."""
        typed = self._rooms[word]()
        self._is_left = self._is_left or typed == "q"
        if typed == "n":
            self._play_now()

    def _go_on(self) -> None:
        self._write(_PROMPT)
        while not self._is_hidden and (typed := self._typist.wait()) is not None:
            if self._obey(" ".join(typed.split())):
                return

    def _obey(self, typed: str) -> bool:
        """Act on a typed line; return whether it leaves."""
        word = typed.lower()
        acts: dict[str, Callable[[], object]] = {
            "": self._home,
            "b": self._home,
            "?": lambda: write_help(self._write),
            "n": self._play_now,
            "s": lambda: self._choose(self._sit),
            "r": self._resume,
            "m": self._mine,
            "t": self._together,
            "h": self._hide,
        }
        if word in LETTERS:
            self._pages.show(word)
        elif word in self._rooms:
            self.open_room(word)
        elif word in acts:
            acts[word]()
        elif word.isdecimal():
            self._number(int(word[:4]))
        elif word != "q":
            self._list(self._services.directory.find(typed), wording.NOTHING_FOUND_LINES)
        is_left = word == "q" or self._is_left
        if not is_left and not self._is_hidden:
            self._write(_PROMPT)
        return is_left

    def _show_home(self) -> None:
        self._listed.clear()
        write_home(self._services, self._write)

    def _number(self, number: int) -> None:
        """Choose from the sessions that are listed, or list those of a moment."""
        if self._listed:
            self._choose_listed(number)
            return
        moments = {moment.key: moment for moment in self._services.directory.moments}
        if (moment := moments.get(str(number))) is None:
            self._write(not_here(str(number)))
            return
        self._moment = moment.moment
        self._write(moment.words)
        entries = self._services.directory.at(moment)
        self._list(entries, "")
        if len(entries) > 1 and moment.moment != PANIC:
            self._write(wording.STRONGEST_FIRST)

    def _choose_listed(self, number: int) -> None:
        """Play or open what stands under a number of the list."""
        match self._listed.at(number):
            case Entry(id=name):
                self._choose(name)
            case Kept(name):
                self._play_kept(name)
            case None:
                self._write(f"There's no {number} in this list; b goes back to the first one.")
            case course:
                self.open_course(course)

    def _play_kept(self, name: str) -> None:
        """Play a session that was kept under a name."""
        preset = self._services.own.presets[name]
        try:
            request = request_of(preset, Request(), self._now_ms())
        except CompanionError as error:
            self._write(printable(f"{error.message}. {error.remedy}"))
            return
        self._play(preset.script or self._sit, request)

    def _mine(self) -> None:
        """List the person's own scripts, kept sessions, then the courses, numbered on."""
        self._list(self._services.directory.own(), wording.NOTHING_OWN)
        lines = preset_lines(self._services.own.presets, self._services.directory)
        for number, (name, line) in enumerate(lines, len(self._listed) + 1):
            self._write(printable(f"{number}  {name}: {line}"))
        self._listed.add(Kept(*each) for each in lines)
        self._listed.add(self._course_room.list(len(self._listed)))
        self._write("journal  what's kept, and what you write")
        for word, about in ROWS:
            self._write(f"{word}  {about}")
        self._write(f"t  {wording.TOGETHER}: {wording.TOGETHER_GIST}")

    def _hide(self) -> None:
        """Show nothing until the letter that brings everything back is typed."""
        if stay_hidden(self._out, self._typist, self._hiding):
            self._home()

    def _together(self) -> None:
        """Ask what two people who are apart agreed on, wait for its time, and play it."""
        services, typist, out = self._services, self._typist, self._out
        page = begin_meeting(services, typist, out, self._sit, self._now_ms, self._hiding)
        if page is not None:
            self._recording.begin(page.transport.script.id, Request(), page.transport)
            self._is_hidden = page.run()
            self._recording.end()
            if page.has_ended and (name := self._after(page.transport)):
                self._play(name, AT_ONCE)
                return
        if not self._is_hidden:
            self._home()

    def open_course(self, source: "CourseFile | None") -> None:
        """Show a course until the person goes home; without one, list them."""
        room = self._course_room
        if source is None:
            self._listed.clear()
            self._listed.add(room.list(0))
            return
        self._is_in_course = True
        self._is_left = room.open(source) or self._is_hidden
        self._is_in_course = False
        if not self._is_left:
            self._home()

    def _play_now(self) -> "Over | None":
        return self._play(self._now, AT_ONCE)

    def _play_part(self, part: "ToSession", is_quiet: bool) -> "Over | None":
        return self._choose(part.session, Request(part.length), stops_quietly=is_quiet)

    def _list(self, entries: list[Entry], nothing: str) -> None:
        self._listed.clear()
        self._listed.add(entries)
        write_entries(entries, self._write)
        if not entries:
            self._write(nothing)

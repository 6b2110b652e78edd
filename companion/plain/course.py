"""A course as numbered lines: its pages, one after the other, until the person goes home."""

from collections.abc import Callable
from textwrap import wrap
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.plain.lines import Write
from companion.plain.pages import PlainPages
from companion.plain.services import RoomServices
from companion.plain.typist import Typist
from companion.reading.diagnostic import printable
from companion.session.course_pages import CoursePage, CourseRow, ToSession
from companion.session.course_walk import CourseWalk, Over

if TYPE_CHECKING:
    from companion.store.course_files import CourseFile

Play = Callable[[ToSession, bool], Over | None]
"""Plays a session, and says how it was over: "left" when nobody is there, None when it never began.

The second argument is whether nothing is asked when it is stopped.
"""
_CELLS = 78
_LETTERS = ("c", "i", "x")
_NO_LINE = "That's no line of this page."


class PlainCourse:
    """Writes the pages of one course, and takes a number for each.

    Args:
        walk: the way through the course.
        typist: reads the lines.
        write: writes a line.
        pages: the pages that a letter opens.
        play: plays a session.
        now: plays the first two minutes.
    """

    def __init__(  # noqa: PLR0913 - each part by its name
        self,
        walk: CourseWalk,
        typist: Typist,
        write: Write,
        pages: PlainPages,
        *,
        play: Play,
        now: Callable[[], Over | None],
    ) -> None:
        self._walk, self._typist, self._write = walk, typist, write
        self._pages, self._play, self._now = pages, play, now

    def run(self) -> bool:
        """Show the course until the person goes home; return whether they leave the program."""
        self._show()
        while (typed := self._typist.wait()) is not None:
            word = " ".join(typed.split())
            if word.lower() == "q" or (word.lower() == "h" and not self._pages.hide()):
                return True
            if word.lower() == "h":
                self._show()
            elif word == "?":
                self._pages.help()
                self._write(_prompt(self._walk.page))
            elif not self._obey(word, word.lower()):
                return False
        return True

    def _obey(self, typed: str, word: str) -> bool:
        """Act on a typed line; return whether the course goes on."""
        page = self._walk.page
        if word in _LETTERS:
            self._read(word)
            return True
        if word == "b":
            if not self._walk.back():
                return False
        elif word == "n":
            if self._now() == "left":
                return False
        elif page.types:
            self._walk.type(typed)
        else:
            number = int(word[:4]) if word.isdecimal() else 0 if word else page.at + 1
            if 0 < number <= len(page.rows):
                return self._choose(page.rows[number - 1])
            self._write(_NO_LINE)
            return True
        self._show()
        return True

    def _choose(self, row: CourseRow) -> bool:
        """Do what a row does; return whether the course goes on."""
        doing = self._walk.choose(row.act)
        if doing == "home":
            return False
        if doing in ("call", "space"):
            self._read("c" if doing == "call" else "i")
            return True
        if isinstance(doing, ToSession):
            over = self._play(doing, self._walk.is_stop_quiet)
            if over == "left":
                return False
            if over is not None:
                self._walk.over(over)
            if self._walk.has_closed:
                return False
        self._show()
        return True

    def _read(self, word: str) -> None:
        """Write a page of words; what is for someone alone with the screen stands before it."""
        if word == "i" and (alone := self._walk.page.alone):
            self._write("")
            self._write(alone)
        self._pages.show(word)
        self._write(_prompt(self._walk.page))

    def _show(self) -> None:
        page = self._walk.page
        for problem in self._walk.problems:
            self._write(printable(problem))
        self._walk.problems.clear()
        write_course_page(page, self._write)


class CourseRoom:
    """Lists the courses, and opens one.

    Args:
        services: the courses and the sessions.
        typist: reads the lines.
        write: writes a line.
        pages: the pages that a letter opens.
        play: plays a session.
        now: plays the first two minutes.
    """

    def __init__(  # noqa: PLR0913 - each part by its name
        self,
        services: RoomServices,
        typist: Typist,
        write: Write,
        pages: PlainPages,
        *,
        play: Play,
        now: Callable[[], Over | None],
    ) -> None:
        self._services, self._typist, self._write = services, typist, write
        self._pages, self._play, self._now = pages, play, now
        self._asks = True

    def list(self, above: int) -> "list[CourseFile]":
        """Write the courses, numbered on from the lines above them; return those listed."""
        courses, broken = self._services.courses.all()
        for number, (_, course) in enumerate(courses, above + 1):
            self._write(printable(f"{number}  {course.title}: {course.gist or course.first}"))
        for _, problem in broken:
            self._write(printable(problem))
        return [source for source, _ in courses]

    def open(self, source: "CourseFile") -> bool:
        """Show a course until the person goes home; return whether they leave the program."""
        try:
            course = self._services.courses.load(source)
        except CompanionError as error:
            self._write(printable(f"{error.message}. {error.remedy}".rstrip()))
            return False
        find, today = self._services.directory.entry, self._services.now().date()
        walk = CourseWalk(course, find, self._services.own.courses, today, asks=self._asks)
        has_left = PlainCourse(
            walk, self._typist, self._write, self._pages, play=self._play, now=self._now
        ).run()
        self._asks = walk.asks  # the place is asked about once in a run
        return has_left


def write_course_page(page: CoursePage, write: Write) -> None:
    """Write a page of a course: its title and words, its rows with their numbers, and a prompt."""
    write("")
    for words in (page.title, *page.words):
        for line in wrap(words, _CELLS):
            write(printable(line))
    for number, row in enumerate(page.rows, 1):
        lasts = f", {row.right}" if row.right else ""
        about = f": {row.line}" if row.line else ""
        write(printable(f"{number}  {row.title}{lasts}{about}"))
    if page.note:
        write(printable(page.note))
    write(_prompt(page))


def _prompt(page: CoursePage) -> str:
    if page.types:
        return "Type it, or b to go back:"
    return f"A number, Enter for {page.at + 1}, b goes back, q leaves:"

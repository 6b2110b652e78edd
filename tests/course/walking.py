"""A course to walk through in tests, sessions for it, and a store that keeps in memory."""

from datetime import date

from companion.course.model import Course
from companion.course.parse import parse_course
from companion.errors import CompanionError
from companion.script.model import Length
from companion.session.course_walk import CourseWalk
from companion.session.directory import Entry
from companion.units import MINUTE, Millis

FRIDAY = date(2026, 11, 27)
TEXT = """\
course: 1
title: Three evenings
first: Three of them. Skip any.
question: Which evening?
way_round: Too much? Press n.
days:
  - day: Evening 1
    line: The first line.
    sessions: walk-it
  - day: Evening 2
    line: The second line.
    sessions: [open-hand, gone]
    then: five-things
  - day: Evening 3
    line: The third line.
    asks: How did it go?
    answers:
      - when: better
        sessions: {session: walk-it, usual: 8m}
      - when: put off
        line: It's been moved.
        sessions: open-hand
        again: Again tomorrow
        leave: Leave it
      - when: shouting
        line: Is anyone hurt?
        page: safety
answers:
  - when: they're back
    sessions: walk-it
    closes: true
  - when: still nothing
    sessions: open-hand
longer: A person's better than a program.
"""
FOR_TWO = TEXT.replace(
    "question: Which evening?\n",
    "gate: {words: For two who both want it., yes: both yes, no: not today, alone: Not for peace.}\n",
).replace("sessions: walk-it\n", "sessions: walk-it\n    together: true\n", 1)
WITH_TALK = TEXT.replace(
    "days:\n", "meeting: {asks: When will you talk?, says: 'You said {answer}.'}\ndays:\n", 1
)
LENGTHS = {
    "walk-it": (5, 10), "open-hand": (5, 8), "five-things": (3, 3), "one-minute-hands": (1, 1),
}  # fmt: skip


class MemoryKeeper:
    """Keeps in memory, and fails when a test says so."""

    def __init__(self, place: int | None = None) -> None:
        self.places: list[int | None] = [place]
        self.talk = ""
        self.until: date | None = None
        self.fails = False

    def place(self, course: str) -> int | None:
        return self.places[-1]

    def keep_place(self, course: str, number: int | None) -> None:
        if self.fails:
            raise CompanionError("it can't be written", "nothing was changed")
        self.places.append(number)

    def meeting(self, course: str, today: date) -> str:
        return self.talk

    def keep_meeting(self, course: str, words: str, until: date) -> None:
        self.talk, self.until = words, until


def course(text: str = TEXT) -> Course:
    return parse_course(text, file="three.yaml", id="three")


def find(name: str) -> Entry | None:
    if name not in LENGTHS:
        return None
    least, usual = (Millis(n * MINUTE) for n in LENGTHS[name])
    return Entry(name, name.capitalize(), length=Length(least, usual, usual))


def walk(text: str = TEXT, keeper: MemoryKeeper | None = None, *, asks: bool = True) -> CourseWalk:
    return CourseWalk(course(text), find, keeper or MemoryKeeper(), FRIDAY, asks=asks)


def titles(walk: CourseWalk) -> list[str]:
    return [row.title for row in walk.page.rows]


def take(walk: CourseWalk, title: str, nth: int = 0) -> object:
    """Choose the row with a title; of several, the `nth`."""
    rows = [row for row in walk.page.rows if row.title == title]
    return walk.choose(rows[nth].act)


def said(walk: CourseWalk) -> tuple[str, ...]:
    """The words of the page."""
    return walk.page.words

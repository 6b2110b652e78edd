"""The pages of a course: what each says, and what its rows do. Everything here is pure.

The screen and plain mode show these pages; `course_walk` knows which one follows which.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from companion.course.model import Answer, Course, Day, Part
from companion.session import course_words as words
from companion.session.directory import Entry
from companion.units import Millis, minutes_text

Find = Callable[[str], Entry | None]
"""Gives a session by its id; None where there is none."""


@dataclass(frozen=True, slots=True)
class ToDay:
    """The way to a day, by its index."""

    day: int


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """The way to what an answer leads to; `day` is where it was given, None for anywhere."""

    answer: Answer
    day: int | None


@dataclass(frozen=True, slots=True)
class ToSession:
    """The way to a session of a length; `day` is the one it belongs to, None for no day.

    `follows` says that it comes after another one of its day, `closes` that the course ends here.
    """

    session: str
    length: Millis | None
    day: int | None = None
    follows: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class ToCourse:
    """The way to a course, by its id, from the list of them."""

    id: str


To = Literal["days", "again", "home", "call", "space", "enter", "keep", "keep meeting"]
Act = ToDay | ToAnswer | ToSession | ToCourse | To
"""What a row does."""


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One row of a page; `line` is said about it, `key` chooses it where it has one of its own."""

    title: str
    act: Act
    right: str = ""
    line: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class CoursePage:
    """One page of a course.

    `words` are its paragraphs, `note` its last line. `spoken` is for the voice. `at` is the row
    that is chosen first. `shows_lines` is whether only the line of the chosen row is shown, because
    the rows are many. `types` says that something can be typed, `alone` what stands first on the
    page about space.
    """

    title: str
    words: tuple[str, ...] = ()
    rows: tuple[CourseRow, ...] = ()
    note: str = ""
    spoken: str = ""
    at: int = 0
    shows_lines: bool = False
    types: bool = False
    alone: str = ""

    def at_row(self, act: Act) -> "CoursePage":
        """The page with the row chosen that does something; the same where there is none."""
        at = next((n for n, row in enumerate(self.rows) if row.act == act), self.at)
        return replace(self, at=at)


def gate_page(course: Course) -> CoursePage:
    """The one question before a course for two; "not today" is chosen first."""
    gate = course.gate
    if gate is None:
        return CoursePage(course.title)
    rows = (CourseRow(gate.yes, "enter"), CourseRow(gate.no, "home"))
    return CoursePage(course.title, (gate.words,), rows, spoken=gate.words, at=1)


def meeting_page(course: Course) -> CoursePage:
    """The question about when the two talk next."""
    asked = course.meeting.question if course.meeting else ""
    return CoursePage(course.title, (course.first, asked), note=words.SKIPS, types=True)


def days_page(course: Course, find: Find, opening: Sequence[str], at: int = 0) -> CoursePage:
    """All days at once, and the answers that lead elsewhere; any of them can be chosen.

    Args:
        course: the course.
        find: gives the sessions.
        opening: what the page says first.
        at: the day that is offered.
    """
    days = [
        CourseRow(_day_title(day, find), ToDay(n), _lasts(day, find), day.line)
        for n, day in enumerate(course.days)
    ]
    answers = [CourseRow(answer.when, ToAnswer(answer, None)) for answer in _answers_of(course)]
    return CoursePage(
        course.title,
        tuple(opening),
        (*days, *answers),
        note=course.note,
        at=min(at, len(days) - 1),
        shows_lines=True,
    )


def day_page(course: Course, number: int, find: Find) -> CoursePage:
    """One day: its line, its sessions at their usual and their shortest, and the ways round."""
    day = course.days[number]
    said = [day.line]
    if day.question:
        said.append(day.question)
        rows = [CourseRow(a.when, ToAnswer(a, number)) for a in day.answers]
    else:
        rows = _session_rows(day.sessions, find, number)
        if not rows:
            said.append(words.NOT_HERE)
        rows += [_following(row) for row in _session_rows(day.then, find, number)]
    rows += [CourseRow(a.when, ToAnswer(a, None)) for a in course.answers]
    return CoursePage(day.name, tuple(said), tuple(rows), course.way_round or words.WAY_ROUND)


def answer_page(course: Course, to: ToAnswer, find: Find) -> CoursePage:
    """The page behind an answer: a page and the numbers first, then sessions, then ways on."""
    answer = to.answer
    rows: list[CourseRow] = []
    if answer.leads == "safety":
        rows.append(CourseRow(words.SPACE, "space", key="i"))
    if answer.leads:
        rows.append(CourseRow(words.CALL, "call", key="c"))
    rows += _session_rows(answer.sessions, find, to.day, closes=answer.closes)
    said = (answer.line,) if answer.line else ()
    if answer.sessions and not any(isinstance(row.act, ToSession) for row in rows):
        said = (*said, words.NOT_HERE)
    if answer.again:
        rows.append(CourseRow(answer.again, "again"))
    rows.append(CourseRow(answer.leave or words.HOME, "home"))
    note = course.way_round or words.WAY_ROUND if answer.sessions else ""
    return CoursePage(_capital(answer.when), said, tuple(rows), note)


def gentler_page(title: str, find: Find) -> CoursePage:
    """The page in place of a session when it's too strong: hands, feet, or looking outward."""
    rows = _session_rows([Part(name) for name in _GENTLER], find, None)
    rows.append(CourseRow(words.CALL, "call", key="c"))
    return CoursePage(title, (words.GIVES_WAY,), tuple(rows))


_GENTLER = ("one-minute-hands", "one-minute-feet", "five-things")


def keep_page(course: Course) -> CoursePage:
    """The question whether the place is kept, asked once; "no" is chosen first."""
    rows = (CourseRow(words.KEEP_NO, "days"), CourseRow(words.KEEP_YES, "keep"))
    return CoursePage(course.title, (words.KEEP, words.KEEP_ABOUT), rows)


def keep_meeting_page(course: Course, says: str) -> CoursePage:
    """The question whether the next talk is kept till Sunday; "no" is chosen first."""
    rows = (CourseRow(words.KEEP_MEETING_NO, "days"), CourseRow(words.KEEP_YES, "keep meeting"))
    said = (says, words.KEEP_MEETING, words.KEEP_MEETING_ABOUT)
    return CoursePage(course.title, said, rows)


def end_page(course: Course) -> CoursePage:
    """The page after the last day; nothing is offered after it."""
    return CoursePage(course.title, (course.ends or words.ENDS,), (CourseRow(words.HOME, "home"),))


def enough_page() -> CoursePage:
    """The page after two people have stopped; it doesn't say who."""
    return CoursePage(words.ENOUGH, (), (CourseRow(words.HOME, "home"),))


def all_page(courses: Sequence[Course], broken: Sequence[tuple[str, str]]) -> CoursePage:
    """The list of all courses; those with mistakes say how to see them."""
    rows = [
        CourseRow(course.title, ToCourse(course.id), line=course.gist or course.first)
        for course in courses
    ]
    said = [f"{name}: {problem}" for name, problem in broken]
    return CoursePage(words.ALL, (words.ALL_LINE, *said), tuple(rows), shows_lines=True)


def with_meeting(page: CoursePage, says: str) -> CoursePage:
    """A page with the words about the next talk, which stand on each of them."""
    return replace(page, words=(*page.words, says)) if says else page


def _answers_of(course: Course) -> tuple[Answer, ...]:
    if not course.longer:
        return course.answers
    longer = Answer(words.LONGER, course.longer, leads="call", again=words.START_OVER)
    return (*course.answers, longer)


def _day_title(day: Day, find: Find) -> str:
    """The name of a day, and the titles of what is played on it."""
    titles = [entry.title for part in day.sessions if (entry := _playable(part, find)) is not None]
    listed = " or ".join(titles if len(titles) <= _FEW else [])
    return f"{day.name}: {listed}" if listed else day.name


_FEW = 2


def _lasts(day: Day, find: Find) -> str:
    """The lengths of a day: the usual one and the shortest as its equal."""
    here = [part for part in day.sessions if _lengths(part, find)]
    if len(here) == 1:
        return lengths_text(here[0], find)
    usual = dict.fromkeys(minutes_text(_lengths(part, find)[0]) for part in here)
    return f"{' or '.join(usual)} min" if usual else ""


def lengths_text(part: Part, find: Find) -> str:
    """The usual length and the shortest as its equal: `7 or 4 min`; empty where it isn't here."""
    lengths = _lengths(part, find)
    return f"{' or '.join(map(minutes_text, lengths))} min" if lengths else ""


def _session_rows(
    parts: Sequence[Part], find: Find, day: int | None, *, closes: bool = False
) -> list[CourseRow]:
    """A row for each length of each session; those that aren't here are left out."""
    rows = []
    for part in parts:
        entry = _playable(part, find)
        for length in _lengths(part, find) if entry is not None else ():
            act = ToSession(part.session, length, day, closes=closes)
            right = f"{minutes_text(length)} min"
            rows.append(CourseRow(entry.title if entry else "", act, right))
    return rows


def _following(row: CourseRow) -> CourseRow:
    assert isinstance(row.act, ToSession)
    return replace(row, title=f"then {row.title}", act=replace(row.act, follows=True))


def _playable(part: Part, find: Find) -> Entry | None:
    entry = find(part.session)
    return None if entry is None or entry.problem else entry


def _lengths(part: Part, find: Find) -> tuple[Millis, ...]:
    """The usual and the shortest length of a session here; one where they are the same."""
    entry = _playable(part, find)
    if entry is None or entry.length is None:
        return ()
    usual, least = part.usual or entry.length.usual, part.least or entry.length.least
    is_other = minutes_text(usual) != minutes_text(least)
    return (usual, least) if is_other else (usual,)


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"

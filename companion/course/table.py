"""The table of a course's keys: the parser, the schema and docs/courses.md are made from it."""

from typing import Any, cast

from companion.course.model import Answer, Course, Day, Gate, Leads, Meeting, Part
from companion.reading.fields import (
    Converted,
    Field,
    ListOf,
    Record,
    Report,
    ShortOrLong,
    Values,
)
from companion.reading.flaw import Span
from companion.reading.scalars import ID, Choice, Duration, Text, YesNo
from companion.script.header import FORMAT, GIST, Version

MOST_DAYS = 31
START = "start with course: 1, title:, first: and days: (docs/courses.md shows a short one)"
_ANSWER_SLOT = "{answer}"


def _words(values: Values, field: Field[str], default: str = "") -> str:
    """The words of a field on one line, however many lines the file has for them."""
    return " ".join(values.get(field, default).split())


SESSION = Field("session", ID, "the id of the session", required=True)
USUAL = Field("usual", Duration(), "how long it usually is here; the session's own if left out")
LEAST = Field("least", Duration(), "the shortest it is here; the session's own if left out")


def _part(values: Values, span: Span, report: Report) -> Part | None:
    usual, least = values.find(USUAL), values.find(LEAST)
    if usual is not None and least is not None and least > usual:
        report.add(span, "least is longer than usual", "put the shorter one under least")
        return None
    return Part(values.get(SESSION, ""), usual, least, span)


_LONG_PART: Record[Part] = Record("a session", (SESSION, USUAL, LEAST), _part)
_SHORT_PART: Converted[Part] = Converted(
    ID, lambda name, span, _: Part(name, span=span), "the id of a session"
)
PART = ShortOrLong(_SHORT_PART, _LONG_PART, "the id of a session, or its id with lengths")
PARTS = ListOf(PART)

WHEN = Field("when", Text(), "what the person would say", required=True)
ANSWER_LINE = Field("line", Text(), "what's said to it")
ANSWER_SESSIONS = Field("sessions", PARTS, "the session it leads to, or several to choose from")
PAGE = Field(
    "page",
    Choice(("call", "safety"), "page"),
    "a page it leads to before any session: call, whom one could call; safety, whether this is "
    "space, and the numbers",
)
AGAIN = Field("again", Text(), "the words for starting the course over, where that's offered")
LEAVE = Field("leave", Text(), "the words for leaving it, where that's offered")
CLOSES = Field("closes", YesNo(), "true if the course ends here, without a word about the rest")


def _answer(values: Values, span: Span, report: Report) -> Answer | None:
    page = cast("Leads", values.get(PAGE, ""))
    sessions = values.get(ANSWER_SESSIONS, ())
    again, leave = _words(values, AGAIN), _words(values, LEAVE)
    if not (sessions or page or again or leave):
        remedy = "add sessions: with an id, or page: call, or leave: with words such as Leave it"
        report.add(span, "this answer leads nowhere", remedy)
        return None
    line, closes = _words(values, ANSWER_LINE), values.get(CLOSES, default=False)
    return Answer(_words(values, WHEN), line, sessions, page, again, leave, closes)


ANSWER: Record[Answer] = Record(
    "an answer",
    (WHEN, ANSWER_LINE, ANSWER_SESSIONS, PAGE, AGAIN, LEAVE, CLOSES),
    _answer,
    "when: and sessions:",
)

DAY = Field("day", Text("a name such as Evening 1"), "its name", required=True)
LINE = Field("line", Text("a line of words"), "the line that it begins with", required=True)
SESSIONS = Field("sessions", PARTS, "its session, or several to choose from")
THEN = Field("then", PARTS, "what can follow on the same day")
ASKS = Field("asks", Text(), "a question in place of sessions; its answers lead to them")
DAY_ANSWERS = Field("answers", ListOf(ANSWER), "the answers to that question")
TOGETHER = Field("together", YesNo(), "true if two people play it at one screen")


def _day(values: Values, span: Span, report: Report) -> Day | None:
    asks, answers = _words(values, ASKS), values.get(DAY_ANSWERS, ())
    sessions, then = values.get(SESSIONS, ()), values.get(THEN, ())
    message, remedy = "", ""
    if asks and not answers:
        message, remedy = "this question has no answers", "add answers: with a - when: for each"
    elif answers and not asks:
        message, remedy = "these answers have no question", "add asks: with the question"
    elif asks and (sessions or then):
        message = "this day has a question and sessions too"
        remedy = "put the sessions under its answers, or on a day of their own"
    elif then and not sessions:
        message, remedy = "nothing comes before then", "put this session under sessions: instead"
    elif not (asks or sessions):
        message, remedy = "nothing is played on this day", "add sessions: with the id of one"
    if message:
        report.add(span, message, remedy)
        return None
    is_together = values.get(TOGETHER, default=False)
    name, line = _words(values, DAY), _words(values, LINE)
    return Day(name, line, sessions, then, asks, answers, is_together)


DAY_RECORD: Record[Day] = Record(
    "a day",
    (DAY, LINE, SESSIONS, THEN, ASKS, DAY_ANSWERS, TOGETHER),
    _day,
    "day:, line: and sessions:",
)

GATE_WORDS = Field("words", Text(), "what's read out to both before anything else", required=True)
YES = Field("yes", Text("words such as both yes"), "the answer that opens it", required=True)
NO = Field(
    "no",
    Text("words such as not today"),
    "the answer that leads home, without another word",
    required=True,
)
ALONE = Field("alone", Text(), "for someone alone with the screen; shown first under i")

MEETING_ASKS = Field(
    "asks", Text(), "the question, such as When will you talk next?", required=True
)
MEETING_SAYS = Field(
    "says", Text(), "what's shown on each page, with {answer} in it", required=True
)


def _gate(values: Values, _span: Span, _report: Report) -> Gate:
    words, yes, no = (_words(values, field) for field in (GATE_WORDS, YES, NO))
    return Gate(words, yes, no, _words(values, ALONE))


def _meeting(values: Values, span: Span, report: Report) -> Meeting | None:
    says = _words(values, MEETING_SAYS)
    if _ANSWER_SLOT not in says:
        report.add(span, "the answer isn't shown anywhere", "put {answer} into says:")
        return None
    return Meeting(_words(values, MEETING_ASKS), says)


COURSE = Field(
    "course",
    Version(what="course", key="course"),
    "the version of this format",
    required=True,
    default=str(FORMAT),
)
TITLE = Field("title", Text("a short title"), "the name of the course", required=True)
FIRST = Field("first", Text("what's read first"), "the words above its days", required=True)
DAYS = Field("days", ListOf(DAY_RECORD), "its days, in order", required=True)
QUESTION = Field("question", Text(), "what it asks first, such as Which evening would you like?")
WAY_ROUND = Field(
    "way_round", Text(), "the way out that every day begins with; one that fits any day if left out"
)
ANSWERS = Field("answers", ListOf(ANSWER), "answers that can be given on every day")
GATE = Field(
    "gate",
    Record("the gate", (GATE_WORDS, YES, NO, ALONE), _gate),
    "the one question before a course for two",
)
MEETING = Field(
    "meeting",
    Record("the meeting", (MEETING_ASKS, MEETING_SAYS), _meeting),
    "a question about when you talk next; the answer is gone when the program ends, unless the "
    "person wants it kept till Sunday",
)
LONGER = Field("longer", Text(), "what's said when it takes longer than the course")
ENDS = Field("ends", Text(), "what's said after the last day; kind words if left out")
NOTE = Field("note", Text(), "a line under the days that belongs to no session")
AUTHOR = Field("author", Text(), "who wrote it")
LICENSE = Field("license", Text(), "under which terms")

KEYS: tuple[Field[Any], ...] = (
    COURSE, TITLE, GIST, FIRST, QUESTION, WAY_ROUND, GATE, MEETING, DAYS, ANSWERS, LONGER, ENDS,
    NOTE, AUTHOR, LICENSE,
)  # fmt: skip


def course_record(id: str) -> Record[Course]:  # noqa: A002 - what it is
    """The record of a whole course.

    Args:
        id: the id of the course, which is the name of its file.
    """

    def build(values: Values, span: Span, report: Report) -> Course | None:
        days = values.get(DAYS, ())
        if not 0 < len(days) <= MOST_DAYS:
            remedy = "add one that starts with - day:" if not days else f"use {MOST_DAYS} at most"
            report.add(span, f"a course can't have {len(days) or 'no'} days", remedy, at="days")
            return None
        return Course(
            id,
            days=days,
            answers=values.get(ANSWERS, ()),
            gate=values.find(GATE),
            meeting=values.find(MEETING),
            **{field.name: _words(values, field) for field in _IN_WORDS},
        )

    return Record("the course", KEYS, build, start=START)


_IN_WORDS = (TITLE, GIST, FIRST, QUESTION, WAY_ROUND, LONGER, ENDS, NOTE, AUTHOR, LICENSE)

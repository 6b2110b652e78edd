"""The model of a course: its days, and the answers that lead elsewhere.

A course counts nothing and has no calendar: its days can be played in any order, again, or not.
"""

from dataclasses import dataclass
from typing import Literal

from companion.reading.flaw import Span
from companion.units import Millis

Leads = Literal["", "call", "safety"]
"""The page that an answer leads to: none, whom one could call, or space and then the numbers."""

_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """A session of a day, by its id; the lengths are the session's own where none is given."""

    session: str
    usual: Millis | None = None
    least: Millis | None = None
    span: Span = _NOWHERE


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that leads elsewhere.

    `when` is what the person would say, `line` what is said to it. `sessions` are alternatives.
    `again` and `leave` are the words for starting the course over and for going home; empty ones
    aren't offered. `closes` says that the course ends here, without a word about its other days.
    """

    when: str
    line: str = ""
    sessions: tuple[Part, ...] = ()
    leads: Leads = ""
    again: str = ""
    leave: str = ""
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One day, evening or hour: its name, its line, and what is played.

    `sessions` are alternatives, `then` those that follow. `question` with its `answers` stands in
    place of sessions. `is_together` says that two people play it at one screen.
    """

    name: str
    line: str
    sessions: tuple[Part, ...] = ()
    then: tuple[Part, ...] = ()
    question: str = ""
    answers: tuple[Answer, ...] = ()
    is_together: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """The words and the one question before a course for two.

    `alone` is for someone who is alone with the screen; it stands on the page about space.
    """

    words: str
    yes: str
    no: str
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A question about when the two talk next; `says` repeats the answer, as `{answer}`."""

    question: str
    says: str


@dataclass(frozen=True, slots=True)
class Course:
    """One course.

    `first` is its first screen, `question` what it asks when nobody knows how far it got,
    `way_round` the way out that every day begins with. `answers` can be given on every day.
    `longer` is said when it takes longer than the course, `ends` after the last day, and `note`
    stands under the days. `gist` is a few words for lists.
    """

    id: str
    title: str
    first: str
    days: tuple[Day, ...]
    question: str = ""
    way_round: str = ""
    answers: tuple[Answer, ...] = ()
    gate: Gate | None = None
    meeting: Meeting | None = None
    longer: str = ""
    ends: str = ""
    note: str = ""
    gist: str = ""
    author: str = ""
    license: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every session that the course names, in the order of the file."""
        of_days = [p for d in self.days for p in (*d.sessions, *d.then, *_parts_of(d.answers))]
        return (*of_days, *_parts_of(self.answers))


def _parts_of(answers: tuple[Answer, ...]) -> tuple[Part, ...]:
    return tuple(part for answer in answers for part in answer.sessions)

"""The timeline: every cue at its place, and the question what is true at a playhead.

Placements are half-open and touch: together they are exactly [0, total). Chimes ring on top.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from companion.script.step import PhaseName
from companion.timeline.cue import Bed, Question
from companion.timeline.utterance import Utterance, WordTime
from companion.units import Millis


@dataclass(frozen=True, slots=True)
class Voiced:
    """Words are spoken; `exact` when an engine gave the times of the words."""

    utterance: Utterance
    words: tuple[WordTime, ...]
    exact: bool = False
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing is said; inside a question it knows which."""

    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """A bell rings."""

    sound: str


@dataclass(frozen=True, slots=True)
class Said:
    """A word inside a phase of breath: when in the phase, and how it is said."""

    at: Millis
    utterance: Utterance
    words: tuple[WordTime, ...] = ()


@dataclass(frozen=True, slots=True)
class Breathing:
    """One phase of one round of breath, with what is said in it, where it is guided."""

    phase: PhaseName
    round: int
    rounds: int
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """A question waits for its answer."""

    question: Question


Content = Voiced | Quiet | Rung | Breathing | Asking


@dataclass(frozen=True, slots=True)
class Placement:
    """A cue, or one phase of it, at its place in time."""

    start: Millis
    length: Millis
    cue: int
    step: int
    section: int
    content: Content

    @property
    def end(self) -> Millis:
        """The first ms after it."""
        return Millis(self.start + self.length)


@dataclass(frozen=True, slots=True)
class Chime:
    """An interval bell on top of the timeline: when it was asked for, and when it rings."""

    start: Millis
    length: Millis
    sound: str
    asked: Millis


@dataclass(frozen=True, slots=True)
class Laid:
    """The bed changes: when, at which cue, and to what."""

    start: Millis
    cue: int
    bed: Bed


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything that is true at one playhead.

    `since` and `until` are the ends of what is happening, `changes` is when there is next
    something to tell; `chime` is an interval bell that rings on top, `question` what is asked.
    """

    playhead: Millis
    total: Millis
    section: str
    section_number: int
    section_count: int
    before: str
    line: str
    after: str
    lit: tuple[int, int] | None
    content: Content
    since: Millis
    until: Millis
    changes: Millis
    chime: Chime | None = None
    question: Question | None = None

    @property
    def remaining(self) -> Millis:
        """How long is left."""
        return Millis(max(0, self.total - self.playhead))

    @property
    def is_over(self) -> bool:
        """Whether the end has been reached."""
        return self.playhead >= self.total


@dataclass(frozen=True)
class Timeline:
    """All placements of a session in order, and the titles of the sections that take place.

    `parts` are those of the plan that have found room.
    """

    placements: tuple[Placement, ...]
    sections: tuple[tuple[int, str], ...]
    chimes: tuple[Chime, ...] = ()
    beds: tuple[Laid, ...] = ()
    parts: frozenset[int] = frozenset({0})

    @cached_property
    def total(self) -> Millis:
        """How long the whole lasts."""
        return self.placements[-1].end if self.placements else Millis(0)

    @cached_property
    def _starts(self) -> tuple[Millis, ...]:
        return tuple(p.start for p in self.placements)

    @cached_property
    def _lines(self) -> tuple[tuple[Millis, ...], tuple[str, ...]]:
        spoken = [
            (p.start, p.content.utterance.text)
            for p in self.placements
            if isinstance(p.content, Voiced)
        ]
        return tuple(start for start, _ in spoken), tuple(text for _, text in spoken)

    def _is_asked(self, start: Millis) -> bool:
        """Whether a question begins there: who reads it early would answer the session's keys."""
        content = self.placements[self.index_at(start)].content
        return _asked(content) is not None

    def index_at(self, playhead: Millis) -> int:
        """Which placement is there; the last one after the end."""
        return min(max(0, bisect_right(self._starts, playhead) - 1), len(self.placements) - 1)

    def at(self, playhead: Millis) -> Moment:
        """What is true at a playhead; before zero it is the beginning, after the end the end."""
        playhead = Millis(min(max(0, playhead), self.total))
        here = self.placements[self.index_at(playhead)]
        starts, lines = self._lines
        n = bisect_right(starts, playhead)
        numbers = [number for number, _ in self.sections]
        order = numbers.index(here.section) if here.section in numbers else 0
        return Moment(
            playhead=playhead,
            total=self.total,
            section=self.sections[order][1] if self.sections else "",
            section_number=order + 1,
            section_count=len(self.sections),
            before=lines[n - 2] if n > 1 else "",
            line=lines[n - 1] if n else "",
            after=lines[n] if n < len(lines) and not self._is_asked(starts[n]) else "",
            lit=_lit(here, playhead),
            content=here.content,
            since=here.start,
            until=here.end,
            changes=min([here.end, *(c.start for c in self.chimes if playhead < c.start)]),
            chime=next((c for c in self.chimes if c.start <= playhead < c.start + c.length), None),
            question=_asked(here.content) if playhead < self.total else None,
        )

    def start_of_step_after(self, playhead: Millis) -> Millis:
        """Where the next step begins; the end, when there is none."""
        here = self.placements[self.index_at(playhead)]
        later = (p.start for p in self.placements if p.start > playhead and p.step != here.step)
        return next(later, self.total)

    @cached_property
    def closing(self) -> Millis:
        """Where the closing begins: the last section that speaks, or the last step that does."""
        spoken = [p for p in self.placements if isinstance(p.content, Voiced)]
        if not spoken:
            return self.total
        last = spoken[-1]
        is_only = all(p.section == last.section for p in spoken)
        return next(
            p.start
            for p in self.placements
            if not isinstance(p.content, Quiet)
            and (p.step == last.step if is_only else p.section == last.section)
        )


def _asked(content: Content) -> Question | None:
    """What is being asked: from its first word until it goes on."""
    return content.question if isinstance(content, Voiced | Asking | Quiet) else None


def _lit(here: Placement, playhead: Millis) -> tuple[int, int] | None:
    """The characters of the word that is being said."""
    if not isinstance(here.content, Voiced):
        return None
    into = playhead - here.start
    words = here.content.words
    n = bisect_right([word.start for word in words], into)
    if not n or into >= words[n - 1].end:
        return None
    return words[n - 1].first, words[n - 1].last

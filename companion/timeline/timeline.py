"""The timeline: every cue at its place, and the moment at any playhead.

Placements are half-open and adjacent: together they are exactly [0, total). Chimes ring on top.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from companion.script.step import PhaseName
from companion.timeline.cue import Bed, Question, Reason
from companion.timeline.utterance import Utterance, WordTime
from companion.units import Millis


@dataclass(frozen=True, slots=True)
class Voiced:
    """Words that are spoken; `exact` when an engine reported the times of the words."""

    utterance: Utterance
    words: tuple[WordTime, ...]
    exact: bool = False
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Quiet:
    """A silence; `question` is set when it lies between the words of one.

    `reason` is `settle` for the time to get ready before a session, and `open` for the silence
    that goes on until the person ends it. `is_apart` marks one that someone's answer brought, or
    that is there for want of an answer: time to decide for oneself, such as the minutes to write
    on paper. Its rest is worth showing.
    """

    question: Question | None = None
    reason: Reason = ""
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Ringing:
    """A bell that rings."""

    sound: str


@dataclass(frozen=True, slots=True)
class BreathWord:
    """A word in a breath phase: its start in the phase, its utterance and its word times."""

    at: Millis
    utterance: Utterance
    words: tuple[WordTime, ...] = ()


@dataclass(frozen=True, slots=True)
class Breathing:
    """One phase of one round of breath, with the words that guide it, if any."""

    phase: PhaseName
    round: int
    rounds: int
    said: tuple[BreathWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """A wait for the answer to a question."""

    question: Question


Content = Voiced | Quiet | Ringing | Breathing | Asking


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
    """An interval bell on top of the timeline, which rings at `start`.

    `asked` names it: the time it was asked for in the session, or `bells.HALF_WAY`.
    """

    start: Millis
    length: Millis
    sound: str
    asked: Millis


@dataclass(frozen=True, slots=True)
class BedStart:
    """A change of the bed: its time, its cue and the new bed."""

    start: Millis
    cue: int
    bed: Bed


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything that is true at one playhead.

    `content` lasts from `since` to `until`, and `changes` is the next time at which anything
    begins. `lit` are the (first, last) characters of the word of `line` that is being said.
    `chime` is an interval bell that rings on top, `question` the one that is being asked.
    `so_far` is how long the session has gone on, without the time to settle. If `is_open`, its end
    is wherever the person ends it, so that `so_far` is shown, and not `remaining`. `unused` is time
    that is only there in case someone writes on; no clock counts it.
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
    so_far: Millis = Millis(0)
    is_open: bool = False
    unused: Millis = Millis(0)

    @property
    def remaining(self) -> Millis:
        """The time from the playhead to the end; it stands still while someone writes."""
        return Millis(max(0, self.total - self.unused - self.playhead))

    @property
    def is_over(self) -> bool:
        """Whether the playhead has reached the end."""
        return self.playhead >= self.total


@dataclass(frozen=True)
class Timeline:
    """All placements of a session in order, and the (number, title) of each section in it.

    `parts` are the numbers of the plan's parts that are kept. `is_open` says that the person ends
    the session, `skipped` how much of it was left out when they did.
    """

    placements: tuple[Placement, ...]
    sections: tuple[tuple[int, str], ...]
    chimes: tuple[Chime, ...] = ()
    beds: tuple[BedStart, ...] = ()
    parts: frozenset[int] = frozenset({0})
    is_open: bool = False
    skipped: Millis = Millis(0)

    @cached_property
    def total(self) -> Millis:
        """The length of the session."""
        return self.placements[-1].end if self.placements else Millis(0)

    @cached_property
    def beginning(self) -> Millis:
        """The end of the time to settle."""
        return self._end_of("settle") or Millis(0)

    @cached_property
    def open_end(self) -> Millis | None:
        """The latest end of the open silence; None when there is none, or none any more."""
        return self._end_of("open")

    def _end_of(self, reason: Reason) -> Millis | None:
        ends = [
            p.end
            for p in self.placements
            if isinstance(p.content, Quiet) and p.content.reason == reason
        ]
        return ends[-1] if ends else None

    @cached_property
    def _chime_starts(self) -> tuple[Millis, ...]:
        return tuple(chime.start for chime in self.chimes)

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
        """Whether a question begins there; a digit pressed early would act as a session key."""
        content = self.placements[self.index_at(start)].content
        return _question_of(content) is not None

    def index_at(self, playhead: Millis) -> int:
        """The index of the placement at a playhead; the last one after the end."""
        return min(max(0, bisect_right(self._starts, playhead) - 1), len(self.placements) - 1)

    def at(self, playhead: Millis) -> Moment:
        """The moment at a playhead, which is clamped to the session."""
        playhead = Millis(min(max(0, playhead), self.total))
        placement = self.placements[self.index_at(playhead)]
        starts, lines = self._lines
        n = bisect_right(starts, playhead)
        rung = bisect_right(self._chime_starts, playhead)
        last = self.chimes[rung - 1] if rung else None
        next_chime = self._chime_starts[rung : rung + 1]
        numbers = [number for number, _ in self.sections]
        order = numbers.index(placement.section) if placement.section in numbers else 0
        return Moment(
            playhead=playhead,
            total=self.total,
            section=self.sections[order][1] if self.sections else "",
            section_number=order + 1,
            section_count=len(self.sections),
            before=lines[n - 2] if n > 1 else "",
            line=lines[n - 1] if n else "",
            after=lines[n] if n < len(lines) and not self._is_asked(starts[n]) else "",
            lit=_lit_word(placement, playhead),
            content=placement.content,
            since=placement.start,
            until=placement.end,
            changes=min([placement.end, *next_chime]),
            chime=last if last is not None and playhead < last.start + last.length else None,
            question=_question_of(placement.content) if playhead < self.total else None,
            so_far=Millis(max(0, playhead - self.beginning - self.skipped)),
            is_open=self.is_open,
        )

    def start_of_step_after(self, playhead: Millis) -> Millis:
        """The start of the next step, or the end when there is none."""
        step = self.placements[self.index_at(playhead)].step
        later = (p.start for p in self.placements if p.start > playhead and p.step != step)
        return next(later, self.total)

    @cached_property
    def closing(self) -> Millis:
        """The start of the last section that speaks; if no other does, of its last spoken step.

        After an open silence it is whatever follows.
        """
        if self.open_end is not None:
            return self.open_end
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


def _question_of(content: Content) -> Question | None:
    """The question that is being asked, from its first word until it is over."""
    return content.question if isinstance(content, Voiced | Asking | Quiet) else None


def _lit_word(placement: Placement, playhead: Millis) -> tuple[int, int] | None:
    """The (first, last) characters, half-open, of the word that is being said."""
    if not isinstance(placement.content, Voiced):
        return None
    elapsed = playhead - placement.start
    words = placement.content.words
    n = bisect_right([word.start for word in words], elapsed)
    if not n or elapsed >= words[n - 1].end:
        return None
    return words[n - 1].first, words[n - 1].last

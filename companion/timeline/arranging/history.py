"""The past: everything that has begun in an old timeline, which a new one must keep."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from companion.script.step import Count, Glue
from companion.timeline.cue import Breath, Cue, Plan, Question, Rest, Wait
from companion.timeline.timeline import (
    Asking,
    BedStart,
    Breathing,
    Placement,
    Quiet,
    Timeline,
    Voiced,
)
from companion.units import Millis


@dataclass(frozen=True, slots=True)
class Past:
    """The placements and beds that a new timeline must keep, and the cue under way.

    `parts` are the parts of all cues so far, `dropped` those of them that were left out. `half`
    is the remainder of a rest or breath that has begun and may still change its length.
    """

    placements: tuple[Placement, ...] = ()
    next_cue: int = 0
    parts: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()
    half: Cue | None = None
    beds: tuple[BedStart, ...] = ()

    @property
    def length(self) -> Millis:
        """The end of its last placement, which may lie after the playhead."""
        return self.placements[-1].end if self.placements else Millis(0)

    @staticmethod
    def of(plan: Plan, old: Timeline | None, playhead: Millis) -> "Past":
        """The past of a timeline at a playhead; empty when there is no old timeline."""
        if old is None or playhead <= 0:
            return Past()
        index = old.index_at(playhead)
        current = old.placements[index]
        begun = frozenset(cue.part for cue in plan.cues[: current.cue + 1])
        first = index
        while first and old.placements[first - 1].cue == current.cue:
            first -= 1
        placements, half = _split_current(plan, old.placements, first, index, playhead)
        # a cue that begins exactly now isn't past; it is placed again
        begins_now = current.start == playhead and first == index
        next_cue = current.cue if begins_now else current.cue + 1
        # a bed change before the filled end is past, although its cue comes later
        laid_before = tuple(laid for laid in old.beds if laid.start <= playhead and not begins_now)
        next_cue = max([next_cue, *(laid.cue + 1 for laid in laid_before)])
        return Past(
            old.placements[:index] if begins_now else placements,
            next_cue,
            begun,
            begun - old.parts,
            None if begins_now else half,
            tuple(laid for laid in old.beds if laid.cue < next_cue),
        )


def _split_current(
    plan: Plan, old: Sequence[Placement], first: int, index: int, playhead: Millis
) -> tuple[tuple[Placement, ...], Cue | None]:
    """Split the cue under way: all placements to keep, and the remainder of the cue, if any."""
    current, start = old[index], old[first].start
    cue = plan.cues[current.cue]
    waited = Millis(playhead - current.start)
    if _is_cut(plan, cue, current):
        return (*old[:index], replace(current, length=waited)), None
    if isinstance(cue, Rest):
        if isinstance(current.content, Voiced):  # a reminder, which is spoken to its end
            done = Millis(current.end - start)
            return tuple(old[: index + 1]), _shorten(cue, done, done)
        done, heard = Millis(current.start - start), Millis(playhead - start)
        return tuple(old[:index]), _shorten(cue, done, heard)
    if isinstance(cue, Breath) and isinstance(current.content, Breathing):
        last = _round_end(old, index)
        n = current.content.round
        c = cue.rounds
        left = Count(max(0, c.least - n), max(0, c.usual - n), max(0, c.most - n))
        guided, counted = max(0, cue.guided - n), max(0, cue.counted - n)
        return tuple(old[: last + 1]), replace(cue, rounds=left, guided=guided, counted=counted)
    if isinstance(cue, Wait):  # writing may take longer than planned
        return (*old[:index], replace(current, length=Millis(max(cue.length, waited)))), None
    return tuple(old[: index + 1]), None


def _is_cut(plan: Plan, cue: Cue, current: Placement) -> bool:
    """Whether a placement ends at the playhead: it only fills time, or its question is over."""
    if isinstance(cue, Wait):
        return cue.is_answered or not isinstance(current.content, Asking)
    if isinstance(current.content, Quiet) and not isinstance(cue, Rest):
        return True
    return isinstance(cue, Rest) and cue.question is not None and _is_answered(plan, cue.question)


def _is_answered(plan: Plan, question: Question) -> bool:
    return any(
        isinstance(cue, Wait) and cue.is_answered and cue.question.key == question.key
        for cue in plan.cues
    )


def _shorten(cue: Rest, done: Millis, heard: Millis) -> Rest:
    """Return a rest without its first `done` ms; what was heard after them stays in it."""
    glue, least = cue.glue, heard - done
    rest = Glue(
        Millis(max(glue.least - done, least)),
        Millis(max(glue.usual - done, least)),
        None if glue.most is None else Millis(max(glue.most - done, least)),
        glue.weight,
    )
    return replace(cue, glue=rest, done=done, heard=heard)


def _round_end(placements: Sequence[Placement], index: int) -> int:
    """The index of the last phase of the round under way."""

    def round_of(placement: Placement) -> tuple[int, int]:
        content = placement.content
        return placement.cue, content.round if isinstance(content, Breathing) else 0

    later = range(index, len(placements))
    return max(i for i in later if round_of(placements[i]) == round_of(placements[index]))

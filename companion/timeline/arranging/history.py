"""What a new timeline must keep of an old one: everything that has begun."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from companion.script.step import Count, Glue
from companion.timeline.cue import Breath, Cue, Plan, Question, Rest, Wait
from companion.timeline.timeline import Asking, Breathing, Laid, Placement, Quiet, Timeline, Voiced
from companion.units import Millis


@dataclass(frozen=True, slots=True)
class Past:
    """What a new timeline must keep: placements that have begun, and what is under way.

    `parts` have begun or were left out for good (`dropped`). `half` is a rest, a breath or a
    wait that has begun and may still change its length.
    """

    placements: tuple[Placement, ...] = ()
    next_cue: int = 0
    parts: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()
    half: Cue | None = None
    beds: tuple[Laid, ...] = ()

    @property
    def length(self) -> Millis:
        """How long it lasted, or will have once what is fixed in it is done."""
        return self.placements[-1].end if self.placements else Millis(0)

    @staticmethod
    def of(plan: Plan, old: Timeline | None, playhead: Millis) -> "Past":
        """What of `old` has begun at a playhead; nothing, where there is no old timeline."""
        if old is None or playhead <= 0:
            return Past()
        index = old.index_at(playhead)
        here = old.placements[index]
        begun = frozenset(cue.part for cue in plan.cues[: here.cue + 1])
        first = index
        while first and old.placements[first - 1].cue == here.cue:
            first -= 1
        placements, half = _under_way(plan, old.placements, first, index, playhead)
        # it begins just now, so it may still become what it should be
        anew = here.start == playhead and first == index
        next_cue = here.cue if anew else here.cue + 1
        # a bed that changed before a filled end belongs to the past, though its cue comes later
        laid_before = tuple(laid for laid in old.beds if laid.start <= playhead and not anew)
        next_cue = max([next_cue, *(laid.cue + 1 for laid in laid_before)])
        return Past(
            old.placements[:index] if anew else placements,
            next_cue,
            begun,
            begun - old.parts,
            None if anew else half,
            tuple(laid for laid in old.beds if laid.cue < next_cue),
        )


def _under_way(
    plan: Plan, old: Sequence[Placement], first: int, index: int, playhead: Millis
) -> tuple[tuple[Placement, ...], Cue | None]:
    """What stays of the cue that is under way, and what is still to come of it."""
    here, start = old[index], old[first].start
    cue = plan.cues[here.cue]
    waited = Millis(playhead - here.start)
    if _is_cut(plan, cue, here):
        return (*old[:index], replace(here, length=waited)), None
    if isinstance(cue, Rest):
        if isinstance(here.content, Voiced):  # a reminder, which is said to its end
            said = Millis(here.end - start)
            return tuple(old[: index + 1]), _left(cue, said, said)
        return tuple(old[:index]), _left(cue, Millis(here.start - start), Millis(playhead - start))
    if isinstance(cue, Breath) and isinstance(here.content, Breathing):
        last = _round_end(old, index)
        done = here.content.round
        c = cue.rounds
        left = Count(max(0, c.least - done), max(0, c.usual - done), max(0, c.most - done))
        guided, counted = max(0, cue.guided - done), max(0, cue.counted - done)
        return tuple(old[: last + 1]), replace(cue, rounds=left, guided=guided, counted=counted)
    if isinstance(cue, Wait):  # a box that is written in may stay longer
        return (*old[:index], replace(here, length=Millis(max(cue.length, waited)))), None
    return tuple(old[: index + 1]), None


def _is_cut(plan: Plan, cue: Cue, here: Placement) -> bool:
    """Whether what is under way ends here and now: what was filled up, or what is answered."""
    if isinstance(cue, Wait):
        return cue.is_answered or not isinstance(here.content, Asking)
    if isinstance(here.content, Quiet) and not isinstance(cue, Rest):
        return True
    return isinstance(cue, Rest) and cue.question is not None and _is_answered(plan, cue.question)


def _is_answered(plan: Plan, question: Question) -> bool:
    return any(
        isinstance(cue, Wait) and cue.is_answered and cue.question.key == question.key
        for cue in plan.cues
    )


def _left(cue: Rest, done: Millis, heard: Millis) -> Rest:
    """What is still to come of a rest after `done`, when so much of it has been heard."""
    glue, least = cue.glue, heard - done
    rest = Glue(
        Millis(max(glue.least - done, least)),
        Millis(max(glue.usual - done, least)),
        None if glue.most is None else Millis(max(glue.most - done, least)),
        glue.weight,
    )
    return replace(cue, glue=rest, done=done, heard=heard)


def _round_end(placements: Sequence[Placement], index: int) -> int:
    """The last phase of the round that is under way."""

    def turn(placement: Placement) -> tuple[int, int]:
        content = placement.content
        return placement.cue, content.round if isinstance(content, Breathing) else 0

    later = range(index, len(placements))
    return max(i for i in later if turn(placements[i]) == turn(placements[index]))

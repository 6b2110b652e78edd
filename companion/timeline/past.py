"""What a new timeline must keep of an old one: everything that has begun."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from companion.script.step import Count, Glue
from companion.timeline.cue import Breath, Cue, Plan, Rest
from companion.timeline.timeline import Breathing, Placement, Timeline
from companion.units import Millis


@dataclass(frozen=True, slots=True)
class Past:
    """What a new timeline must keep: placements that have begun, and what is under way.

    `half` is a rest or a breath that has begun and may still change its length, with how long
    it has lasted.
    """

    placements: tuple[Placement, ...] = ()
    next_cue: int = 0
    chapters: frozenset[int] = frozenset()
    dropped: frozenset[int] = frozenset()
    half: Cue | None = None

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
        cue = plan.cues[here.cue]
        begun = frozenset(range(cue.section + 1))
        dropped = begun - {number for number, _ in old.sections}
        if here.start == playhead and (not index or old.placements[index - 1].cue != here.cue):
            # it begins just now, so it may still become what it should be
            return Past(old.placements[:index], here.cue, begun, dropped)
        half: Cue | None = None
        placements = old.placements[: index + 1]
        if isinstance(cue, Rest):
            half = replace(cue, glue=_at_least(cue.glue, playhead - here.start))
            placements = old.placements[:index]
        elif isinstance(cue, Breath) and isinstance(here.content, Breathing):
            last = _round_end(old.placements, index)
            placements = old.placements[: last + 1]
            done = here.content.round
            c = cue.rounds
            left = Count(max(0, c.least - done), max(0, c.usual - done), max(0, c.most - done))
            half = replace(cue, rounds=left, guided=max(0, cue.guided - done))
        return Past(placements, here.cue + 1, begun, dropped, half)


def _at_least(glue: Glue, elapsed: int) -> Glue:
    least = Millis(max(glue.least, elapsed))
    most = None if glue.most is None else Millis(max(glue.most, elapsed))
    return replace(glue, least=least, usual=Millis(max(glue.usual, elapsed)), most=most)


def _round_end(placements: Sequence[Placement], index: int) -> int:
    """The last phase of the round that is under way."""

    def turn(placement: Placement) -> tuple[int, int]:
        content = placement.content
        return placement.cue, content.round if isinstance(content, Breathing) else 0

    later = range(index, len(placements))
    return max(i for i in later if turn(placements[i]) == turn(placements[index]))

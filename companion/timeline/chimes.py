"""Interval bells: on top of a timeline, at times of their own, never over a word."""

from collections.abc import Sequence

from companion.timeline.cue import Plan
from companion.timeline.pacing import BEFORE_BELL, CLEAR_OF_BELL
from companion.timeline.timeline import Chime, Placement, Rung, Timeline, Voiced
from companion.units import Millis


def place_chimes(
    plan: Plan, placements: Sequence[Placement], old: Timeline | None, playhead: Millis
) -> tuple[Chime, ...]:
    """Interval bells: those that rang stay; others move on until they stand clear of all else.

    One that would ring into a bell, into another chime or over the end is left out.
    """
    total = placements[-1].end
    before = old.chimes if old is not None else ()
    chimes = [chime for chime in before if chime.start < playhead]
    waiting = {chime.asked for chime in before} - {chime.asked for chime in chimes}
    busy = [p for p in placements if isinstance(p.content, Voiced | Rung)]
    for asked in _asked(plan, total):
        if asked < playhead and asked not in waiting:
            continue
        start: int = max(asked, playhead)
        for p in busy:
            is_said = isinstance(p.content, Voiced)
            clear = CLEAR_OF_BELL if is_said else max(CLEAR_OF_BELL, plan.chime_length)
            if start < p.end and p.start < start + clear:
                start = p.end + BEFORE_BELL if is_said else total
        free = chimes[-1].start + chimes[-1].length if chimes else Millis(0)
        if free <= start <= total - plan.chime_length:
            chimes.append(Chime(Millis(start), plan.chime_length, plan.chime, asked))
    return tuple(chimes)


def _asked(plan: Plan, total: Millis) -> tuple[Millis, ...]:
    """The times at which interval bells were asked for; a single one repeats."""
    if len(plan.chimes) != 1:
        return plan.chimes
    every = plan.chimes[0]
    return tuple(Millis(at) for at in range(every, total, every))

"""Changes to the end of a running sitting: later, early, at its time of day, or now.

Each function returns a new sitting that is the same as the old one up to the place of the change.
A new plan or target is not arranged yet: its timeline is still the old one.
"""

from collections.abc import Callable
from dataclasses import replace

from companion.session.sitting import Sitting
from companion.timeline.arranging.arrange import usual_end
from companion.timeline.arranging.extend import extend
from companion.timeline.cue import Plan, Rest, fixed
from companion.units import Millis

# The end may be off by this much, which is less than a person hears.
_ACCURACY = 100
# Where two play the same session, each may be this far from its own clock.
_DRIFT = 6


def with_more_time(sitting: Sitting, at: Millis, more: Millis) -> tuple[Sitting, Millis]:
    """Return the sitting with more time at a place, and how much was added.

    A session with a fixed end gets that much longer. One that is open stays as long as it may get
    at the most, so that its open silence is as much shorter.
    """
    planned, added = extend(sitting.plan, sitting.timeline, at, more)
    changed = replace(sitting, plan=planned)
    if _open_silence(planned) is not None:
        return changed, added
    until = sitting.request.until
    request = replace(sitting.request, until=None if until is None else until + added)
    return replace(changed, target=Millis(sitting.target + added), request=request), added


def without_open_end(sitting: Sitting, at: Millis) -> Sitting | None:
    """Return the sitting whose open silence is over at a place, or None when it has none any more.

    Before that silence has begun, it is left out.
    """
    index = _open_silence(sitting.plan)
    if index is None:
        return None
    timeline = sitting.timeline
    start = next((p.start for p in timeline.placements if p.cue == index), at)
    cue = sitting.plan.cues[index]
    assert isinstance(cue, Rest)
    over = replace(cue, glue=fixed(Millis(max(0, at - start))))
    cues = (*sitting.plan.cues[:index], over, *sitting.plan.cues[index + 1 :])
    changed = replace(sitting, plan=replace(sitting.plan, cues=cues))
    return replace(changed, target=usual_end(changed.plan, changed.lengths, timeline, at))


def _open_silence(plan: Plan) -> int | None:
    """The index of the silence that goes on until the person ends it, unless they have."""
    return next(
        (
            index
            for index, cue in enumerate(plan.cues)
            if isinstance(cue, Rest) and cue.reason == "open" and not cue.glue.is_fixed
        ),
        None,
    )


def with_early_end(sitting: Sitting, at: Millis) -> Sitting:
    """Return the sitting that goes from a place to its closing words, and then ends at any time.

    What is left out of an open session hasn't gone on so far.
    """
    timeline = sitting.timeline
    left_out = max(0, timeline.closing - at) if timeline.is_open else 0
    timeline = replace(timeline, skipped=Millis(timeline.skipped + left_out))
    request = replace(sitting.request, until=None)
    return replace(sitting, timeline=timeline, request=request)


class Timekeeper:
    """Keeps a sitting to the time of day at which it is to end.

    Sound that begins late, a pause, or a computer that was asleep, take the playhead away from the
    clock. The closing words keep their rests: from there on nothing changes.

    Args:
        clock: gives the moment it is, in ms since the epoch.
    """

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._accepted = 0

    def kept(self, sitting: Sitting, heard: Millis) -> Sitting:
        """Return the sitting that ends at its time, if it has one and plays from a place now."""
        until = sitting.request.until
        if until is None or heard >= sitting.timeline.closing:
            return sitting
        return replace(sitting, target=Millis(heard + max(0, until - self._clock())))

    def late(self, begins: int) -> int:
        """The ms that have passed since a moment; negative when it is still to come."""
        return self._clock() - begins

    def is_away(self, sitting: Sitting, heard: Millis) -> bool:
        """Whether the sitting keeps to the clock and is away from where it should be by now."""
        begins = sitting.request.begins
        if begins is None or (late := self.late(begins)) < 0:
            return False
        return abs(min(late, sitting.timeline.total) - heard) > _DRIFT

    def is_off(self, sitting: Sitting, heard: Millis) -> bool:
        """Whether the sitting will end at another time by more than was found the last time."""
        until, timeline = sitting.request.until, sitting.timeline
        if until is None or heard >= timeline.closing:
            return False
        off = self._clock() + timeline.total - heard - until
        if abs(off - self._accepted) <= _ACCURACY:
            return False
        self._accepted = off  # what silences can't give is not asked of them at each tick
        return True

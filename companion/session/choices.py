"""The choices of a card: the lengths that a script can truly have, and the options it has at all.

It is alone here because the begin card and the sit card ask for both again at each change of a row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from companion.errors import UnfitLengthError
from companion.script.manner import Anchored, Breathed, Worded
from companion.script.step import Ambient, Bell, Breathe, Rate, Step, walk
from companion.session.lengths import natural_length, plan_within
from companion.session.opened import Opened
from companion.timeline.request import Request
from companion.timeline.utterance import Spoken, Utterance
from companion.units import MINUTE, SECOND, Millis

_HALVES = tuple(Millis(n * MINUTE // 2) for n in range(2, 7))
_WHOLE = tuple(Millis(n * MINUTE) for n in range(4, 61))
EVEN = (*_HALVES, *_WHOLE)
"""The even lengths: 1, 1½, 2, 2½ and 3 minutes, then whole minutes up to an hour."""

# The ends of what a script can do are rounded to this, towards its inside.
_ROUND = 10 * SECOND


@dataclass(frozen=True, slots=True)
class Stops:
    """The lengths that can be chosen, from the shortest to the longest, with the usual one.

    They are empty when the script can't be played at all.
    """

    lengths: tuple[Millis, ...] = ()
    usual: Millis = Millis(0)

    def nearest(self, wanted: Millis) -> Millis:
        """The stop that is nearest to a length; the usual one when there are none."""
        return min(self.lengths, key=lambda stop: abs(stop - wanted), default=self.usual)


def stops(
    opened: Opened, request: Request, known: Mapping[Utterance, Spoken] | None = None
) -> Stops:
    """The lengths that a script can have for a request, whatever length and end that asks for.

    Args:
        opened: the script.
        request: the wishes of the person: words, breath and bells change what is possible.
        known: the lengths of the lines that are spoken already; the others are estimated.
    """
    known = known or {}
    request = replace(request, length=None, until=None, open_end=False, profile=opened.profile)
    try:
        planned = plan_within(opened, request, known)
    except UnfitLengthError:
        return Stops()
    reach = planned.offer
    least, most = -(-reach.least // _ROUND) * _ROUND, reach.most // _ROUND * _ROUND
    if least > most:  # it can only be as long as it is
        return Stops((reach.usual,), reach.usual)
    natural = natural_length(opened, planned, known)
    usual = Millis(min(max(round(natural / _ROUND) * _ROUND, least), most))
    inside = (length for length in EVEN if least <= length <= most)
    lengths = sorted({Millis(least), usual, Millis(most), *inside})
    return Stops(tuple(lengths), usual)


@dataclass(frozen=True, slots=True)
class Choices:
    """The options that mean anything for a script; a card leaves the others out.

    `has_breath`: it guides the breath, or has lines for those who don't want that.
    `has_optional_words`: with fewer words, some lines are left out. `has_anchor`: attention rests
    where the person chooses. `has_bells`: it rings bells of its own. `has_bed`: it lays a bed of
    its own; one can be asked for in any script. `asks_strength`: it's fit to be asked before how
    strong it is, because it's no emergency and no night, and asks for no number early itself.
    """

    has_breath: bool
    has_optional_words: bool
    has_anchor: bool
    has_bells: bool
    has_bed: bool
    asks_strength: bool


def _rates_early(steps: Sequence[Step]) -> bool:
    """Whether a script asks for a number before the last third of its steps."""
    return any(isinstance(step, Rate) for step in steps[: 2 * len(steps) // 3])


def choices(opened: Opened) -> Choices:
    """The options of a script, in all its branches."""
    script = opened.script
    steps = tuple(walk(script.steps))
    conditions = {type(one) for one in chain.from_iterable(step.manner.when for step in steps)}
    sorts = {type(step) for step in steps}
    rests = opened.plan(Request(profile=opened.profile)).has_anchors
    return Choices(
        has_breath=Breathe in sorts or Breathed in conditions,
        has_optional_words=Worded in conditions,
        has_anchor=rests or Anchored in conditions,
        has_bells=Bell in sorts,
        has_bed=Ambient in sorts or bool(script.ambient),
        asks_strength=script.kind not in ("emergency", "night") and not _rates_early(steps),
    )

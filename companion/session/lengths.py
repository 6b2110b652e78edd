"""The lengths of a session: its reach, what it offers of that, and a plan for a request."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from companion.errors import UnfitLengthError
from companion.script.model import Length, Script
from companion.session.opened import Opened
from companion.timeline.arranging.arrange import LONGEST, check_reach, reachable
from companion.timeline.cue import Plan
from companion.timeline.request import USUAL, Request
from companion.timeline.utterance import Spoken, Utterance
from companion.units import Millis

# A length nearer than this to an end of the reach is only promised once every line is spoken.
_NEAR_END = 0.12


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan for a request, with the lengths it can take.

    `reach` is what its steps can do, `offer` what the script offers of that. `is_safe` says
    whether the length that was asked for is well inside, or none was.
    """

    request: Request
    plan: Plan
    reach: Length
    offer: Length
    is_safe: bool


def offer(script: Script, reach: Length) -> Length:
    """The lengths a script offers: what it declares, within the reach of its steps."""
    if script.length is None:
        return reach
    least = max(reach.least, script.length.least)
    most = max(least, min(reach.most, script.length.most))
    usual = max(reach.least, min(reach.most, script.length.usual))
    return Length(Millis(least), Millis(usual), Millis(most))


def check_length(script: Script, offered: Length, asked: Millis | None, *, is_known: bool) -> bool:
    """Check an asked length against an offer.

    Args:
        script: what was written.
        offered: the lengths it offers.
        asked: the length somebody wants; None for the usual one.
        is_known: whether the lengths of its lines are known, rather than estimated.

    Returns:
        Whether the length is well inside the offer.

    Raises:
        UnfitLengthError: when it is far outside, or outside with known lengths.
    """
    if offered.least > LONGEST:
        raise UnfitLengthError(f'"{script.title}" lasts over three hours', "split it in two")
    if asked is None:
        return True
    check_reach(asked, offered, f'"{script.title}"', margin=0.0 if is_known else _NEAR_END)
    return offered.least * (1 + _NEAR_END) <= asked <= offered.most * (1 - _NEAR_END)


def plan_within(opened: Opened, request: Request, known: Mapping[Utterance, Spoken]) -> Planned:
    """Plan a script for a request; longer pauses a person likes give way to an asked length.

    Args:
        opened: the script.
        request: what was asked for.
        known: lengths of lines that are spoken already.

    Raises:
        UnfitLengthError: when it cannot last that in any way.
    """
    try:
        return _planned(opened, request, known)
    except UnfitLengthError:
        if request.profile.pauses == 1.0:
            raise
        shorter = replace(request, profile=replace(request.profile, pauses=1.0))
        return _planned(opened, shorter, known)


def _planned(opened: Opened, request: Request, known: Mapping[Utterance, Spoken]) -> Planned:
    script, plan = opened.script, opened.plan(request)
    reach = reachable(plan, known)
    offered = offer(script, reach)
    is_safe = check_length(script, offered, request.length, is_known=bool(known))
    return Planned(request, plan, reach, offered, is_safe)


def natural_length(opened: Opened, planned: Planned, known: Mapping[Utterance, Spoken]) -> Millis:
    """The length of a session nobody asked a length of.

    It is the usual one, longer by what slower words and longer pauses take.
    """
    request, length = planned.request, planned.offer.usual
    if request.profile == USUAL:
        return length
    slow = reachable(planned.plan, {}).usual if known else planned.reach.usual
    more = slow - reachable(opened.plan(replace(request, profile=USUAL)), {}).usual
    return Millis(max(length, min(length + more, planned.reach.most)))

"""The lengths of a session: those a script offers, and a plan that fits a requested length."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from companion.errors import UnfitLengthError
from companion.script.model import Length, Script
from companion.session.opened import Opened
from companion.session.until import is_tomorrow, possible_ends, time_text
from companion.timeline.arranging.arrange import LONGEST, check_reach, reachable
from companion.timeline.cue import Plan
from companion.timeline.request import USUAL, Request
from companion.timeline.utterance import Spoken, Utterance
from companion.units import Millis

# A length closer than this share to an end of the reach is only safe once every line is spoken.
_NEAR_END = 0.12


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan for a request, with the lengths that are possible.

    `reach` has the lengths that the steps can take, `offer` those that the script offers. If
    `is_safe`, no length was asked for, or one well inside the offer.
    """

    request: Request
    plan: Plan
    reach: Length
    offer: Length
    is_safe: bool


def offer(script: Script, reach: Length) -> Length:
    """The lengths that a script offers: the ones it declares, clamped to the reach of its steps."""
    if script.length is None:
        return reach
    least = max(reach.least, script.length.least)
    most = max(least, min(reach.most, script.length.most))
    usual = max(reach.least, min(reach.most, script.length.usual))
    return Length(Millis(least), Millis(usual), Millis(most))


def check_length(script: Script, offered: Length, asked: Millis | None, *, is_known: bool) -> bool:
    """Check a requested length against an offer.

    Args:
        script: the script, for its title.
        offered: the lengths it offers.
        asked: the requested length; None for the usual one.
        is_known: whether the lengths of its lines are known, rather than estimated.

    Returns:
        Whether the length is well inside the offer.

    Raises:
        UnfitLengthError: when it is outside (with estimates: far outside), or when the script
            always lasts more than three hours.
    """
    if offered.least > LONGEST:
        raise UnfitLengthError(f'"{script.title}" lasts over three hours', "split it in two")
    if asked is None:
        return True
    name, margin = f'"{script.title}"', 0.0 if is_known else _NEAR_END
    check_reach(asked, offered, name, margin=margin)
    if script.length is not None and offered.most == script.length.most < asked:
        check_reach(asked, offered, name)  # what a script declares is no estimate
    return offered.least * (1 + _NEAR_END) <= asked <= offered.most * (1 - _NEAR_END)


def check_request(script: Script, offered: Length, request: Request, *, is_known: bool) -> bool:
    """Check the length of a request as `check_length` does; an open end needs none.

    Raises:
        UnfitLengthError: as `check_length` does; for an end at a time of day, the remedy is the
            nearest time at which it can end.
    """
    if request.open_end:
        return check_length(script, offered, None, is_known=is_known)
    try:
        return check_length(script, offered, request.length, is_known=is_known)
    except UnfitLengthError as error:
        if request.until is None or request.length is None or offered.least > LONGEST:
            raise
        now = request.until - request.settle - request.length
        raise _unfit_end(error.message, offered, request.until, now + request.settle) from None


def _unfit_end(message: str, offered: Length, until: int, start: int) -> UnfitLengthError:
    """The error for a session that can't end when it should, if it begins at `start`."""
    first, last = possible_ends(offered.least, offered.most, start)
    if first > last:
        remedy = "no whole minute is within its reach, so ask for a length"
    elif until < first:
        remedy = f"until {time_text(first)} at the earliest"
    else:
        remedy = f"until {time_text(last)} at the latest"
        if is_tomorrow(until, start):
            message = f"{time_text(until)} is tomorrow by now, and {message}"
    return UnfitLengthError(message, remedy)


def plan_within(opened: Opened, request: Request, known: Mapping[Utterance, Spoken]) -> Planned:
    """Plan a script for a request; if the profile's pauses don't fit, use the usual ones.

    Args:
        opened: the script.
        request: the wishes of the person.
        known: the lengths of the lines that are spoken already.

    Raises:
        UnfitLengthError: when the script can't last the requested length.
    """
    try:
        return _try_plan(opened, request, known)
    except UnfitLengthError:
        if request.profile.pauses == 1.0:
            raise
        shorter = replace(request, profile=replace(request.profile, pauses=1.0))
        return _try_plan(opened, shorter, known)


def _try_plan(opened: Opened, request: Request, known: Mapping[Utterance, Spoken]) -> Planned:
    script, plan = opened.script, opened.plan(request)
    reach = reachable(plan, known)
    offered = offer(script, reach)
    is_safe = check_request(script, offered, request, is_known=bool(known))
    return Planned(request, plan, reach, offered, is_safe)


def natural_length(opened: Opened, planned: Planned, known: Mapping[Utterance, Spoken]) -> Millis:
    """The length of a session when no length was asked for.

    It is the usual one, plus the time that a slower voice and longer pauses take.
    """
    request, length = planned.request, planned.offer.usual
    if request.profile == USUAL:
        return length
    estimate = reachable(planned.plan, {}).usual if known else planned.reach.usual
    extra = estimate - reachable(opened.plan(replace(request, profile=USUAL)), {}).usual
    return Millis(max(length, min(length + extra, planned.reach.most)))

"""How long a session can last, what it promises, and how a person's own manner fits into that."""

from collections.abc import Mapping
from dataclasses import replace

from companion.audio.recipe import Kit
from companion.errors import UnfitLengthError
from companion.script.model import Length, Script
from companion.timeline.arranging.arrange import LONGEST, reachable
from companion.timeline.cue import Plan
from companion.timeline.planning.plan import plan
from companion.timeline.request import USUAL, Request
from companion.timeline.utterance import Spoken, Utterance
from companion.units import Millis, spoken_duration

# A length nearer than this to an end of the reach is only promised once every line is spoken.
_NEAR_END = 0.12


def usual(script: Script, planned: Plan, known: Mapping[Utterance, Spoken]) -> Millis:
    """How long it lasts when nobody asks: what the script says, as far as it can."""
    reached = reachable(planned, known)
    if script.length is None:
        return reached.usual
    return Millis(max(reached.least, min(reached.most, script.length.usual)))


def promised(script: Script, planned: Plan, known: Mapping[Utterance, Spoken]) -> Length:
    """The lengths a script offers: what it declares, within what its steps can do."""
    reached = reachable(planned, known)
    if script.length is None:
        return reached
    least = max(reached.least, script.length.least)
    most = max(least, min(reached.most, script.length.most))
    return Length(Millis(least), usual(script, planned, known), Millis(most))


def check_length(
    script: Script,
    planned: Plan,
    asked: Millis | None,
    known: Mapping[Utterance, Spoken],
) -> bool:
    """Whether an asked length is well within reach, by what is known so far.

    Raises:
        UnfitLengthError: when it is far outside, or outside with every line known.
    """
    offer = promised(script, planned, known)
    margin = 0.0 if known else _NEAR_END
    if offer.least > LONGEST:
        raise UnfitLengthError(f'"{script.title}" lasts over three hours', "split it in two")
    if asked is None:
        return True
    if asked < offer.least * (1 - margin):
        shortest = spoken_duration(Millis(-(-offer.least // 1000) * 1000))
        raise UnfitLengthError(
            f'the shortest "{script.title}" can be is {shortest}',
            "nothing in it is ever rushed; ask for that, or take one that is shorter by nature",
        )
    if asked > offer.most * (1 + margin):
        longest = spoken_duration(Millis(offer.most // 1000 * 1000))
        raise UnfitLengthError(
            f'the longest "{script.title}" can be is {longest}', "ask for that instead"
        )
    return offer.least * (1 + _NEAR_END) <= asked <= offer.most * (1 - _NEAR_END)


def plan_within(
    script: Script, request: Request, kit: Kit, known: Mapping[Utterance, Spoken]
) -> tuple[Request, Plan, bool]:
    """A plan that lasts what was asked for; pauses that a person likes give way to a length.

    Raises:
        UnfitLengthError: when it cannot last that in any way.
    """
    planned = plan(script, request, kit.lengths)
    try:
        return request, planned, check_length(script, planned, request.length, known)
    except UnfitLengthError:
        if request.profile.pauses == 1.0:
            raise
        shorter = replace(request, profile=replace(request.profile, pauses=1.0))
        planned = plan(script, shorter, kit.lengths)
        return shorter, planned, check_length(script, planned, request.length, known)


def grown(
    script: Script,
    request: Request,
    kit: Kit,
    planned: Plan,
    known: Mapping[Utterance, Spoken],
) -> Millis:
    """How long it lasts when nobody asks, longer by what slower words and longer pauses take."""
    length = usual(script, planned, known)
    if request.profile == USUAL:
        return length
    plain = plan(script, replace(request, profile=USUAL), kit.lengths)
    more = reachable(planned, {}).usual - reachable(plain, {}).usual
    return Millis(max(length, min(length + more, reachable(planned, known).most)))

"""A script becomes a plan: what was written, for one request and the answers so far.

Calm is made of pauses, not of slow vowels, so each pause between sentences is a cue of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from companion.script.manner import Anchor, Words
from companion.script.model import Script
from companion.timeline.answers import NONE, Answers
from companion.timeline.cue import Cue, Layer, Plan, Rest, Wait
from companion.timeline.draft import Draft
from companion.timeline.profile import USUAL, Profile
from companion.timeline.slowing import slowed, usual_length
from companion.units import MINUTE, Millis
from companion.wording import BREATH_SPOKEN, NUMBERS, is_ours

_DIGITS = tuple(map(str, range(len(NUMBERS))))
_TYPICAL = Millis(10 * MINUTE)


@dataclass(frozen=True, slots=True)
class Request:
    """What the person asked for.

    One time in `chimes` is an interval that repeats; several are taken as they are. `slots`
    fills words such as `partner`. Without `breath` nobody is told how to breathe. `profile` is
    how this person wants to be spoken to. `bed` runs on underneath instead of the script's own;
    without layers, nothing does.
    """

    length: Millis | None = None
    chimes: tuple[Millis, ...] = ()
    seed: int = 0
    words: Words = "guided"
    anchor: Anchor = "feet"
    breath: bool = True
    slots: Mapping[str, str] = field(default_factory=dict)
    profile: Profile = USUAL
    bed: tuple[Layer, ...] | None = None


def plan(
    script: Script, request: Request, bells: Mapping[str, Millis], answers: Answers = NONE
) -> Plan:
    """Every cue of a script in order.

    Args:
        script: what was written.
        request: what was asked for.
        bells: how long each bell rings.
        answers: what was answered; all cues before a question are the same for any answer to it.
    """
    draft = _drafted(script, request, bells, answers)
    # what has been said must stay as it was, whatever is answered next
    first = draft if answers == NONE else _drafted(script, request, bells, NONE)
    whole = usual_length(first.cues)
    breath_words, numbers = (BREATH_SPOKEN, NUMBERS) if is_ours(script.lang) else ({}, _DIGITS)
    chime = next(iter(bells), "") if request.chimes else ""
    return Plan(
        tuple(slowed(draft.cues, whole)),
        tuple(draft.chapters),
        tuple(draft.parts),
        chimes=tuple(sorted(set(request.chimes))),
        chime=chime,
        chime_length=bells.get(chime, Millis(0)),
        seed=request.seed,
        breath_words={name: draft.utterance(word) for name, word in breath_words.items()},
        counts=tuple(draft.utterance(f"{number}.") for number in numbers),
        lines=tuple(draft.lines),
        next=draft.next,
        has_anchors=draft.has_anchors,
        anchors=tuple(draft.rests_with),
    )


def _drafted(
    script: Script, request: Request, bells: Mapping[str, Millis], answers: Answers
) -> Draft:
    """The walk through a script for one request."""
    total = request.length or (script.length.usual if script.length else _TYPICAL)
    draft = Draft(script, bells, answers, total)
    draft.words, draft.breath = request.words, request.breath
    is_breath = request.anchor == "breath" and not request.breath
    draft.anchor = "feet" if is_breath else request.anchor
    draft.slots |= request.slots
    draft.given = tuple(request.slots.values())
    draft.profile = request.profile
    draft.rest_with(draft.anchor)
    draft.run()
    return draft


def resume(old: Plan, fresh: Plan, cue: int) -> Plan:
    """A fresh plan that goes on from an old one after a cue.

    What a person has lengthened up to there stays as it is; both plans were made from the same
    script and the same answers up to that cue.
    """
    kept: list[Cue] = list(old.cues[: cue + 1])
    base = sum(not (isinstance(c, Rest) and c.added) for c in kept)
    if kept and isinstance(kept[-1], Wait):
        kept[-1] = fresh.cues[base - 1]
    return replace(fresh, cues=(*kept, *fresh.cues[base:]))

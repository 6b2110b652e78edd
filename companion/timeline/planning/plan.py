"""A session slows down: each third of it is spoken a little slower than the one before.

A voice that falls in pace through a session eased more, and was preferred (content.md, rule 24);
no line is ever slowed to fill time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from companion.script.model import Script
from companion.timeline.answers import NONE, Answers
from companion.timeline.cue import Cue, Plan, Rest, Speak, Wait
from companion.timeline.planning.cue_list import lasting
from companion.timeline.planning.walk import Walk
from companion.timeline.request import Request
from companion.timeline.utterance import Utterance
from companion.units import MINUTE, Millis
from companion.wording import BREATH_SPOKEN, NUMBERS, is_ours

THIRDS = (1.0, 0.96, 0.92)


def slowed(cues: Iterable[Cue], whole: Millis) -> Iterator[Cue]:
    """The cues with the pace of their place.

    Args:
        cues: in order.
        whole: how long all of them usually take, by `usual_length`; the same for every answer,
            so that what has been said stays as it was.
    """
    at = 0
    for cue in cues:
        factor = THIRDS[min(len(THIRDS) - 1, len(THIRDS) * at // max(1, whole))]
        at += usual_length([cue])
        match cue:
            case Speak(utterance):
                yield replace(cue, utterance=_slower(utterance, factor))
            case Rest(remind=remind) if remind is not None:
                lines = tuple(_slower(line, factor) for line in remind.lines)
                yield replace(cue, remind=replace(remind, lines=lines))
            case _:
                yield cue


def usual_length(cues: Iterable[Cue]) -> Millis:
    """About how long cues usually last, without the time somebody takes to answer."""
    return Millis(lasting([cue for cue in cues if not isinstance(cue, Wait)])[1])


def _slower(utterance: Utterance, factor: float) -> Utterance:
    return replace(utterance, pace=round(utterance.pace * factor, 3))


_DIGITS = tuple(map(str, range(len(NUMBERS))))
_TYPICAL = Millis(10 * MINUTE)


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
) -> Walk:
    """The walk through a script for one request."""
    total = request.length or (script.length.usual if script.length else _TYPICAL)
    draft = Walk(script, bells, answers, total)
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

"""The plan of a script: every cue in order, and a pace that slows down by thirds.

Listeners relaxed more to a voice that slows down through a session, and preferred it. No line is
ever slowed to fill time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from companion.script.model import Script
from companion.timeline.answers import NONE, Answers
from companion.timeline.bells import Bells
from companion.timeline.cue import Cue, Plan, Rest, Speak, Wait
from companion.timeline.planning.cue_list import estimate_total
from companion.timeline.planning.state import Listener
from companion.timeline.planning.walk import Walk
from companion.timeline.request import Request
from companion.timeline.utterance import Utterance
from companion.units import Millis
from companion.wording import BREATH_SPOKEN, NUMBERS, is_ours

THIRDS = (1.0, 0.96, 0.92)


def slow_down(cues: Iterable[Cue], whole: Millis) -> Iterator[Cue]:
    """Give each cue the pace of its place: every third a little slower than the one before.

    Args:
        cues: in order.
        whole: their `usual_length` before any answer; the same for every answer, so that words
            which were said already keep their pace.
    """
    at = 0
    for cue in cues:
        factor = THIRDS[min(len(THIRDS) - 1, len(THIRDS) * at // max(1, whole))]
        at += usual_length([cue])
        match cue:
            case Speak(utterance):
                yield replace(cue, utterance=_at_pace(utterance, factor))
            case Rest(remind=remind) if remind is not None:
                lines = tuple(_at_pace(line, factor) for line in remind.lines)
                yield replace(cue, remind=replace(remind, lines=lines))
            case _:
                yield cue


def usual_length(cues: Iterable[Cue]) -> Millis:
    """Estimate how long cues usually last, without the time to settle and to answer."""
    return Millis(estimate_total([cue for cue in cues if not _is_apart(cue)])[1])


def _is_apart(cue: Cue) -> bool:
    return isinstance(cue, Wait) or (isinstance(cue, Rest) and bool(cue.reason))


def _at_pace(utterance: Utterance, factor: float) -> Utterance:
    return replace(utterance, pace=round(utterance.pace * factor, 3))


_DIGITS = tuple(map(str, range(len(NUMBERS))))


def plan(
    script: Script, request: Request, bells: Mapping[str, Millis], answers: Answers = NONE
) -> Plan:
    """Put every cue of a script in order.

    Args:
        script: what was written.
        request: what was asked for.
        bells: how long each bell rings.
        answers: what was answered; all cues before a question are the same for any answer to it.
    """
    listener = Listener.of(script, request)
    walk = Walk(script, bells, answers, listener)
    walk.run()
    out = walk.out
    first = out
    if answers != NONE:  # what has been said must keep its pace, whatever is answered next
        unanswered = Walk(script, bells, NONE, listener)
        unanswered.run()
        first = unanswered.out
    breath_words, numbers = (BREATH_SPOKEN, NUMBERS) if is_ours(script.lang) else ({}, _DIGITS)
    chime = _chime(request, bells)
    return Plan(
        tuple(slow_down(out.cues, usual_length(first.cues))),
        tuple(out.chapters),
        tuple(out.parts),
        bells=_bells(request) if chime else Bells(request.bells.ends),
        chime=chime,
        chime_length=bells.get(chime, Millis(0)),
        seed=request.seed,
        breath_words={name: out.utterance(word) for name, word in breath_words.items()},
        counts=tuple(out.utterance(f"{number}.") for number in numbers),
        lines=tuple(out.lines),
        next=walk.next,
        has_anchors=out.has_anchors,
        anchors=tuple(out.anchors),
    )


def _bells(request: Request) -> Bells:
    """The bells of a request; what is open has no half way."""
    bells = request.bells
    return replace(bells, half=False) if request.open_end else bells


def _chime(request: Request, bells: Mapping[str, Millis]) -> str:
    """The bell that rings at intervals; empty for none."""
    return (request.bell or next(iter(bells), "")) if request.bells.has_intervals else ""


def resume(old: Plan, fresh: Plan, cue: int) -> Plan:
    """Return a fresh plan that goes on from an old one after a cue.

    Silences the person has lengthened up to there stay as they are. Both plans must come from
    the same script and the same answers up to that cue.
    """
    past: list[Cue] = list(old.cues[: cue + 1])
    base = sum(not (isinstance(c, Rest) and c.added) for c in past)
    if past and isinstance(past[-1], Wait):
        past[-1] = fresh.cues[base - 1]
    return replace(fresh, cues=(*past, *fresh.cues[base:]))

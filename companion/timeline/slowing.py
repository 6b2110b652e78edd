"""A session slows down: each third of it is spoken a little slower than the one before.

A voice that falls in pace through a session eased more, and was preferred (content.md, rule 24);
no line is ever slowed to fill time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from companion.timeline.cue import Cue, Rest, Speak, Wait
from companion.timeline.gather import lasting
from companion.timeline.spoken import Utterance
from companion.units import Millis

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

"""Moments as lines of text, for people who read a session line by line."""

from companion.timeline.timeline import Breathing, Moment, Quiet, Ringing, Voiced
from companion.units import SECOND, Millis, spoken_duration
from companion.wording import BREATH_NOTED, UNTIL_YOU_END_IT, begins_in

# A shorter silence than this is not announced.
_NOTABLE = Millis(5 * SECOND)
_SHOWN_ROUNDS = 2


def line_of(moment: Moment) -> str:
    """The line of a moment, or an empty string when it has none."""
    match moment.content:
        case Voiced(utterance):
            return utterance.text
        case Ringing():
            return "(a bell)"
        case Quiet():
            return _quiet(moment, moment.content)
        case Breathing():
            return _breath(moment.content)
        case _:
            return ""  # a question is written as a whole


def _quiet(moment: Moment, content: Quiet) -> str:
    """The line of a silence; short ones have none."""
    length = Millis(moment.until - moment.since)
    if content.reason == "settle":
        is_at_start = moment.playhead - moment.since < SECOND
        return begins_in(length if is_at_start else Millis(moment.until - moment.playhead))
    if content.reason == "open":
        return f"({UNTIL_YOU_END_IT})"
    if content.is_apart:
        return f"(quiet, {spoken_duration(length)}; > and Enter goes on before that)"
    return f"(quiet, {spoken_duration(length)})" if length >= _NOTABLE else ""


def _breath(content: Breathing) -> str:
    """The line of a breath phase: only the first rounds are written out."""
    if content.round <= _SHOWN_ROUNDS:
        return f"({BREATH_NOTED[content.phase]})"
    if content.round == _SHOWN_ROUNDS + 1 and content.phase == "in":
        return f"(and so on, {content.rounds - _SHOWN_ROUNDS} more)"
    return ""

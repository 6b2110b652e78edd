"""The look of a session's page at a moment: which of three looks, how full the lamp is, the words.

Pure functions of a moment, so that the page only has to show what they return.
"""

from typing import Literal

from companion.script.step import PhaseName
from companion.timeline.timeline import Breathing, Moment, Quiet, Ringing, Timeline, Voiced
from companion.tui.appearance import Motion
from companion.units import MINUTE, SECOND, Millis, clock_text
from companion.wording import begins_in

Look = Literal["say", "breath", "quiet"]
TimeShown = Literal["minutes", "seconds", "hidden"]

_SMALL = 0.34
# The fullness of the breath at the beginning and at the end of each phase.
_FULLNESS: dict[PhaseName, tuple[float, float]] = {
    "in": (_SMALL, 0.92),
    "top_up": (0.92, 1.0),
    "hold": (1.0, 1.0),
    "out": (1.0, _SMALL),
    "rest": (_SMALL, _SMALL),
}
_PHASES: dict[PhaseName, str] = {
    "in": "breathe in",
    "top_up": "a little more in",
    "hold": "stay",
    "out": "breathe out",
    "rest": "rest",
}
_EMBER, _RESTING, _SWELL = 0.42, 0.46, 0.05
_SWELL_MS = 11_000
_STRENGTHS: dict[Look, float] = {"say": 0.6, "breath": 1.0, "quiet": 0.4}
# A silence from this length on gets a page without words, once its line could be read.
_LONG_QUIET = Millis(12 * SECOND)
_READ_FIRST = Millis(4 * SECOND)
_NAMED_FOR = Millis(10 * SECOND)
_BREATH_TICK_S, _QUIET_TICK_S, _STILL_TICK_S = 0.1, 0.25, 0.5
# Over ssh a breath moves six times a second, so that fewer bytes are sent.
_FAR_TICK_S = 1 / 6
_LEAST_TICK_S, _LOOK_S = 0.03, 0.05


def look_of(moment: Moment) -> Look:
    """The look of the page: words, a breath, or a silence."""
    content = moment.content
    if isinstance(content, Breathing):
        return "breath"
    if not isinstance(content, Quiet) or content.question is not None:
        return "say"
    if content.reason == "settle":
        return "quiet"
    is_long = moment.until - moment.since >= _LONG_QUIET
    return "quiet" if is_long and moment.playhead - moment.since >= _READ_FIRST else "say"


def strength_of(look: Look) -> float:
    """The brightness of the lamp, 0 to 1: in a breath a light, under words an ember."""
    return _STRENGTHS[look]


def fullness(moment: Moment, look: Look) -> float:
    """Fullness of the lamp at a moment, 0 to 1."""
    if look == "breath" and isinstance(moment.content, Breathing):
        return _breath_fullness(moment, moment.content.phase, moment.playhead)
    if look == "quiet":
        turn = moment.playhead % _SWELL_MS / _SWELL_MS
        return _RESTING + _SWELL * _eased(1 - abs(turn * 2 - 1))
    return _EMBER


def _breath_fullness(moment: Moment, phase: PhaseName, at: float) -> float:
    """Fullness of the lamp at a place in ms within the phase of a moment."""
    first, last = _FULLNESS[phase]
    length = max(1, moment.until - moment.since)
    return first + (last - first) * _eased((at - moment.since) / length)


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)


def phase_words(moment: Moment, look: Look, motion: Motion) -> str:
    """The words under the lamp: the phase of a breath, a bell, or how long it is quiet."""
    content = moment.content
    left = Millis(max(0, moment.until - moment.playhead))
    if isinstance(content, Breathing):
        # where nothing moves, the number says how long
        seconds = "" if motion == "full" else f", {max(1, -(-left // SECOND))}"
        return f"{_PHASES[content.phase]}{seconds}"
    if isinstance(content, Ringing) or moment.chime is not None:
        return "a bell"
    if isinstance(content, Quiet) and content.reason == "settle":
        return begins_in(Millis(-(-left // SECOND) * SECOND))
    if isinstance(content, Quiet) and content.is_apart:
        return f"{-(-left // MINUTE)} min left here"
    is_open = isinstance(content, Quiet) and content.reason == "open"
    if look == "quiet" and not is_open and moment.playhead - moment.since < _NAMED_FOR:
        return f"quiet for {_about(Millis(moment.until - moment.since))}"
    return ""


def _about(length: Millis) -> str:
    """A length of silence as someone would say it."""
    minutes = round(length / MINUTE)
    if length < MINUTE * 3 // 4:
        return "a while"
    return "a minute" if minutes <= 1 else f"{minutes} minutes"


def time_words(moment: Moment, shown: TimeShown) -> str:
    """The time left, in whole minutes, to the second, or not at all."""
    if shown == "hidden":
        return ""
    if moment.is_open:
        minutes = moment.so_far // MINUTE
        so_far = clock_text(moment.so_far) if shown == "seconds" else f"{minutes} min"
        return f"{so_far} so far" if minutes or shown == "seconds" else ""
    left = moment.remaining
    if shown == "seconds":
        return f"{clock_text(Millis(-(-left // SECOND) * SECOND))} left"
    minutes = -(-left // MINUTE)
    return f"{minutes} min left" if minutes > 1 else "less than a minute"


def next_tick_s(
    moment: Moment, motion: Motion, steps: int, *, is_playing: bool, is_far: bool = False
) -> float:
    """The time in seconds until the page should be looked at again.

    A word is lit when it is said, a breath moves up to ten times a second, and a silence hardly
    does.

    Args:
        moment: the moment that is shown.
        motion: how much may move.
        steps: how many pictures the lamp has, from empty to full.
        is_playing: whether the session plays.
        is_far: whether the terminal is at the other end of a network.
    """
    if not is_playing:
        return _STILL_TICK_S
    content = moment.content
    if isinstance(content, Breathing):
        if motion != "full":
            return _QUIET_TICK_S
        return _next_picture_s(
            moment, content.phase, steps, _FAR_TICK_S if is_far else _BREATH_TICK_S
        )
    waits = [_QUIET_TICK_S * SECOND, max(0, moment.changes - moment.playhead)]
    if isinstance(content, Voiced):
        elapsed = moment.playhead - moment.since
        edges = (edge for word in content.words for edge in (word.start, word.end))
        waits += [edge - elapsed for edge in edges if edge > elapsed][:1]
    return max(_LEAST_TICK_S, min(waits) / SECOND)


def _next_picture_s(moment: Moment, phase: PhaseName, steps: int, least_s: float) -> float:
    """The seconds until the lamp of a breath has another picture, or its phase ends."""
    shown = round(_breath_fullness(moment, phase, moment.playhead) * steps)
    wait_s = least_s
    while wait_s < _QUIET_TICK_S:
        at = min(moment.until, moment.playhead + wait_s * SECOND)
        if at == moment.until or round(_breath_fullness(moment, phase, at) * steps) != shown:
            break
        wait_s += _LOOK_S
    return min(wait_s, max(_LEAST_TICK_S, (moment.until - moment.playhead) / SECOND))


def part_ends(timeline: Timeline) -> tuple[float, ...]:
    """The end of each part of a session, as a share of the whole; the last one is 1."""
    ends: dict[int, Millis] = {}
    for placement in timeline.placements:
        ends[placement.section] = placement.end
    return tuple(end / max(1, timeline.total) for end in ends.values())

"""The allowance of a line: time enough for every voice, where two machines must keep one timeline.

It comes from the words alone. A line that is shorter leaves silence behind it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from companion.timeline.cue import Plan
from companion.timeline.request import USUAL, Profile, Request
from companion.timeline.timeline import Breathing, Content, Quiet, Ringing, Timeline, Voiced
from companion.timeline.utterance import Spoken, Utterance, estimate
from companion.units import Millis

# The slowest voice takes about a fifth longer than the estimate, and a short line relatively more.
_SLOWER, _MORE = 120, 200  # in percent, in ms
# The silence that a long line leaves before whatever sounds next.
_APART = 300


def allowance(utterance: Utterance) -> Millis:
    """The time that a line gets, whichever voice says it."""
    return Millis(estimate(utterance).length * _SLOWER // 100 + _MORE)


def shared_profile(profile: Profile) -> Profile:
    """The part of a profile that changes no time: the voice, its pitch, and the bed's loudness."""
    return replace(profile, pace=USUAL.pace, pauses=USUAL.pauses)


def lengths_of(
    request: Request, plan: Plan, spoken: Mapping[Utterance, Spoken]
) -> dict[Utterance, Spoken]:
    """The lengths to arrange a plan with: those that were spoken, or every line's allowance.

    Args:
        request: the wishes of the person.
        plan: the plan.
        spoken: the lines that are spoken so far.
    """
    if not request.is_shared:
        return dict(spoken)
    return {line: _allowed(line, spoken.get(line)) for line in plan.utterances()}


def _allowed(utterance: Utterance, spoken: Spoken | None) -> Spoken:
    said = estimate(utterance) if spoken is None else spoken
    return Spoken(allowance(utterance), said.words, said.exact)


def room_for_lines(timeline: Timeline) -> dict[Utterance, Millis]:
    """The longest that each line of a shared timeline may sound: up to shortly before the next."""
    room: dict[Utterance, Millis] = {}
    sounding = [p.start for p in timeline.placements if not isinstance(p.content, Quiet)]
    starts = sorted({*sounding, *(chime.start for chime in timeline.chimes), timeline.total})
    for placement in timeline.placements:
        if isinstance(placement.content, Voiced):
            following = next(start for start in starts if start >= placement.end)
            most = Millis(max(placement.length, following - _APART - placement.start))
            line = placement.content.utterance
            room[line] = min(most, room.get(line, most))
    return room


def digest(timeline: Timeline) -> str:
    """A digest of all that happens in a timeline, and when; it is the same for every voice."""
    placed = [[p.start, p.length, *_told(p.content)] for p in timeline.placements]
    chimes = [[chime.start, chime.sound] for chime in timeline.chimes]
    beds = [[laid.start, laid.bed.sound, laid.bed.volume, laid.bed.fade] for laid in timeline.beds]
    text = json.dumps([timeline.total, placed, chimes, beds], ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _told(content: Content) -> list[str]:
    """The kind and the words of a placement, which no voice changes."""
    match content:
        case Voiced(utterance):
            return ["line", utterance.text]
        case Ringing(sound):
            return ["bell", sound]
        case Breathing(phase, said=words):
            return [phase, *(word.utterance.text for word in words)]
        case _:
            return ["quiet"]

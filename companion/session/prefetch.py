"""Which lines are spoken before anybody hears them, and in which order."""

from collections.abc import Callable, Iterator
from typing import get_args

from companion.audio.recipe import Kit
from companion.errors import CompanionError
from companion.script.manner import Anchor, Words
from companion.script.model import Script
from companion.script.step import Choose
from companion.session.lengths import Planned
from companion.session.voices import mood_of
from companion.store.library import Library
from companion.store.settings import Mood
from companion.timeline.answers import NONE
from companion.timeline.arranging.arrange import rearrange
from companion.timeline.cue import Plan, Wait
from companion.timeline.planning.plan import plan
from companion.timeline.request import Profile, Request
from companion.timeline.timeline import Timeline, Voiced
from companion.timeline.utterance import Utterance
from companion.units import Millis

# So many questions are looked ahead at.
_FORESEEN = 12


def in_order(planned: Planned, line: int | None) -> tuple[Utterance, ...]:
    """Every line of a session, those from a line of the script on first."""
    every = planned.plan.utterances()
    if line is None:
        return every
    rough = rearrange(planned.plan, {}, planned.offer.usual)
    return (*lines_from(rough, start_of_line(planned.plan, rough, line)), *every)


def start_of_line(planned: Plan, timeline: Timeline, line: int) -> Millis:
    """Where the step begins that stands on a line, or the nearest one above it."""
    here = max((at for at in planned.lines[1:] if at <= line), default=0)
    steps = {number for number, at in enumerate(planned.lines) if number and at == here}
    return next((p.start for p in timeline.placements if p.step in steps), Millis(0))


def lines_from(timeline: Timeline, start: Millis) -> tuple[Utterance, ...]:
    """What is said from a place on."""
    return tuple(
        p.content.utterance
        for p in timeline.placements
        if p.start >= start and isinstance(p.content, Voiced)
    )


def other_lines(script: Script, request: Request, planned: Plan, kit: Kit) -> tuple[Utterance, ...]:
    """What is only said after another answer than the default: wanted soon, when it is given."""
    waits = [cue.question for cue in planned.cues if isinstance(cue, Wait)][:_FORESEEN]
    found: list[Utterance] = []
    for question in waits:
        if isinstance(question.asked, Choose):
            for option in question.asked.options:
                answers = NONE.answer(question.key, option.label)
                found += plan(script, request, kit.lengths, answers).utterances()
    return tuple(dict.fromkeys(found))


def shipped_lines(library: Library, profile: Callable[[Mood], Profile]) -> list[Utterance]:
    """Every line of every shipped script, however few words are wanted, wherever attention rests.

    Args:
        library: the scripts.
        profile: how to speak in a mood.
    """
    kit = Kit(library.bells)
    found: dict[Utterance, None] = {}
    for source in library.sources():
        if not source.shipped:
            continue
        try:
            script = library.load(source)
        except CompanionError:
            continue
        for request in _requests(profile(mood_of(script))):
            made = plan(script, request, kit.lengths)
            found |= dict.fromkeys(made.utterances())
            found |= dict.fromkeys(other_lines(script, request, made, kit))
    return list(found)


def _requests(profile: Profile) -> Iterator[Request]:
    for words in get_args(Words):
        for anchor in get_args(Anchor):
            for breath in (True, False):
                yield Request(words=words, anchor=anchor, breath=breath, profile=profile)

"""Prefetching: the lines to speak before they are heard, and their order."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from companion.errors import CompanionError
from companion.script.manner import Anchor, Given, Rated, Words
from companion.script.model import Script
from companion.script.step import Asked, Choose, Rate, walk
from companion.session.lengths import Planned
from companion.session.voices import mood_of
from companion.store.library import Library
from companion.store.settings import Mood
from companion.timeline.answers import NONE, Value
from companion.timeline.arranging.arrange import rearrange
from companion.timeline.cue import Plan, Wait
from companion.timeline.planning.plan import plan
from companion.timeline.request import Profile, Request
from companion.timeline.timeline import Quiet, Timeline, Voiced
from companion.timeline.utterance import Utterance
from companion.units import Millis

# For how many questions the other answers are spoken ahead.
_QUESTIONS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a script: a line, from zero, and how many sentences of its step are above it."""

    line: int
    sentence: int = 0


def speaking_order(planned: Planned, place: Place | None) -> tuple[Utterance, ...]:
    """Every utterance of a session; those from a place in the script on come first."""
    utterances = planned.plan.utterances()
    if place is None:
        return utterances
    estimate = rearrange(planned.plan, {}, planned.offer.usual)
    start = start_of(planned.plan, estimate, place)
    return (*lines_from(estimate, start), *utterances)


def start_of(planned: Plan, timeline: Timeline, place: Place) -> Millis:
    """The start of the step at a place, or on the nearest line above it.

    The pause before a step's words is left out: they are what is waited for.
    """
    nearest = max((at for at in planned.lines[1:] if at <= place.line), default=0)
    steps = {number for number, at in enumerate(planned.lines) if number and at == nearest}
    own = [p for p in timeline.placements if p.step in steps]
    voiced = [p.start for p in own if isinstance(p.content, Voiced)]
    if place.sentence < len(voiced) and place.sentence:
        return voiced[place.sentence]
    starts = [p.start for p in own if not isinstance(p.content, Quiet)] or [p.start for p in own]
    return starts[0] if starts else Millis(0)


def lines_from(timeline: Timeline, start: Millis) -> tuple[Utterance, ...]:
    """The utterances from a place on."""
    return tuple(
        p.content.utterance
        for p in timeline.placements
        if p.start >= start and isinstance(p.content, Voiced)
    )


def other_lines(
    script: Script, request: Request, planned: Plan, bells: Mapping[str, Millis]
) -> tuple[Utterance, ...]:
    """The utterances of the plan for each answer that leads to other lines, once each."""
    questions = [cue.question for cue in planned.cues if isinstance(cue, Wait)][:_QUESTIONS_AHEAD]
    utterances: list[Utterance] = []
    for question in questions:
        for value in _telling_answers(script, question.asked):
            answers = NONE.answer(question.key, value)
            utterances += plan(script, request, bells, answers).utterances()
    return tuple(dict.fromkeys(utterances))


def _telling_answers(script: Script, asked: Asked) -> Iterator[Value]:
    """One answer of each sort that a script tells apart; nothing where it tells none apart."""
    conditions = [one for step in walk(script.steps) for one in step.manner.when]
    if isinstance(asked, Choose):
        yield from (option.label for option in asked.options)
        return
    if isinstance(asked, Rate):
        rated = [one for one in conditions if isinstance(one, Rated) and one.question == asked.id]
        yield from dict.fromkeys(end for one in rated for end in (one.at_least, one.at_most))
    given = (one.questions for one in conditions if isinstance(one, Given))
    if any(asked.id in questions for questions in given):
        yield 0 if isinstance(asked, Rate) else "text"


def shipped_lines(
    library: Library,
    profile: Callable[[Mood], Profile],
    is_wanted: Callable[[Script], bool] = lambda _: True,
) -> list[Utterance]:
    """Every utterance of every shipped script, for all choices of words, anchor and breath.

    Args:
        library: the scripts.
        profile: returns the profile of a mood.
        is_wanted: which of the scripts.
    """
    bells = library.kit(shipped_only=True).lengths
    utterances: dict[Utterance, None] = {}
    for source in library.sources():
        if not source.shipped:
            continue
        try:
            script = library.load(source)
        except CompanionError:
            continue
        if not is_wanted(script):
            continue
        for request in _requests(profile(mood_of(script))):
            planned = plan(script, request, bells)
            utterances |= dict.fromkeys(planned.utterances())
            utterances |= dict.fromkeys(other_lines(script, request, planned, bells))
    return list(utterances)


def _requests(profile: Profile) -> Iterator[Request]:
    for words in get_args(Words):
        for anchor in get_args(Anchor):
            for breath in (True, False):
                yield Request(words=words, anchor=anchor, breath=breath, profile=profile)

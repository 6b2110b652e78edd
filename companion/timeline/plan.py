"""A script becomes a plan: text is split into utterances, and every rest that nobody wrote is set.

Calm is made of pauses, not of slow vowels, so each pause between sentences is a cue of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from companion.script.model import Script
from companion.script.step import (
    Bell,
    Breathe,
    Glue,
    Pause,
    PhaseName,
    Say,
    Section,
    Sentence,
    Silence,
)
from companion.timeline.cue import Breath, Chapter, Cue, Plan, Rest, Ring, Speak
from companion.timeline.spoken import Utterance
from companion.units import Millis

BETWEEN_SENTENCES = Millis(1_200)
BETWEEN_PARAGRAPHS = Millis(2_400)
BEFORE_BELL = Millis(1_500)
CLEAR_OF_BELL = Millis(3_000)

# One or two words, short enough for the shortest phase; a rest is left in quiet.
BREATH_WORDS: Mapping[PhaseName, Utterance] = {
    "in": Utterance("In."),
    "top_up": Utterance("And more."),
    "hold": Utterance("Stay."),
    "out": Utterance("Out."),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What the person asked for: a length, interval bells, a seed.

    One time in `chimes` is an interval that repeats; several are taken as they are.
    """

    length: Millis | None = None
    chimes: tuple[Millis, ...] = ()
    seed: int = 0


def fixed(length: Millis) -> Glue:
    """A silence that cannot give."""
    return Glue(length, length, length)


def plan(script: Script, request: Request, bells: Mapping[str, Millis]) -> Plan:
    """Every cue of a script in order.

    Args:
        script: what was written.
        request: what was asked for.
        bells: how long each bell rings.
    """
    draft = _Draft(bells)
    for number, step in enumerate(script.steps):
        draft.step = number
        match step:
            case Section():
                draft.begin(Chapter(step.title, step.optional))
            case Say():
                draft.say(step)
            case Silence(glue):
                draft.rest(glue)
            case Bell():
                draft.ring(step)
            case Breathe():
                draft.breathe(step)
            case _:
                pass  # a note is for authors
    chime = next(iter(bells), "") if request.chimes else ""
    return Plan(
        tuple(draft.cues),
        tuple(draft.chapters) or (Chapter(""),),
        chimes=tuple(sorted(set(request.chimes))),
        chime=chime,
        chime_length=bells.get(chime, Millis(0)),
        seed=request.seed,
        breath_words=BREATH_WORDS,
    )


class _Draft:
    """Cues as they are gathered; puts a pause wherever words would touch something."""

    def __init__(self, bells: Mapping[str, Millis]) -> None:
        self.bells = bells
        self.cues: list[Cue] = []
        self.chapters: list[Chapter] = []
        self.step = 0

    @property
    def section(self) -> int:
        return max(0, len(self.chapters) - 1)

    def begin(self, chapter: Chapter) -> None:
        if self.cues and not self.chapters:
            self.chapters.append(Chapter(""))
        self.chapters.append(chapter)

    def rest(self, glue: Glue) -> None:
        self.cues.append(Rest(glue, self.step, self.section))

    def part(self, pause: Millis) -> None:
        """A pause, unless the last thing was a rest or a bell already."""
        if self.cues and isinstance(self.cues[-1], Speak | Breath):
            self.rest(fixed(pause))

    def say(self, step: Say) -> None:
        opening = True
        for part in step.parts:
            match part:
                case Sentence(text):
                    self.part(BETWEEN_PARAGRAPHS if opening else BETWEEN_SENTENCES)
                    self.cues.append(Speak(Utterance(text), self.step, self.section))
                case Pause(length):
                    self.rest(fixed(length))
                case _:
                    self.part(BETWEEN_PARAGRAPHS)
            opening = False

    def ring(self, step: Bell) -> None:
        self.part(BEFORE_BELL)
        lengths = [step.every] * (step.times - 1) + [self.bells[step.sound]]
        self.cues += [Ring(step.sound, length, self.step, self.section) for length in lengths]

    def breathe(self, step: Breathe) -> None:
        self.part(BETWEEN_SENTENCES)
        guided = {"none": 0, "first-round": 1, "every-round": step.rounds.most}[step.guide]
        self.cues.append(Breath(step.phases, step.rounds, guided, self.step, self.section))

"""Cues: the things that happen in a session, in order but not yet in time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from companion.script.manner import Anchor
from companion.script.step import Asked, Count, Glue, Phase, PhaseName
from companion.timeline.bells import USUAL_BELLS, Bells
from companion.timeline.utterance import Utterance
from companion.units import Millis


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is asked once, with its slots filled in.

    The key is the id of the step; in a repeat, `#2`, `#3` and so on are added to it.
    """

    key: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Speak:
    """Words to speak; `question` is set when they belong to one."""

    utterance: Utterance
    step: int
    section: int
    part: int = 0
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Reminders:
    """Lines inside a long silence: one after `first`, then one after each further `every`."""

    first: Millis
    every: Millis
    lines: tuple[Utterance, ...]


Reason = Literal["", "settle", "open"]


@dataclass(frozen=True, slots=True)
class Rest:
    """A silence, fixed or stretching.

    `reason` says why nothing is said: there is time to settle before the session, or it goes on
    until the person ends it. Once it has begun, its first `done` ms are placed for good, its first
    `heard` ms have been heard, and `glue` is what follows `done`. `added` marks a silence that a
    person asked for, `question` one between the words of a question.
    `apart` is the key of the question whose answer brings the silence or takes it away; the session
    gets longer or shorter by it.
    """

    glue: Glue
    step: int
    section: int
    part: int = 0
    remind: Reminders | None = None
    done: Millis = Millis(0)
    heard: Millis = Millis(0)
    added: bool = False
    question: Question | None = None
    reason: Reason = ""
    apart: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """A bell, and how long it rings before the next cue."""

    sound: str
    length: Millis
    step: int
    section: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Breath:
    """Rounds of one breath: the first `guided` with words, the first `counted` with numbers."""

    phases: tuple[Phase, ...]
    rounds: Count
    guided: int
    step: int
    section: int
    part: int = 0
    counted: int = 0

    @property
    def round_length(self) -> Millis:
        """The length of one round."""
        return Millis(sum(phase.length for phase in self.phases))


@dataclass(frozen=True, slots=True)
class Wait:
    """Time to answer a question, until it times out."""

    question: Question
    length: Millis
    step: int
    section: int
    part: int = 0
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Bed:
    """The background sound, or none when `sound` is empty; volume is from 0 to 1."""

    sound: str
    volume: float
    fade: Millis
    duck: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """One sound of the bed that a person chose, and its volume from 0 to 1."""

    sound: str
    volume: float = 1.0


@dataclass(frozen=True, slots=True)
class SetBed:
    """A change of the bed, which takes no time."""

    bed: Bed
    step: int
    section: int
    part: int = 0


Cue = Speak | Rest | Ring | Breath | Wait | SetBed


@dataclass(frozen=True, slots=True)
class Part:
    """Cues that come and go together with the length: an optional section, a round of a repeat.

    An `extra` part is only kept in a session that is longer than usual. Part 0 is always kept.
    """

    parent: int = 0
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the session, and the part it belongs to."""

    title: str
    part: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Every cue of a session in order, not yet in time.

    `bells` has the times of interval bells, and `chime` is their sound. `lines` has the line of
    the script for each step, `next` the id of the script that an answer asked for. `anchors` pairs
    a cue with the anchor that holds attention from there on.
    """

    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    parts: tuple[Part, ...] = (Part(),)
    bells: Bells = USUAL_BELLS
    chime: str = ""
    chime_length: Millis = Millis(0)
    seed: int = 0
    breath_words: Mapping[PhaseName, Utterance] = field(default_factory=dict)
    counts: tuple[Utterance, ...] = ()
    lines: tuple[int, ...] = ()
    next: str = ""
    has_anchors: bool = False
    anchors: tuple[tuple[int, Anchor], ...] = ()

    @property
    def settle(self) -> Millis:
        """The time to settle, which comes before the session and is no part of its length."""
        rests = (cue for cue in self.cues if isinstance(cue, Rest) and cue.reason == "settle")
        return Millis(sum(cue.glue.usual for cue in rests))

    def utterances(self) -> tuple[Utterance, ...]:
        """Every utterance of the plan once, in the order of its first use."""
        return tuple(dict.fromkeys(words for cue in self.cues for words in self._spoken_in(cue)))

    def _spoken_in(self, cue: Cue) -> Iterator[Utterance]:
        match cue:
            case Speak(utterance):
                yield utterance
            case Rest(remind=remind) if remind is not None:
                yield from remind.lines
            case Breath(phases, guided=guided, counted=counted):
                names = [p.name for p in phases if p.name in self.breath_words]
                yield from (self.breath_words[name] for name in names if guided)
                seconds = max((p.length for p in phases), default=0) // 1000 if counted else 0
                yield from self.counts[2 : seconds + 1]
            case _:
                pass


def fixed(length: Millis) -> Glue:
    """Glue that always lasts the same."""
    return Glue(length, length, length)

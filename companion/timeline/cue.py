"""Cues: what happens, in order, before it has a place in time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from companion.script.manner import Anchor
from companion.script.step import Asked, Count, Glue, Phase, PhaseName
from companion.timeline.utterance import Utterance
from companion.units import Millis


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is asked once: its words filled in, under a key of its own.

    The key is the id of the step; a question in a repeat gets `#2`, `#3` and so on behind it.
    """

    key: str
    asked: Asked


@dataclass(frozen=True, slots=True)
class Speak:
    """Words to be spoken; those of a question know which."""

    utterance: Utterance
    step: int
    section: int
    part: int = 0
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Reminders:
    """Lines inside a long silence: the first after `first`, then one each `every`."""

    first: Millis
    every: Millis
    lines: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """A silence, fixed or stretching.

    Of one that is under way, `done` has its places already and `heard` has been heard; its glue
    is what is still to come of it after `done`. `added` marks one that a person asked for,
    `question` one between the words of a question.
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


@dataclass(frozen=True, slots=True)
class Ring:
    """A bell, and how long it is left to ring before anything else happens."""

    sound: str
    length: Millis
    step: int
    section: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class Breath:
    """Whole rounds of one breath: `guided` of them with spoken words, `counted` with seconds."""

    phases: tuple[Phase, ...]
    rounds: Count
    guided: int
    step: int
    section: int
    part: int = 0
    counted: int = 0

    @property
    def round_length(self) -> Millis:
        """How long one round lasts."""
        return Millis(sum(phase.length for phase in self.phases))


@dataclass(frozen=True, slots=True)
class Wait:
    """Room for an answer, until the question goes on by itself."""

    question: Question
    length: Millis
    step: int
    section: int
    part: int = 0
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Bed:
    """What runs on underneath; nothing, where `sound` is empty. Volume is a share of 0 to 1."""

    sound: str
    volume: float
    fade: Millis
    duck: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """One sound of what a person wants underneath, and its share of full volume, 0 to 1."""

    sound: str
    volume: float = 1.0


@dataclass(frozen=True, slots=True)
class Lay:
    """The bed changes here; that takes no time."""

    bed: Bed
    step: int
    section: int
    part: int = 0


Cue = Speak | Rest | Ring | Breath | Wait | Lay


@dataclass(frozen=True, slots=True)
class Part:
    """Cues that come and go together with the length: an optional section, a round of a repeat.

    An `extra` one is only there when there is more than the usual time. Part 0 is always there.
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

    `chimes` are interval bells at times of their own; a single one repeats. `lines` gives the
    line of the script for each step, `next` the script that an answer asked for, `anchors` from
    which cue on attention rests where.
    """

    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    parts: tuple[Part, ...] = (Part(),)
    chimes: tuple[Millis, ...] = ()
    chime: str = ""
    chime_length: Millis = Millis(0)
    seed: int = 0
    breath_words: Mapping[PhaseName, Utterance] = field(default_factory=dict)
    counts: tuple[Utterance, ...] = ()
    lines: tuple[int, ...] = ()
    next: str = ""
    has_anchors: bool = False
    anchors: tuple[tuple[int, Anchor], ...] = ()

    def utterances(self) -> tuple[Utterance, ...]:
        """Everything that will be said, in order of first need, each once."""
        return tuple(dict.fromkeys(said for cue in self.cues for said in self._said(cue)))

    def _said(self, cue: Cue) -> Iterator[Utterance]:
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
    """A silence that cannot give."""
    return Glue(length, length, length)

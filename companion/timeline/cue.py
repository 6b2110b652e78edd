"""Cues: what happens, in order, before it has a place in time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from companion.script.step import Count, Glue, Phase, PhaseName
from companion.timeline.spoken import Utterance
from companion.units import Millis


@dataclass(frozen=True, slots=True)
class Speak:
    """Words to be spoken."""

    utterance: Utterance
    step: int
    section: int


@dataclass(frozen=True, slots=True)
class Rest:
    """A silence, fixed or stretching."""

    glue: Glue
    step: int
    section: int


@dataclass(frozen=True, slots=True)
class Ring:
    """A bell, and how long it is left to ring before anything else happens."""

    sound: str
    length: Millis
    step: int
    section: int


@dataclass(frozen=True, slots=True)
class Breath:
    """Whole rounds of one breath, the first `guided` of them with spoken words."""

    phases: tuple[Phase, ...]
    rounds: Count
    guided: int
    step: int
    section: int

    @property
    def round_length(self) -> Millis:
        """How long one round lasts."""
        return Millis(sum(phase.length for phase in self.phases))


Cue = Speak | Rest | Ring | Breath


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the session; an optional one is left out when time is short."""

    title: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Every cue of a session in order, not yet in time.

    `chimes` are interval bells at times of their own; a single one repeats.
    """

    cues: tuple[Cue, ...]
    chapters: tuple[Chapter, ...]
    chimes: tuple[Millis, ...] = ()
    chime: str = ""
    chime_length: Millis = Millis(0)
    seed: int = 0
    breath_words: Mapping[PhaseName, Utterance] = field(default_factory=dict)

    def utterances(self) -> tuple[Utterance, ...]:
        """Everything that will be said, in order of first need, each once."""
        said: dict[Utterance, None] = {}
        for cue in self.cues:
            match cue:
                case Speak(utterance):
                    said[utterance] = None
                case Breath(phases, guided=guided) if guided:
                    words = self.breath_words
                    said |= {words[p.name]: None for p in phases if p.name in words}
                case _:
                    pass
        return tuple(said)

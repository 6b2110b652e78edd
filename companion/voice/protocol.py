"""The messages between the app and a voice worker, with a codec for each direction."""

from dataclasses import dataclass
from typing import Literal

from companion.child import Codec
from companion.timeline.utterance import Onsets

Fault = Literal["", "voice", "language", "broken"]
"""The reason why a request failed: no such voice or language, a broken engine, or another."""


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak one sentence into a finished clip at `out`.

    `speed`, `pitch` and `pitch_range` are factors, `voice` is the engine's own name for it, `lang`
    a BCP 47 language; with `soften` the clip gets the high shelf that softens a sharp voice.
    """

    id: int
    text: str
    out: str
    voice: str
    lang: str
    speed: float
    pitch: float
    soften: bool
    pitch_range: float = 1.0


@dataclass(frozen=True, slots=True)
class Measure:
    """Measure the speed at which a voice speaks 146 words a minute."""

    id: int
    voice: str


@dataclass(frozen=True, slots=True)
class ListVoices:
    """Ask for every voice of the engine."""

    id: int


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine is up; sent once, before any answer."""

    driver: str
    library: str


@dataclass(frozen=True, slots=True)
class Unable:
    """The engine cannot be started; the worker ends."""

    error: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A clip is written: its length, its onsets, and whether the engine itself gave them."""

    id: int
    seconds: float
    onsets: Onsets
    exact: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """The factor on the engine's own speed that `Measure` asked for."""

    id: int
    speed: float


@dataclass(frozen=True, slots=True)
class Voices:
    """Every voice of the engine, as (id, name, languages)."""

    id: int
    voices: list[tuple[str, str, list[str]]]


@dataclass(frozen=True, slots=True)
class Failed:
    """A request could not be answered."""

    id: int
    error: str
    fault: Fault = ""


Request = Speak | Measure | ListVoices
Answer = Ready | Unable | Spoken | Measured | Voices | Failed
REQUESTS: Codec[Request] = Codec(Speak, Measure, ListVoices)
ANSWERS: Codec[Answer] = Codec(Ready, Unable, Spoken, Measured, Voices, Failed)

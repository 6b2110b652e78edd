"""The Protocol of an engine, which writes one sentence to a sound file inside the worker."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from companion.timeline.utterance import Onsets
from companion.voice.names import base


@dataclass(frozen=True, slots=True)
class Delivery:
    """The voice, language, speed and pitch of a sentence.

    `voice` is the engine's own name of a voice, `lang` a BCP 47 language; `speed` and `pitch`
    are factors on the engine's defaults. `pitch_range` is a factor on how far the pitch moves
    around its middle, which most engines can't change.
    """

    voice: str = ""
    lang: str = "en"
    speed: float = 1.0
    pitch: float = 1.0
    pitch_range: float = 1.0


@dataclass(frozen=True, slots=True)
class EngineVoice:
    """A voice of an engine: the engine's id for it, a name for people, and its languages."""

    id: str
    name: str
    langs: tuple[str, ...] = ()


class Engine(Protocol):
    """One engine; lives on the worker's main thread."""

    has_pitch: bool
    """Whether it can change its pitch; if not, the worker does."""

    def about(self) -> dict[str, str]:
        """The names of its `driver` and its `library`."""
        ...

    def voices(self) -> list[EngineVoice]:
        """Every voice of the engine."""
        ...

    def speak(self, text: str, file: Path, delivery: Delivery) -> Onsets:
        """Write a sentence to a sound file, and return the onsets of its words, if known.

        Raises:
            UnknownVoiceError, UnknownLanguageError: when it has no such voice.
            Exception: for any other failure; libraries raise what they like.
        """
        ...


def speaks(langs: tuple[str, ...], lang: str) -> bool:
    """Whether one of the languages is the wanted one; countries are ignored."""
    return base(lang) in {base(spoken) for spoken in langs}

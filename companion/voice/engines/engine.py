"""What an engine is to the worker: something that writes one sentence to a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from companion.timeline.utterance import Onsets
from companion.voice.names import base


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a sentence is delivered.

    `voice` and `lang` are the engine's own name of a voice and a BCP 47 language; `speed` and
    `pitch` are factors on what the engine does by itself.
    """

    voice: str = ""
    lang: str = "en"
    speed: float = 1.0
    pitch: float = 1.0


@dataclass(frozen=True, slots=True)
class EngineVoice:
    """A voice that an engine has: its name for it, a name for people, the languages it speaks."""

    id: str
    name: str
    langs: tuple[str, ...] = ()


class Engine(Protocol):
    """One engine; lives on the worker's main thread."""

    has_pitch: bool
    """Whether it can change its pitch; for others the worker does."""

    def about(self) -> dict[str, str]:
        """What there is to know about it."""
        ...

    def voices(self) -> list[EngineVoice]:
        """The voices it has."""
        ...

    def speak(self, text: str, file: Path, delivery: Delivery) -> Onsets:
        """Write a sentence to a sound file.

        Raises:
            UnknownVoiceError, UnknownLanguageError: when it has no such voice.
            Exception: for anything else; libraries raise what they like.
        """
        ...


def speaks(langs: tuple[str, ...], lang: str) -> bool:
    """Whether one of the languages is the one that is wanted, whatever the country."""
    return base(lang) in {base(one) for one in langs}

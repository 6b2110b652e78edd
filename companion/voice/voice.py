"""The Voice Protocol: a voice turns clean words into a finished clip, or raises the reason."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from companion.timeline.utterance import Onsets
from companion.units import Millis
from companion.voice.pace import WORDS_A_MINUTE


@dataclass(frozen=True, slots=True)
class Style:
    """The manner of speaking.

    `wpm` is real words a minute inside speech; calm comes from the pauses, which belong to the
    timeline. `pitch` and `pitch_range` are factors, `voice` is the engine's own name for a voice,
    and `lang` a BCP 47 language.
    """

    wpm: int = WORDS_A_MINUTE
    pitch: float = 1.0
    voice: str = ""
    lang: str = "en"
    pitch_range: float = 1.0


@dataclass(frozen=True, slots=True)
class Take:
    """The length of a finished clip, and the onsets of its words.

    `exact` means that the engine reported the onsets; otherwise they were detected in the sound.
    """

    length: Millis
    onsets: Onsets
    exact: bool = True


class Voice(Protocol):
    """One voice as the app sees it, with its engine behind it."""

    @property
    def name(self) -> str:
        """The name of engine and voice, such as `flite/rms`."""
        ...

    @property
    def family(self) -> tuple[str, ...]:
        """The lexicon sections for it: its own name, and the engine that pronounces for it."""
        ...

    def named(self, wanted: str) -> str | None:
        """Its own name for a wanted voice, empty for its default; None for another engine's."""
        ...

    def available(self) -> str | None:
        """A sentence that says what is missing; None when the voice can speak."""
        ...

    def fingerprint(self) -> str:
        """The part of the cache key for everything besides words and style."""
        ...

    def synth(self, text: str, style: Style, out: Path) -> Take:
        """Write a finished clip; blocks until it is written.

        Args:
            text: words that went through `spelling`.
            style: the manner of speaking.
            out: the file of the clip, which appears whole or not at all.

        Raises:
            UnknownVoiceError: when it has no voice of that name.
            UnknownLanguageError: when none of its voices speaks that language.
            UnspeakableError: when it can say other lines, but not this one.
            VoiceError: for every other failure.
        """
        ...

    def rest(self) -> None:
        """Give back what it holds, until it is asked again."""
        ...

    def close(self) -> None:
        """Stop speaking, and release everything that it holds."""
        ...

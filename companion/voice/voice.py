"""What a voice is: something that turns clean words into a finished clip, or says why not."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from companion.timeline.utterance import Onsets
from companion.units import Millis
from companion.voice.pace import WORDS_A_MINUTE


@dataclass(frozen=True, slots=True)
class Style:
    """How words are said.

    `wpm` is real words a minute inside speech. Calm comes from the pauses, which are the
    timeline's. `pitch` is a factor; `voice` asks for one by the engine's own name for it, and
    `lang` is a BCP 47 language.
    """

    wpm: int = WORDS_A_MINUTE
    pitch: float = 1.0
    voice: str = ""
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class Take:
    """What came of a line: how long the clip is, and when its words are said.

    `exact` when the engine told those times; else they were found by ear.
    """

    length: Millis
    events: Onsets
    exact: bool = True


class Voice(Protocol):
    """An engine."""

    @property
    def name(self) -> str:
        """What it is called, as in `flite/rms`."""
        ...

    @property
    def family(self) -> tuple[str, ...]:
        """Whose pronunciation it has: its own name, and that of what it spells with."""
        ...

    def named(self, wanted: str) -> str | None:
        """What it calls a voice that is wanted, empty for its own; None for another engine's."""
        ...

    def available(self) -> str | None:
        """None, or a sentence that says what is missing."""
        ...

    def fingerprint(self) -> str:
        """What a clip depends on beside its words and style; part of the cache key."""
        ...

    def synth(self, text: str, style: Style, out: Path) -> Take:
        """Write a finished clip; blocks.

        Args:
            text: words that went through `spelling`.
            style: how to say them.
            out: the clip, which appears whole or not at all.

        Raises:
            UnknownVoiceError: when it has no voice of that name.
            UnknownLanguageError: when none of its voices speaks that language.
            UnspeakableError: when this line cannot be said, and others can.
            VoiceError: for any other failure whatever.
        """
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...

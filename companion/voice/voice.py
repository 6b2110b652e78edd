"""What a voice is: something that turns clean words into a finished clip, or says why not."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from companion.timeline.spoken import Spoken, WordTime, spread, tokens
from companion.units import Millis

Events = list[tuple[float, int]]
"""When, in seconds of the clip, which character of the spoken text begins."""

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "—": ",", "–": "-", "…": "."})
_MARKUP = re.compile(r"[<>\[\]{}|\\*_#`~^]")


@dataclass(frozen=True, slots=True)
class Style:
    """How words are said.

    `wpm` is real words a minute inside speech: 146, because every engine that was measured is
    understood worse below that. Calm comes from the pauses, which are the timeline's. `pitch` is
    a factor; `voice` asks for one by the engine's own name for it.
    """

    wpm: int = 146
    pitch: float = 1.0
    voice: str = ""


class Voice(Protocol):
    """An engine."""

    name: str

    def available(self) -> str | None:
        """None, or a sentence that says what is missing."""
        ...

    def fingerprint(self) -> str:
        """What a clip depends on beside its words and style; part of the cache key."""
        ...

    def synth(self, text: str, style: Style, out: Path) -> tuple[Millis, Events]:
        """Write a finished clip; blocks.

        Args:
            text: words that went through `clean`.
            style: how to say them.
            out: the clip, which appears whole or not at all.

        Returns:
            Its length, and the times of its words where the engine told them.

        Raises:
            UnspeakableError: when this line cannot be said, and others can.
            VoiceError: for any other failure whatever.
        """
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


def clean(text: str) -> str:
    """What every engine gets: one line of composed characters, plain quotes, no markup."""
    plain = _MARKUP.sub(" ", unicodedata.normalize("NFC", text).translate(_PLAIN))
    printable = "".join(c if c.isprintable() else " " for c in plain)
    return re.sub(r"\s+([,.;:?!])", r"\1", " ".join(printable.split()))


def timed(shown: str, said: str, length: Millis, events: Events) -> Spoken:
    """When each word on the screen is said.

    Args:
        shown: the words as the person reads them.
        said: the words as the engine got them.
        length: how long the clip is.
        events: what the engine told, by characters of `said`.
    """
    onscreen, spoken = tokens(shown), tokens(said)
    starts: list[int] = []
    for first, last in spoken:
        inside = [when for when, character in events if first <= character < last]
        starts.append(round(min(inside) * 1000) if inside else (starts[-1] if starts else 0))
    if not events or len(onscreen) != len(spoken) or starts != sorted(starts):
        return Spoken(length, spread(shown, length))
    ends = [*starts[1:], int(length)]
    words = (
        WordTime(first, last, Millis(start), Millis(end))
        for (first, last), start, end in zip(onscreen, starts, ends, strict=True)
    )
    return Spoken(length, tuple(words), exact=True)

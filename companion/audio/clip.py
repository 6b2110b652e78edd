"""A clip: one finished utterance as a file, with the times of its words.

It is alone here so that the app can pass clips around without numpy: only the mixer reads
the samples.
"""

from dataclasses import dataclass
from pathlib import Path

from companion.timeline.utterance import Spoken


@dataclass(frozen=True, slots=True)
class Clip:
    """A trimmed and levelled file (48 kHz mono 16-bit WAV), its length and its word times."""

    file: Path
    spoken: Spoken

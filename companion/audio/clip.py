"""A clip: finished samples of one utterance, in a file, with the times of its words.

The samples stay in the file until a mixer needs them, so the app itself never loads any.
"""

from dataclasses import dataclass
from pathlib import Path

from companion.timeline.utterance import Spoken


@dataclass(frozen=True, slots=True)
class Clip:
    """48 kHz mono 16-bit WAV, trimmed and levelled, and what is known of its words."""

    file: Path
    spoken: Spoken

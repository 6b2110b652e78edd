"""How well speech is understood, and how natural it sounds.

The recogniser is the one of `companion check --heard`. The measure is DNSMOS, a network that
guesses what people would answer from 1 to 5.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from companion.audio.recogniser import at_heard_rate
from companion.audio.samples import Samples

# The network hears pieces of this many samples; its answer is put on the scale of people.
_PIECE = 144_160
_OVERALL = np.poly1d([-0.06766283, 1.11546468, 0.04602535])


class Naturalness:
    """DNSMOS, loaded once."""

    def __init__(self) -> None:
        speechmos = find_spec("speechmos")
        self._mos: Any = None
        if speechmos is not None and speechmos.origin is not None:
            model = Path(speechmos.origin).parent / "dnsmos_models" / "sig_bak_ovr.onnx"
            self._mos = onnxruntime.InferenceSession(str(model))

    def of(self, clips: Sequence[Samples]) -> float:
        """DNSMOS of clips that are spoken one after the other; NaN where it isn't installed."""
        if self._mos is None:
            return float("nan")
        whole = np.concatenate([at_heard_rate(clip) for clip in clips])
        whole = np.resize(whole, max(len(whole), _PIECE))
        answers = [
            self._mos.run(None, {"input_1": whole[None, first : first + _PIECE]})[0][0][2]
            for first in range(0, len(whole) - _PIECE + 1, _PIECE)
        ]
        return float(np.mean(_OVERALL(np.array(answers))))


def errors(meant: list[str], understood: list[str]) -> int:
    """The number of words to change, remove or add, at the least (edit distance)."""
    row = list(range(len(understood) + 1))
    for i, word in enumerate(meant, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(understood, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]

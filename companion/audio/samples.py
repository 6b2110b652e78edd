"""`Samples`, the alias for float32 sound, and how it lies in memory.

It is a module of its own, apart from what makes sound, so that every other can import it.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]
"""Mono as `(frames,)` or stereo as `(frames, 2)`, within -1 to 1."""


def silence(frames: int, *channels: int) -> Samples:
    """Make silence of the shape `(frames, *channels)`.

    Each channel lies in memory as one piece, because arithmetic on a piece is several times
    faster than on every second sample.
    """
    return np.zeros((*reversed(channels), frames), np.float32).T

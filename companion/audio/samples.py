"""`Samples`, the alias for float32 sound; alone in a module so that every other can import it."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.float32]
"""Mono as `(frames,)` or stereo as `(frames, 2)`, within -1 to 1."""

"""A ring buffer of frames for one writer and one reader, synchronised by two plain ints.

The reader is a device callback: it copies and counts, and never waits.
"""

import numpy as np

from companion.audio.samples import Samples, silence


class Ring:
    """A buffer of `size` frames of some shape. `written` and `taken` never decrease."""

    def __init__(self, size: int, shape: tuple[int, ...] = (2,)) -> None:
        self._frames = silence(size, *shape)
        self._size = size
        self.written = 0
        self.taken = 0

    @property
    def ready(self) -> int:
        """The number of frames that can be taken."""
        return self.written - self.taken

    @property
    def room(self) -> int:
        """The number of frames that can be written."""
        return self._size - self.ready

    def write(self, block: Samples) -> None:
        """Append frames; the caller has checked that there is room."""
        self._put(self.written, block)
        self.written += len(block)

    def replace(self, first: int, block: Samples) -> None:
        """Overwrite frames that are written but not taken yet."""
        self._put(first, block)

    def take(self, out: Samples) -> int:
        """Copy up to `len(out)` frames into `out`; return how many there were."""
        count = min(len(out), self.ready)
        at = self.taken % self._size
        head = min(count, self._size - at)
        out[:head] = self._frames[at : at + head]
        out[head:count] = self._frames[: count - head]
        self.taken += count
        return count

    def skip(self, count: int) -> None:
        """Skip frames as if they had been taken."""
        self.taken += min(count, self.ready)

    def peek(self, first: int, count: int) -> Samples:
        """A copy of frames that are written but not taken yet."""
        places = np.arange(first, first + count) % self._size
        return self._frames[places]

    def empty(self) -> None:
        """Discard all frames that are ready; only while nobody is taking any."""
        self.taken = self.written

    def _put(self, first: int, block: Samples) -> None:
        at = first % self._size
        head = min(len(block), self._size - at)
        self._frames[at : at + head] = block[:head]
        self._frames[: len(block) - head] = block[head:]

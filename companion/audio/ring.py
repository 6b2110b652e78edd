"""A ring of frames between one writer and one reader; plain ints keep the two apart.

The reader is a device callback: it copies and counts, and waits for nobody.
"""

import numpy as np

from companion.audio.samples import Samples


class Ring:
    """Room for `size` frames of some shape. `written` and `taken` only ever grow."""

    def __init__(self, size: int, shape: tuple[int, ...] = (2,)) -> None:
        self._frames = np.zeros((size, *shape), np.float32)
        self._size = size
        self.written = 0
        self.taken = 0

    @property
    def ready(self) -> int:
        """How many frames can be taken."""
        return self.written - self.taken

    @property
    def room(self) -> int:
        """How many frames can be written."""
        return self._size - self.ready

    def write(self, block: Samples) -> None:
        """Add frames; the caller has looked that there is room."""
        self._put(self.written, block)
        self.written += len(block)

    def replace(self, first: int, block: Samples) -> None:
        """Write over frames that were written before and are not taken yet."""
        self._put(first, block)

    def take(self, out: Samples) -> int:
        """Move up to `len(out)` frames out; returns how many there were."""
        count = min(len(out), self.ready)
        at = self.taken % self._size
        head = min(count, self._size - at)
        out[:head] = self._frames[at : at + head]
        out[head:count] = self._frames[: count - head]
        self.taken += count
        return count

    def skip(self, count: int) -> None:
        """Pass over frames, as if they had been taken."""
        self.taken += min(count, self.ready)

    def peek(self, first: int, count: int) -> Samples:
        """Frames that were written and are not taken yet, copied."""
        places = np.arange(first, first + count) % self._size
        return self._frames[places]

    def empty(self) -> None:
        """Throw away what is ready; only while nothing is being taken."""
        self.taken = self.written

    def _put(self, first: int, block: Samples) -> None:
        at = first % self._size
        head = min(len(block), self._size - at)
        self._frames[at : at + head] = block[:head]
        self._frames[: len(block) - head] = block[head:]

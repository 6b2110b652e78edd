"""The health of a device, deduced from its callbacks.

It is alone here because both libraries that open a device need it.
"""

import time
from collections.abc import Callable
from typing import Literal

from companion.units import RATE

Health = Literal["ok", "gone", "stalled", "runaway"]

LATENCY_S = 0.25


class CallbackWatch:
    """A counter of callbacks that deduces the health of a device from them.

    Args:
        now: the monotonic clock, in seconds.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.frames = 0
        self.ended = False
        self._seen_frames, self._seen_at, self._moved_at = 0, now(), now()

    def beat(self, count: int) -> None:
        """Count a callback that took `count` frames."""
        self.frames += count

    def health(self) -> Health:
        """`gone` after the stream ended, `stalled` without callbacks, `runaway` if far too fast."""
        now = self._now()
        moved, passed = self.frames - self._seen_frames, now - self._seen_at
        if moved:
            self._moved_at = now
        if self.ended:
            return "gone"
        if now - self._moved_at > 3 * LATENCY_S + 0.5:
            return "stalled"
        if passed < 1.0:
            return "ok"
        self._seen_frames, self._seen_at = self.frames, now
        too_fast = moved > 1.5 * RATE * (passed + LATENCY_S + 0.1)
        return "runaway" if too_fast else "ok"

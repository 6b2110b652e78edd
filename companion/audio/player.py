"""The player inside the sound worker: a feeder keeps a ring full, the device callback copies.

    idle --play--> starting --callback--> sounding --halt--> fading --callback--> idle

What the callback did last is one tuple, (take, frame, time, delay), read by the reports.
"""

import threading
import time
from dataclasses import dataclass

import numpy as np

from companion.audio.levels import Levels
from companion.audio.mixer import BUSES, Mixer, summed
from companion.audio.ring import Ring
from companion.audio.samples import Samples
from companion.units import RATE, Frames

BLOCK = 4_800
AHEAD = RATE
HALT_FADE = RATE // 4
SEEK_FADE = RATE * 6 // 100
RISE = RATE // 33
# How long a volume key takes from nothing to full, so that a step of it never clicks.
GAIN_RAMP = RATE // 4
# New sound is laid over what is ready only this far ahead of the reader, out of its way.
_GUARD = RATE * 15 // 100
_CROSSFADE = RATE // 50
_SETTLE_S = 0.4


@dataclass(frozen=True, slots=True)
class Heard:
    """`frame` of `take` was handed to the device at `at`, and is heard `delay` seconds later."""

    take: int
    frame: int
    at: float
    delay: float


class Player:
    """Plays one score at a time; every method but `fill` may wait, `fill` never does."""

    def __init__(self) -> None:
        self._ring = Ring(2 * RATE, (BUSES, 2))
        self._taken = np.zeros((16 * BLOCK, BUSES, 2), np.float32)
        self._gains = np.ones(BUSES, np.float32)
        self._wanted = np.ones(BUSES, np.float32)
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._faded = threading.Event()
        self._faded.set()
        self._mixer: Mixer | None = None
        self._next = 0  # the frame of the score that is rendered next
        self._base = 0  # the frame of the score that stands at place 0 of the ring
        self._take = 0
        self._when: float | None = None
        self._target = 0.0
        self._level = 0.0
        self._fade = SEEK_FADE
        self._alive = True
        self._steps = np.arange(1, 16 * BLOCK + 1, dtype=np.float32)
        self.heard = Heard(0, 0, 0.0, 0.0)
        self.starved = 0
        self._feeder = threading.Thread(target=self._run, name="feeder", daemon=True)
        self._feeder.start()

    def load(self, mixer: Mixer) -> None:
        """Take another score; what is sounding goes on, from the new score, without a click."""
        with self._lock:
            self._mixer = mixer
            self._relay()
        self._wake.set()

    def mix(self, levels: Levels) -> None:
        """Be as loud as a person wants it, from where it is to there without a step."""
        self._wanted = np.asarray(levels.gains, np.float32)

    def play(self, take: int, first: Frames, when: float | None = None) -> None:
        """Sound from `first`, at once, or so that `first` is heard at `when` (monotonic)."""
        self._silence(SEEK_FADE)
        with self._lock:
            self._ring.empty()
            self._base = first - self._ring.written
            self._next = first
            self._take, self._when = take, when
            self._feed()
            self._fade, self._target = RISE, 1.0
            self._faded.clear()

    def halt(self) -> None:
        """Fade out and be silent."""
        self._silence(HALT_FADE)

    @property
    def is_fed(self) -> bool:
        """Whether the feeder lives; without it nothing will ever sound again."""
        return self._feeder.is_alive()

    def close(self) -> None:
        """End the feeder."""
        self._alive = False
        self._wake.set()
        self._feeder.join(1.0)

    def fill(self, out: Samples, delay: float) -> None:
        """The device callback: `out` is (n, 2); it is heard `delay` seconds from now."""
        now = time.monotonic()
        if self._level == 0.0 == self._target:
            out.fill(0.0)
            self._faded.set()
            return
        shift = self._late(now, delay)
        if shift < 0:
            lead = min(len(out), -shift)
            out[:lead] = 0.0
            out = out[lead:]
            if not len(out):
                return
            delay += lead / RATE
        self._ring.skip(max(0, shift))
        frame = self._base + self._ring.taken
        taken = self._taken[: len(out)]
        count = self._ring.take(taken)
        taken[count:] = 0.0
        summed(taken, self._moved(len(out)), out)
        self.starved += count < len(out)
        if self._level != self._target:
            self._ramp(out)
        self.heard = Heard(self._take, frame, now, delay)
        self._wake.set()

    def _moved(self, count: int) -> Samples:
        """The gains of so many frames, on their way to what is wanted."""
        now, wanted = self._gains, self._wanted
        if np.array_equal(now, wanted):
            return now
        reach = (self._steps[:count] / GAIN_RAMP)[:, None]
        line = now + np.clip(wanted - now, -reach, reach)
        self._gains = line[-1]
        return np.asarray(line, np.float32)

    def _late(self, now: float, delay: float) -> int:
        """How many frames to pass over so that the start is heard when it was asked for."""
        if self._when is None:
            return 0
        shift = round((now + delay - self._when) * RATE)
        if shift >= 0 or now + delay + 0.005 > self._when:
            self._when = None
        return shift

    def _ramp(self, out: Samples) -> None:
        rise = 1.0 if self._target > self._level else -1.0
        line = np.clip(self._level + rise / self._fade * self._steps[: len(out)], 0.0, 1.0)
        self._level = float(line[-1])
        out *= np.sin(np.pi / 2 * line)[:, None]

    def _silence(self, fade: int) -> None:
        self._fade, self._target = fade, 0.0
        self._faded.wait(_SETTLE_S)  # a device that has stopped calling never settles
        self._level = 0.0

    def _run(self) -> None:
        while self._alive:
            self._wake.wait(0.1)
            self._wake.clear()
            with self._lock:
                if self._target > 0.0:
                    self._feed()

    def _feed(self) -> None:
        while self._mixer is not None and self._ring.ready < AHEAD:
            self._ring.write(self._mixer.buses(Frames(self._next), BLOCK))
            self._next += BLOCK

    def _relay(self) -> None:
        """Write the new score over the old one in the ring, out of the reader's way."""
        first = self._ring.taken + _GUARD
        count = self._ring.written - first
        if self._mixer is None or count <= _CROSSFADE:
            return
        fresh = self._mixer.buses(Frames(self._base + first), count)
        rise = np.linspace(0, 1, _CROSSFADE, dtype=np.float32)[:, None, None]
        old = self._ring.peek(first, _CROSSFADE)
        fresh[:_CROSSFADE] = old * (1 - rise) + fresh[:_CROSSFADE] * rise
        self._ring.replace(first, fresh)

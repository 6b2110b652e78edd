"""The player inside the sound worker: a feeder keeps a ring full, the device callback copies.

    idle --play--> starting --callback--> sounding --halt--> fading --callback--> idle

The callback leaves what it did last in one object, `PlaybackReport`, which the worker reports.
"""

import threading
import time
from dataclasses import dataclass

import numpy as np

from companion.audio.levels import Levels
from companion.audio.mixer import BUSES, Mixer, sum_buses
from companion.audio.ring import Ring
from companion.audio.samples import Samples, silence
from companion.units import RATE, Frames

BLOCK = 4_800
# The feeder fills up to _FULL when less than AHEAD is left: much at once costs far less than a
# little at each callback.
AHEAD = RATE
_FULL = RATE * 8 // 5
# What a device takes as it starts; the feeder adds the rest while that plays.
FIRST = RATE * 3 // 10
HALT_FADE = RATE // 4
SEEK_FADE = RATE * 6 // 100
RISE = RATE // 33
# At the very beginning nothing is cut into, and every clip fades in by itself.
_RISE_AT_START = RATE // 200
# The frames that a gain takes from silence to full, so that a volume key never clicks.
GAIN_RAMP = RATE // 4
# A new score replaces buffered sound only this far ahead of the reader, which is never disturbed.
_GUARD = RATE * 15 // 100
_CROSSFADE = RATE // 50
_SETTLE_S = 0.4
# The callback wakes the feeder; this is in case it missed a moment.
_LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class PlaybackReport:
    """The last callback: `frame` of `take` went to the device at `at`, heard `delay` s later."""

    take: int
    frame: int
    at: float
    delay: float


class Player:
    """A player for one score at a time; every method may wait except `fill`, which never does."""

    def __init__(self) -> None:
        self._ring = Ring(2 * RATE, (BUSES, 2))
        self._buses = silence(16 * BLOCK, BUSES, 2)
        self._nudge = 0
        self._gains = np.ones(BUSES, np.float32)
        self._target_gains = np.ones(BUSES, np.float32)
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._faded = threading.Event()
        self._faded.set()
        self._mixer: Mixer | None = None
        self._next = 0  # the frame of the score to render next
        self._base = 0  # the frame of the score at place 0 of the ring
        self._take = 0
        self._when: float | None = None
        self._target = 0.0
        self._level = 0.0
        self._fade = SEEK_FADE
        self._alive = True
        self._steps = np.arange(1, 16 * BLOCK + 1, dtype=np.float32)
        self._idle_since = time.monotonic()
        self.heard = PlaybackReport(0, 0, 0.0, 0.0)
        self.starved = 0
        self._feeder = threading.Thread(target=self._run, name="feeder", daemon=True)
        self._feeder.start()

    def load(self, mixer: Mixer) -> None:
        """Replace the score; playback goes on in the new one without a click."""
        with self._lock:
            self._mixer = mixer
            self._replace_buffered()
        self._wake.set()

    def set_levels(self, levels: Levels) -> None:
        """Set the levels; the gains move there smoothly."""
        self._target_gains = np.asarray(levels.gains, np.float32)

    def play(self, take: int, first: Frames, when: float | None = None) -> None:
        """Play from `first`, at once, or so that `first` is heard at `when` (monotonic)."""
        self._silence(SEEK_FADE)
        with self._lock:
            self._ring.empty()
            self._base = first - self._ring.written
            self._next = first
            self._take, self._when, self._nudge = take, when, 0
            self._feed(FIRST)
            self._fade, self._target = RISE if first else _RISE_AT_START, 1.0
            self._faded.clear()
        self._wake.set()

    def nudge(self, count: int) -> None:
        """Leave out `count` frames, one in each callback; a negative number adds as many."""
        self._nudge = count

    def halt(self) -> None:
        """Fade out and stop."""
        self._silence(HALT_FADE)

    @property
    def idle_s(self) -> float:
        """The seconds for which only silence went to the device; 0 while it plays."""
        is_idle = self._faded.is_set() and self._target == 0.0
        return time.monotonic() - self._idle_since if is_idle else 0.0

    @property
    def is_fed(self) -> bool:
        """Whether the feeder thread is alive; without it nothing will sound again."""
        return self._feeder.is_alive()

    def close(self) -> None:
        """Stop the feeder thread."""
        self._alive = False
        self._wake.set()
        self._feeder.join(1.0)

    def fill(self, out: Samples, delay: float) -> None:
        """Fill `out`, (n, 2), which is heard `delay` seconds from now: the device callback."""
        now = time.monotonic()
        if self._level == 0.0 == self._target:
            out.fill(0.0)
            if not self._faded.is_set():
                self._idle_since = now
                self._faded.set()
            return
        shift = self._start_shift(now, delay)
        if shift < 0:
            lead = min(len(out), -shift)
            out[:lead] = 0.0
            out = out[lead:]
            if not len(out):
                return
            delay += lead / RATE
        self._ring.skip(max(0, shift))
        frame = self._base + self._ring.taken
        step = (self._nudge > 0) - (self._nudge < 0) if 1 < len(out) < len(self._buses) else 0
        self._nudge -= step
        buses = self._buses[: len(out) + step]
        count = self._ring.take(buses)
        buses[count:] = 0.0
        if step:
            buses = self._glided(buses, step)
        sum_buses(buses, self._next_gains(len(out)), out)
        self.starved += count < len(out) + min(0, step)
        if self._level != self._target:
            self._ramp(out)
        self.heard = PlaybackReport(self._take, frame, now, delay)
        if self._ring.ready < AHEAD:
            self._wake.set()

    def _glided(self, buses: Samples, step: int) -> Samples:
        """Frames made into one fewer, or one more for a `step` of -1, by gliding to the next one.

        Leaving a frame out, or repeating one, would be heard as a click in a bell.
        """
        earlier = buses[:-1] if step > 0 else np.concatenate((buses, buses[-1:]))
        later = buses[1:] if step > 0 else np.concatenate((buses[:1], buses))
        share = (self._steps[: len(earlier)] / len(earlier))[:, None, None]
        return np.asarray(earlier * (1 - share) + later * share, np.float32)

    def _next_gains(self, count: int) -> Samples:
        """The gains of the next `count` frames, on a ramp towards the target gains."""
        current, target = self._gains, self._target_gains
        if current is target:
            return current
        reach = (self._steps[:count] / GAIN_RAMP)[:, None]
        line = current + np.clip(target - current, -reach, reach)
        self._gains = target if np.array_equal(line[-1], target) else line[-1]
        return np.asarray(line, np.float32)

    def _start_shift(self, now: float, delay: float) -> int:
        """The frames to skip so that the start is on time; negative for silence before it."""
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
            self._wake.wait(_LOOK_S)
            self._wake.clear()
            with self._lock:
                if self._target > 0.0 and self._ring.ready < AHEAD:
                    self._feed(_FULL)

    def _feed(self, ahead: int) -> None:
        while self._mixer is not None and self._ring.ready < ahead:
            self._ring.write(self._mixer.buses(Frames(self._next), BLOCK))
            self._next += BLOCK

    def _replace_buffered(self) -> None:
        """Cross-fade the buffered sound to the new score, out of the reader's way."""
        first = self._ring.taken + _GUARD
        count = self._ring.written - first
        if self._mixer is None or count <= _CROSSFADE:
            return
        fresh = self._mixer.buses(Frames(self._base + first), count)
        rise = np.linspace(0, 1, _CROSSFADE, dtype=np.float32)[:, None, None]
        old = self._ring.peek(first, _CROSSFADE)
        fresh[:_CROSSFADE] = old * (1 - rise) + fresh[:_CROSSFADE] * rise
        self._ring.replace(first, fresh)

"""Sinks: the outputs that take a score; the sink's playhead is the only clock of a session.

A session that is live, silent, written to a file or stepped by a test differs only in its sink.
"""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from companion.audio.levels import USUAL_LEVELS, Levels
from companion.audio.score import Score
from companion.audio.stops import LOOK_S, StopDetector
from companion.units import RATE, Frames


class Sink(Protocol):
    """An output for a score that knows where in it the listener is."""

    def load(self, score: Score) -> None:
        """Replace the score; playback continues at the same place."""
        ...

    def move(self, to: Frames) -> None:
        """Seek to a place; a sink that was playing goes on playing there."""
        ...

    def play(self) -> None:
        """Play from the playhead on."""
        ...

    def meet(self, at: Frames, after_s: float) -> None:
        """Play so that a frame is heard after so many seconds.

        A playhead that is less than a second away from that goes there little by little.
        """
        ...

    def pause(self) -> None:
        """Fade to silence and stop the playhead."""
        ...

    def cut(self) -> None:
        """Silence the output at once and stop the playhead."""
        ...

    levels: Levels
    """The current levels; they stay the same from session to session."""

    def set_levels(self, levels: Levels) -> None:
        """Set the levels for this session and the next."""
        ...

    def position(self) -> Frames:
        """The playhead: the frame that is heard now. It moves only while playing."""
        ...

    def wait(self, until: Frames) -> None:
        """Wait for the playhead to reach `until`, or for `wake`; it may return early."""
        ...

    def wake(self) -> None:
        """End a running `wait` early; safe from any thread."""
        ...

    def trouble(self) -> str:
        """The reason why nothing can be heard, in one line, or an empty string."""
        ...

    def missing(self) -> list[str]:
        """The files that could not be read since the last call, one line for each."""
        ...

    def close(self) -> None:
        """Release every resource."""
        ...


class PacedSink:
    """A sink without sound, whose playhead follows the monotonic clock.

    Time for which this process was stopped is left out, so that no line is leapt over.

    Args:
        reason: why there is no sound; empty when nobody needs to be told.
        now: the monotonic clock, in seconds.
    """

    def __init__(self, reason: str = "", now: Callable[[], float] = time.monotonic) -> None:
        self.levels = USUAL_LEVELS
        self._reason, self._now = reason, now
        self._stops = StopDetector(now())
        self._lock, self._woken = threading.RLock(), threading.Event()
        self._place = Frames(0)
        self._since: float | None = None

    def load(self, score: Score) -> None:
        """Ignore the score, because nothing sounds."""

    def move(self, to: Frames) -> None:
        """Seek to a place."""
        with self._lock:
            self._place = to
            self._since = None if self._since is None else self._now()

    def play(self) -> None:
        """Start the clock."""
        with self._lock:
            if self._since is None:
                self._since = self._now()
                self._stops.lost(self._since)

    def meet(self, at: Frames, after_s: float) -> None:
        """Go to where the frame is reached in time; where that is a little back, wait instead."""
        with self._lock:
            now, place = self._now(), self.position()
            ahead = place - at + after_s * RATE
            waits = self._since is not None and 0 < ahead < RATE
            self._since = now + (ahead / RATE if waits else after_s)
            self._place = place if waits else at
            self._stops.lost(now)

    def pause(self) -> None:
        """Stop the clock."""
        with self._lock:
            self._place, self._since = self.position(), None

    def cut(self) -> None:
        """Stop the clock."""
        self.pause()

    def set_levels(self, levels: Levels) -> None:
        """Remember the levels; nothing sounds."""
        self.levels = levels

    def position(self) -> Frames:
        """The frame that the clock has reached."""
        with self._lock:
            if self._since is None:
                return self._place
            now = self._now()
            self._since += self._stops.lost(now)
            return Frames(self._place + max(0, int((now - self._since) * RATE)))

    def wait(self, until: Frames) -> None:
        """Wait until the clock reaches `until`, or until woken."""
        if self._since is None:
            self._woken.wait()
        while self._since is not None and (left := (until - self.position()) / RATE) > 0:
            if self._woken.wait(min(left, LOOK_S)):
                break
        self._woken.clear()

    def wake(self) -> None:
        """End a running `wait`."""
        self._woken.set()

    def trouble(self) -> str:
        """The reason that was given."""
        return self._reason

    def missing(self) -> list[str]:
        """An empty list: this sink reads no files."""
        return []

    def close(self) -> None:
        """Do nothing: there is nothing to release."""

"""Sinks: where a score goes, and whose playhead is the only clock of a session.

Live, silent, to a file or cranked by a test: a session differs only in its sink.
"""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from companion.audio.levels import USUAL_LEVELS, Levels
from companion.audio.score import Score
from companion.units import RATE, Frames


class Sink(Protocol):
    """Takes a score, and says where in it the listener is."""

    def load(self, score: Score) -> None:
        """Take a score in place of the last; what is sounding goes on where it is."""
        ...

    def move(self, to: Frames) -> None:
        """Go to a place; what was playing plays on from there."""
        ...

    def play(self) -> None:
        """Go on from where the playhead is."""
        ...

    def pause(self) -> None:
        """Fade to silence and stand still."""
        ...

    def cut(self) -> None:
        """Be silent at once and stand still."""
        ...

    levels: Levels
    """How loud it is; it stays so from session to session."""

    def mix(self, levels: Levels) -> None:
        """Be so loud, from now on."""
        ...

    def position(self) -> Frames:
        """The playhead: what is being heard now. It stands still unless playing."""
        ...

    def wait(self, until: Frames) -> None:
        """Return when the playhead may have reached `until`, or when woken; may return early."""
        ...

    def wake(self) -> None:
        """Make whoever waits look again; safe from any thread."""
        ...

    def trouble(self) -> str:
        """Why nothing can be heard, in one line, or an empty string."""
        ...

    def missing(self) -> list[str]:
        """What could not be read since this was asked last, a line each."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


class PacedSink:
    """No sound at all, at the pace of the monotonic clock.

    Args:
        reason: why there is no sound, where that should be said.
        now: the monotonic clock, in seconds.
    """

    def __init__(self, reason: str = "", now: Callable[[], float] = time.monotonic) -> None:
        self.levels = USUAL_LEVELS
        self._reason, self._now = reason, now
        self._woken = threading.Event()
        self._held = Frames(0)
        self._since: float | None = None

    def load(self, score: Score) -> None:
        """Nothing to take: nothing sounds."""

    def move(self, to: Frames) -> None:
        """Go to a place."""
        self._held = to
        self._since = None if self._since is None else self._now()

    def play(self) -> None:
        """Run."""
        if self._since is None:
            self._since = self._now()

    def pause(self) -> None:
        """Stand still."""
        self._held, self._since = self.position(), None

    def cut(self) -> None:
        """Stand still."""
        self.pause()

    def mix(self, levels: Levels) -> None:
        """Remember it: nothing sounds."""
        self.levels = levels

    def position(self) -> Frames:
        """Where the clock has got to."""
        if self._since is None:
            return self._held
        return Frames(self._held + int((self._now() - self._since) * RATE))

    def wait(self, until: Frames) -> None:
        """Wait as long as the clock needs, or until woken."""
        left = (until - self.position()) / RATE if self._since is not None else None
        self._woken.wait(None if left is None else max(0.0, left))
        self._woken.clear()

    def wake(self) -> None:
        """End a wait."""
        self._woken.set()

    def trouble(self) -> str:
        """What was given as the reason."""
        return self._reason

    def missing(self) -> list[str]:
        """Nothing is read."""
        return []

    def close(self) -> None:
        """Nothing to let go of."""

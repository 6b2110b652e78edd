"""The sink that is heard: the app's end of the sound worker, and the playhead.

The playhead follows the frames the device took. While there is no device it runs on by the
monotonic clock, so that words and time go on; when sound is back, the worker is told which
frame is to be heard when, and joins in there.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from companion.audio.levels import USUAL_LEVELS, Levels
from companion.audio.process import READY_S, spawn_worker
from companion.audio.score import Score, to_json
from companion.child import Child, Message
from companion.errors import ChildError
from companion.notices import Notices
from companion.units import RATE, Frames

PATIENCE_S = 1.5
SILENT_S = 2.0
CUT_S = 0.15
_JOIN_S = 0.6
_WATCH_S = 0.25
_RETRY_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


@dataclass(frozen=True, slots=True)
class Sync:
    """`frame` is heard at `at`, a time of the monotonic clock."""

    frame: int
    at: float


class DeviceSink:
    """Plays through the sound worker, which is started at once and replaced when it fails.

    Args:
        spawn: starts a worker; a fake one in tests.
        now: the monotonic clock, in seconds.
        device: which one is wanted; empty for the usual one.
    """

    def __init__(
        self,
        spawn: Callable[[Callable[[Message], None], Callable[[], None]], Child] | None = None,
        now: Callable[[], float] = time.monotonic,
        device: str = "",
    ) -> None:
        self._spawn = spawn or partial(spawn_worker, device)
        self._now = now
        self.levels = USUAL_LEVELS
        self._lock = threading.RLock()
        self._woken, self._cut, self._closing = (
            threading.Event(),
            threading.Event(),
            threading.Event(),
        )
        self._score: Score | None = None
        self._child: Child | None = None
        self._generation = 0
        self._ready = self._has_spoken = False
        self._reason = ""
        self._missing = Notices()
        self._tries = 0
        self._next_try = 0.0
        self._heard_from = now()
        self._take = 0
        self._playing = False
        self._following = False
        self._place = 0
        self._asked_at = 0.0
        self._anchor: Sync | None = None
        self._start()
        self._watcher = threading.Thread(target=self._watch, name="sound watch", daemon=True)
        self._watcher.start()

    def load(self, score: Score) -> None:
        """Take a score; the worker lays it over what it plays."""
        with self._lock:
            self._score = score
            if self._ready:
                self._send({"score": to_json(score)})

    def move(self, to: Frames) -> None:
        """Go to a place."""
        with self._lock:
            self._place = to
            if self._playing:
                self._begin()

    def play(self) -> None:
        """Sound as soon as the device can; the playhead waits for it a little."""
        with self._lock:
            if not self._playing:
                self._begin()

    def _begin(self) -> None:
        self._playing, self._following = True, False
        self._asked_at, self._anchor = self._now(), None
        self._take += 1
        if self._ready:
            self._send({"play": self._place, "take": self._take})
        self._woken.set()

    def pause(self) -> None:
        """Fade out and hold."""
        with self._lock:
            self._hold()
            self._send({"halt": True})

    def mix(self, levels: Levels) -> None:
        """Be so loud; a worker that is started later is told as well."""
        with self._lock:
            self.levels = levels
            if self._ready:
                self._send(_mix(levels))

    def cut(self) -> None:
        """Silence now: the device's own buffer is dropped, a worker that cannot is killed."""
        with self._lock:
            self._hold()
            self._cut.clear()
            child = self._child
            self._send({"cut": True})
        if child is not None and not self._cut.wait(CUT_S):
            child.kill()
        self._woken.set()

    def position(self) -> Frames:
        """What is heard now; the clock runs on alone while nothing can be."""
        with self._lock:
            if self._playing:
                self._place = max(self._place, self._running())
            return Frames(self._place)

    def wait(self, until: Frames) -> None:
        """Wait until `until` should be heard, or until woken."""
        left = None
        if self._playing:
            left = max(0.0, (until - self.position()) / RATE)
            if self._anchor is None:
                left = max(left, 0.02)
        self._woken.wait(left)
        self._woken.clear()

    def wake(self) -> None:
        """End a wait."""
        self._woken.set()

    def trouble(self) -> str:
        """Why there is no sound."""
        return self._reason

    def missing(self) -> list[str]:
        """What the worker could not read."""
        return self._missing.take()

    def close(self) -> None:
        """End the worker."""
        self._closing.set()
        self._send({"close": True})
        self._watcher.join(1.0)
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    def _running(self) -> int:
        now = self._now()
        if self._anchor is None:
            # the first report is waited for, so that words and voice begin together
            patience = PATIENCE_S if not self._reason else 0.0
            if now - self._asked_at < patience:
                return self._place
            self._anchor = Sync(self._place, now)
        return self._anchor.frame + int((now - self._anchor.at) * RATE)

    def _hold(self) -> None:
        self._place = self.position()
        self._playing, self._anchor = False, None

    def _send(self, message: Message) -> None:
        try:
            if self._child is not None:
                self._child.send(message)
        except ChildError:
            pass  # its end is noticed by the thread that reads it

    def _start(self) -> None:
        with self._lock:
            self._generation += 1
            mine = self._generation
            self._ready, self._has_spoken, self._heard_from = False, False, self._now()
            try:
                self._child = self._spawn(
                    lambda message: self._hear(message, mine), lambda: self._ended(mine)
                )
            except ChildError as error:
                self._lost(error.message)

    def _hear(self, message: Message, generation: int) -> None:
        with self._lock:
            if generation != self._generation:
                return
            self._heard_from, self._has_spoken = self._now(), True
            if "state" in message:
                self._changed(message["state"] == "ok", message["reason"])
            elif "missing" in message:
                self._missing.add(message["missing"])
            elif message.get("cut"):
                self._cut.set()
            elif message.get("take") == self._take and self._playing:
                self._follow(message)

    def _changed(self, sounds: bool, reason: str) -> None:
        was_ready, self._ready = self._ready, sounds
        self._reason = "" if sounds else reason
        if sounds:
            self._tries = 0
        if not sounds:
            self._lost(reason)
        elif not was_ready and self._score is not None:
            self._send({"score": to_json(self._score)})
            self._send(_mix(self.levels))
            if self._playing:
                self._join()

    def _join(self) -> None:
        """Start, or start again, so that the playhead goes on without a step."""
        self._take += 1
        self._following = False
        if self._anchor is None:
            self._send({"play": self._place, "take": self._take})
            return
        when = self._now() + _JOIN_S
        frame = self._anchor.frame + int((when - self._anchor.at) * RATE)
        self._send({"play": frame, "take": self._take, "when": when})

    def _follow(self, message: Message) -> None:
        anchor = Sync(message["frame"], message["at"] + message["delay"])
        if not self._following:
            self._following = True
            self._woken.set()
        self._anchor = anchor

    def _lost(self, reason: str) -> None:
        """Run on by the clock from here."""
        self._ready, self._reason = False, reason or "the sound worker ended"
        if self._playing:
            self._place = max(self._place, self._running())
            self._anchor = self._anchor or Sync(self._place, self._now())
        self._woken.set()

    def _ended(self, generation: int) -> None:
        with self._lock:
            if generation == self._generation and not self._closing.is_set():
                self._child = None
                self._cut.set()
                self._lost(self._reason)
                self._next_try = self._now() + _RETRY_S[min(self._tries, len(_RETRY_S) - 1)]
                self._tries += 1

    def _watch(self) -> None:
        """Kill a worker that has hung; start another when the time has come."""
        while not self._closing.wait(_WATCH_S):
            with self._lock:
                child = self._child
                quiet = self._now() - self._heard_from
                limit = SILENT_S if self._has_spoken else READY_S
                due = child is None and self._now() >= self._next_try
            if child is not None and quiet > limit:
                with self._lock:
                    self._reason = self._reason or "the sound server does not answer"
                child.kill()
            elif due:
                self._start()


def _mix(levels: Levels) -> Message:
    return {"mix": [levels.voice, levels.bed]}

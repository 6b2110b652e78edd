"""The sink that plays on a device: the app's end of the sound worker.

The worker starts at once and is replaced when it fails. The new one is told which frame should be
heard when, and joins in there.
"""

import threading
import time
from collections.abc import Callable
from functools import partial

from companion.audio.levels import USUAL_LEVELS, Levels
from companion.audio.playhead import Playhead, Sync
from companion.audio.process import READY_S, spawn_worker
from companion.audio.protocol import (
    Answer,
    Close,
    Cut,
    Halt,
    HasCut,
    Heard,
    Load,
    Missing,
    Nudge,
    Play,
    Request,
    SetLevels,
    State,
)
from companion.audio.score import Score, to_json
from companion.audio.stops import StopDetector
from companion.child import Child
from companion.errors import ChildError
from companion.notices import Notices
from companion.units import RATE, Frames

PATIENCE_S = 1.5
SILENT_S = 2.0
CUT_S = 0.15
_JOIN_S = 0.6
_WATCH_S = 0.25
_SHORT_WAIT_S = 0.02
_RETRY_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)

Spawn = Callable[[Callable[[Answer], None], Callable[[], None]], Child[Answer]]


class DeviceSink:
    """A sink that plays through the sound worker.

    Args:
        spawn: starts a worker; a fake one in tests.
        now: the monotonic clock, in seconds.
        device: the wanted device; empty for the usual one.
    """

    def __init__(
        self,
        spawn: Spawn | None = None,
        now: Callable[[], float] = time.monotonic,
        device: str = "",
    ) -> None:
        self._spawn = spawn or partial(spawn_worker, device)
        self._now = now
        self.levels = USUAL_LEVELS
        self._lock = threading.RLock()
        self._woken, self._cut = threading.Event(), threading.Event()
        self._closing, self._settled = threading.Event(), threading.Event()
        self._missing = Notices()
        self._score: Score | None = None
        self._child: Child[Answer] | None = None
        self._generation = 0
        self._ready = self._has_spoken = False
        self._reason = ""
        self._tries, self._next_try = 0, 0.0
        self._last_message_at = now()
        self._take, self._is_followed = 0, False
        self._playhead = Playhead()
        self._stops = StopDetector(now())
        self._start()
        self._watcher = threading.Thread(target=self._watch, name="sound watch", daemon=True)
        self._watcher.start()

    def load(self, score: Score) -> None:
        """Load a score; the worker cross-fades to it from what it plays."""
        with self._lock:
            self._score = score
            if self._ready:
                self._send(Load(to_json(score)))

    def move(self, to: Frames) -> None:
        """Move the playhead to a frame."""
        with self._lock:
            self._playhead = self._playhead.move(to)
            if self._playhead.is_playing:
                self._begin()

    def play(self) -> None:
        """Start to play; the playhead waits a little for the device."""
        with self._lock:
            if not self._playhead.is_playing:
                self._begin()

    def meet(self, at: Frames, after_s: float) -> None:
        """Have a frame heard after some seconds; a device that is near leaves out some, or none."""
        with self._lock:
            self.position()
            now = self._now()
            goal = Sync(at, now + after_s)
            if self._ready and self._playhead.is_near(goal, now):
                self._send(Nudge(self._playhead.behind(goal, now)))
                return
            self._playhead = self._playhead.meet(goal, now)
            if self._ready:
                self._join()

    def pause(self) -> None:
        """Fade out, and hold the playhead."""
        with self._lock:
            self._hold()
            self._send(Halt())

    def set_levels(self, levels: Levels) -> None:
        """Set the levels, for this worker and for those that replace it."""
        with self._lock:
            self.levels = levels
            if self._ready:
                self._send(SetLevels(levels.voice, levels.bed))

    def cut(self) -> None:
        """Fall silent now: have the device drop its buffer, or kill a worker that takes long."""
        with self._lock:
            self._hold()
            self._cut.clear()
            child = self._child
            self._send(Cut())
        if child is not None and not self._cut.wait(CUT_S):
            child.kill()
        self._woken.set()

    def position(self) -> Frames:
        """The frame that is heard now; without sound it follows the clock alone."""
        with self._lock:
            now = self._now()
            # a device plays on while the app is stopped, but where there is none, time stops too
            if (lost := self._stops.lost(now)) and self._reason:
                self._playhead = self._playhead.leave_out(lost)
            self._playhead = self._playhead.advance(now, self._patience_s)
            return Frames(self._playhead.place)

    def wait(self, until: Frames) -> None:
        """Wait until the frame `until` should be heard, or until `wake` is called."""
        left = None
        if self._playhead.is_playing:
            left = max(0.0, (until - self.position()) / RATE)
            if self._playhead.sync is None:
                left = max(left, _SHORT_WAIT_S)
        self._woken.wait(left)
        self._woken.clear()

    def wake(self) -> None:
        """End a `wait` early."""
        self._woken.set()

    def trouble(self) -> str:
        """The reason why there is no sound; empty while there is."""
        return self._reason

    def settle(self, most_s: float) -> None:
        """Wait until it is known whether there is sound, for at most `most_s` seconds."""
        self._settled.wait(most_s)

    def missing(self) -> list[str]:
        """Return lines about sounds the worker could not read, each once."""
        return self._missing.take()

    def close(self) -> None:
        """End the worker."""
        self._closing.set()
        self._send(Close())
        self._watcher.join(1.0)
        child, self._child = self._child, None
        if child is not None:
            child.kill()

    @property
    def _patience_s(self) -> float:
        """Seconds to wait for the first report of a device; none while there is no sound."""
        return 0.0 if self._reason else PATIENCE_S

    def _begin(self) -> None:
        self._playhead = self._playhead.begin(self._now())
        self._is_followed = False
        self._take += 1
        if self._ready:
            self._send(Play(self._playhead.place, self._take))
        self._woken.set()

    def _hold(self) -> None:
        self._playhead = self._playhead.hold(self._now(), self._patience_s)

    def _send(self, message: Request) -> None:
        try:
            if self._child is not None:
                self._child.send(message)
        except ChildError:
            pass  # the reading thread notices that the worker has ended

    def _start(self) -> None:
        with self._lock:
            self._generation += 1
            generation = self._generation
            self._ready, self._has_spoken, self._last_message_at = False, False, self._now()
            try:
                self._child = self._spawn(
                    lambda message: self._hear(message, generation),
                    lambda: self._on_end(generation),
                )
            except ChildError as error:
                self._lose(error.message)

    def _hear(self, message: Answer, generation: int) -> None:
        with self._lock:
            if generation != self._generation:
                return
            self._last_message_at, self._has_spoken = self._now(), True
            match message:
                case State():
                    self._on_state(message)
                case Missing(line):
                    self._missing.add(line)
                case HasCut():
                    self._cut.set()
                case Heard(take=take) if take == self._take and self._playhead.is_playing:
                    self._follow(message)

    def _on_state(self, state: State) -> None:
        was_ready, self._ready = self._ready, state.sounds
        self._reason = "" if state.sounds else state.reason
        if state.sounds:
            self._tries = 0
        if not state.sounds:
            self._lose(state.reason)
        elif not was_ready and self._score is not None:
            self._send(Load(to_json(self._score)))
            self._send(SetLevels(self.levels.voice, self.levels.bed))
            if self._playhead.is_playing:
                self._join()
        self._settled.set()

    def _join(self) -> None:
        """Have the worker start so that the playhead goes on without a jump."""
        self._take += 1
        self._is_followed = False
        if self._playhead.sync is None:
            self._send(Play(self._playhead.place, self._take))
            return
        when = max(self._now() + _JOIN_S, self._playhead.sync.at)
        self._send(Play(self._playhead.sync.frame_at(when), self._take, when))

    def _follow(self, report: Heard) -> None:
        if not self._is_followed:
            self._is_followed = True
            self._woken.set()
        self._playhead = self._playhead.follow(report.frame, report.at + report.delay)

    def _lose(self, reason: str) -> None:
        """Remember that there is no sound, and let the clock move the playhead from here."""
        self._ready, self._reason = False, reason or "the sound worker ended"
        now = self._now()
        self._stops.lost(now)
        self._playhead = self._playhead.run_on(now)
        self._settled.set()
        self._woken.set()

    def _on_end(self, generation: int) -> None:
        with self._lock:
            if generation == self._generation and not self._closing.is_set():
                self._child = None
                self._cut.set()
                self._lose(self._reason)
                self._next_try = self._now() + _RETRY_S[min(self._tries, len(_RETRY_S) - 1)]
                self._tries += 1

    def _watch(self) -> None:
        """Kill a worker that hangs; start another when its retry is due."""
        while not self._closing.wait(_WATCH_S):
            with self._lock:
                self.position()
                child = self._child
                quiet = self._now() - self._last_message_at
                limit = SILENT_S if self._has_spoken else READY_S
                is_due = child is None and self._now() >= self._next_try
            if child is not None and quiet > limit:
                with self._lock:
                    self._reason = self._reason or "the sound server doesn't answer"
                child.kill()
            elif is_due:
                self._start()

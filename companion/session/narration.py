"""Clips on their way from the narrating thread to the one that carries the session."""

import queue
import threading
from collections.abc import Callable, Iterable
from typing import Protocol

from companion.audio.clip import Clip
from companion.notices import Notices
from companion.timeline.utterance import Utterance


class ClipSource(Protocol):
    """What gives clips: the narrator, or a fake."""

    def speak(self, utterance: Utterance) -> Clip | None:
        """The clip of an utterance, or None."""
        ...

    def close(self) -> None:
        """End."""
        ...


class LazyNarrator:
    """A speaker that is only made when there is something to say."""

    def __init__(self, make: Callable[[], ClipSource]) -> None:
        self._make = make

    def speak(self, utterance: Utterance) -> Clip | None:
        """The clip of an utterance, or None."""
        return self._make().speak(utterance)

    def close(self) -> None:
        """End."""
        self._make().close()


class Narration:
    """Speaks what is wanted in order; what is wanted next may change at any time.

    `first` and `all` are set once the first, and every one of the lines wanted at the beginning
    has been spoken or given up; `arrived` is called after each.

    Args:
        wanted: the lines of the session.
        later: gives lines that only other answers lead to; asked when all others are spoken.
        notices: where a line that could not be spoken is reported.
    """

    def __init__(
        self,
        wanted: Iterable[Utterance],
        later: Callable[[], Iterable[Utterance]] = tuple,
        notices: Notices | None = None,
    ) -> None:
        self._notices = notices or Notices()
        self.queue: queue.SimpleQueue[tuple[Utterance, Clip | None]] = queue.SimpleQueue()
        self.first, self.all = threading.Event(), threading.Event()
        self.cancelled = threading.Event()
        self.arrived: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._pending = list(dict.fromkeys(wanted))
        self._missing = set(self._pending)
        self._wanted = len(self._missing)
        self._later = later
        self._taken: set[Utterance] = set()
        self._speaker: ClipSource | None = None
        self._is_running = False

    def start(self, speaker: ClipSource) -> None:
        """Speak in a thread of its own."""
        self._speaker = speaker
        with self._lock:
            self._begin()

    def want(self, lines: Iterable[Utterance]) -> None:
        """These come next, those among them that were not spoken yet."""
        with self._lock:
            fresh = [line for line in dict.fromkeys(lines) if line not in self._taken]
            self._pending = fresh + [line for line in self._pending if line not in set(fresh)]
            if self._speaker is not None and not self._is_running:
                self._begin()

    def run(self, speaker: ClipSource) -> None:
        """Speak until nothing is wanted any more."""
        try:
            while (line := self._next()) is not None:
                self.queue.put((line, self._clip(speaker, line)))
                self._missing.discard(line)
                self.first.set()
                if not self._missing:
                    self.all.set()
                self.arrived()
                if self.all.is_set():
                    self._foresee()
        finally:
            self.first.set()
            self.all.set()

    def _foresee(self) -> None:
        """What other answers lead to is wanted as well, after all else."""
        later, self._later = self._later, tuple
        lines = list(later())
        with self._lock:
            known = self._taken | set(self._pending)
            self._pending += [line for line in dict.fromkeys(lines) if line not in known]

    @property
    def progress(self) -> tuple[int, int]:
        """How many of the lines wanted at the beginning are spoken, and how many there are."""
        return self._wanted - len(self._missing), self._wanted

    def take(self) -> dict[Utterance, Clip | None]:
        """What has come since it was asked last."""
        came: dict[Utterance, Clip | None] = {}
        while not self.queue.empty():
            utterance, clip = self.queue.get()
            came[utterance] = clip
        return came

    def _begin(self) -> None:
        self._is_running = True
        args = (self._speaker,)
        threading.Thread(target=self.run, args=args, name="narrator", daemon=True).start()

    def _next(self) -> Utterance | None:
        with self._lock:
            if self.cancelled.is_set() or not self._pending:
                self._is_running = False
                return None
            line = self._pending.pop(0)
            self._taken.add(line)
            return line

    def _clip(self, speaker: ClipSource, utterance: Utterance) -> Clip | None:
        try:
            return speaker.speak(utterance)
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not end a session
            self._notices.add(f"a line could not be spoken: {error}")
            return None

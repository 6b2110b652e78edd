"""Narration: the thread that speaks lines ahead, and the clips on their way to the session."""

import queue
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from companion.audio.clip import Clip
from companion.notices import Notices
from companion.session.opened import Opened
from companion.timeline.allowance import allowance
from companion.timeline.request import LIMITS, Request
from companion.timeline.utterance import Utterance
from companion.units import Millis

# A voice doesn't speak exactly as much faster as it is told to.
_SPARE = 1.03


class ClipSource(Protocol):
    """A source of clips: the narrator, or a fake."""

    def speak(self, utterance: Utterance) -> Clip | None:
        """The clip of an utterance; None when no voice can say it. Blocks."""
        ...

    def rest(self) -> None:
        """Give back what the voices hold, until there are more lines."""
        ...

    def close(self) -> None:
        """Release every voice."""
        ...


class LazyNarrator:
    """A source that calls `make` for its narrator only when it needs it."""

    def __init__(self, make: Callable[[], ClipSource]) -> None:
        self._make = make

    def speak(self, utterance: Utterance) -> Clip | None:
        """The clip of an utterance; None when no voice can say it. Blocks."""
        return self._make().speak(utterance)

    def rest(self) -> None:
        """Give back what the voices hold, until there are more lines."""
        self._make().rest()

    def close(self) -> None:
        """Release every voice."""
        self._make().close()


class FittingSpeaker:
    """A source whose lines are no longer than their room: one that would be is sped up a little.

    A line that is too long even then is only shown.

    Args:
        source: speaks the lines.
        room: the longest that a line may last; others have their allowance.
    """

    def __init__(self, source: ClipSource, room: Mapping[Utterance, Millis]) -> None:
        self._source, self._room = source, room

    def speak(self, utterance: Utterance) -> Clip | None:
        """The clip of an utterance, or None when no voice can say it in time. Blocks."""
        most = self._room.get(utterance) or allowance(utterance)
        clip = self._source.speak(utterance)
        if clip is None or clip.spoken.length <= most:
            return clip
        faster = utterance.pace * clip.spoken.length / most * _SPARE
        _, fastest = LIMITS["pace"]
        again = replace(utterance, pace=round(min(fastest, faster), 3))
        clip = self._source.speak(again)
        return clip if clip is not None and clip.spoken.length <= most else None

    def rest(self) -> None:
        """Give back what the voices hold, until there are more lines."""
        self._source.rest()

    def close(self) -> None:
        """Release every voice."""
        self._source.close()


class Narration:
    """A queue of lines that a thread speaks in order; the order may change at any time.

    The event `first` is set when one line has been spoken or given up, `all` when every line of
    `wanted` has; setting `cancelled` ends the thread after its line. `arrived` is called by the
    thread after each line.

    Args:
        wanted: the lines of the session.
        later: returns lines that only other answers lead to; called when all others are spoken.
        notices: the collector for lines that could not be spoken.
        rests: whether the voices rest once every line is spoken.
    """

    def __init__(
        self,
        wanted: Iterable[Utterance],
        later: Callable[[], Iterable[Utterance]] = tuple,
        notices: Notices | None = None,
        *,
        rests: bool = False,
    ) -> None:
        self._notices = notices or Notices()
        self._rests = rests
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
        """Start the thread."""
        self._speaker = speaker
        with self._lock:
            self._begin()

    def want(self, lines: Iterable[Utterance]) -> None:
        """Speak these lines next, except for those that were already taken."""
        with self._lock:
            urgent = [line for line in dict.fromkeys(lines) if line not in self._taken]
            self._pending = urgent + [line for line in self._pending if line not in set(urgent)]
            if self._speaker is not None and not self._is_running:
                self._begin()

    def run(self, speaker: ClipSource) -> None:
        """Speak until no line is left, or `cancelled` is set."""
        try:
            while (line := self._next()) is not None:
                self.queue.put((line, self._clip(speaker, line)))
                self._missing.discard(line)
                self.first.set()
                if not self._missing:
                    self.all.set()
                self.arrived()
                if self.all.is_set():
                    self._add_later_lines()
        finally:
            self.first.set()
            self.all.set()
        if self._rests and not self.cancelled.is_set():
            speaker.rest()

    def _add_later_lines(self) -> None:
        """Append the lines that only other answers lead to, once."""
        later, self._later = self._later, tuple
        lines = list(later())
        with self._lock:
            present = self._taken | set(self._pending)
            self._pending += [line for line in dict.fromkeys(lines) if line not in present]

    @property
    def progress(self) -> tuple[int, int]:
        """The number of lines of `wanted` that are spoken or given up, and of all of them."""
        return self._wanted - len(self._missing), self._wanted

    def take(self) -> dict[Utterance, Clip | None]:
        """The clips that have arrived since the last call; None for a line that was given up."""
        clips: dict[Utterance, Clip | None] = {}
        while not self.queue.empty():
            utterance, clip = self.queue.get()
            clips[utterance] = clip
        return clips

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
        except Exception as error:  # noqa: BLE001 - a bug in speaking must not end a session
            self._notices.add(f"a line couldn't be spoken: {error}")
            return None


# How many lines of a script are spoken ahead while its name is selected in a list.
_FIRST_LINES = 2


class SpeakingAhead:
    """Speaks the first lines of one script at a time, because it may be played soon.

    Args:
        notices: the collector of problems.
    """

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._narration: Narration | None = None

    def speak(self, opened: Opened, speaker: ClipSource) -> None:
        """Speak the first lines of a script, and no more of the one before."""
        self.stop()
        lines = opened.plan(Request(profile=opened.profile)).utterances()[:_FIRST_LINES]
        self._narration = Narration(lines, notices=self._notices)
        self._narration.start(speaker)

    def stop(self) -> None:
        """Stop after the line that is being spoken."""
        if self._narration is not None:
            self._narration.cancelled.set()
            self._narration = None

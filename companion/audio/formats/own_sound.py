"""The user's own sound files, read by the decoding worker.

One worker serves the whole process. It is replaced when it ends or takes too long.
"""

import base64
import contextlib
import itertools
import os
import queue
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np

from companion.audio.formats.decode_protocol import (
    ANSWERS,
    Answer,
    Decoded,
    Open,
    Opened,
    Read,
    ReadBell,
    Refused,
    Shut,
)
from companion.audio.samples import Samples
from companion.child import Child
from companion.errors import ChildError, SoundError
from companion.units import SECOND, Millis

# Far longer than ffmpeg takes to open a file of two hours on a slow disk.
LIMIT_S = 20.0
_WORKER = "companion.audio.formats.decode_worker"

A = TypeVar("A", Opened, Decoded)
Spawn = Callable[[Callable[[Answer], None], Callable[[], None]], Child[Answer]]


def spawn_worker(hear: Callable[[Answer], None], ended: Callable[[], None]) -> Child[Answer]:
    """Start a decoding worker.

    Raises:
        ChildError: when it cannot be started.
    """
    return Child(_WORKER, ANSWERS, hear, ended)


class Decoder:
    """The decoding worker of this process, started with the first request.

    Args:
        spawn: starts a worker; a fake one in tests.
        limit_s: the seconds that one answer may take.
    """

    def __init__(self, spawn: Spawn = spawn_worker, limit_s: float = LIMIT_S) -> None:
        self._spawn, self._limit_s = spawn, limit_s
        self._lock = threading.Lock()
        self._child: Child[Answer] | None = None
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._generation = 0

    @property
    def generation(self) -> int:
        """The number of the current worker; a file that an earlier one opened is closed."""
        with self._lock:
            if self._child is not None and self._child.has_ended:  # between two requests
                self._drop()
            return self._generation

    def ask(self, request: Open | Read | ReadBell, wanted: type[A], name: str) -> A:
        """Send a request, and return its answer.

        Args:
            request: what to do.
            wanted: the type of the answer.
            name: the file, as it is called in messages.

        Raises:
            SoundError: when the file can't be read, or takes too long.
        """
        with self._lock:
            try:
                self._running().send(request)
                answer = self._answers.get(timeout=self._limit_s)
            except ChildError:
                answer = None
            except queue.Empty:
                self._drop()
                raise SoundError(f"{name} takes too long to read", "choose another file") from None
            if answer is None:
                self._drop()
                raise SoundError(f"{name} can't be read", "choose another file")
        if isinstance(answer, Refused):
            raise SoundError(answer.message, answer.remedy)
        assert isinstance(answer, wanted)
        return answer

    def shut(self, key: int, generation: int) -> None:
        """Close a file, if the worker that opened it still runs."""
        with contextlib.suppress(ChildError):
            if self._child is not None and generation == self._generation:
                self._child.send(Shut(key))

    def _running(self) -> Child[Answer]:
        if self._child is None:
            answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
            self._answers = answers
            self._child = self._spawn(answers.put, lambda: answers.put(None))
            self._generation += 1
        return self._child

    def _drop(self) -> None:
        child, self._child = self._child, None
        self._generation += 1
        if child is not None:
            child.kill()


@cache
def decoder() -> Decoder:
    """The decoder of this process."""
    return Decoder()


_KEYS = itertools.count()


class OwnSound:
    """A file of the user's, to be read piece by piece.

    Args:
        file: any audio file.
        by: the decoder; the one of this process by default.

    Raises:
        SoundError: when it is missing, is not audio, has an unusable rate, or is shorter than a
            tenth of a second or longer than two hours.
    """

    def __init__(self, file: Path, by: Decoder | None = None) -> None:
        self._file, self._decoder = file, by or decoder()
        self._key, self._generation = next(_KEYS), -1
        self._failure: SoundError | None = None
        opened = self._open()
        self.rate, self.frames = opened.rate, opened.frames

    def read(self, first: int, count: int) -> Samples:
        """Read (count, 2) float32 from frame `first` on; frames outside the file are silent.

        Raises:
            SoundError: when it can't be read any more; at once, when it took too long before.
        """
        if self._failure is not None:
            raise self._failure
        try:
            if self._generation != self._decoder.generation:  # another file cost that worker
                self._open()
            request = Read(self._key, first, count)
            return _samples(self._decoder.ask(request, Decoded, self._file.name))
        except SoundError as error:
            self._failure = error
            raise

    def _open(self) -> Opened:
        opened = self._decoder.ask(Open(self._key, _path(self._file)), Opened, self._file.name)
        self._generation = self._decoder.generation
        return opened

    def close(self) -> None:
        """Close the file."""
        self._decoder.shut(self._key, self._generation)

    def __del__(self) -> None:
        with contextlib.suppress(AttributeError):  # it was never opened
            self.close()


def own_length(file: Path) -> Millis:
    """The length of the user's own sound; only the head of the file is read.

    Raises:
        SoundError: when it is missing, has an unusable length or rate, or is not audio.
    """
    with contextlib.closing(OwnSound(file)) as sound:
        return Millis(-(-sound.frames * SECOND // sound.rate))


def read_bell(file: Path) -> Samples:
    """Read the user's own bell.

    Returns:
        (n, 2) float32 at 48 kHz.

    Raises:
        SoundError: when it is missing, longer than a minute, or not audio.
    """
    return _samples(decoder().ask(ReadBell(_path(file)), Decoded, file.name))


def _path(file: Path) -> str:
    return base64.b64encode(os.fsencode(file)).decode("ascii")


def _samples(decoded: Decoded) -> Samples:
    return np.frombuffer(base64.b64decode(decoded.samples), np.float32).reshape(-1, 2)

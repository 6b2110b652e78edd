"""A worker process: spawned, never forked; spoken to in typed JSON lines; killed by handle.

It ends with its parent, when its standard input closes. Its standard error is always read, and
only the end is kept, because the libraries of a dying sound server can print 50 MB a second.
"""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Generic, TypeVar

from companion.errors import ChildError

_TAIL_BYTES = 4_096

T = TypeVar("T")


def forbid_core_dumps() -> None:
    """Keep what was said out of files that a crash would leave; worker processes inherit this.

    Linux ignores a limit of 0 where a program collects core dumps, but not a limit of one byte.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        limit = 1 if sys.platform == "linux" and most != 0 else 0
        resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))


class Codec(Generic[T]):
    """The messages of one direction, as lines of JSON.

    Args:
        types: every class of message: frozen dataclasses whose fields are plain JSON values.
    """

    def __init__(self, *types: type[T]) -> None:
        self._types = {one.__name__: one for one in types}

    def decode(self, line: bytes) -> T | None:
        """Read a message; None for a line that is none, such as one that a library printed."""
        try:
            values = json.loads(line)
            return self._types[values.pop("type")](**values)
        except (ValueError, AttributeError, KeyError, TypeError):
            return None


def encode(message: Any) -> bytes:
    """Write a message as a line that the codec of its type reads."""
    values = {field.name: getattr(message, field.name) for field in fields(message)}
    line = json.dumps({"type": type(message).__name__, **values}, ensure_ascii=False)
    return line.encode() + b"\n"


class Child(Generic[T]):
    """One running worker, in a process group of its own.

    Args:
        module: the module to run, as `python -m` does.
        answers: the messages that it sends.
        hear: called with each message, on a thread of this object.
        ended: called once when the worker has ended, on the same thread.
        arguments: command-line arguments for the worker.
        environment: environment variables for the worker alone.

    Raises:
        ChildError: when the worker cannot be started.
    """

    def __init__(  # noqa: PLR0913 - everything that a process is started with
        self,
        module: str,
        answers: Codec[T],
        hear: Callable[[T], None],
        ended: Callable[[], None],
        *,
        arguments: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._answers, self._hear, self._ended = answers, hear, ended
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._has_ended = False
        self._tail = b""
        try:
            self._process = subprocess.Popen(
                # -P keeps the current folder out of the import path
                [sys.executable, "-P", "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, **(environment or {})},
                # Ctrl+C in the terminal must reach only the app, which then ends its workers
                start_new_session=True,
            )
        except OSError as error:
            raise ChildError(f"couldn't start {module}: {error}") from error
        self._threads = [
            threading.Thread(target=target, name=f"{module} {target.__name__}", daemon=True)
            for target in (self._read_stdout, self._read_stderr, self._write_stdin)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """The process id of the worker."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the worker has ended."""
        return self._has_ended

    @property
    def last_words(self) -> str:
        """The end of its standard error."""
        return self._tail.decode("utf-8", "replace").strip()

    def send(self, message: Any) -> None:
        """Send a message to the worker; never blocks, even when the worker has stopped reading.

        Raises:
            ChildError: when the worker has ended.
        """
        if self._has_ended:
            raise ChildError(f"the worker is gone: {self.last_words}")
        self._outbox.put(encode(message))

    def kill(self) -> None:
        """Kill the worker with its own processes, and wait for its end; may be called twice."""
        if self._process.poll() is None:
            if sys.platform == "win32":
                self._process.kill()
            else:  # the whole group, with every process that it has started
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        current = threading.current_thread()
        for thread in self._threads:
            if thread is not current:
                thread.join(1.0)

    def _write_stdin(self) -> None:
        assert self._process.stdin is not None
        # writing to a pipe without a reader raises, and so does closing it
        with contextlib.suppress(OSError), self._process.stdin as stdin:
            while (line := self._outbox.get()) is not None:
                stdin.write(line)
                stdin.flush()

    def _read_stdout(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stdout:
            for line in stdout:
                if (message := self._answers.decode(line)) is not None:
                    self._hear(message)
        self._process.wait()
        self._has_ended = True
        self._outbox.put(None)
        self._ended()

    def _read_stderr(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stderr:
            while chunk := os.read(stderr.fileno(), 65_536):
                self._tail = (self._tail + chunk)[-_TAIL_BYTES:]


class Parent(Generic[T]):
    """The worker's end of the pipe: reads requests, writes answers, and ends when the app does.

    Args:
        requests: the messages that the app sends.

    The real standard output is kept for answers, and descriptor 1 is pointed at standard error,
    so that a library that prints cannot break the protocol.
    """

    def __init__(self, requests: Codec[T]) -> None:
        forbid_core_dumps()
        self._requests = requests
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        self._sending = threading.Lock()

    def send(self, message: Any) -> None:
        """Send an answer; end this process when the app has gone."""
        line = encode(message)
        try:
            with self._sending:
                self._out.write(line)
        except OSError:
            os._exit(0)

    def listen(self, hear: Callable[[T], None]) -> None:
        """Pass every request to `hear` on a new thread; the end of input ends this process."""

        def read() -> None:
            for line in sys.stdin.buffer:
                if (message := self._requests.decode(line)) is not None:
                    hear(message)
            # kill, because a hung C library or program must not outlive the app
            if sys.platform != "win32" and os.getpgrp() == os.getpid():
                os.killpg(0, signal.SIGKILL)
            os._exit(0)

        threading.Thread(target=read, name="requests", daemon=True).start()

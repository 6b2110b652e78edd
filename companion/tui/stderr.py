"""A redirection of descriptor 2 that keeps the output of C libraries off the screen.

Textual draws through descriptor 2, and sound libraries print to it. The terminal moves to another
descriptor, and 2 becomes a pipe that a thread reads; only the end of that output is kept.
"""

import contextlib
import io
import os
import sys
import threading
from collections.abc import Iterator

_TAIL_BYTES = 4_096


class StderrTail:
    """The tail of what libraries wrote to descriptor 2."""

    def __init__(self) -> None:
        self._tail = b""

    def add(self, chunk: bytes) -> None:
        """Append a chunk and drop bytes that no longer fit in the tail."""
        self._tail = (self._tail + chunk)[-_TAIL_BYTES:]

    @property
    def text(self) -> str:
        """The tail as text."""
        return self._tail.decode("utf-8", "replace").strip()


@contextlib.contextmanager
def quiet_stderr() -> Iterator[StderrTail]:
    """Redirect descriptor 2 into `StderrTail`, and keep Python's stderr on the terminal."""
    overheard = StderrTail()
    if os.name == "nt" or sys.__stderr__ is None:
        yield overheard  # on Windows no library of ours prints there
        return
    sys.__stderr__.flush()
    terminal = os.dup(2)
    stream = io.TextIOWrapper(
        io.FileIO(terminal, "w", closefd=False),
        encoding=sys.__stderr__.encoding,
        errors="backslashreplace",
        write_through=True,
    )
    before = sys.__stderr__, sys.stderr
    reading, writing = os.pipe()
    os.dup2(writing, 2)
    os.close(writing)
    listener = threading.Thread(target=_listen, args=(reading, overheard), daemon=True)
    listener.start()
    sys.__stderr__ = stream  # type: ignore[misc]
    if before[1] is before[0]:
        sys.stderr = stream
    try:
        yield overheard
    finally:
        stream.flush()
        os.dup2(terminal, 2)  # closes the pipe's last writer, which ends the listener
        sys.__stderr__, sys.stderr = before  # type: ignore[misc]
        listener.join(1.0)
        os.close(terminal)


def _listen(reading: int, overheard: StderrTail) -> None:
    while chunk := os.read(reading, 65_536):
        overheard.add(chunk)
    os.close(reading)

"""The lines that someone types, read by a thread of their own, for all rooms of one run."""

import contextlib
import queue
import signal
import threading
from typing import TYPE_CHECKING, TextIO

from companion.ending import is_background

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BACKGROUND_S = 1.0


class Typist:
    """Reads lines from a stream until it ends.

    Args:
        typed: the stream; None when nobody can type.
    """

    def __init__(self, typed: TextIO | None) -> None:
        self.can_type = typed is not None and typed.isatty()
        """Whether someone sits at a terminal."""
        self.gone = threading.Event()
        """Set when the terminal that was read has gone."""
        self.on_line: Callable[[], None] = lambda: None
        """Called after every line, and when the terminal has gone; from the reader's thread."""
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._returned: list[str] = []
        self.has_ended = typed is None
        """Whether no more lines will come."""
        self._typed = typed
        if typed is not None:
            if hasattr(signal, "SIGTTIN") and threading.current_thread() is threading.main_thread():
                signal.signal(signal.SIGTTIN, signal.SIG_IGN)
            threading.Thread(target=self._read, args=(typed,), daemon=True).start()

    def take(self) -> list[str]:
        """Return the lines that have been typed since the last call, without their ends."""
        lines, self._returned = self._returned, []
        while not self._lines.empty():
            line = self._lines.get()
            if line is None:
                self.has_ended = True
            else:
                lines.append(line)
        return lines

    def wait(self) -> str | None:
        """Wait for a line and return it; None when no more will come."""
        if self._returned:
            return self._returned.pop(0)
        if self.has_ended:
            return None
        line = self._lines.get()
        self.has_ended = line is None
        return line

    def put_back(self, lines: list[str]) -> None:
        """Put back lines that were taken, before those that come; another room reads them."""
        self._returned = [*lines, *self._returned]

    def wait_hidden(self, ask: "Callable[[], None]" = lambda: None) -> str | None:
        """Wait for a line that the terminal doesn't show while it is typed, and return it.

        Args:
            ask: asks for it, once nothing is shown any more.
        """
        with _without_echo(self._typed if self.can_type else None):
            ask()
            return self.wait()

    def _read(self, typed: TextIO) -> None:
        """Queue every typed line; the reader thread runs this."""
        is_terminal = typed.isatty()  # asked now: one that has gone says no
        while True:
            try:
                line = typed.readline()
            except (OSError, ValueError):
                line = ""
            if not line and is_background(typed):
                self.gone.wait(_BACKGROUND_S)  # behind a shell's & nothing may be read
                continue
            if not line:
                break
            self._lines.put(line.rstrip("\r\n"))
            self.on_line()
        self._lines.put(None)
        if is_terminal:  # one that gives nothing more has gone, or its user has
            self.gone.set()
        self.on_line()


@contextlib.contextmanager
def _without_echo(typed: TextIO | None) -> "Iterator[None]":
    """Keep a terminal from showing what is typed; do nothing where there is none."""
    try:
        import termios
    except ImportError:  # Windows
        yield
        return
    if typed is None:
        yield
        return
    shown = termios.tcgetattr(typed)
    hidden = [*shown]
    hidden[3] = shown[3] & ~termios.ECHO | termios.ECHONL
    termios.tcsetattr(typed, termios.TCSADRAIN, hidden)
    try:
        yield
    finally:
        termios.tcsetattr(typed, termios.TCSADRAIN, shown)

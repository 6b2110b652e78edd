"""How far long work has come: one line on a terminal that goes when it is done, else nothing."""

import sys
from typing import TextIO

_WIDTH = 24


class Progress:
    """A bar.

    Args:
        words: what is being done.
        out: where it is drawn; nothing is, unless that is a terminal.
    """

    def __init__(self, words: str, out: TextIO | None = None) -> None:
        self._words = words
        self._out = out or sys.stderr
        self._drawn = ""

    def tell(self, done: int, whole: int) -> None:
        """Draw it."""
        if not self._out.isatty():
            return
        full = _WIDTH * done // max(1, whole)
        line = f"{self._words}  {'#' * full}{'.' * (_WIDTH - full)}  {done} of {whole}"
        if line != self._drawn:
            self._out.write(f"\r{line}")
            self._out.flush()
            self._drawn = line

    def clear(self) -> None:
        """Take it away."""
        if self._drawn:
            self._out.write("\r" + " " * len(self._drawn) + "\r")
            self._out.flush()
            self._drawn = ""

"""Notices: lines about what went wrong, added by any thread and told once.

Apart from everything, so that every floor can report to the same collector.
"""

import threading
from collections.abc import Iterable


class Notices:
    """A locked collector of lines; one that was added before is dropped, unless it may repeat."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._waiting: list[str] = []
        self._seen: set[str] = set()
        for line in lines:
            self.add(line)

    def add(self, line: str, *, repeat: bool = False) -> None:
        """Add a line.

        Args:
            line: what went wrong, and what can be done about it.
            repeat: whether it is worth saying again in the same run.
        """
        with self._lock:
            if repeat or line not in self._seen:
                self._seen.add(line)
                self._waiting.append(line)

    def take(self) -> list[str]:
        """Return the lines added since the last call, in order."""
        with self._lock:
            lines, self._waiting = self._waiting, []
        return lines

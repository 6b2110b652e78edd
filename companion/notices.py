"""Notices: lines about what went wrong, added by any thread and shown to a person once.

Apart from everything else, because voice, audio and session all report through it.
"""

import threading
from collections.abc import Iterable


class Notices:
    """Lines that wait to be shown, behind a lock; a line that was added before is dropped."""

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
            repeat: whether to show it again when it was added before.
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

"""Clips of a ghost run: in memory, without a name, until the run ends in whatever way.

They are apart from the cache because no file of theirs may be found again.
"""

from pathlib import Path
from typing import BinaryIO

from companion.files import held_in_memory
from companion.voice.voice import Take


class MemoryClips:
    """Clips whose files were deleted as soon as they were spoken, and are read while open."""

    def __init__(self) -> None:
        self._clips: dict[str, tuple[Path, Take]] = {}
        self._opened: list[BinaryIO] = []

    def find(self, name: str) -> tuple[Path, Take] | None:
        """The path and the take of a clip by the name of its place; None when there is none."""
        return self._clips.get(name)

    def hold(self, place: Path, take: Take) -> tuple[Path, Take]:
        """Delete a clip that was just spoken, and return the path by which it can be read.

        Raises:
            OSError: when it can't be held.
        """
        path, opened = held_in_memory(place)
        self._opened.append(opened)
        self._clips[place.name] = path, take
        return path, take

    def close(self) -> None:
        """Let go of all clips."""
        self._clips.clear()
        while self._opened:
            self._opened.pop().close()

"""Shipped clips: lines of shipped sessions, spoken in advance by the voice in the box.

`make spoken` writes them. They are found by the same digest as a clip in the cache, so they are
used only for the same words in the same voice and manner. The first line of a session is a WAV:
decoding Ogg Opus, and loading the library for it, would take 20 ms before the first sound.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from companion.units import Millis
from companion.voice.voice import Take

INDEX = "index.json"
OPUS, WAV = ".opus", ".wav"
"""The endings of clips: Ogg Opus, and plain samples for the first line of a session."""


class ShippedClips:
    """A folder of clips, with an index of their word onsets.

    Args:
        folder: the folder; without an index it has no clips.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, digest: str) -> tuple[Path, Take] | None:
        """The clip with a digest, and its take; None when there is none, or it isn't whole."""
        row = self._rows.get(digest)
        try:
            if row is None:
                return None
            file = self._folder / f"{digest}{row['ending']}"
            if file.stat().st_size != row["bytes"]:
                return None
            onsets = [(float(start), int(character)) for start, character in row["onsets"]]
            return file, Take(Millis(int(row["length"])), onsets)
        except (OSError, KeyError, TypeError, ValueError):
            return None

    @cached_property
    def _rows(self) -> Mapping[str, Any]:
        try:
            rows = json.loads((self._folder / INDEX).read_bytes())
        except (OSError, ValueError):
            return {}
        return rows if isinstance(rows, dict) else {}


def row(take: Take, file: Path) -> dict[str, Any]:
    """The entry of a clip in the index; onsets to the millisecond."""
    onsets = [(round(start, 3), character) for start, character in take.onsets]
    size = file.stat().st_size
    return {"length": take.length, "ending": file.suffix, "bytes": size, "onsets": onsets}

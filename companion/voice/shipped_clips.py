"""Shipped clips: every line of the shipped sessions, spoken in advance by the voice in the box.

`make spoken` writes them: an Ogg Opus file for each session, with its lines one after another. They
are found by the same digest as a clip in the cache, so they are used only for the same words in the
same voice and manner. The first line of an emergency is a WAV of its own: decoding Ogg Opus, and
loading the library for it, would take 20 ms before the first sound.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from companion.units import Frames, Millis
from companion.voice.engine_table import HIBARI, EngineEntry
from companion.voice.voice import Take

INDEX = "index.json"
OPUS, WAV = ".opus", ".wav"
"""The endings of the files: Ogg Opus for a session, plain samples for the first line of some."""


class ShippedClip(NamedTuple):
    """A clip: its file, the frame of the file at which it begins, and its length and onsets."""

    file: Path
    offset: Frames
    take: Take


class ShippedClips:
    """A folder of spoken sessions, with an index of their clips.

    Args:
        folder: the folder; without an index it has no clips.
        voice: the voice that spoke them.
    """

    def __init__(self, folder: Path, voice: EngineEntry = HIBARI) -> None:
        self._folder = folder
        self.voice = voice

    def find(self, digest: str) -> ShippedClip | None:
        """The clip with a digest; None when there is none, or its file isn't whole."""
        row = self._index.get("clips", {}).get(digest)
        try:
            if row is None:
                return None
            name, offset, length, onsets = row
            file = self._folder / name
            if file.stat().st_size != self._index["files"][name]:
                return None
            pairs = [(float(start), int(character)) for start, character in onsets]
            return ShippedClip(file, Frames(int(offset)), Take(Millis(int(length)), pairs))
        except (OSError, KeyError, TypeError, ValueError):
            return None

    def read(self) -> None:
        """Read the index now, and not while someone waits for a line."""
        _ = self._index

    @cached_property
    def _index(self) -> Mapping[str, Any]:
        try:
            index = json.loads((self._folder / INDEX).read_bytes())
        except (OSError, ValueError):
            return {}
        is_whole = isinstance(index, dict) and isinstance(index.get("clips"), dict)
        return index if is_whole else {}


def row(clip: ShippedClip) -> list[Any]:
    """The entry of a clip in the index; onsets to the millisecond."""
    onsets = [[round(start, 3), character] for start, character in clip.take.onsets]
    return [clip.file.name, clip.offset, clip.take.length, onsets]

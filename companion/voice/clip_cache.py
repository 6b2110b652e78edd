"""Clips that were spoken before: found by a digest, so that no name holds a word of a script."""

import contextlib
import json
import os
import time
import wave
from collections.abc import Iterable
from dataclasses import astuple
from hashlib import sha256
from math import isfinite
from pathlib import Path

from companion.files import written_whole
from companion.units import RATE, Millis
from companion.voice.voice import Style, Take

SCHEMA = 3
_STALE_S = 3_600.0
_BEING_WRITTEN_S = 10.0
MOST_BYTES = 300 * 1024 * 1024


class ClipCache:
    """A folder of clips; anything unreadable is a miss, never an error.

    Args:
        folder: where; created, for this person alone, at the first write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, fingerprint: str, text: str, style: Style) -> Path:
        """Where the clip of these words by this voice is, or would be."""
        key = json.dumps([SCHEMA, fingerprint, *astuple(style), text], ensure_ascii=False)
        return self._folder / f"{sha256(key.encode()).hexdigest()[:40]}.wav"

    def find(self, place: Path) -> Take | None:
        """The length and the word times of a clip that is whole."""
        try:
            with wave.open(str(place), "rb") as clip:
                frames, shape = clip.getnframes(), clip.getparams()[:3]
            is_whole = place.stat().st_size >= 2 * frames and shape == (1, 2, RATE)
            told = json.loads(place.with_suffix(".json").read_text("utf-8"))
            events = [(float(when), int(character)) for when, character in told["events"]]
            is_exact = bool(told["exact"])
            os.utime(place)
        except Exception:  # noqa: BLE001 - whatever lies there, it is no clip of ours
            return None
        if not is_whole or not all(isfinite(when) for when, _ in events):
            return None
        return Take(Millis(frames * 1000 // RATE), events, is_exact)

    def open(self) -> bool:
        """Make the folder; False when that cannot be done."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            return False
        return os.access(self._folder, os.W_OK)

    def note(self, place: Path, take: Take) -> None:
        """Keep the word times of a clip that was just written."""
        told = json.dumps({"events": take.events, "exact": take.exact})
        with (
            contextlib.suppress(OSError),  # the clip is good; only the next run asks again
            written_whole(place.with_suffix(".json")) as opened,
        ):
            opened.write(told.encode())

    def prune(self, most: int = MOST_BYTES) -> None:
        """Remove what was used longest ago until the rest fits, and what never became a clip."""
        try:
            for when, _, part in _stats(self._folder.glob("*.part")):
                if time.time() - when > _STALE_S:  # another run may be writing a younger one
                    part.unlink(missing_ok=True)
            clips = sorted(_stats(self._folder.glob("*.wav")))
        except OSError:
            return
        total = sum(size for _, size, _ in clips)
        for _, size, clip in clips:
            if total <= most:
                return
            clip.unlink(missing_ok=True)
            clip.with_suffix(".json").unlink(missing_ok=True)
            total -= size

    def empty(self) -> tuple[int, int]:
        """Remove everything that is ours here; gives how many clips, and bytes, that were."""
        count = size = 0
        for pattern in ("*.wav", "*.json", "*.part", ".*.part"):
            for when, each, file in _stats(self._folder.glob(pattern)):
                if pattern.endswith("part") and time.time() - when < _BEING_WRITTEN_S:
                    continue  # another run is at it this moment
                count, size = count + (pattern == "*.wav"), size + each
                file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # not there, or somebody else's file is in it
            self._folder.rmdir()
        return count, size


def _stats(files: Iterable[Path]) -> Iterable[tuple[float, int, Path]]:
    for file in files:
        stat = file.stat()
        yield stat.st_mtime, stat.st_size, file

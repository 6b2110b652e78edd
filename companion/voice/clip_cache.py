"""The clip cache: clips that were spoken before. File names are digests and show no words."""

import contextlib
import json
import os
import time
import wave
from collections.abc import Iterable
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path

from companion.files import (
    check_may_write,
    is_ghost,
    make_folder,
    open_regular,
    read_regular,
    written_whole,
)
from companion.units import RATE, Millis
from companion.voice.voice import Style, Take

SCHEMA = 3
_STALE_S = 3_600.0
_HEADER_BYTES = 44
_BEING_WRITTEN_S = 10.0
MOST_BYTES = 300 * 1024 * 1024


class ClipCache:
    """A folder of clips; an unreadable clip is a cache miss, never an error.

    Args:
        folder: the folder; `open` creates it, readable by the user alone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, fingerprint: str, text: str, style: Style) -> Path:
        """The file for the clip of these words by this voice, which need not exist."""
        key = json.dumps([SCHEMA, fingerprint, *astuple(style), text], ensure_ascii=False)
        return self._folder / f"{sha256(key.encode()).hexdigest()[:40]}.wav"

    def find(self, place: Path) -> Take | None:
        """The length and the word onsets of a whole clip; None when there is none."""
        try:
            with open_regular(place, follow=False) as raw, wave.open(raw, "rb") as clip:
                frames, shape = clip.getnframes(), clip.getparams()[:3]
                size = os.fstat(raw.fileno()).st_size
            is_whole = size == _HEADER_BYTES + 2 * frames and shape == (1, 2, RATE)
            row = json.loads(read_regular(place.with_suffix(".json"), follow=False))
            onsets = [(float(start), int(character)) for start, character in row["events"]]
            is_exact = bool(row["exact"])
            if not is_ghost():
                os.utime(place)
        except Exception:  # noqa: BLE001 - a file that is not one of our clips is a miss
            return None
        is_inside = all(0 <= start * RATE <= frames and at >= 0 for start, at in onsets)
        if not is_whole or not is_inside:  # which a NaN is not either
            return None
        return Take(Millis(frames * 1000 // RATE), onsets, is_exact)

    def open(self) -> bool:
        """Create the folder; return whether clips can be written to it."""
        try:
            check_may_write(self._folder)
            make_folder(self._folder)
        except OSError:
            return False
        return os.access(self._folder, os.W_OK)

    def note(self, place: Path, take: Take) -> None:
        """Write the word onsets of a new clip beside it."""
        row = json.dumps({"events": take.onsets, "exact": take.exact})
        with (
            contextlib.suppress(OSError),  # the clip can play; the next run speaks it again
            written_whole(place.with_suffix(".json")) as opened,
        ):
            opened.write(row.encode())

    def prune(self, most: int = MOST_BYTES) -> None:
        """Delete old partial files, then the least recently used clips above `most` bytes."""
        try:
            for modified, _, part in _stats(self._folder.glob("*.part")):
                if time.time() - modified > _STALE_S:  # another run may be writing a newer one
                    _delete(part)
            clips = sorted(_stats(self._folder.glob("*.wav")))
        except OSError:
            return
        total = sum(size for _, size, _ in clips)
        for _, size, clip in clips:
            if total <= most:
                return
            _delete(clip)
            _delete(clip.with_suffix(".json"))
            total -= size

    def empty(self) -> tuple[int, int]:
        """Delete everything in the cache; return the number of clips and of bytes."""
        clips = total = 0
        for pattern in ("*.wav", "*.json", "*.part", ".*.part"):
            for modified, size, file in _stats(self._folder.glob(pattern)):
                if pattern.endswith("part") and time.time() - modified < _BEING_WRITTEN_S:
                    continue  # another run is writing it right now
                clips, total = clips + (pattern == "*.wav"), total + size
                _delete(file)
        with contextlib.suppress(OSError):  # it is missing, or holds files of someone else
            self._folder.rmdir()
        return clips, total


def _stats(files: Iterable[Path]) -> Iterable[tuple[float, int, Path]]:
    """The time of the last change, the size in bytes, and the path of each file."""
    for file in files:
        with contextlib.suppress(OSError):  # another run may have deleted it
            stat = file.lstat()
            yield stat.st_mtime, stat.st_size, file


def _delete(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)

"""What was found in scripts before, so that a shelf of thousands is listed at once; never stale.

An entry counts only while file, program and sounds are the very same. A file that was changed
moments ago is not entered, because a clock could not tell it from its next change.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from companion.files import written_whole

CacheRow = dict[str, Any]

# Fewer scripts than this are read as quickly as an index is, and leave no trace of their titles.
WORTH_KEEPING = 50
_SETTLED_NS = 2_000_000_000
_WIDTH = 5


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells one state of a file from every other one."""

    size: int
    changed: int
    written: int
    inode: int

    @staticmethod
    def of(file: Path) -> "FileState | None":
        """The mark of a file, or None when it is not there."""
        try:
            stat = file.stat()
        except OSError:
            return None
        return FileState(stat.st_size, stat.st_ctime_ns, stat.st_mtime_ns, stat.st_ino)

    def is_settled(self, now_ns: int) -> bool:
        """Whether a change after this one must show."""
        return now_ns - max(self.changed, self.written) > _SETTLED_NS


class ListCache:
    """Rows by file.

    Args:
        file: where it is kept; created, for this person alone, when it is worth it.
        stamp: what rows depend on beside their files; another stamp empties it.
    """

    def __init__(self, file: Path, stamp: str) -> None:
        self._file = file
        self._stamp = stamp
        self._rows: dict[str, list[Any]] = _read(file, stamp)
        self._fresh: dict[str, list[Any]] = {}

    def find(self, file: Path, mark: FileState) -> CacheRow | None:
        """The row of a file in this very state."""
        kept = self._rows.get(str(file))
        if kept is None or kept[:4] != [mark.size, mark.changed, mark.written, mark.inode]:
            return None
        self._fresh[str(file)] = kept
        row: CacheRow = kept[4]
        return row

    def enter(self, file: Path, mark: FileState, row: CacheRow, now_ns: int) -> None:
        """Keep the row of a file."""
        if mark.is_settled(now_ns):
            self._fresh[str(file)] = [mark.size, mark.changed, mark.written, mark.inode, row]

    def close(self) -> None:
        """Write what is new, where that is worth it; what is gone is forgotten."""
        if len(self._fresh) < WORTH_KEEPING:
            forget(self._file)
            return
        if self._fresh == self._rows:
            return
        kept = json.dumps({"stamp": self._stamp, "rows": self._fresh})
        with contextlib.suppress(OSError):  # the next run reads the scripts once more
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with written_whole(self._file) as opened:
                opened.write(kept.encode())


def forget(file: Path) -> None:
    """Keep nothing any more."""
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)


def stamp(parts: Mapping[str, Any]) -> str:
    """One word for everything that rows depend on: what is given, and this program itself."""
    package = Path(__file__).parent.parent
    files = sorted(package.rglob("*.py"))
    program = [(str(file), *_times(file)) for file in files]
    return sha256(json.dumps([program, parts], sort_keys=True).encode()).hexdigest()


def _times(file: Path) -> tuple[int, int]:
    stat = file.stat()
    return stat.st_size, stat.st_mtime_ns


def _read(file: Path, stamp: str) -> dict[str, list[Any]]:
    """What is kept; nothing, when it is of another stamp or cannot be understood."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        rows = kept["rows"] if kept["stamp"] == stamp else {}
        is_sound = all(len(row) == _WIDTH and "length" in row[4] for row in rows.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return dict(rows) if is_sound else {}

"""The list cache: a row about each script, so that thousands of them are listed at once.

It is never stale: a row counts only while the script, the program and the sounds are unchanged.
A file that changed moments ago is not cached, because its next change could have the same time.
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

# With fewer scripts there is no cache: they are read as fast, and no titles are left on disk.
WORTH_KEEPING = 50
_SETTLED_NS = 2_000_000_000
_WIDTH = 5


@dataclass(frozen=True, slots=True)
class FileState:
    """The size, change times (in ns) and inode of a file, which differ after every change."""

    size: int
    changed: int
    written: int
    inode: int

    @staticmethod
    def of(file: Path) -> "FileState | None":
        """The state of a file; None when it is missing."""
        try:
            stat = file.stat()
        except OSError:
            return None
        return FileState(stat.st_size, stat.st_ctime_ns, stat.st_mtime_ns, stat.st_ino)

    def is_settled(self, now_ns: int) -> bool:
        """Whether the file is old enough for its next change to have another time."""
        return now_ns - max(self.changed, self.written) > _SETTLED_NS


class ListCache:
    """Rows by script file.

    Args:
        file: the cache file; created, private to the user, once it is worth it.
        stamp: a digest of everything else that rows depend on; a new stamp empties the cache.
    """

    def __init__(self, file: Path, stamp: str) -> None:
        self._file = file
        self._stamp = stamp
        self._rows: dict[str, list[Any]] = _read(file, stamp)
        self._used: dict[str, list[Any]] = {}

    def find(self, file: Path, mark: FileState) -> CacheRow | None:
        """The row of a file, if it was cached in this very state."""
        entry = self._rows.get(str(file))
        if entry is None or entry[:4] != [mark.size, mark.changed, mark.written, mark.inode]:
            return None
        self._used[str(file)] = entry
        row: CacheRow = entry[4]
        return row

    def enter(self, file: Path, mark: FileState, row: CacheRow, now_ns: int) -> None:
        """Cache the row of a file, unless the file changed moments ago."""
        if mark.is_settled(now_ns):
            self._used[str(file)] = [mark.size, mark.changed, mark.written, mark.inode, row]

    def close(self) -> None:
        """Write the rows used in this run and drop all others; delete the file for a few rows."""
        if len(self._used) < WORTH_KEEPING:
            forget(self._file)
            return
        if self._used == self._rows:
            return
        text = json.dumps({"stamp": self._stamp, "rows": self._used})
        with contextlib.suppress(OSError):  # the next run reads the scripts once more
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with written_whole(self._file) as opened:
                opened.write(text.encode())


def forget(file: Path) -> None:
    """Delete the cache file."""
    with contextlib.suppress(OSError):
        file.unlink(missing_ok=True)


def stamp(parts: Mapping[str, Any]) -> str:
    """A digest of everything that rows depend on: `parts`, and the files of this program."""
    package = Path(__file__).parent.parent
    files = sorted(package.rglob("*.py"))
    program = [(str(file), *_times(file)) for file in files]
    return sha256(json.dumps([program, parts], sort_keys=True).encode()).hexdigest()


def _times(file: Path) -> tuple[int, int]:
    stat = file.stat()
    return stat.st_size, stat.st_mtime_ns


def _read(file: Path, stamp: str) -> dict[str, list[Any]]:
    """The cached rows; empty when the stamp differs or the file cannot be read."""
    try:
        table = json.loads(file.read_text("utf-8"))
        rows = table["rows"] if table["stamp"] == stamp else {}
        is_whole = all(len(row) == _WIDTH and "length" in row[4] for row in rows.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return dict(rows) if is_whole else {}

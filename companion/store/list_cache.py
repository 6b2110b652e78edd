"""The list cache: a row about each script, so that thousands of them are listed at once.

It is never stale: a row counts only while the script, the program and the sounds are unchanged.
A file that changed moments ago is not cached, because its next change could have the same time.
"""

import contextlib
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from companion.files import check_may_write, make_folder, read_regular, written_whole

CacheRow = dict[str, Any]

# With fewer scripts there is no cache: they are read as fast, and no titles are left on disk.
WORTH_KEEPING = 50
_SETTLED_NS = 2_000_000_000
_WIDTH = 5
_MOST_BYTES = 100_000_000


class FileState(NamedTuple):
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

    def row(self, file: Path, now_ns: int, read: Callable[[], tuple[CacheRow, bool]]) -> CacheRow:
        """Return the row of a file, from the cache if it was cached in this very state.

        Args:
            file: the script.
            now_ns: the time, in ns since the epoch; a file that changed moments ago is not cached.
            read: gives its row, and whether the row depends on nothing but the file.
        """
        state = FileState.of(file)
        entry = self._rows.get(str(file))
        if state is not None and entry is not None and entry[:4] == list(state):
            self._used[str(file)] = entry
            return dict(entry[4])
        row, is_cacheable = read()
        if is_cacheable and state is not None and state.is_settled(now_ns):
            self._used[str(file)] = [*state, row]
        return row

    def close(self) -> None:
        """Write the rows used in this run and drop all others; delete the file for a few rows."""
        if len(self._used) < WORTH_KEEPING:
            forget(self._file)
            return
        if self._used == self._rows:
            return
        text = json.dumps({"stamp": self._stamp, "rows": self._used})
        with contextlib.suppress(OSError):  # the next run reads the scripts once more
            make_folder(self._file.parent)
            with written_whole(self._file) as opened:
                opened.write(text.encode())


def forget(file: Path) -> None:
    """Delete the cache file."""
    with contextlib.suppress(OSError):
        check_may_write(file)
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
        table = json.loads(read_regular(file, _MOST_BYTES, follow=False))
        rows = table["rows"] if table["stamp"] == stamp else {}
        is_whole = all(len(row) == _WIDTH and "length" in row[4] for row in rows.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return dict(rows) if is_whole else {}

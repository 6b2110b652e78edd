"""Private files, written whole or not at all, and temporary folders for one run."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_PREFIX = "companion-"


def scratch() -> "tempfile.TemporaryDirectory[str]":
    """Make a temporary folder for this run, in memory where the system has a runtime directory.

    Folders of runs that were killed are deleted first, because they may hold private words.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    parent = Path(runtime if os.access(runtime, os.W_OK) else tempfile.gettempdir())
    _sweep(parent)
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent)


def _sweep(parent: Path) -> None:
    """Delete the user's folders whose run has ended."""
    with suppress(OSError):
        for folder in parent.glob(f"{_PREFIX}*-*"):
            number = folder.name.removeprefix(_PREFIX).partition("-")[0]
            if number.isdecimal() and not _is_running(int(number)) and _is_ours(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid()


def _is_running(pid: int) -> bool:
    if os.name == "nt":  # on Windows, signal 0 would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


@contextmanager
def written_whole(file: Path, *, mode: int = 0o600, sync: bool = False) -> Iterator[BinaryIO]:
    """Open a private file that takes the name `file` once it is written whole.

    Args:
        file: the final path; its folder must exist.
        mode: the permissions of the finished file.
        sync: whether it must survive a power cut.

    Raises:
        OSError: when it cannot be written; an older file stays as it was.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            yield opened
            if sync:
                opened.flush()
                os.fsync(opened.fileno())
        part.chmod(mode)
        part.replace(file)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def replace_whole(file: Path, raw: bytes) -> None:
    """Replace a file of the user as a whole; its mode and its symlink stay.

    Raises:
        OSError: when it cannot be written; the file stays as it was.
    """
    target = file.resolve()  # follow a symlink, so that it stays one
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
    with written_whole(target, mode=mode, sync=True) as opened:
        opened.write(raw)


def write_private(file: Path, text: str) -> None:
    """Write a text to a file that only the user may read; an older text is overwritten."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)

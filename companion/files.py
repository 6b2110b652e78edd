"""Write the program's own files: private, whole or not at all; and folders for one run alone."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_PREFIX = "companion-"


def scratch() -> "tempfile.TemporaryDirectory[str]":
    """A folder for this run; in memory that ends with the login where the system has some.

    What a run that was killed left behind is removed first: it may hold words of somebody's.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    place = Path(runtime if os.access(runtime, os.W_OK) else tempfile.gettempdir())
    _sweep(place)
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=place)


def _sweep(place: Path) -> None:
    with suppress(OSError):
        for folder in place.glob(f"{_PREFIX}*-*"):
            number = folder.name.removeprefix(_PREFIX).partition("-")[0]
            if number.isdecimal() and not _is_running(int(number)) and _is_ours(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid()


def _is_running(pid: int) -> bool:
    if os.name == "nt":  # where a signal of nothing would end it
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
    """Open a file for this person alone, which takes the name `file` once all of it is written.

    Args:
        file: its name; its folder must exist.
        mode: what it may be used for when it is there.
        sync: whether it must outlast a power cut.

    Raises:
        OSError: when it cannot be written; what stood there is as it was.
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
    """Replace a person's file by a whole one; its mode and its link stay.

    Raises:
        OSError: when it cannot be written; what stood there is as it was.
    """
    target = file.resolve()  # a link is followed, and stays a link
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
    with written_whole(target, mode=mode, sync=True) as opened:
        opened.write(raw)


def write_private(file: Path, text: str) -> None:
    """Write a text that nobody else may read, over what is there."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)

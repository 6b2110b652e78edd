"""Write the program's own files: private, whole or not at all; and folders for one run alone."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

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


def replace_whole(file: Path, raw: bytes) -> None:
    """Replace a file by a whole one; its mode and its link stay.

    Raises:
        OSError: when it cannot be written, and is as it was.
    """
    target = file.resolve()  # a link is followed, and stays a link
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(raw)
            opened.flush()
            os.fsync(opened.fileno())
        part.chmod(mode)
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise

"""Private files, written whole or not at all, and temporary folders for one run."""

import errno
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_PREFIX = "companion-"
_PART = re.compile(r"\.(?P<pid>[0-9]{1,9})-[0-9a-f]{8}\.part")
_ABANDONED_S = 600.0
MOST_BYTES = 1_000_000
"""Far more than any settings, table or lexicon of ours has."""


_GHOST = "COMPANION_GHOST"
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory
"""The folder for what must be a file for a moment in a ghost run."""
NOTHING_WRITTEN = "nothing is written in a ghost run"


def begin_ghost() -> None:
    """Let this run and its workers write no file outside memory from now on.

    Raises:
        OSError: when this system has no folder in memory, so that nothing could be spoken.
    """
    if not os.access(MEMORY, os.W_OK) or not Path("/proc/self/fd").is_dir():
        raise OSError(errno.ENOSYS, "this system has no folder in memory")
    sys.dont_write_bytecode = True
    # workers, and programs that they run, take these over
    os.environ[_GHOST] = os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
    _allow_many_open_files()


def is_ghost() -> bool:
    """Whether this run may leave nothing behind."""
    return os.environ.get(_GHOST) == "1"


def _allow_many_open_files() -> None:
    """Allow an open file for each spoken line."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def delete_scratch() -> None:
    """Delete the temporary folders of this run."""
    for folder in MEMORY.glob(f"{_PREFIX}{os.getpid()}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def held_in_memory(file: Path) -> tuple[Path, BinaryIO]:
    """Delete a file at once, and return a path by which it can be read while it is open.

    Raises:
        OSError: when it can't be opened or deleted.
    """
    opened = file.open("rb")
    file.unlink()
    return Path(f"/proc/{os.getpid()}/fd/{opened.fileno()}"), opened


def check_may_write(file: Path) -> None:
    """Check that a place may be written to; in a ghost run only memory may.

    Raises:
        OSError: when it may not.
    """
    if is_ghost() and MEMORY not in file.parents:
        raise OSError(errno.EROFS, NOTHING_WRITTEN)


def scratch() -> "tempfile.TemporaryDirectory[str]":
    """Make a temporary folder for this run, in memory where the system has a runtime directory.

    Folders of runs that were killed are deleted first, because they may hold private words.
    """
    runtime = "" if is_ghost() else os.environ.get("XDG_RUNTIME_DIR", "")
    parent = Path(runtime if os.access(runtime, os.W_OK) else tempfile.gettempdir())
    _sweep(parent)
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent)


def _sweep(parent: Path) -> None:
    """Delete the user's folders whose run has ended."""
    with suppress(OSError):
        for folder in parent.glob(f"{_PREFIX}*-*"):
            number = folder.name.removeprefix(_PREFIX).partition("-")[0]
            if number.isdecimal() and not is_running(int(number)) and _is_ours(folder):
                shutil.rmtree(folder, ignore_errors=True)


def sweep_parts(folder: Path) -> None:
    """Delete unfinished exports in a folder whose run has ended.

    One that was written to in the last ten minutes stays: in a shared folder, its run may be on
    another machine.
    """
    with suppress(OSError):
        for file in folder.glob(".*.part"):
            named = _PART.fullmatch(file.name)
            is_old = time.time() - file.lstat().st_mtime > _ABANDONED_S
            if named and is_old and not is_running(int(named["pid"])) and _is_ours(file):
                file.unlink()


def _is_ours(folder: Path) -> bool:
    return not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid()


def is_running(pid: int) -> bool:
    """Whether a process is running; True where that can't be known."""
    if os.name == "nt":  # on Windows, signal 0 would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def exists(path: Path) -> bool:
    """Whether something has this name; False for a name that nothing can have."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def open_regular(file: Path, *, follow: bool = True) -> BinaryIO:
    """Open a regular file to read; a pipe, a device or a folder in its place never blocks.

    Args:
        file: the file.
        follow: whether it may be a symlink; the program's own files never are one.

    Raises:
        OSError: when it is missing, unreadable, or not a regular file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not follow:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(file, flags)
    except ValueError as error:  # a name that no file can have
        raise OSError(errno.EINVAL, str(error)) from None
    opened = os.fdopen(handle, "rb") if stat.S_ISREG(os.fstat(handle).st_mode) else None
    if opened is None:
        os.close(handle)
        raise OSError(errno.EINVAL, "it isn't a regular file")
    return opened


def read_regular(file: Path, most: int = MOST_BYTES, *, follow: bool = True) -> bytes:
    """Read a regular file, up to one byte more than `most`.

    Raises:
        OSError: when it is missing, unreadable, or not a regular file.
    """
    with open_regular(file, follow=follow) as opened:
        return opened.read(most + 1)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, for this person alone; those that exist stay as they are.

    Raises:
        OSError: when it cannot be made.
    """
    for place in reversed([folder, *folder.parents]):
        if not place.is_dir():
            check_may_write(place)
            place.mkdir(mode=0o700, exist_ok=True)


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
    check_may_write(file)
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


def create_whole(file: Path, raw: bytes) -> None:
    """Create a file for this person alone, whole or not at all.

    Raises:
        FileExistsError: when it exists, as whatever.
        OSError: when it cannot be written; then nothing of it is there.
    """
    check_may_write(file)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(raw)
    except OSError:
        file.unlink(missing_ok=True)
        raise


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
    check_may_write(file)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)

"""The user's folders: which files in them are used, and why the others are not."""

import os
from collections.abc import Iterator
from pathlib import Path


def files_in(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """List the regular files in a folder that end in a suffix, by name; none when it is missing.

    Hidden files are passed over, and so are names that are not text: they cannot be typed.
    """
    yield from (folder / e.name for e in _entries(folder, suffixes) if not _reason(e))


def unused(folder: Path, suffixes: tuple[str, ...], taken: frozenset[str]) -> Iterator[str]:
    """Say which files in a folder are not used, and why, a line each.

    Args:
        folder: the user's folder.
        suffixes: the suffixes of files that could be used.
        taken: the stems of shipped files, which go first.
    """
    first: dict[str, str] = {}
    for entry in _entries(folder, suffixes):
        reason = _reason(entry)
        stem = Path(entry.name).stem
        if not reason and stem in taken:
            reason = "one that is shipped has the same name; rename it"
        elif not reason and first.setdefault(stem, entry.name) != entry.name:
            reason = f"{first[stem]} has the same name; rename one of them"
        if reason:
            name = str(folder / entry.name).encode("utf-8", "replace").decode()
            yield f"{name} isn't used: {reason}"


def _entries(folder: Path, suffixes: tuple[str, ...]) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            wanted = [e for e in entries if e.name.lower().endswith(suffixes)]
    except OSError:
        return []
    visible = (entry for entry in wanted if not entry.name.startswith("."))
    return sorted(visible, key=lambda entry: entry.name)


def _reason(entry: "os.DirEntry[str]") -> str:
    """The reason why a file is not used; empty when it is."""
    if not entry.name.isprintable():  # bytes that are not UTF-8 among them
        return "its name has characters that can't be shown; rename it"
    try:
        if not entry.is_file():
            return "it isn't a regular file"
    except OSError:
        return "its link leads in a circle"
    return "" if os.access(entry.path, os.R_OK) else "it can't be read; check its permissions"

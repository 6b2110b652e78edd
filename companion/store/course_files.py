"""Course files: where they are, and how one is told from a script beside it.

A person's own courses lie in the same folder as their own scripts, because that is the one folder
they know. A file there is a course when it has a line `course:` and none `companion:`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from companion.files import read_regular
from companion.resources import shipped
from companion.store.folders import files_in

_SUFFIXES = (".yaml", ".yml")
_HEAD = 8_192
_COURSE = re.compile(rb"(?:\A|\n)(?:\xef\xbb\xbf)?course[ \t]*:")
_SCRIPT = re.compile(rb"(?:\A|\n)(?:\xef\xbb\xbf)?companion[ \t]*:")


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A course file; `shipped` means that it comes with the program."""

    id: str
    file: Path
    shipped: bool


def is_course(file: Path) -> bool:
    """Whether a file is a course; one that can't be read isn't."""
    if file.suffix not in _SUFFIXES:
        return False
    try:
        head = read_regular(file, _HEAD)
    except (OSError, ValueError):
        return False
    return bool(_COURSE.search(head)) and not _SCRIPT.search(head)


def course_files(own: Path | None) -> Iterator[CourseFile]:
    """List every course; one of the person's own can't replace a shipped one.

    Args:
        own: the person's folder of scripts; None for the shipped ones only.
    """
    ids = set()
    for file in files_in(shipped("courses"), _SUFFIXES):
        ids.add(file.stem)
        yield CourseFile(file.stem, file, shipped=True)
    for file in files_in(own, _SUFFIXES) if own is not None else ():
        is_taken = file.stem in ids or (shipped("meditations") / f"{file.stem}.yaml").is_file()
        if not is_taken and is_course(file):
            ids.add(file.stem)
            yield CourseFile(file.stem, file, shipped=False)


def shadowed_courses(own: Path) -> frozenset[str]:
    """The ids of shipped courses that a course of the person's own tries to replace."""
    taken = course_ids(None)
    return frozenset(f.stem for f in files_in(own, _SUFFIXES) if f.stem in taken and is_course(f))


def course_ids(own: Path | None) -> frozenset[str]:
    """The ids of all courses; of the shipped ones only, without a folder."""
    return frozenset(source.id for source in course_files(own))

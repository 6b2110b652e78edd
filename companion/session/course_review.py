"""The review of a course: its mistakes, and lengths that a session can't have."""

from collections.abc import Iterator
from pathlib import Path

from companion.course.model import Course
from companion.reading.diagnostic import BadFileError, Diagnostic, diagnose
from companion.reading.flaw import Flaw
from companion.session.directory import Directory
from companion.store.courses import Courses
from companion.store.library import Library
from companion.units import duration_text


def review_course(library: Library, file: Path) -> tuple[Diagnostic, ...]:
    """Return every mistake in a course, with its place and remedy.

    Raises:
        NotFoundError: when the file can't be read.
    """
    try:
        course = Courses(library).check(file)
    except BadFileError as error:
        return error.diagnostics
    return diagnose(str(file), library.text(file), _flaws(course, Directory(library)))


def _flaws(course: Course, directory: Directory) -> Iterator[Flaw]:
    for part in course.parts:
        entry = directory.entry(part.session)
        if entry is None or entry.problem or entry.length is None:
            remedy = f"companion check {part.session} shows them"
            yield Flaw(part.span, f"{part.session} has mistakes", remedy, part.session)
            continue
        least, most = entry.length.least, entry.length.most
        for length in (part.usual, part.least):
            if length is not None and not least <= length <= most:
                text = duration_text(length)
                remedy = f"use {duration_text(least)} to {duration_text(most)}"
                yield Flaw(part.span, f"{part.session} can't last {text}", remedy, text)

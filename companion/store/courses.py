"""The shelf of courses: each by its id or its file, the shipped ones and the person's own."""

import os
from difflib import get_close_matches
from pathlib import Path

from companion.course.model import Course
from companion.course.parse import parse_course
from companion.errors import NotFoundError
from companion.files import exists
from companion.reading.diagnostic import BadFileError
from companion.store.course_files import CourseFile, course_files
from companion.store.library import Library

Broken = tuple[CourseFile, str]
"""A course that can't be read, and why."""


class Courses:
    """Finds and reads courses.

    Args:
        library: the scripts, whose own folder holds the person's courses too.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def sources(self) -> list[CourseFile]:
        """Every course file."""
        return list(course_files(self._library.own))

    def find(self, name: str) -> CourseFile:
        """Return the course with an id, or in a file.

        Raises:
            NotFoundError: when there is neither; the remedy names the nearest id.
        """
        sources = self.sources()
        if (found := next((s for s in sources if s.id == name), None)) is not None:
            return found
        path = Path(name)
        if (path.suffix or os.sep in name) and exists(path):
            return CourseFile(path.stem, path, shipped=False)
        ids = [source.id for source in sources]
        near = get_close_matches(name, ids, n=1)
        remedy = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(ids)}"
        raise NotFoundError(f'there\'s no course called "{name}"', remedy)

    def load(self, source: CourseFile) -> Course:
        """Read a course; sessions that are missing are left for the person to see.

        Raises:
            NotFoundError: when the file can't be read.
            BadFileError: with every mistake in it.
        """
        text = self._library.text(source.file)
        return parse_course(text, file=str(source.file), id=source.id)

    def check(self, file: Path) -> Course:
        """Read a course, and check that every session it names exists.

        Raises:
            NotFoundError: when the file can't be read.
            BadFileError: with every mistake in it.
        """
        ids = [source.id for source in self._library.sources()]
        text = self._library.text(file)
        return parse_course(text, file=str(file), id=file.stem, sessions=ids)

    def all(self) -> tuple[list[tuple[CourseFile, Course]], list[Broken]]:
        """Every course that can be read, and those that can't."""
        good: list[tuple[CourseFile, Course]] = []
        broken: list[Broken] = []
        for source in self.sources():
            try:
                good.append((source, self.load(source)))
            except (NotFoundError, BadFileError) as error:
                broken.append((source, error.message))
        return good, broken

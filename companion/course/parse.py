"""The parser of courses: a text becomes a Course, or a report of every mistake in it."""

import re
from collections.abc import Collection

from companion.course.model import Course
from companion.course.table import course_record
from companion.reading import fixes
from companion.reading.fields import Report, nearest_fix, nearest_hint
from companion.reading.record_file import read_record
from companion.reading.yaml_errors import Hints

# Remedies for the most common mistakes of authors, by the line as it was typed.
_HINTS: Hints = tuple((re.compile(pattern), hint, mend) for pattern, hint, mend in (
    (r"^ *(- )?(first|line|when|note|ends|longer|words|title|day):\s*[^\"'|>].*:\s",
     'words with ": " in them need "|" after the colon, and the words on the next line',
     fixes.block),
    (r"^ +(course|title|first|days):", "start this line at the very left", fixes.left),
    (r"^(course|title|first|days|note|ends) [^:]*$",
     "put a colon and a space after the first word", fixes.colon),
))  # fmt: skip


def parse_course(
    text: str,
    *,
    file: str,
    id: str,  # noqa: A002 - what it is
    sessions: Collection[str] | None = None,
) -> Course:
    """Read a course.

    Args:
        text: the whole file.
        file: its name, for messages.
        id: the id of the course.
        sessions: the ids of all sessions; None when they aren't checked.

    Raises:
        BadFileError: with every mistake that was found, sorted by place.
    """

    def check(course: Course, report: Report) -> None:
        if sessions is not None:
            _check_sessions(course, sessions, report)

    return read_record(text, file, course_record(id), _HINTS, check)


def _check_sessions(course: Course, sessions: Collection[str], report: Report) -> None:
    """Report every session that doesn't exist."""
    known = tuple(sessions)
    for part in course.parts:
        if part.session not in known:
            remedy = nearest_hint(part.session, known) or "companion list shows what there is"
            message = f'there\'s no session called "{part.session}"'
            fix = nearest_fix(part.session, known)
            report.add(part.span, message, remedy, at=part.session, fix=fix)

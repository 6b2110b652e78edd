"""The store of what a person wants kept of courses: a place, and words about the next talk.

[courses.places]
seven-evenings-of-waiting = 2

[courses.talks.a-weekend-apart]
words = "Sunday, six"
until = 2026-11-29
"""

import contextlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from companion.errors import CompanionError
from companion.store.settings import load, write

_MOST_WORDS = 80
_MOST_NUMBER = 99
_PLACES, _TALKS = ("courses", "places"), ("courses", "talks")


class KeptCourses:
    """Reads and writes what is kept of courses; nothing is, unless the person says so.

    Args:
        file: the settings file.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def place(self, course: str) -> int | None:
        """The number of the day that is next, from one; None unless it is kept."""
        number = self._kept("places").get(course)
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            return None
        return min(number, _MOST_NUMBER)

    def keep_place(self, course: str, number: int | None) -> None:
        """Keep the number of the day that is next, or with None forget it.

        Raises:
            CompanionError: when the file can't be read or written.
        """
        if number is not None or self._file.exists():
            write(self._file, {(*_PLACES, course): number})

    def meeting(self, course: str, today: date) -> str:
        """The words about the next talk; empty unless they are kept, and after their day.

        Words whose day is over are deleted.
        """
        talk = self._kept("talks").get(course)
        if not isinstance(talk, Mapping):
            return ""
        words, until = talk.get("words"), talk.get("until")
        last = until if isinstance(until, date) and not isinstance(until, datetime) else None
        if isinstance(words, str) and last is not None and today <= last:
            return " ".join(words.split())[:_MOST_WORDS]
        with contextlib.suppress(CompanionError):  # what can't be deleted still isn't shown
            write(self._file, {(*_TALKS, course): None})
        return ""

    def keep_meeting(self, course: str, words: str, until: date) -> None:
        """Keep the words about the next talk until the end of a day.

        Raises:
            CompanionError: when the file can't be read or written.
        """
        place = (*_TALKS, course)
        changes: dict[tuple[str, ...], object] = {
            (*place, "words"): words[:_MOST_WORDS],
            (*place, "until"): until,
        }
        write(self._file, changes, private=True)

    def _kept(self, name: str) -> Mapping[str, object]:
        table = load(self._file)[0].courses.get(name)
        return table if isinstance(table, Mapping) else {}


def forget_courses(file: Path) -> None:
    """Delete every place, and the words about the next talk.

    Raises:
        CompanionError: when the file can't be read or written.
    """
    if file.exists():
        write(file, {("courses",): None})

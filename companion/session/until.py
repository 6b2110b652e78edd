"""Times of day: the moment a session ends, by the local clock.

A moment is in ms since the epoch, so a clock that changes on the way moves nothing. It is alone
here because the command line, the cards and the preparation need it.
"""

import re
import time
from dataclasses import replace
from typing import NamedTuple

from companion.timeline.request import Request
from companion.units import MINUTE, Millis

_TIME = re.compile(r"(\d{1,2})(?::(\d\d))?\s*([ap]m)?")
_REMEDY = "write 22:30 or 10:30pm"
_NOON = 12
_TO_ASK = 10_000


class BadTimeError(ValueError):
    """A text that isn't a time of day; `remedy` says what to write instead."""

    def __init__(self, message: str, remedy: str = _REMEDY) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class TimeOfDay(NamedTuple):
    """A time of day on the local clock."""

    hour: int
    minute: int


def now_ms() -> int:
    """The moment it is now, in ms since the epoch."""
    return time.time_ns() // 1_000_000


def parse_time(text: str) -> TimeOfDay:
    """Read a time of day such as `22:30`, `7:05`, `10:30pm` or `10 pm`.

    Raises:
        BadTimeError: for any other text.
    """
    match = _TIME.fullmatch(text.strip().lower()) if text.isascii() else None
    if match is None or not (match[2] or match[3]):
        raise BadTimeError(f'"{text}" isn\'t a time of day')
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= _NOON:
            raise BadTimeError(f'"{text}" isn\'t a time of day')
        hour = hour % _NOON + (_NOON if match[3] == "pm" else 0)
    if hour >= 24 or minute >= 60:  # noqa: PLR2004 - hours and minutes
        raise BadTimeError(f'"{text}" isn\'t a time of day')
    return TimeOfDay(hour, minute)


def next_moment(wanted: TimeOfDay, now: int) -> int:
    """The first moment after now at which the local clock shows a time.

    Args:
        wanted: the time of day.
        now: the moment it is now.

    Raises:
        BadTimeError: when the clock skips that time on its day, because it goes forward.
    """
    today = time.localtime(now / 1000)
    days = -1
    while True:
        days += 1
        date = (today.tm_year, today.tm_mon, today.tm_mday + days)
        moments = [
            round(time.mktime((*date, wanted.hour, wanted.minute, 0, 0, 0, is_summer))) * 1000
            for is_summer in (1, 0)
        ]
        shown = [moment for moment in moments if _shows(moment, wanted)]
        if not shown and moments[-1] > now:
            raise BadTimeError(
                f"the clock goes forward and skips {_text(*wanted)} that night",
                f"write {time_text(moments[-1])}",
            )
        if later := [moment for moment in shown if moment > now]:
            return min(later)


def _shows(moment: int, wanted: TimeOfDay) -> bool:
    shown = time.localtime(moment / 1000)
    return (shown.tm_hour, shown.tm_min) == wanted


def time_text(moment: int) -> str:
    """The time of day that the local clock shows at a moment, such as `22:30`."""
    shown = time.localtime(moment / 1000)
    return _text(shown.tm_hour, shown.tm_min)


def _text(hour: int, minute: int) -> str:
    return f"{hour}:{minute:02}"


def is_tomorrow(moment: int, now: int) -> bool:
    """Whether a moment is on a later day than now."""
    return time.localtime(moment / 1000)[:3] != time.localtime(now / 1000)[:3]


def day_line(until: int | None, now: int) -> str:
    """The line that says that a session ends tomorrow; empty when it ends today."""
    if until is None or not is_tomorrow(until, now):
        return ""
    return f"it ends tomorrow, at {time_text(until)}"


def possible_ends(least: Millis, most: Millis, now: int) -> tuple[int, int]:
    """The first and the last whole minute at which a session that begins now can end.

    The first is later than the last when no whole minute is in between.

    Args:
        least: the shortest time it takes, with the time to settle.
        most: the longest.
        now: the moment it is now.
    """
    # a little later, because it takes a person a moment to ask for it
    return -(-(now + least + _TO_ASK) // MINUTE) * MINUTE, (now + most) // MINUTE * MINUTE


def timed(request: Request, now: int, longest: Millis) -> Request:
    """Return the request with the length that its end leaves, if it says when or that it's open.

    Args:
        request: the wishes of the person.
        now: the moment it begins.
        longest: the length after which an open end closes by itself.
    """
    if request.open_end:
        return replace(request, length=longest)
    if request.until is None:
        return request
    return replace(request, length=Millis(request.until - now - request.settle))

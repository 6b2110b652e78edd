"""The time of a check-in: read from what someone types, and told in words.

The words name a day and an hour. They never say how long it still is.
"""

import re
from datetime import date, datetime, timedelta

from companion.errors import CompanionError

EXAMPLE = 'write "Sunday at six", "tomorrow 18:00" or "2026-11-29 18:00", for example'
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_HOURS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_MONTH = rf"({'|'.join(f'{m[:3]}(?:{m[3:]}|t)?' for m in _MONTHS)})"
_DAY_OF = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?: (\d{4}))?"
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DATES = (
    (re.compile(rf"\b{_DAY_OF} (?:of )?{_MONTH}\b{_YEAR}"), (1, 2, 3)),
    (re.compile(rf"\b{_MONTH} {_DAY_OF}\b{_YEAR}"), (2, 1, 3)),
)
_NEAR = re.compile(r"\b(today|tonight|tomorrow)\b")
_WEEKDAY = re.compile(
    r"\b(mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?)\b"
)
_PART = re.compile(r"\b(?:in the )?(morning|afternoon|evening|at night|night|tonight)\b")
_CLOCK = re.compile(r"\b(\d{1,2})[:.](\d\d) ?([ap]m)?(?![a-z0-9])")
_NAMED = rf"(\d{{1,2}}|{'|'.join(_HOURS)})"
_MINUTE_WORDS = {
    "twenty five": 25, "thirty five": 35, "forty five": 45, "fifty five": 55, "five": 5, "ten": 10,
    "quarter": 15, "fifteen": 15, "twenty": 20, "half": 30, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_MINUTE = rf"({'|'.join(_MINUTE_WORDS)}|\d{{1,2}})"
_END = r" ?([ap]m)?(?![a-z0-9])"
_PAST = re.compile(rf"\b{_MINUTE}(?: minutes?)? (past|to) {_NAMED}{_END}")
_HALF_OF = re.compile(rf"\bhalf {_NAMED}{_END}")
_HOUR_MINUTE = re.compile(rf"\b(?:at )?{_NAMED} {_MINUTE}{_END}")
_HOURS_24 = re.compile(r"\b(\d\d) ?h(?:rs|ours)?\b")
_BARE = (
    re.compile(rf"\bat {_NAMED}(?: ?o'clock)?{_END}"),
    re.compile(rf"\b(?!one\b(?! ?o'clock| ?[ap]m)){_NAMED}(?: ?o'clock)?{_END}"),
    re.compile(r"^\s*(one)()\s*$"),  # beside other words it may be "one of us"
)
# What's left beside the day and the time may be any words but these: they'd make it another one.
_LEFT = re.compile(
    r"\d|\b(weeks?|fortnight|day after|next|utc|gmt|[ecmpb][ds]t|ces?t|hours?|minutes?"
    rf"|{'|'.join(_HOURS[1:])}|{'|'.join(_MINUTE_WORDS)})\b"
)
_NOON, _HALF_DAY, _LAST_BARE = 12, 12, 7
_WEEK, _HOURS_A_DAY, _MINUTES = 7, 24, 60
_QUARTER, _HALF, _THREE_QUARTERS = 15, 30, 45
_MOST = timedelta(days=366)


def parse_check_in(text: str, now: datetime) -> datetime:
    """Read a day and a time such as `Sunday at six`; other words around them do no harm.

    Args:
        text: what was typed.
        now: the moment it is.

    Raises:
        CompanionError: when the day or the time is missing, can be read in two ways, isn't on the
            clock, has passed, or is more than a year away.
    """
    words = re.sub(r"\b([ap])\.m\b", r"\1m", text.lower())
    words = re.sub(r"(?<=\d)t(?=\d)|(?<=[a-z])-(?=[a-z])", " ", words)
    words = " ".join(re.sub(r"[,;!?]|(?<!\d)\.|\.(?!\d)", " ", words).split())
    today = datetime.fromtimestamp(now.timestamp())  # noqa: DTZ006 - the local clock, for days
    at, is_repeated, rest = _day(words, today.date())
    hour, minute, rest = _time(rest)
    if any(pattern.search(rest) for pattern in (_LEFT, _NEAR, _WEEKDAY)):
        raise CompanionError("there's more in that than one day and one time", EXAMPLE)
    moment = _on_the_clock(at, hour, minute)
    if is_repeated and moment <= now:  # a weekday, or a date without its year
        at, _, _ = _day(words, today.date() + timedelta(days=1))
        moment = _on_the_clock(at, hour, minute)
    if moment <= now:
        raise CompanionError("that time has passed", "write one that's still to come")
    if moment - now > _MOST:
        raise CompanionError("that's more than a year away", "write a nearer day")
    return moment


def _on_the_clock(day: date, hour: int, minute: int) -> datetime:
    """The moment at which the local clock shows a time on a day.

    Raises:
        CompanionError: when the clock skips it, because it goes forward.
    """
    shown = datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - made local next
    moment = shown.astimezone()
    if moment.replace(tzinfo=None) != shown:
        message = f"the clock goes forward that night, and skips {hour}:{minute:02}"
        raise CompanionError(message, f"write {hour + 1}:{minute:02}")
    return moment


def _day(words: str, today: date) -> tuple[date, bool, str]:
    """The day that words name, today or later, whether another such day comes again, and the rest.

    Raises:
        CompanionError: when there is none, or its weekday is another one.
    """
    if match := _ISO.search(words):
        found = _date(int(match[1]), int(match[2]), int(match[3]))
        return found, False, _without_weekday(_cut(words, match), found)
    for pattern, (day, month, year) in _DATES:
        if match := pattern.search(words):
            number = next(n for n, m in enumerate(_MONTHS, 1) if m.startswith(match[month][:3]))
            has_year = bool(match[year])
            found = _date(int(match[year]) if has_year else today.year, number, int(match[day]))
            if found < today and not has_year:
                found = _date(today.year + 1, number, found.day)
            return found, not has_year, _without_weekday(_cut(words, match), found)
    if match := _NEAR.search(words):
        at = today + timedelta(days=match[1] == "tomorrow")
        return at, False, words if match[1] == "tonight" else _cut(words, match)
    if match := _WEEKDAY.search(words):
        wanted = next(n for n, name in enumerate(_DAYS) if name.startswith(match[1][:3]))
        return today + timedelta(days=(wanted - today.weekday()) % _WEEK), True, _cut(words, match)
    raise CompanionError("there's no day in that", EXAMPLE)


def _cut(words: str, match: "re.Match[str]") -> str:
    """The words without those that were read."""
    return f"{words[: match.start()]} {words[match.end() :]}"


def _without_weekday(words: str, day: date) -> str:
    """The words without the weekday of a date.

    Raises:
        CompanionError: when that day is another one.
    """
    if (match := _WEEKDAY.search(words)) is None:
        return words
    if not _DAYS[day.weekday()].startswith(match[1][:3]):
        raise CompanionError(f"{day.day} {day:%B} is a {day:%A}", "write one of the two")
    return _cut(words, match)


def _date(year: int, month: int, day: int) -> date:
    """A date.

    Raises:
        CompanionError: when there is no such day.
    """
    try:
        return date(year, month, day)
    except ValueError:
        raise CompanionError("there's no such day", EXAMPLE) from None


def _time(words: str) -> tuple[int, int, str]:
    """The hour and the minute that words name, and the words that are left.

    Raises:
        CompanionError: when there is none, or it could be in the morning or in the evening.
    """
    if re.search(r"\bmidnight\b", words):
        raise CompanionError("midnight belongs to two days", 'write "Sunday 23:45", for example')
    part = ""
    if match := _PART.search(words):
        part, words = match[1], _cut(words, match)
    if match := re.search(r"\b(noon|midday)\b", words):
        return _NOON, 0, _cut(words, match)
    if match := _CLOCK.search(words):
        is_24 = len(match[1]) > 1 or int(match[1]) == 0
        hour, minute = _checked(int(match[1]), int(match[2]), match[3] or part, is_24=is_24)
    elif match := _HOURS_24.search(words):
        hour, minute = _checked(int(match[1]), 0, part, is_24=True)
    elif match := _PAST.search(words):
        hour, minute = _past(_number(match[3]), match[2], _minute(match[1]), match[4] or part)
    elif match := _HALF_OF.search(words):
        hour, minute = _checked(_number(match[1]), _HALF, match[2] or part)
    elif match := _HOUR_MINUTE.search(words):
        hour, minute = _checked(_number(match[1]), _minute(match[2]), match[3] or part)
    elif match := next((found for bare in _BARE if (found := bare.search(words))), None):
        hour, minute = _checked(_number(match[1]), 0, match[2] or part)
    else:
        raise CompanionError("there's no time of day in that", EXAMPLE)
    return hour, minute, _cut(words, match)


def _past(hour: int, way: str, minute: int, part: str) -> tuple[int, int]:
    """A time so many minutes past an hour, or to one."""
    if way == "past":
        return _checked(hour, minute, part)
    if hour == _NOON and not part:
        return _NOON - 1, _MINUTES - minute
    before = hour - 1 or _NOON
    return _checked(before, _MINUTES - minute, part, is_bare=hour <= _LAST_BARE)


def _minute(word: str) -> int:
    return int(word) if word.isdecimal() else _MINUTE_WORDS[word]


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _HOURS.index(word) + 1


def _checked(
    hour: int, minute: int, part: str, *, is_24: bool = False, is_bare: bool = True
) -> tuple[int, int]:
    """A time of the 24-hour clock.

    Args:
        hour: the hour that was named.
        minute: the minute.
        part: the part of the day, such as `pm` or `evening`; empty where none was named.
        is_24: whether an hour without a part is one of 24.
        is_bare: whether an early hour without a part is in the afternoon, as people say it.

    Raises:
        CompanionError: when it isn't on the clock, or can be read in two ways.
    """
    if hour >= _HOURS_A_DAY or minute >= _MINUTES or (part == "am" and hour > _NOON):
        raise CompanionError("that time isn't on the clock", EXAMPLE)
    if hour == 0 or hour > _NOON or (is_24 and not part):
        return hour, minute
    if part in ("am", "morning"):
        return hour % _HALF_DAY, minute
    if part:
        is_after_midnight = part in ("night", "at night", "tonight") and hour in (_NOON, 1, 2, 3)
        if is_after_midnight:
            raise CompanionError("that could be on either of two days", EXAMPLE)
        return hour % _HALF_DAY + _HALF_DAY, minute
    if hour == _NOON or (is_bare and hour <= _LAST_BARE):
        return hour % _HALF_DAY + _HALF_DAY, minute
    named = _HOURS[hour - 1] if not minute else f"{hour}:{minute:02}"
    raise CompanionError(
        f"{named} could be in the morning or in the evening",
        f'write "{named} in the evening" or {hour + _HALF_DAY}:{minute:02}, for example',
    )


# --- in words ------------------------------------------------------------------------------------


def said(at: datetime, now: datetime) -> str:
    """A day and a time as someone would say them, such as `Sunday, six`."""
    return f"{day_words(at, now)}, {time_words(at)}"


def reading(at: datetime) -> str:
    """The whole day and time, to show how something was read."""
    at = at.astimezone()
    return f"That's {at:%A} {at.day} {at:%B} {at.year}, {at:%H:%M}."


def day_words(at: datetime, now: datetime) -> str:
    """A day: `today`, its weekday, or its date where another such weekday is nearer."""
    day, today = at.astimezone().date(), now.astimezone().date()
    if day == today:
        return "today"
    if abs((day - today).days) < _WEEK:
        return f"{day:%A}"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


def time_words(at: datetime) -> str:
    """A time of day, such as `six`, `half past nine in the morning` or `18:20`."""
    at = at.astimezone()
    hour = at.hour + (at.minute == _THREE_QUARTERS)
    before = {0: "", _QUARTER: "quarter past ", _HALF: "half past ", _THREE_QUARTERS: "quarter to "}
    if at.minute not in before or not 0 < hour < _HOURS_A_DAY:
        return f"{at:%H:%M}"
    if hour == _NOON and not at.minute:
        return "noon"
    named = f"{before[at.minute]}{_HOURS[(hour - 1) % _HALF_DAY]}"
    if hour < _NOON:
        return f"{named} in the morning"
    return named if hour <= _NOON + _LAST_BARE else f"{named} in the evening"

"""Types of time and level: integer milliseconds for the timeline, integer frames for sound.

At 48 kHz one millisecond is exactly 48 frames, so the two units always agree.
"""

import re
from typing import NewType

Millis = NewType("Millis", int)
Frames = NewType("Frames", int)
Gain = NewType("Gain", float)

RATE = 48_000
FRAMES_PER_MS = RATE // 1000

SECOND = Millis(1_000)
MINUTE = Millis(60_000)
HOUR = Millis(3_600_000)

_DURATION = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?)h)?(?:(?P<m>\d+(?:\.\d+)?)m(?!s))?"
    r"(?:(?P<s>\d+(?:\.\d+)?)s)?(?:(?P<ms>\d+)ms)?"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_MAX_CHARACTERS = 32
_IN_WORDS = re.compile(r"(\d+(?:\.\d+)?) ?([smh])(?:ecs?|econds?|ins?|inutes?|rs?|ours?)\.?")
_DASHED = re.compile(r"(\d+(?:\.\d+)?\w+) ?(?:-|–|to|bis) ?(\d+(?:\.\d+)?\w+)")
_CLOCK = re.compile(r"(\d+):(\d\d)(?::(\d\d))?")


class BadDurationError(ValueError):
    """A text that is not a length of time; `remedy` says what to write instead.

    `instead` is the length that was probably meant, or empty.
    """

    def __init__(self, message: str, remedy: str = "", instead: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy or f"write {instead}"
        self.instead = instead


def frames(ms: Millis) -> Frames:
    """Convert milliseconds to frames at 48 kHz, exactly."""
    return Frames(ms * FRAMES_PER_MS)


def millis(count: Frames) -> Millis:
    """Convert frames at 48 kHz to whole milliseconds, rounded down."""
    return Millis(count // FRAMES_PER_MS)


def parse_duration(text: str) -> Millis:
    """Read a length such as `500ms`, `4s`, `1m30s`, `2m` or `1h`.

    Raises:
        BadDurationError: for any other text, including a bare number and `1:30`.
    """
    text = text.strip()
    if len(text) > _MAX_CHARACTERS:
        raise BadDurationError("this isn't a length", "a length looks like 500ms, 4s, 1m30s or 2m")
    match = _DURATION.fullmatch(text.replace(" ", ""))
    if match and text:
        scale = {"h": HOUR, "m": MINUTE, "s": SECOND, "ms": 1}
        parts = (float(v) * scale[k] for k, v in match.groupdict().items() if v)
        return Millis(round(sum(parts)))
    if _NUMBER.fullmatch(text):
        raise BadDurationError(
            f'"{text}" has no unit', f"write {text}s for seconds or {text}m for minutes", f"{text}s"
        )
    if clock := _CLOCK.fullmatch(text):
        instead = _duration_of_clock(*clock.groups())
        raise BadDurationError(f'"{text}" isn\'t a length', instead=instead)
    if words := _IN_WORDS.fullmatch(text):
        raise BadDurationError(f'"{text}" isn\'t a length', instead=f"{words[1]}{words[2]}")
    if span := _DASHED.fullmatch(text):
        raise BadDurationError(f'"{text}" isn\'t a length', instead=f"{span[1]}..{span[2]}")
    raise BadDurationError(
        f'"{text}" isn\'t a length', "a length looks like 500ms, 4s, 1m30s, 2m or 1h"
    )


def parse_minutes(text: str) -> Millis:
    """Read minutes written as a bare number, or any length.

    Raises:
        BadDurationError: for any other text.
    """
    text = text.strip()
    return parse_duration(f"{text}m" if _NUMBER.fullmatch(text) else text)


def _duration_of_clock(first: str, second: str, third: str | None) -> str:
    """The length in units that `first:second:third` probably means."""
    units = ("h", "m", "s") if third else ("m", "s")
    numbers = [int(n) for n in (first, second, third) if n is not None]
    return "".join(f"{n}{u}" for n, u in zip(numbers, units, strict=True) if n) or "0s"


def duration_text(ms: Millis) -> str:
    """Format a length as an author writes it: `4s`, `1m30s`, `1h`, `2.5s`."""
    hours, rest = divmod(ms, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = [f"{hours}h"] if hours else []
    parts += [f"{minutes}m"] if minutes else []
    if rest or not parts:
        parts.append(f"{rest / SECOND:.3f}".rstrip("0").rstrip(".") + "s")
    return "".join(parts)


def clock_text(ms: Millis) -> str:
    """Format a length as a clock shows it: `4:10`, `1:00:00`; fractions of a second are cut off."""
    seconds = max(0, ms) // SECOND
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def spoken_duration(ms: Millis) -> str:
    """Format a length in words for people: `20 seconds`, `4 minutes`, `1 minute 30`."""
    minutes, seconds = divmod(round(ms / SECOND), 60)
    if not minutes:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    words = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{words} {seconds}" if seconds else words


def spoken_range(least: Millis, most: Millis) -> str:
    """Format a range of lengths in words: `1 to 6 seconds`, `3 to 10 minutes`, `4 minutes`."""
    low, high = spoken_duration(least), spoken_duration(most)
    if low == high:
        return low
    number, unit = low.split(" ", 1)
    is_shared = unit.rstrip("s") == high.split(" ", 1)[1].rstrip("s")
    return f"{number if is_shared else low} to {high}"


_QUARTERS = {0: "", 15: "¼", 30: "½", 45: "¾"}


def minutes_text(ms: Millis) -> str:
    """Format a length as minutes, to a quarter of one: `2½`, `½`, `20`; at least a quarter."""
    quarters = max(1, round(ms / (MINUTE / 4)))
    whole, rest = divmod(quarters, 4)
    return f"{whole or ''}{_QUARTERS[rest * 15]}"


def minutes_range(least: Millis, most: Millis) -> str:
    """Format a range of lengths as minutes: `1½ to 3 min`, `4 min`."""
    low, high = minutes_text(least), minutes_text(most)
    return f"{low} min" if low == high else f"{low} to {high} min"


def whole_minutes(ms: Millis) -> str:
    """Format a length in whole minutes, at least one: `5 min`."""
    return f"{max(1, round(ms / MINUTE))} min"

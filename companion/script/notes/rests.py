"""Rests in plain notes, in the many ways people write them, and how long each one is.

`[PAUSE:5]`, `(long pause)`, `Pause for a few seconds.`, `[1:30]`, `<break time="2s"/>`, `*pause*`.
"""

import re

from companion.units import HOUR, MINUTE, SECOND, Millis

USUAL_PAUSE = Millis(3 * SECOND)
# Ten breaths a minute: what someone who sits quietly comes to.
_BREATH = 6 * SECOND

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90, "half": 0.5,
    "couple": 2, "few": 4, "several": 5, "some": 4,
}  # fmt: skip
_UNITS = {
    "ms": 1, "s": SECOND, "sec": SECOND, "second": SECOND, "m": MINUTE, "min": MINUTE,
    "minute": MINUTE, "h": HOUR, "hour": HOUR, "breath": _BREATH, "moment": 1.25 * SECOND,
    "beat": SECOND, "count": SECOND,
}  # fmt: skip
_REST_WORDS = frozenset(("pause", "rest", "silence", "wait", "break", "silent", "quiet", "hold"))
_LENGTHS = {"long": 10.0, "longer": 10.0, "short": 1.5, "brief": 1.5, "extended": 15.0, "tiny": 1.0}
_FILLERS = frozenset(
    ("for", "about", "of", "the", "approx", "approximately", "around", "roughly", "ca", "here",
     "now", "another", "more", "time", "full", "in", "to", "and", "or", "so")
)  # fmt: skip
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+(?:-[a-z]+)*|[\"'”″′]")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_IGNORED = re.compile(r"[\s.,:;=/~–—\-…_*]+")


def rest_length(text: str) -> Millis | None:
    """Return the length of a rest, or None for text that is anything else.

    Args:
        text: what stands between two brackets, or a whole sentence.
    """
    words = text.lower().replace("’", "'")
    if clock := _CLOCK.fullmatch(words.strip()):
        return _limited(int(clock[1]) * MINUTE + int(clock[2]) * SECOND)
    parts = [_singular(word) for word in _TOKEN.findall(words)]
    if _IGNORED.sub("", _TOKEN.sub("", words)):
        return None  # other marks, which no rest has
    if not parts or not all(map(_is_of_a_rest, parts)):
        return None
    total, has_length = _total(parts)
    is_rest = any(word in _REST_WORDS for word in parts)
    if not is_rest and not (has_length and _is_a_length(parts)):
        return None
    if has_length:
        return _limited(total)
    long = next((_LENGTHS[word] for word in parts if word in _LENGTHS), None)
    return USUAL_PAUSE if long is None else _limited(long * SECOND)


def _singular(word: str) -> str:
    """A word as the tables have it: `seconds` as `second`, `5-second` is split before."""
    if word in _UNITS or word in _NUMBERS or word in _REST_WORDS or word in _FILLERS:
        return word
    return word.removesuffix("s")


def _is_of_a_rest(word: str) -> bool:
    if word[0].isdigit() or word in "\"'”″′":
        return True
    tables = (_NUMBERS, _UNITS, _REST_WORDS, _LENGTHS, _FILLERS)
    return all(any(part in table for table in tables) for part in _split(word))


def _split(word: str) -> list[str]:
    return [word] if word in _NUMBERS else [_singular(part) for part in word.split("-")]


def _is_a_length(parts: list[str]) -> bool:
    """Whether parts without a rest word say how long: a number first, or nothing but one."""
    first = next((word for word in parts if word not in _FILLERS), "")
    return first[:1].isdigit() or first in _NUMBERS


def _total(parts: list[str]) -> tuple[float, bool]:
    """The milliseconds of all numbers with their units, and whether there was any."""
    total, number, has_length = 0.0, None, False
    for word in (part for one in parts for part in _split(one)):
        if word[0].isdigit():
            number = float(word)
        elif word in _UNITS and number is not None:
            total, number, has_length = total + number * _UNITS[word], None, True
        elif word in '"”″' and number is not None:
            total, number, has_length = total + number * SECOND, None, True
        elif word in "'′" and number is not None:
            total, number, has_length = total + number * MINUTE, None, True
        elif word in _NUMBERS:
            # "half a minute" keeps its half, "a few seconds" takes the few
            number = _NUMBERS[word] if number is None or word != "a" else number
    if number is not None and any(word[0].isdigit() for word in parts):
        total, has_length = total + number * SECOND, True  # a bare number means seconds
    return total, has_length


def _limited(ms: float) -> Millis:
    return Millis(min(HOUR, max(SECOND // 2, round(ms))))

"""The bells of a session: the script's own at its ends, and interval bells between them.

The command line, the cards and the settings read and write them with the same two functions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from companion.units import SECOND, BadDurationError, Millis, duration_text, parse_minutes

Ends = Literal["usual", "both", "end", "none"]
"""The bells of the script that ring: all that are written, one at each end, or none before the
first words, or none at all."""

LEAST_INTERVAL = Millis(30 * SECOND)
HALF_WAY = Millis(-1)
"""The time of the bell that rings half way, wherever that comes to be."""

_ENDS: dict[str, Ends] = {
    "usual": "usual", "both": "both", "end": "end", "none": "none", "off": "none"
}  # fmt: skip
_REMEDY = "write 5m, or 5, 12, 30, or half, or both, end or none"


class BadBellsError(ValueError):
    """A text that doesn't name bells; `remedy` says what to write instead."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Bells:
    """The bells that a person asks for.

    `ends` chooses from the script's own bells; `both` and `end` add one where the script has none.
    Interval bells ring after each further `every` ms, at the times in `at`, and if `half`, half
    way. Times count from the beginning, without the time to settle.
    """

    ends: Ends = "usual"
    every: Millis = Millis(0)
    at: tuple[Millis, ...] = ()
    half: bool = False

    @property
    def has_intervals(self) -> bool:
        """Whether any bell was asked for between the ends."""
        return bool(self.every or self.at or self.half)

    def times(self, length: Millis) -> list[tuple[Millis, Millis]]:
        """The bells between the ends in order, as (name, time); the name is the time asked for.

        Args:
            length: the length of the session in ms.
        """
        times = {at: at for at in self.at}
        if self.every:
            times |= {Millis(at): Millis(at) for at in range(self.every, length, self.every)}
        half = Millis(length // 2)
        if self.half and half not in times:
            times[HALF_WAY] = half
        return sorted(times.items(), key=lambda named: named[1])


USUAL_BELLS = Bells()
"""The bells that the script has, and no others."""


def parse_bells(text: str) -> Bells:
    """Read bells such as `5m`, `5, 12, 30`, `half`, `end, every 10m` or `off`.

    A number without a unit is minutes. One time alone is an interval; several are used as they
    are, and so is one after `at`.

    Raises:
        BadBellsError: for any other text.
    """
    items = [" ".join(item.lower().split()) for item in text.split(",") if item.strip()]
    ends = [_ENDS[item] for item in items if item in _ENDS]
    rest = [item for item in items if item not in _ENDS]
    if not items:
        raise BadBellsError("there are no bells in that", _REMEDY)
    if len(set(ends)) > 1:
        raise BadBellsError(f'"{text}" names two choices for the ends', "give just one of them")
    if "off" in items and rest:
        raise BadBellsError("off rings none at all", "write none for the ends, or just the times")
    every, at = _timed([item for item in rest if item != "half"], text)
    return Bells(ends[0] if ends else "usual", every, at, "half" in rest)


def _timed(items: list[str], text: str) -> tuple[Millis, tuple[Millis, ...]]:
    """Read the items that name times: the interval, 0 for none, and the single times."""
    every = [_time(item.removeprefix("every ")) for item in items if item.startswith("every ")]
    at = [_time(item.removeprefix("at ")) for item in items if item.startswith("at ")]
    bare = [_time(item) for item in items if not item.startswith(("every ", "at "))]
    if len(bare) == 1 and not every and not at:
        every, bare = bare, []
    if len(every) > 1:
        raise BadBellsError(f'"{text}" names two intervals', "give just one of them")
    return every[0] if every else Millis(0), tuple(sorted({*at, *bare}))


def _time(item: str) -> Millis:
    try:
        time = parse_minutes(item)
    except BadDurationError:
        raise BadBellsError(f'"{item}" isn\'t a time for a bell', _REMEDY) from None
    if time < LEAST_INTERVAL:
        raise BadBellsError("bells need at least 30s between them", "write 5m, for example, or off")
    return time


def bells_text(bells: Bells) -> str:
    """Format bells in the way that `parse_bells` reads; it reads the same bells again."""

    def pieces() -> Iterator[str]:
        if bells.ends != "usual" or not bells.has_intervals:
            yield bells.ends
        if bells.every:
            yield f"every {duration_text(bells.every)}"
        yield from (f"at {duration_text(at)}" for at in bells.at)
        if bells.half:
            yield "half"

    return ", ".join(pieces())

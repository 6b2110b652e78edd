"""The ratings: for each session the change that someone told, and what is to be said of them.

A change under two is "about the same": a number of distress is too rough for less. Nothing is
averaged, and nothing is said of a few.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from companion.store.kept.database import Database

Change = Literal["softer", "same", "stronger"]
With = Literal["yes", "a little", "no"]
"""Whether someone could be with what stayed about the same."""
Level = Literal["0 to 4", "5 to 7", "8 to 10", ""]
"""The strength before a session; empty where no number was given."""
ENOUGH = 4
"""The fewest ratings of which something is said."""
_MUCH = 2
_OFTEN = 2
_MS = 1000


class Rating(NamedTuple):
    """The change in one session; `at` is in ms since the epoch, `with_it` may not be known."""

    id: int
    at: int
    script: str
    before: int | None
    after: int | None
    change: Change
    with_it: With | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """The changes of one script from one level on, and how often someone could be with it."""

    script: str
    level: Level
    counts: Mapping[Change, int]
    with_it: int = 0

    @property
    def total(self) -> int:
        """The number of sessions."""
        return sum(self.counts.values())

    @property
    def is_enough(self) -> bool:
        """Whether there are enough to say something."""
        return self.total >= ENOUGH


class Ratings:
    """The ratings of sessions.

    Args:
        database: where they are kept.
        is_wanted: whether the person wants them kept.
    """

    def __init__(self, database: Database, is_wanted: Callable[[], bool]) -> None:
        self._database, self._is_wanted = database, is_wanted

    def add(
        self, script: str, now: datetime, before: int | None, after: int | Change
    ) -> int | None:
        """Keep how it was before and after a session, if that is wanted; return its id.

        A number after it, without one before, tells of no change and is not kept.

        Raises:
            CompanionError: when it can't be written.
        """
        change = change_of(before, after)
        if change is None or not self._is_wanted():
            return None
        number = after if isinstance(after, int) else None
        with self._database.changing() as db:
            added = db.execute(
                "INSERT INTO ratings (at, script, before, after, change) VALUES (?, ?, ?, ?, ?)",
                (round(now.timestamp() * _MS), script, before, number, change),
            )
            return added.lastrowid

    def add_with(self, row: int, answer: With) -> None:
        """Keep whether someone could be with what stayed, if that is wanted.

        Args:
            row: the id of the rating it belongs to.
            answer: what was said.

        Raises:
            CompanionError: when it can't be written.
        """
        if self._is_wanted():
            with self._database.changing() as db:
                db.execute("UPDATE ratings SET with_it = ? WHERE id = ?", (answer, row))

    def all(self) -> list[Rating]:
        """Every rating, the last one first.

        Raises:
            CompanionError: when they can't be read.
        """
        with self._database.reading() as db:
            rows = [] if db is None else db.execute("SELECT * FROM ratings ORDER BY id DESC")
            return [Rating(*row) for row in rows]

    def tallies(self) -> list[Tally]:
        """The changes by script and level, in order of both.

        Raises:
            CompanionError: when they can't be read.
        """
        return tallied(self.all())

    def worse(self) -> frozenset[str]:
        """The scripts after which it was stronger, twice at least and more often than softer.

        Raises:
            CompanionError: when the ratings can't be read.
        """
        counts: dict[str, Counter[Change]] = {}
        for rating in self.all():
            counts.setdefault(rating.script, Counter())[rating.change] += 1
        return frozenset(
            script
            for script, count in counts.items()
            if count["stronger"] >= max(_OFTEN, count["softer"] + 1)
        )


def change_of(before: int | None, after: int | Change) -> Change | None:
    """The change between two numbers, or the one that was told; None where none is known."""
    if not isinstance(after, int):
        return after
    if before is None:
        return None
    if abs(after - before) < _MUCH:
        return "same"
    return "softer" if after < before else "stronger"


def level_of(before: int | None) -> Level:
    """The level of a number before a session."""
    if before is None:
        return ""
    if before >= 8:  # noqa: PLR2004 - the bounds are the names of the levels
        return "8 to 10"
    return "5 to 7" if before >= 5 else "0 to 4"  # noqa: PLR2004


def tallied(ratings: Iterable[Rating]) -> list[Tally]:
    """The changes of ratings by script and level, in order of both."""
    counts: dict[tuple[str, Level], Counter[Change]] = {}
    could: Counter[tuple[str, Level]] = Counter()
    for rating in ratings:
        key = (rating.script, level_of(rating.before))
        counts.setdefault(key, Counter())[rating.change] += 1
        could[key] += rating.with_it in ("yes", "a little")
    return [Tally(*key, dict(count), could[key]) for key, count in sorted(counts.items())]

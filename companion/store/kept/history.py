"""The history: which session was played, on which day, how it ended, and where it stopped.

A session's row is made when it begins and closed when it is over. One that is still open although
its process has gone is a session that a crash ended; it can be gone on with.
"""

import os
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from companion.files import is_running
from companion.store.kept.database import Database

How = Literal["playing", "finished", "gentle", "stopped"]
_HOURS = 12
_MS = 1000


class Played(NamedTuple):
    """A session that was played.

    `begun` is in ms since the epoch, `heard` and `total` in ms of the session. `request` is a
    text with what was asked for.
    """

    id: int
    begun: int
    day: date
    script: str
    how: How
    heard: int
    total: int
    request: str


class History:
    """The sessions that were played.

    Args:
        database: where they are kept.
        is_wanted: whether the person wants them kept.
    """

    def __init__(self, database: Database, is_wanted: Callable[[], bool]) -> None:
        self._database, self._is_wanted = database, is_wanted

    def begin(
        self, script: str, now: datetime, total: int, request: str = "", heard: int = 0
    ) -> int | None:
        """Keep that a session begins, at `heard` ms, if that is wanted; return the id of its row.

        Raises:
            CompanionError: when it can't be written.
        """
        if not self._is_wanted():
            return None
        with self._database.changing() as db:
            added = db.execute(
                "INSERT INTO history (begun, day, script, how, heard, total, process, request) "
                "VALUES (?, ?, ?, 'playing', ?, ?, ?, ?)",
                (
                    round(now.timestamp() * _MS),
                    now.date().isoformat(),
                    script,
                    heard,
                    total,
                    os.getpid(),
                    request or None,
                ),
            )
            return added.lastrowid

    def reach(self, id: int, heard: int, total: int) -> None:  # noqa: A002
        """Keep how far a session has come.

        Raises:
            CompanionError: when it can't be written.
        """
        with self._database.changing() as db:
            db.execute("UPDATE history SET heard = ?, total = ? WHERE id = ?", (heard, total, id))

    def end(self, id: int, how: How, heard: int, total: int) -> None:  # noqa: A002
        """Keep how a session ended.

        Raises:
            CompanionError: when it can't be written.
        """
        with self._database.changing() as db:
            db.execute(
                "UPDATE history SET how = ?, heard = ?, total = ?, process = NULL, request = NULL "
                "WHERE id = ?",
                (how, heard, total, id),
            )

    def interrupted(self, now: datetime) -> Played | None:
        """The last session, if a crash ended it within the last twelve hours.

        Raises:
            CompanionError: when it can't be read.
        """
        since = round(now.timestamp() * _MS) - _HOURS * 3_600 * _MS
        with self._database.reading() as db:
            if db is None:
                return None
            row = db.execute("SELECT * FROM history ORDER BY id DESC LIMIT 1").fetchone()
        if row is None or row[4] != "playing" or row[1] < since:
            return None
        return None if row[7] is not None and is_running(row[7]) else _played(row)

    def drop(self, id: int) -> None:  # noqa: A002
        """Close the row of a session that isn't gone on with.

        Raises:
            CompanionError: when it can't be written.
        """
        with self._database.changing() as db:
            db.execute(
                "UPDATE history SET how = 'stopped', process = NULL, request = NULL WHERE id = ?",
                (id,),
            )

    def all(self) -> list[Played]:
        """Every session, the last one first.

        Raises:
            CompanionError: when they can't be read.
        """
        with self._database.reading() as db:
            rows = [] if db is None else db.execute("SELECT * FROM history ORDER BY id DESC")
            return [_played(row) for row in rows]

    def days(self) -> frozenset[date]:
        """The days with a session."""
        return frozenset(played.day for played in self.all())


def _played(row: "tuple[Any, ...]") -> Played:
    number, begun, day, script, how, heard, total, _, request = row
    return Played(number, begun, date.fromisoformat(day), script, how, heard, total, request or "")

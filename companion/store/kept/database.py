"""The database: one private file, opened for each act and closed after it.

A change is on the disk when `changing` returns: a process that is killed loses nothing after that,
and SQLite undoes what was half done when the file is opened next. Reading creates nothing.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.files import check_may_write, is_ghost, make_folder
from companion.store.kept.migrations import MIGRATIONS

if TYPE_CHECKING:
    import sqlite3

NAME = "kept.db"
_OLDEST = (3, 37, 0)
"""The first SQLite with STRICT tables."""
_WAIT_S = 5.0


class Database:
    """The database in a folder.

    Args:
        folder: the folder, which is made for this person alone when something is first kept.
        migrations: the steps that make its tables.
    """

    def __init__(self, folder: Path, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
        self.folder, self.file = folder, folder / NAME
        self._migrations = migrations

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept here; to a ghost run, which can't look, nothing was."""
        return not is_ghost() and self.file.exists()

    @contextmanager
    def reading(self) -> "Iterator[sqlite3.Connection | None]":
        """Open the database to read; None when nothing was ever kept.

        Raises:
            CompanionError: when it can't be read; it stays as it was.
        """
        if not self.exists:
            yield None
            return
        with self._opened() as db:
            yield db

    @contextmanager
    def changing(self) -> "Iterator[sqlite3.Connection]":
        """Open the database for one change, which happens as a whole or not at all.

        Raises:
            CompanionError: when it can't be written; it stays as it was.
        """
        with self._opened() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            finally:
                _undo_unfinished(db)

    def empty_log(self) -> None:
        """Write the log of changes back into the file and empty it, and delete all copies.

        Raises:
            CompanionError: when something else is using the database.
        """
        if not self.exists:
            return
        with self._opened() as db:
            is_busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if is_busy:
                raise CompanionError(
                    "something else is using what companion keeps, so a trace may be left",
                    "close other companion windows, then do it again",
                )
        self._delete(*self._copies())

    def delete(self) -> None:
        """Delete the database, its log and all copies.

        Raises:
            CompanionError: when a file can't be deleted.
        """
        logs = [self.file.with_name(f"{NAME}{ending}") for ending in ("-wal", "-shm", "-journal")]
        self._delete(self.file, *logs, *self._copies())

    @contextmanager
    def _opened(self) -> "Iterator[sqlite3.Connection]":
        import sqlite3  # most people keep nothing

        if sqlite3.sqlite_version_info < _OLDEST:
            raise CompanionError(
                f"SQLite {sqlite3.sqlite_version} is too old to keep anything",
                "a Python with SQLite 3.37 or newer can",
            )
        try:
            self._make_private()
            with closing(sqlite3.connect(self.file, _WAIT_S, isolation_level=None)) as db:
                self._prepare(db)
                yield db
        except sqlite3.OperationalError as error:
            remedy = "check its permissions and the room on the disk"
            raise CompanionError(f"{self.file} can't be used: {error}", remedy) from error
        except sqlite3.DatabaseError as error:
            remedy = "move it away; companion forget --everything deletes it"
            raise CompanionError(f"{self.file} can't be read: {error}", remedy) from error
        except OSError as error:
            reason = error.strerror or str(error)
            message = f"{error.filename or self.file} can't be used: {reason}"
            raise CompanionError(message, "check its permissions") from error

    def _make_private(self) -> None:
        """Make folder and file for this person alone before SQLite writes a byte.

        SQLite gives its log the permissions of the file.
        """
        check_may_write(self.folder)
        make_folder(self.folder)
        self.folder.chmod(0o700)
        make_private(self.file)

    def _prepare(self, db: "sqlite3.Connection") -> None:
        """Set up a connection, and bring the tables up to date."""
        db.execute("PRAGMA secure_delete = ON")  # what is deleted is written over
        db.execute("PRAGMA temp_store = MEMORY")  # nothing goes into a temporary file
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version > len(self._migrations):
            raise CompanionError(
                f"{self.file} was written by a newer companion", "use that one, or move it away"
            )
        for number in range(version + 1, len(self._migrations) + 1):
            self._migrate(db, number)
        if version == len(self._migrations):
            self._delete(*self._copies())  # one that a killed migration left behind

    def _migrate(self, db: "sqlite3.Connection", number: int) -> None:
        """Run a numbered step; a copy from before is deleted once the step has held."""
        import sqlite3

        copy = self.folder / f"{NAME}.before-{number}"
        if number > 1:  # before the first one there is nothing to lose
            copy.unlink(missing_ok=True)
            make_private(copy)
            with closing(sqlite3.connect(copy)) as target:
                db.backup(target)
        db.execute("BEGIN IMMEDIATE")
        try:
            # another process may have done it while this one waited
            if db.execute("PRAGMA user_version").fetchone()[0] < number:
                for statement in self._migrations[number - 1]:
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number}")
                if (state := db.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
                    raise sqlite3.DatabaseError(state)
            db.execute("COMMIT")
        finally:
            _undo_unfinished(db)
        copy.unlink(missing_ok=True)

    def _copies(self) -> list[Path]:
        return sorted(self.folder.glob(f"{NAME}.before-*"))

    @staticmethod
    def _delete(*files: Path) -> None:
        for file in files:
            try:
                check_may_write(file)
                file.unlink(missing_ok=True)
            except OSError as error:
                reason = error.strerror or str(error)
                raise CompanionError(
                    f"{file} can't be deleted: {reason}", "delete it yourself"
                ) from error


def make_private(file: Path) -> None:
    """Make an empty file that only this person may read; one that exists becomes so.

    Raises:
        OSError: when it can't be made, or is a symlink.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(file, flags, 0o600)
    try:
        with suppress(AttributeError):  # on Windows, files have no such permissions
            os.fchmod(handle, 0o600)
    finally:
        os.close(handle)


def _undo_unfinished(db: "sqlite3.Connection") -> None:
    """Undo a change that was not committed; SQLite has already undone it when a disk is full."""
    if db.in_transaction:
        db.execute("ROLLBACK")

"""The database: private from the first byte, whole after any end, migrated with a copy beside it."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from companion.errors import CompanionError
from companion.store.kept.database import Database
from companion.store.kept.migrations import MIGRATIONS
from companion.store.kept.ratings import Ratings

ONE = ("CREATE TABLE things (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT",)
TWO = ("ALTER TABLE things ADD COLUMN more TEXT",)
BROKEN = ("ALTER TABLE things ADD COLUMN more TEXT", "INSERT INTO nowhere VALUES (1)")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "kept"


def add(database: Database, words: str) -> None:
    with database.changing() as db:
        db.execute("INSERT INTO things (words) VALUES (?)", (words,))


def things(database: Database) -> list[str]:
    with database.reading() as db:
        assert db is not None
        return [row[0] for row in db.execute("SELECT words FROM things ORDER BY id")]


def test_reading_makes_nothing(folder: Path) -> None:
    with Database(folder).reading() as db:
        assert db is None
    assert not folder.parent.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_files_are_private_from_the_first_byte(folder: Path) -> None:
    """Even with no umask, and while the log is there."""
    before = os.umask(0)
    try:
        with Database(folder, [ONE]).changing() as db:
            db.execute("INSERT INTO things (words) VALUES ('a')")
            modes = {f.name: stat.S_IMODE(f.stat().st_mode) for f in folder.iterdir()}
    finally:
        os.umask(before)
    assert {"kept.db", "kept.db-wal", "kept.db-shm"} == modes.keys()
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_folder_that_was_open_to_others_is_closed(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    add(Database(folder, [ONE]), "a")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_symlink_in_its_place_is_not_followed(folder: Path, tmp_path: Path) -> None:
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere").touch()
    (folder / "kept.db").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CompanionError, match="can't be used"):
        add(Database(folder, [ONE]), "a")
    assert (tmp_path / "elsewhere").read_bytes() == b""


def test_a_change_that_fails_changes_nothing(folder: Path) -> None:
    database = Database(folder, [ONE])
    add(database, "a")
    with pytest.raises(RuntimeError), database.changing() as db:
        db.execute("INSERT INTO things (words) VALUES ('b')")
        raise RuntimeError
    assert things(database) == ["a"]


def test_every_table_is_strict() -> None:
    with sqlite3.connect(":memory:") as db:
        for step in MIGRATIONS:
            for statement in step:
                db.execute(statement)
        tables = db.execute("PRAGMA table_list").fetchall()
    db.close()
    ours = [row for row in tables if not row[1].startswith("sqlite_")]
    assert len(ours) == 5
    assert all(row[5] == 1 for row in ours)


def test_the_log_is_written_ahead_and_what_is_deleted_is_written_over(folder: Path) -> None:
    with Database(folder, [ONE]).changing() as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA secure_delete").fetchone() == (1,)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_migration_keeps_what_was_there_and_its_copy_goes(folder: Path) -> None:
    add(Database(folder, [ONE]), "a")
    newer = Database(folder, [ONE, TWO])
    add(newer, "b")
    assert things(newer) == ["a", "b"]
    assert sorted(f.name for f in folder.iterdir()) == ["kept.db"]


def test_ratings_of_the_first_file_are_read_before_and_after_it_is_migrated(folder: Path) -> None:
    old = Database(folder, MIGRATIONS[:1])
    with old.changing() as db:
        db.execute(
            "INSERT INTO ratings (at, script, before, after, change) VALUES (1, 's', 8, 7, 'same')"
        )
    ratings = Ratings(Database(folder), lambda: True)
    assert [rating.with_it for rating in ratings.all()] == [None]
    ratings.add_with(1, "a little")
    assert [(r.before, r.with_it) for r in ratings.all()] == [(8, "a little")]


def test_a_migration_that_fails_leaves_the_database_and_a_copy(folder: Path) -> None:
    add(Database(folder, [ONE]), "a")
    with pytest.raises(CompanionError):
        add(Database(folder, [ONE, BROKEN]), "b")
    copy = folder / "kept.db.before-2"
    if os.name != "nt":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sqlite3.connect(copy) as db:
        assert db.execute("SELECT words FROM things").fetchall() == [("a",)]
    db.close()
    assert things(Database(folder, [ONE])) == ["a"]
    add(Database(folder, [ONE, TWO]), "c")
    assert not copy.exists()


def test_a_copy_that_a_killed_migration_left_goes_at_the_next_start(folder: Path) -> None:
    add(Database(folder, [ONE]), "a")
    (folder / "kept.db.before-1").write_bytes(b"old")
    assert things(Database(folder, [ONE])) == ["a"]
    assert sorted(f.name for f in folder.iterdir()) == ["kept.db"]


def test_a_database_of_a_newer_program_is_left_alone(folder: Path) -> None:
    add(Database(folder, [ONE, TWO]), "a")
    before = (folder / "kept.db").read_bytes()
    with pytest.raises(CompanionError, match="newer companion"):
        add(Database(folder, [ONE]), "b")
    assert (folder / "kept.db").read_bytes() == before


def test_a_file_that_is_no_database_is_told_with_its_place(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "kept.db").write_bytes(b"something else, long enough to be read as a header" * 40)
    with pytest.raises(CompanionError) as caught:
        things(Database(folder, [ONE]))
    assert str(folder / "kept.db") in caught.value.message
    assert "companion forget --everything" in caught.value.remedy


def test_an_empty_file_is_a_new_database(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "kept.db").touch()
    add(Database(folder, [ONE]), "a")
    assert things(Database(folder, [ONE])) == ["a"]


def test_emptying_the_log_leaves_no_trace_of_what_was_deleted(folder: Path) -> None:
    database = Database(folder, [ONE])
    add(database, "a secret of mine " * 400)
    with database.changing() as db:
        db.execute("DELETE FROM things")
    database.empty_log()
    assert all(b"a secret of mine" not in f.read_bytes() for f in folder.iterdir())

"""A process that is killed while it writes: nothing that was acknowledged is lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from companion.store.kept.database import Database

WRITES = """
import sys
from pathlib import Path
from datetime import datetime, timezone
from companion.store.kept.keeper import Keeper
keeper = Keeper(Path(sys.argv[1]), lambda _: True)
now = datetime(2026, 11, 26, 3, tzinfo=timezone.utc)
while True:
    row = keeper.history.begin("sit-with-it", now, 600_000)
    keeper.history.reach(row, 1000, 600_000)
    print(row, flush=True)
"""
TIMES = int(os.environ.get("COMPANION_KILLS", "12"))
"""`COMPANION_KILLS=200` runs the long loop, as `make kills` does."""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows can't kill like that")
@pytest.mark.timeout(600)
def test_nothing_that_was_acknowledged_is_lost_by_a_kill(tmp_path: Path) -> None:
    folder, chance = tmp_path / "kept", random.Random(20_261_126)
    acknowledged: set[int] = set()
    for _ in range(TIMES):
        with subprocess.Popen(
            [sys.executable, "-c", WRITES, str(folder)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            for _ in range(chance.randrange(12)):
                acknowledged.add(int(writer.stdout.readline()))
            writer.send_signal(signal.SIGKILL)
            acknowledged |= {int(line) for line in writer.stdout if line.endswith("\n")}
        with Database(folder).reading() as db:  # the next start is clean
            if db is None:
                assert acknowledged == set()
                continue
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            kept = {row[0]: row[1] for row in db.execute("SELECT id, heard FROM history")}
        assert acknowledged <= kept.keys()
        assert all(kept[row] == 1000 for row in acknowledged)
        assert sorted(f.name for f in folder.iterdir()) == ["kept.db"]
    assert acknowledged


def test_a_migration_that_is_killed_leaves_a_database_that_opens(tmp_path: Path) -> None:
    """The copy is there, and the step was not committed: the next start does it again."""
    folder = tmp_path / "kept"
    one = ("CREATE TABLE things (words TEXT NOT NULL) STRICT",)
    two = ("ALTER TABLE things ADD COLUMN more TEXT",)
    with Database(folder, [one]).changing() as db:
        db.execute("INSERT INTO things VALUES ('a')")
    (folder / "kept.db.before-2").write_bytes(b"half a copy")
    with Database(folder, [one, two]).reading() as db:
        assert isinstance(db, sqlite3.Connection)
        assert db.execute("SELECT * FROM things").fetchall() == [("a", None)]
    assert sorted(f.name for f in folder.iterdir()) == ["kept.db"]

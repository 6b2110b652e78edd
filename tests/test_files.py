"""Folders that go with their run, however it ended."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from companion.audio.formats.encode import Target
from companion.files import scratch


def test_what_a_killed_run_left_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    code = "from companion.files import scratch; import os; x = scratch(); os._exit(1)"
    subprocess.run([sys.executable, "-c", code], check=False, env=dict(os.environ))
    (left,) = tmp_path.glob("companion-*")
    other = tmp_path / "companion-notes"
    other.mkdir()
    mine = scratch()
    assert not left.exists()
    assert other.exists()
    assert Path(mine.name).parent == tmp_path
    assert f"-{os.getpid()}-" in mine.name
    again = scratch()
    assert Path(mine.name).exists()
    for folder in (mine, again):
        folder.cleanup()


def test_without_such_a_place_it_is_where_such_things_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "nowhere"))
    folder = scratch()
    assert Path(folder.name).is_dir()
    folder.cleanup()


def test_the_next_export_removes_what_a_killed_one_left_and_nothing_else(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    hour_ago = time.time() - 3_600
    left = tmp_path / f".{ended.pid}-0123abcd.part"
    kept = [
        tmp_path / name
        for name in (f".{os.getpid()}-0123abcd.part", ".notes.part", f".{ended.pid}-0123abcd.old")
    ]
    fresh = tmp_path / f".{ended.pid}-99999999.part"
    for file in (left, fresh, *kept):
        file.touch()
    for file in (left, *kept):
        os.utime(file, (hour_ago, hour_ago))
    Target(tmp_path / "evening.mp3").discard()
    assert not left.exists()
    assert fresh.exists()  # in a shared folder, its run may be on another machine
    assert all(file.exists() for file in kept)

"""Folders that go with their run, however it ended."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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

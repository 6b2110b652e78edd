"""The shelf of thousands: listed from an index that can never be stale."""

import json
import os
from pathlib import Path

import pytest

from companion.session import listing
from companion.session.listing import rows
from companion.store.library import Library
from companion.store.list_cache import WORTH_KEEPING, CacheRow, FileState, ListCache, stamp

TEXT = "companion: 1\ntitle: {title}\nsteps: [Hello., {{silence: 5s..9s}}]\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    for number in range(WORTH_KEEPING):
        (folder / f"s{number:02}.yaml").write_text(TEXT.format(title=f"Number {number}"))
    return folder


def later(own: Path) -> int:
    """A time by which every file has settled."""
    return max(file.stat().st_ctime_ns for file in own.iterdir()) + 3_000_000_000


def titles(own: Path, index: Path, now: int) -> dict[str, str]:
    found, broken = rows(Library(own, own / "none"), index, now)
    return {row["id"]: str(row.get("title", row.get("problem"))) for row in [*found, *broken]}


def test_a_second_listing_reads_no_script(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "cache" / "scripts.json"
    first = titles(own, index, later(own))
    assert index.stat().st_mode & 0o777 == 0o600

    def never(*_: object) -> None:
        raise AssertionError("a script was read again")

    monkeypatch.setattr(listing, "planned", never)
    assert titles(own, index, later(own)) == first


def test_few_scripts_leave_no_trace(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "a.yaml").write_text(TEXT.format(title="A"))
    index = tmp_path / "scripts.json"
    assert "a" in titles(own, index, later(own))
    assert not index.exists()


def test_a_change_of_the_same_size_at_the_same_time_shows(own: Path, tmp_path: Path) -> None:
    index = tmp_path / "scripts.json"
    titles(own, index, later(own))
    file = own / "s07.yaml"
    stat = file.stat()
    file.write_text(TEXT.format(title="Nombre 7"))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert titles(own, index, later(own))["s07"] == "Nombre 7"


def test_what_changed_moments_ago_is_not_entered(own: Path, tmp_path: Path) -> None:
    index = tmp_path / "scripts.json"
    titles(own, index, later(own) - 3_000_000_000)
    assert not index.exists()


def test_what_is_gone_is_forgotten_and_what_is_broken_is_told_each_time(
    own: Path, tmp_path: Path
) -> None:
    index = tmp_path / "scripts.json"
    (own / "bad.yaml").write_text("steps: [")
    (own / "inc.yaml").write_text("companion: 1\ntitle: I\nsteps: [{include: s00.yaml}]\n")
    assert "mistake" in titles(own, index, later(own))["bad"]
    kept = json.loads(index.read_text())["rows"]
    assert not any(name.endswith(("bad.yaml", "inc.yaml")) for name in kept)
    (own / "s03.yaml").unlink()
    (own / "bad.yaml").write_text(TEXT.format(title="Mended"))
    found = titles(own, index, later(own))
    assert "s03" not in found
    assert found["bad"] == "Mended"


def cached(index: Path, stamp: str, file: Path) -> CacheRow:
    """The row of a file from the cache alone; empty where it would have to be read."""
    return ListCache(index, stamp).row(file, 0, lambda: ({}, False))


@pytest.mark.parametrize("spoilt", ["", "[]", "{}", '{"stamp": 1}', '{"stamp": "x", "rows": []}'])
def test_an_index_that_cannot_be_understood_is_none(own: Path, tmp_path: Path, spoilt: str) -> None:
    index = tmp_path / "scripts.json"
    index.write_text(spoilt)
    assert titles(own, index, later(own))["s00"] == "Number 0"
    index.write_text(json.dumps({"stamp": "s", "rows": {"a": [1]}}))
    assert cached(index, "s", own / "s00.yaml") == {}


def test_another_program_or_other_sounds_start_a_new_index(own: Path, tmp_path: Path) -> None:
    assert stamp({"bells": 1}) != stamp({"bells": 2})
    index = tmp_path / "scripts.json"
    titles(own, index, later(own))
    assert cached(index, json.loads(index.read_text())["stamp"], own / "s00.yaml")["id"] == "s00"
    assert cached(index, "another", own / "s00.yaml") == {}
    assert FileState.of(own / "gone.yaml") is None


def test_a_folder_that_takes_no_index_costs_only_time(own: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert titles(own, blocked / "scripts.json", later(own))["s00"] == "Number 0"
    folder = tmp_path / "folder"
    folder.mkdir()
    assert titles(own, folder, later(own))["s00"] == "Number 0"
    assert not list(tmp_path.glob(".tmp*"))

"""Editing the settings file by hand and by the program, in any order, loses nothing."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.store.toml_file import edit

Place = tuple[str, ...]
STARTS = (
    "",
    "# only this\n",
    '[look]\n# x\n\n# about\n[sound]\nbed = "r" # y\n',
    'look.theme = "x"\n',
    '[last.sit]\nend = "open"\n[look]\nmotion = "none"\n[last.scripts.a]\nbed = "z"\n',
    'sound = {bed = "x"}\n\n[look] # h\n',
)
PLACES: tuple[Place, ...] = (
    ("voice",), ("look", "theme"), ("look", "motion"), ("sound", "bed"), ("keys", "pause"),
    ("last", "sit", "end"), ("last", "scripts", "a", "bed"), ("last", "scripts", "b c", "bed"),
    ("presets", "x", "end"), ("settled", "voice"),
)  # fmt: skip
WHOLE: tuple[Place, ...] = (("last",), ("presets",), ("presets", "x"))
CHANGES = st.tuples(st.sampled_from(PLACES), st.sampled_from(["a", 'b"\n', None])) | st.tuples(
    st.sampled_from(WHOLE), st.none()
)


def changed(table: dict[str, Any], place: Place, value: str | None) -> None:
    """The same change in a plain dictionary."""
    *tables, name = place
    for key in tables:
        if value is None and key not in table:
            return
        table = table.setdefault(key, {})
    if value is None:
        table.pop(name, None)
    else:
        table[name] = value


def without_empty(table: dict[str, Any]) -> dict[str, Any]:
    kept = {k: without_empty(v) if isinstance(v, dict) else v for k, v in table.items()}
    return {key: value for key, value in kept.items() if value != {}}


@settings(max_examples=150)
@given(st.sampled_from(STARTS), st.lists(CHANGES, max_size=8))
def test_any_changes_leave_what_a_dictionary_would_hold(
    tmp_path_factory: pytest.TempPathFactory, start: str, changes: list[tuple[Place, str | None]]
) -> None:
    file = tmp_path_factory.mktemp("config") / "settings.toml"
    file.write_text(start)
    expected = tomllib.loads(start)
    for place, value in changes:
        edit(file, {place: value})
        changed(expected, place, value)
        found = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
        assert without_empty(found) == without_empty(expected)


@pytest.mark.parametrize("start", [text for text in STARTS if "#" in text])
def test_adding_takes_no_comment_away(tmp_path: Path, start: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(start)
    for place in PLACES:
        edit(file, {place: "new"})
    comments = [line.partition("#")[2] for line in start.splitlines() if "#" in line]
    text = file.read_text()
    assert all(f"#{comment}" in text for comment in comments)


def test_a_dangling_link_of_a_persons_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    link = tmp_path / "settings.toml"
    link.symlink_to(tmp_path / "dotfiles" / "settings.toml")
    edit(link, {("voice",): "a"})
    assert link.is_symlink()
    assert (tmp_path / "dotfiles" / "settings.toml").read_text() == 'voice = "a"\n'

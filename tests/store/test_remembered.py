"""Last choices are kept only where a person wants it."""

import tomllib
from pathlib import Path

import pytest

from companion.store.remembered import (
    Choices,
    Sit,
    last_choices,
    last_sit,
    last_values,
    remember,
    remember_sit,
)
from companion.store.settings import load, write

CHOICES = Choices(length="2m30s", bed="rain", words="light", bells="5m,12m", breath="left-out")
SIT = Sit("time", "10m", "22:30", "none", "half", "30s", "off")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


@pytest.fixture
def wanted(file: Path) -> Path:
    write(file, {("privacy", "last_choices"): "yes"})
    return file


def test_nothing_is_remembered_unless_somebody_asked(file: Path) -> None:
    assert not remember(file, "enough", CHOICES)
    assert not remember_sit(file, SIT)
    assert not file.parent.exists()
    write(file, {("privacy", "last_choices"): "no"})
    before = file.read_bytes()
    assert not remember(file, "enough", CHOICES)
    assert not remember_sit(file, SIT)
    assert file.read_bytes() == before


def test_what_was_chosen_last_is_there_the_next_time(wanted: Path) -> None:
    assert remember(wanted, "enough", CHOICES)
    assert remember_sit(wanted, SIT)
    settings, problems = load(wanted)
    assert problems == []
    assert last_choices(settings, "enough") == CHOICES
    assert last_choices(settings, "seen") == Choices()
    assert last_sit(settings) == SIT
    assert last_values(settings, "enough") == {
        "sound.bed": "rain", "words.amount": "light", "words.breath": "left-out"
    }  # fmt: skip
    assert remember(wanted, "enough", Choices(bed="fire"))
    assert last_choices(load(wanted)[0], "enough") == Choices(bed="fire")
    assert wanted.stat().st_mode & 0o777 == 0o600


def test_what_is_left_in_the_file_is_not_used_once_remembering_is_off(wanted: Path) -> None:
    remember(wanted, "enough", CHOICES)
    remember_sit(wanted, SIT)
    write(wanted, {("privacy", "last_choices"): None})
    settings, _ = load(wanted)
    assert last_choices(settings, "enough") == Choices()
    assert last_values(settings, "enough") == {}
    assert last_sit(settings) is None


def test_only_the_newest_fifty_scripts_are_remembered(wanted: Path) -> None:
    lines = "".join(f'[last.scripts.s{n}]\nbed = "rain"\n' for n in range(60))
    wanted.write_text(f'{lines}[privacy]\nlast_choices = "yes"\n')
    remember(wanted, "new one", CHOICES)
    scripts = list(tomllib.loads(wanted.read_text())["last"]["scripts"])
    assert scripts == [*(f"s{n}" for n in range(11, 60)), "new one"]


def test_a_wrong_line_under_last_costs_that_line_alone(wanted: Path) -> None:
    wanted.write_text(
        '[privacy]\nlast_choices = "yes"\n[last.scripts.a]\nlength = "long"\nbed = "rain"\nx = 1\n'
        '[last.sit]\nend = "never"\nuntil = "25:00"\nbells = "5m,x"\nready = "0s"\nlength = "20m"\n'
    )
    settings, _ = load(wanted)
    assert last_choices(settings, "a") == Choices(bed="rain")
    assert last_sit(settings) == Sit(length="20m")
    wanted.write_text('[privacy]\nlast_choices = "yes"\n[last]\nscripts = 3\nsit = 3\n')
    settings, _ = load(wanted)
    assert last_choices(settings, "a") == Choices()
    assert last_sit(settings) is None


@pytest.mark.parametrize(
    "bells", ["ends", "end", "half", "none", "5m", "5m,12m,18m", "both, every 5m"]
)
def test_every_kind_of_bells_is_read_back(wanted: Path, bells: str) -> None:
    remember_sit(wanted, Sit(bells=bells))
    assert last_sit(load(wanted)[0]) == Sit(bells=bells)

"""Last choices are kept only where a person wants it; named sits whenever one is named."""

import tomllib
from pathlib import Path

import pytest

from companion.errors import CompanionError
from companion.store.remembered import (
    Choices,
    Sit,
    delete_preset,
    keep_preset,
    last_choices,
    last_sit,
    last_values,
    presets,
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


@pytest.mark.parametrize("bells", ["ends", "end", "half", "none", "5m", "5m,12m,18m"])
def test_every_kind_of_bells_is_read_back(wanted: Path, bells: str) -> None:
    remember_sit(wanted, Sit(bells=bells))
    assert last_sit(load(wanted)[0]) == Sit(bells=bells)


def test_a_named_sit_is_kept_replaced_and_deleted(file: Path) -> None:
    keep_preset(file, "  late   evening ", SIT)
    keep_preset(file, "noon", Sit())
    assert presets(load(file)[0]) == ({"late evening": SIT, "noon": Sit()}, [])
    keep_preset(file, "noon", Sit(end="open"))
    assert presets(load(file)[0])[0]["noon"] == Sit(end="open")
    delete_preset(file, "noon")
    assert presets(load(file)[0])[0] == {"late evening": SIT}
    with pytest.raises(CompanionError) as caught:
        delete_preset(file, "noon")
    assert caught.value.remedy == "there are late evening"
    delete_preset(file, "late evening")
    assert not file.exists()
    with pytest.raises(CompanionError) as caught:
        delete_preset(file, "noon")
    assert caught.value.remedy == "none has been kept yet"


@pytest.mark.parametrize("name", ["", "  ", "x" * 31, "a\x1bb"])
def test_a_name_that_cannot_be_one_is_refused(file: Path, name: str) -> None:
    with pytest.raises(CompanionError, match="can't be the name of a sit"):
        keep_preset(file, name, SIT)
    assert not file.parent.exists()


def test_a_mistake_in_a_named_sit_costs_one_line(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('[presets]\nflat = 3\n[presets.a]\nend = "later"\nlong = 3\nlength = "20m"\n')
    found, problems = presets(load(file)[0])
    assert found == {"a": Sit(length="20m")}
    assert len(problems) == 3
    assert "[presets.flat] needs lines under it" in problems[0]
    assert (
        "end in [presets.a] can't have this value; it can be minutes, time or open" in problems[1]
    )
    assert 'there\'s no "long" in [presets.a]; it can have end, length' in problems[2]

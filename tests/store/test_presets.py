"""Presets: sessions kept under a name, in the settings file, and played as they were."""

from pathlib import Path

import pytest

from companion.errors import CompanionError, NotFoundError
from companion.session.presets import preset_line, preset_of, request_of
from companion.store.presets import Preset, delete_preset, find_preset, keep_preset, presets
from companion.store.settings import load
from companion.timeline.bells import Bells
from companion.timeline.cue import Layer
from companion.timeline.request import Request
from companion.units import MINUTE, SECOND, Millis

EVENING = Preset("time", "", "22:30", "quiet", "half", "30s", "off")
NOW = 1_700_000_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def test_a_session_is_kept_under_a_name_replaced_found_and_deleted(file: Path) -> None:
    assert keep_preset(file, "  late   evening ", EVENING) == "late evening"
    keep_preset(file, "mondays", Preset(script="enough", length="12m", breath="left-out"))
    assert presets(load(file)[0]) == (
        {
            "late evening": EVENING,
            "mondays": Preset(script="enough", length="12m", breath="left-out"),
        },
        [],
    )
    assert keep_preset(file, "Late Evening", Preset(end="open")) == "late evening"
    assert find_preset(file, "LATE  evening") == Preset(end="open")
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(NotFoundError, match="no session kept as") as near:
        find_preset(file, "monday")
    assert near.value.remedy == 'did you mean "mondays"?'
    delete_preset(file, "mondays")
    with pytest.raises(NotFoundError) as gone:
        delete_preset(file, "mondays")
    assert gone.value.remedy == "you've kept late evening"
    delete_preset(file, "late evening")
    assert not file.exists()
    with pytest.raises(NotFoundError) as none:
        find_preset(file, "x")
    assert none.value.remedy == "none has been kept yet"


@pytest.mark.parametrize("name", ["", "  ", "x" * 31, "a\x1bb", "20", "-x"])
def test_a_name_that_cannot_be_one_is_refused(file: Path, name: str) -> None:
    with pytest.raises(CompanionError, match="can't be the name of a session"):
        keep_preset(file, name, EVENING)
    assert not file.parent.exists()


def test_a_mistake_in_one_costs_one_line(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('[presets]\nflat = 3\n[presets.a]\nend = "later"\nlong = 3\nlength = "20m"\n')
    found, problems = presets(load(file)[0])
    assert found == {"a": Preset(length="20m")}
    assert len(problems) == 3
    assert "[presets.flat] needs lines under it" in problems[0]
    assert "end in [presets.a] can't have this value" in problems[1]
    assert 'there\'s no "long" in [presets.a]; it can have end, length' in problems[2]


@pytest.mark.parametrize(
    "request_",
    [
        Request(),
        Request(length=Millis(12 * MINUTE), words="light", breath=False),
        Request(open_end=True, settle=Millis(30 * SECOND), bells=Bells("both", half=True)),
        Request(bed=()),
        Request(bed=(Layer("rain", 0.6), Layer("fire", 0.3))),
        Request(bed=(Layer("ocean"),), bells=Bells("end", every=Millis(5 * MINUTE))),
        Request(length=Millis(90 * SECOND), words="quiet", bells=Bells("none")),
    ],
)
def test_what_was_kept_is_what_is_played(file: Path, request_: Request) -> None:
    keep_preset(file, "x", preset_of("enough", request_))
    kept = find_preset(file, "x")
    assert kept.script == "enough"
    assert request_of(kept, Request(), NOW) == request_


def test_a_time_is_the_next_one_of_the_day_it_is_played() -> None:
    tomorrow = NOW + 24 * 3_600_000
    first = request_of(EVENING, Request(), NOW).until
    then = request_of(EVENING, Request(), tomorrow).until
    assert first is not None
    assert then is not None
    assert NOW < first < tomorrow < then
    assert preset_of("", Request(until=first)).until == "22:30"


@pytest.mark.parametrize(
    ("preset", "line"),
    [
        (Preset(), "Sit with it"),
        (Preset(length="20m"), "Sit with it, 20 min"),
        (Preset(length="90s"), "Sit with it, 1 minute 30"),
        (Preset(end="open"), "Sit with it, until you end it"),
        (Preset(end="time", until="22:30"), "Sit with it, until 22:30"),
    ],
)
def test_a_preset_is_told_in_a_few_words(preset: Preset, line: str) -> None:
    assert preset_line(preset, "Sit with it") == line

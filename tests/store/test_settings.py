"""What a person asked to be kept: read with a line for each mistake, written without losing a word."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from companion.errors import CompanionError
from companion.store.settings import Settings, load, save
from companion.timeline.request import Profile


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def core(file: Path) -> tuple[Settings, list[str]]:
    """The settings without the values by id, which have tests of their own."""
    found, problems = load(file)
    return replace(found, values={}), problems


def test_without_a_file_everything_is_as_usual_and_nothing_is_made(file: Path) -> None:
    assert load(file) == (Settings(), [])
    assert not file.parent.exists()


def test_what_is_saved_is_there_again(file: Path) -> None:
    shaken = Profile("flite/slt", pace=0.9, pitch=0.95, pauses=1.2, bed=-4.0)
    save(file, voice="flite", voice_files=("/v/amy.onnx",), command=("x", "{file}"), shaken=shaken)
    found, problems = core(file)
    assert problems == []
    assert found == Settings("flite", ("/v/amy.onnx",), ("x", "{file}"), shaken)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    save(file, voice=None, shaken=None)
    assert core(file)[0] == Settings(voice_files=("/v/amy.onnx",), command=("x", "{file}"))


def test_what_a_person_wrote_round_it_stays(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('# mine\nvoice = "auto"  # for now\n\n[settled]\npace = 1.0\n')
    save(file, voice="flite")
    assert file.read_text() == '# mine\nvoice = "flite"  # for now\n\n[settled]\npace = 1.0\n'


BAD = [
    ("voice = ", "can't be read"),
    ("\xff", "can't be read"),
    ("voice = 3\n", '"voice" needs another kind of value; write it like this: voice = "auto"'),
    ("voice_files = [3]\n", '"voice_files" needs another kind of value'),
    ("volume = 3\n", 'there\'s no setting "volume"; the settings are voice, voice_files'),
    (
        "[shaken]\npace = 9\n",
        "pace in shaken can't have this value; write a number from 0.75 to 1.3",
    ),
    ("[shaken]\npace = true\n", "pace in shaken can't have this value"),
    ("[shaken]\nspeed = 1\n", 'there\'s no "speed" in shaken; it can have voice, pace'),
    ("settled = 3\n", '"settled" needs another kind of value; write [settled]'),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_a_mistake_costs_its_line_and_nothing_else(file: Path, text: str, reason: str) -> None:
    file.parent.mkdir()
    file.write_bytes(text.encode("latin-1"))
    found, problems = load(file)
    assert found == Settings()
    assert len(problems) == 1
    assert reason in problems[0]


def test_a_mistake_leaves_what_is_right(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('volume = 3\nvoice = "flite"\n[settled]\nvoice = "x"\nbed = -3\n')
    found, problems = core(file)
    assert found == Settings("flite", settled=Profile("x", bed=-3.0))
    assert len(problems) == 1


def test_a_mistake_in_a_profile_leaves_the_rest_of_it(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("[settled]\nvoice = 3\npace = 0.9\nspeed = 1\n")
    found, problems = load(file)
    assert found.settled == Profile(pace=0.9)
    assert found.values == {"voice.pace": 0.9}
    assert len(problems) == 2
    assert "voice in settled can't have this value; write a name in quotes" in problems[0]


def test_what_could_not_be_read_back_is_never_written(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(file, voice="flite")
    before = file.read_text()
    monkeypatch.setattr("tomlkit.dumps", lambda _: "[look\n")
    with pytest.raises(CompanionError, match="couldn't be read back"):
        save(file, device="x")
    assert file.read_text() == before


def test_a_file_that_cannot_be_read_is_never_written_over(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("voice = ")
    with pytest.raises(CompanionError, match="can't be read"):
        save(file, voice="flite")
    assert file.read_text() == "voice = "


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file, where a folder should be")
    with pytest.raises(CompanionError, match="cannot"):
        save(tmp_path / "config" / "settings.toml", voice="flite")


def test_each_mood_has_its_own_profile() -> None:
    slow = Profile(pace=0.9)
    assert Settings(shaken=slow).profile("shaken") == slow
    assert Settings(shaken=slow).profile("settled") == Profile()


@pytest.mark.parametrize(
    "text",
    ['voice_files = ["/a\\u0000b"]\n', f"command = {'[' * 3_000}{']' * 3_000}\n",
     f"[shaken]\npace = 0x{'F' * 5_000}\n", "[shaken]\npace = nan\n"],
)  # fmt: skip
def test_nothing_in_it_ends_a_session_before_it_begins(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text)
    found, problems = load(file)
    assert found == Settings()
    assert len(problems) == 1


def test_a_pipe_in_its_place_is_not_waited_for(file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    assert load(file)[1] == [
        "settings.toml can't be read, so it's ignored (it isn't a regular file)"
    ]


def test_an_editor_of_another_system_may_have_written_it(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b'\xef\xbb\xbfvoice = "flite"\r\n')
    assert core(file) == (Settings("flite"), [])
    save(file, voice=None)
    assert not file.exists()

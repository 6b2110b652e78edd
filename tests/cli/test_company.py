"""`companion agreement` and `companion unsent`: their pages in lines, from a command line."""

import io
import sys
from pathlib import Path

import pytest

from companion.cli.main import main
from companion.session import agreement_words, unsent_words


@pytest.mark.parametrize(
    ("command", "line"),
    [("agreement", agreement_words.NONE), ("unsent", unsent_words.WILL_BE_IN_MEMORY)],
)
def test_it_shows_its_page_and_home_follows(
    command: str,
    line: str,
    homeless: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\nq\n"))
    assert main([command, "--plain", "--sink", "none"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert line in told
    assert "A number, a word to find something by" in told
    assert [file for file in homeless.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("command", ["agreement", "unsent"])
def test_a_sound_file_needs_a_meditation(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--sink", str(tmp_path / "a.wav")]) == 2
    assert "a sound file needs a meditation" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["agreement", "unsent"])
def test_no_word_is_an_argument(command: str) -> None:
    """Words in arguments are seen by everybody on the computer, and stay in the shell's history."""
    from companion.cli.commands import COMMANDS

    found = next(each for each in COMMANDS if each.name == command)
    assert all(option.flags[0].startswith("--") for option in found.options)
    assert found.acts == ()

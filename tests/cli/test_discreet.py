"""Discreet mode, by its flag and its setting: captions alone, and names that tell nothing."""

import io
from pathlib import Path

import pytest

from companion.cli.main import main
from companion.cli.terminal import neutral_title
from companion.session.options import Options
from companion.store.places import places
from companion.voice.names import SILENT
from companion.wiring import Services
from companion.wording_pages import NEUTRAL, SPACE, SPACE_DISCREET, space_page

Captured = pytest.CaptureFixture[str]
SCRIPT = """\
companion: 1
title: About Robin and me
intent: for when Robin is away
vars: {partner: {ask: What do you call them, default: your partner}}
steps:
  - say: "{partner} asked for space."
  - silence: 1s
"""


@pytest.fixture
def script(tmp_path: Path) -> str:
    file = tmp_path / "robin.yaml"
    file.write_text(SCRIPT, "utf-8")
    return str(file)


@pytest.fixture
def setting(homeless: Path) -> None:
    assert main(["config", "set", "privacy.discreet", "yes"]) == 0
    assert main(["config", "set", "words.partner", "Robin"]) == 0


def services(*, discreet: bool) -> Services:
    return Services(Options(discreet=discreet))


def test_r26_discreet_mode_is_silent_and_names_no_session() -> None:
    run = services(discreet=True)
    assert run.is_discreet
    assert not run.is_heard
    assert run.voices.names == ()
    titles = [entry.title for entry in run.directory.all()]
    assert len(titles) == len(set(titles))
    assert all(title.startswith(f"{NEUTRAL} ") for title in titles)
    assert not any(entry.gist or entry.intent for entry in run.directory.all())
    opened = run.open("enough")
    assert (opened.script.title, opened.script.intent) == (NEUTRAL, "")
    run.close()


def test_a_session_has_the_same_number_each_time_and_is_found_by_its_words() -> None:
    first, second = services(discreet=True), services(discreet=True)
    found = first.directory.find("phone")
    assert found == second.directory.find("phone")
    assert found[0].id == services(discreet=False).directory.find("phone")[0].id


@pytest.mark.usefixtures("setting")
def test_the_setting_does_what_the_flag_does_and_no_name_is_said(
    script: str, capsys: Captured
) -> None:
    assert services(discreet=False).is_discreet
    assert main(["play", script, "--plain"]) == 0
    told = capsys.readouterr()
    assert "your partner asked for space." in told.out.lower()
    assert "Robin" not in told.out + told.err


def test_the_flag_alone_does_it_and_keeps_nothing(script: str, capsys: Captured) -> None:
    assert main(["play", script, "--plain", "--discreet"]) == 0
    told = capsys.readouterr()
    assert "Robin" not in told.out + told.err
    assert not places().settings.exists()


def test_the_title_of_the_window_tells_nothing_and_comes_back() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    with neutral_title(out):
        assert out.getvalue().endswith("\x1b]2;sh\x07")
    assert out.getvalue().endswith("\x1b[23;2t")
    pipe = io.StringIO()
    with neutral_title(pipe):
        pass
    assert pipe.getvalue() == ""


def test_the_page_about_space_has_a_title_that_tells_nothing() -> None:
    page = space_page(is_discreet=True)
    assert page.title == SPACE_DISCREET
    assert page.parts == SPACE.parts
    assert space_page(is_discreet=False) == SPACE


def test_silence_is_what_discreet_mode_asks_for_and_no_voice_is_started() -> None:
    run = Services(Options(discreet=True, voice="hibari"))
    assert run.voices._wanted == SILENT

"""`companion voices` and `companion forget`, called as a person calls them."""

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from companion.cli import fit as fit_module
from companion.cli import voices
from companion.cli.main import main
from companion.cli.terminal import Progress
from companion.cli.voices import _print_row, _row
from companion.session.prefetch import shipped_lines
from companion.store.places import places
from companion.store.settings import load, save
from companion.timeline.request import USUAL, Profile
from companion.voice.engine_table import KOKORO
from companion.voice.pace import Paces
from companion.voice.process import VoiceProcess
from companion.voice.shipped_clips import ShippedClips
from companion.wiring import Services
from companion.wording import FITTING_LINES
from tests.voice.onnx_voice import build

Captured = pytest.CaptureFixture[str]


def test_the_list_says_what_speaks_and_what_else_could(capsys: Captured) -> None:
    assert main(["voices"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("* hibari/heart\n    comes with the program")
    assert "licence: Apache-2.0" in told.out
    assert "\n  pyttsx3/en-us+f5\n    always available" in told.out
    assert "licence: GPL-3.0-or-later" in told.out
    assert "also pyttsx3/en-us+f2, pyttsx3/en-us+m6" in told.out
    assert told.err == ""


def test_each_extra_voice_says_what_it_is_for(capsys: Captured, tmp_path: Path) -> None:
    voice = VoiceProcess(KOKORO, Paces(tmp_path / "paces.json"))
    row = _row(voice)
    _print_row(row)
    voice.close()
    out = capsys.readouterr().out
    assert out.startswith("  kokoro/onyx\n")
    assert "    a man's voice, deep and steady, for when you'd like to lean on someone\n" in out
    for name in ("michael", "soft", "emma"):
        assert f"    also kokoro/{name}: {KOKORO.abouts[name]}\n" in out
    assert "also kokoro/onyx" not in out
    assert row["abouts"]["kokoro/emma"] == KOKORO.abouts["emma"]
    assert row["problem"] is None or "isn't installed; pip install" in row["problem"]


def test_the_list_is_there_for_programs(capsys: Captured) -> None:
    assert main(["voices", "list", "--json"]) == main(["voices", "--json"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == second
    assert first["version"] == 1
    assert first["voices"][0]["speaks_first"]
    assert first["voices"][0]["problem"] is None
    assert first["profiles"]["shaken"]["pace"] == 1.0


def test_a_voice_is_heard_before_it_is_chosen(capsys: Captured) -> None:
    assert main(["voices", "try", "--sink", "none", "Close your eyes."]) == 0
    told = capsys.readouterr()
    assert told.out == "Close your eyes.\n"
    assert "hibari/heart speaks" in told.err
    assert "the voice reads" not in told.err
    assert (
        main(["voices", "try", "--sink", "none", "--voice", "pyttsx3/en-us+m6", "Close your eyes."])
        == 0
    )
    assert "pyttsx3/en-us+m6 speaks" in (err := capsys.readouterr().err)
    assert "the voice reads: cloze your eyes." in err
    assert main(["voices", "try", "--silent", "Words {alone}."]) == 0
    assert capsys.readouterr().out == "Words {alone}.\n"
    assert main(["voices", "try", "--silent", "..."]) == 2
    assert "nothing to say" in capsys.readouterr().err


def test_a_language_that_nobody_speaks_is_said(capsys: Captured) -> None:
    assert main(["voices", "try", "--sink", "none", "--lang", "xx", "nuqneH"]) == 0
    assert "no voice here speaks xx, so those words are only shown" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "kept", "said"),
    [("pyttsx3/en-us+m6", "pyttsx3/en-us+m6", "pyttsx3/en-us+m6 speaks from now on"),
     ("silent", "silent", "words are shown"), ("auto", "auto", "The clearest voice on this computer")],
)  # fmt: skip
def test_a_choice_is_kept(capsys: Captured, name: str, kept: str, said: str) -> None:
    assert main(["voices", "use", name]) == 0
    assert said in capsys.readouterr().out
    assert load(places().settings)[0].voice == kept
    assert main(["voices", "use", "auto"]) == 0
    assert load(places().settings)[0].voice == "auto"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nobody", 'there\'s no voice "nobody" here; choose hibari/heart, pyttsx3/en-us+f5'),
     ("rhvoice", "the program RHVoice-test isn't installed"),
     ("pyttsx3/en-us+nobody", 'there\'s no voice "en-us+nobody" here')],
)  # fmt: skip
def test_what_cannot_speak_is_not_chosen(capsys: Captured, name: str, reason: str) -> None:
    assert main(["voices", "use", name]) == 1
    assert reason in capsys.readouterr().err
    assert not places().settings.exists()


@pytest.fixture(scope="module")
def voice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("voices") / "amy.onnx")


def test_a_voice_of_ones_own_is_added_and_removed(voice_file: Path, capsys: Captured) -> None:
    (voice_file.parent / "MODEL_CARD").write_text("# Amy\n* License: CC BY-SA 4.0\n")
    assert main(["voices", "add", str(voice_file)]) == 0
    told = capsys.readouterr()
    assert "Added piper/amy." in told.out
    assert "its card says: License: CC BY-SA 4.0" in told.err
    assert load(places().settings)[0].voice_files == (str(voice_file),)
    assert main(["voices"]) == 0
    assert capsys.readouterr().out.startswith("* piper/amy\n")
    assert main(["voices", "use", "pyttsx3"]) == 0
    assert main(["voices", "add", str(voice_file)]) == 0
    assert "pyttsx3/en-us+f5 still speaks first" in capsys.readouterr().out
    assert main(["voices", "use", "amy"]) == 0
    assert main(["voices", "remove", "piper/amy"]) == 0
    assert main(["voices", "remove", "piper/amy"]) == 1
    assert "you added: none yet" in capsys.readouterr().err
    assert load(places().settings)[0].voice_files == ()


def test_a_file_that_is_no_voice_is_not_added(tmp_path: Path, capsys: Captured) -> None:
    text, alone = tmp_path / "a.txt", tmp_path / "a.onnx"
    text.write_text("words")
    alone.write_text("no model")
    for file, reason in (
        (tmp_path / "none.onnx", "there's no file"),
        (text, "isn't a voice"),
        (alone, "a.onnx isn't a hibari voice"),
    ):
        assert main(["voices", "add", str(file)]) in (1, 2)
        assert reason in capsys.readouterr().err
    assert not places().settings.exists()


def test_the_lines_that_come_along_are_not_spoken_again(capsys: Captured) -> None:
    assert main(["voices", "build"]) == 0
    told = capsys.readouterr()
    assert int(told.out.split()[0]) > 1_000
    assert "are there, spoken by hibari/heart" in told.out
    assert told.err == ""
    assert not list(places().cache.glob("*.wav"))


def test_the_catalogue_is_spoken_ahead_and_the_cache_is_let_go(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ShippedClips, "find", lambda *_: None)
    monkeypatch.setattr(voices, "shipped_lines", lambda *given: shipped_lines(*given)[:40])
    assert main(["voices", "build"]) == 0
    assert "40 lines of the shipped meditations are there" in capsys.readouterr().out
    assert len(list(places().cache.glob("*.wav"))) == 40
    (places().cache / "mine.txt").write_text("not ours")
    assert main(["forget", "--cache"]) == 0
    assert "40 spoken lines are gone" in capsys.readouterr().out
    assert [file.name for file in places().cache.iterdir()] == ["mine.txt"]
    (places().cache / "mine.txt").unlink()
    assert main(["forget", "--cache"]) == 0
    assert not places().cache.exists()


def test_forgetting_needs_to_be_told_what(capsys: Captured) -> None:
    assert main(["forget"]) == 2
    assert "--cache: the lines spoken so far" in capsys.readouterr().err
    assert main(["forget", "--voice"]) == 0
    assert not places().settings.exists()


def test_a_pace_is_a_number_that_is_a_kindness(capsys: Captured) -> None:
    for pace in ("3", "slow"):
        assert main(["now", "--pace", pace]) == 2
        assert "isn't a pace; give a number from 0.75 to 1.3" in capsys.readouterr().err


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What somebody types, on a computer whose sound goes nowhere at once."""
    answers: list[str] = []

    def read(question: str) -> str:
        sys.stdout.write(f"{question}\n")
        if not answers:
            raise EOFError
        return answers.pop(0)

    monkeypatch.setattr("builtins.input", read)
    monkeypatch.setattr(fit_module.Lines, "_hear", lambda *_: None)
    monkeypatch.setattr(Services, "is_heard", True)
    return answers


def test_a_fitting_in_lines_asks_six_times_and_keeps_what_is_wanted(
    typed: list[str], capsys: Captured
) -> None:
    typed += ["1", "a", "2", "x", "1", "0", "2", "1", "yes", "", "3"]
    assert main(["voices", "fit", "--plain", "--sink", "none"]) == 0
    out = capsys.readouterr().out
    for number, line in enumerate(FITTING_LINES, 1):
        assert f"{number} of 6\n" in out
        assert line in out
    assert "What suits you best: " in out
    assert "Kept always." in out
    settings, _ = load(places().settings)
    assert settings.shaken == settings.settled != USUAL
    assert main(["forget", "--voice"]) == 0
    assert load(places().settings)[0].shaken == USUAL


def test_a_fitting_that_nobody_answers_ends_and_keeps_nothing(
    typed: list[str], capsys: Captured
) -> None:
    assert main(["voices", "fit", "--plain", "--sink", "none"]) == 130
    assert not places().settings.exists()
    typed += ["1", "1", "1", "1", "1", "1", "0"]
    assert main(["voices", "fit", "--plain", "--sink", "none"]) == 0
    assert "Nothing was kept." in capsys.readouterr().out
    assert not places().settings.exists()


def test_a_voice_that_is_chosen_goes_before_one_that_was_fitted(capsys: Captured) -> None:
    save(places().settings, shaken=Profile("pyttsx3/en-us+m6", pace=0.9))
    assert main(["voices"]) == 0
    told = capsys.readouterr().out
    assert "fitted for when it's too much: the voice pyttsx3/en-us+m6, a little slower" in told
    assert main(["voices", "try", "--sink", "none", "--mood", "shaken", "Hi."]) == 0
    assert "pyttsx3/en-us+m6 speaks" in capsys.readouterr().err
    assert main(["voices", "use", "f2"]) == 0
    told = capsys.readouterr().out
    assert "pyttsx3/en-us+f2 speaks from now on." in told
    assert "It replaces the voice that was fitted to you" in told
    assert load(places().settings)[0].shaken == Profile(pace=0.9)


def test_whoever_chose_silence_learns_everywhere_how_a_voice_comes_back(
    capsys: Captured,
) -> None:
    assert main(["voices", "use", "silent"]) == 0
    for words in (["voices"], ["doctor"], ["voices", "fit", "--plain"]):
        main(words)
        told = capsys.readouterr()
        assert "companion voices use auto" in told.out + told.err


def test_a_voice_for_another_language_is_added_for_that(tmp_path: Path, capsys: Captured) -> None:
    file = build(tmp_path / "thorsten.onnx", lang="de")
    assert main(["voices", "add", str(file)]) == 0
    assert (
        "Added piper/thorsten for words in de; English is spoken as before"
        in capsys.readouterr().out
    )
    assert main(["voices", "try", "--sink", "none", "Stay."]) == 0
    assert main(["voices", "try", "--sink", "none", "--lang", "de", "Bleib."]) == 0
    assert "cannot" not in capsys.readouterr().err


def test_a_voice_file_leaves_nothing_of_its_makers_behind(voice_file: Path, homeless: Path) -> None:
    assert main(["voices", "add", str(voice_file)]) == 0
    assert not list(homeless.rglob("*icrosoft*"))


def test_without_sound_there_is_nothing_to_fit(capsys: Captured) -> None:
    assert main(["voices", "fit", "--plain", "--sink", "none"]) == 1
    assert "nothing to compare" in capsys.readouterr().err
    assert main(["voices", "fit", "--plain"]) == 1  # the tests have no sound server
    told = capsys.readouterr()
    assert "nothing to compare" in told.err
    assert told.out == ""  # not even what it would have been about


def test_a_bar_is_drawn_on_a_terminal_and_goes_again() -> None:
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w") as terminal:
        progress = Progress("speaking", terminal)
        progress.tell(3, 6)
        progress.tell(3, 6)
        progress.clear()
        progress.clear()
    drawn = ""
    with contextlib.suppress(OSError):  # which is how a terminal says that there is no more
        while piece := os.read(leader, 1_000):
            drawn += piece.decode()
    os.close(leader)
    assert drawn.startswith("\rspeaking  ############............  3 of 6\r ")
    assert drawn.count("3 of 6") == 1
    assert drawn.endswith(" \r")


def test_progress_is_silent_in_a_pipe(capsys: Captured) -> None:
    Progress("speaking").tell(1, 2)
    assert capsys.readouterr().err == ""


def test_a_broken_settings_file_costs_a_line_and_no_session(homeless: Path) -> None:
    places().settings.parent.mkdir(parents=True)
    places().settings.write_text("voice = ")
    done = subprocess.run(
        [sys.executable, "-m", "companion", "voices", "try", "--sink", "none", "Stay."],
        capture_output=True, text=True, check=False, env=dict(os.environ), timeout=50,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout == "Stay.\n"
    assert "settings.toml can't be read, so everything is as usual" in done.stderr

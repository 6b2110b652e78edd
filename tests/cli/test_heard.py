"""`companion check --heard`, with a recogniser that hears what the test wants."""

import json
import sys
from pathlib import Path
from typing import ClassVar

import pytest

from companion.audio import recogniser
from companion.audio.clip import Clip
from companion.cli.heard import Misheard, respellings
from companion.cli.main import main
from companion.errors import CompanionError
from companion.store.places import places
from companion.voice.own_lexicon import add_respelling

Captured = pytest.CaptureFixture[str]
TEXT = "companion: 1\ntitle: T\nintent: a test\nsteps:\n  - say: Stay here. Unclench.\n  - silence: 3s\n  - say: Let go.\n"


class Ears:
    """Hears the words in the order of the test."""

    heard: ClassVar[list[str]] = []

    def hear_clip(self, clip: Clip) -> str:
        assert clip.file.stat().st_size > 1_000
        return self.heard.pop(0)


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(recogniser, "Recogniser", Ears)
    file = tmp_path / "mine.yaml"
    file.write_text(TEXT, "utf-8")
    return file


def test_words_that_come_out_as_others_are_named_with_a_respelling_that_helps(
    script: Path, capsys: Captured
) -> None:
    Ears.heard = ["Stay here", "and launch", "unc lench", "Let gum"]
    assert main(["check", str(script), "--heard"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "1 script, no mistakes"
    assert out[1:3] == [
        f'{script}, line 5: "Unclench" was heard as "and launch"',
        f'{script}, line 7: "go" was heard as "gum"',
    ]
    assert out[3].startswith("A recogniser mishears now and then")
    assert str(places().lexicon) in out[3]


def test_a_respelling_is_offered_only_when_it_is_heard_right(
    script: Path, capsys: Captured
) -> None:
    Ears.heard = ["Stay here", "and launch", "Unclench", "Let go"]
    assert main(["check", str(script), "--heard", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["misheard"] == [
        {"file": str(script), "line": 5, "word": "Unclench", "heard": "and launch",
         "respelling": "unc lench"}]  # fmt: skip
    Ears.heard = ["Stay here", "and launch", "Unclench", "Let go"]
    assert main(["check", str(script), "--heard"]) == 0
    assert "  as unclench: unc lench, it's heard right" in capsys.readouterr().out


def test_a_script_that_is_heard_right_or_has_mistakes(script: Path, capsys: Captured) -> None:
    Ears.heard = ["stay here", "unclench", "let go"]
    assert main(["check", str(script), "--heard"]) == 0
    assert "every word was heard as it's written" in capsys.readouterr().out
    script.write_text("companion: 1\ntitel: T\n")
    assert main(["check", str(script), "--heard"]) == 1
    assert "was heard" not in capsys.readouterr().out


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    (tmp_path / "mine.yaml").write_text(TEXT, "utf-8")
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    assert main(["check", str(tmp_path / "mine.yaml"), "--heard"]) == 1
    told = capsys.readouterr()
    assert told.out == "1 script, no mistakes\n"  # nothing of the check is lost
    assert "install the extra that listens: pip install '.[listen]'" in told.err


def test_respellings_cut_a_word_where_a_syllable_may_begin() -> None:
    assert respellings("Unclench") == ["unc lench"]
    assert respellings("settling") == ["sett ling"]
    assert respellings("don't") == respellings("a") == []
    assert Misheard("f", 1, "w", "h").respelling == ""


def test_accepted_respellings_go_into_ones_own_lexicon_once(script: Path, capsys: Captured) -> None:
    for number, told in enumerate(("put into", "no respelling to put")):
        heard = ["Stay here", "and launch", "Unclench", "Let go"]
        Ears.heard = heard if not number else ["Stay here", "Unclench", "Let go"]
        assert main(["check", str(script), "--heard", "--accept"]) == 0
        assert told in capsys.readouterr().out
    file = places().lexicon / "en.yaml"
    assert file.read_text("utf-8").endswith("every:\n  unclench: unc lench\n")


def test_a_respelling_joins_a_lexicon_that_is_there_and_a_broken_one_stays_as_it_was(
    tmp_path: Path,
) -> None:
    file = tmp_path / "en.yaml"
    file.write_text("lexicon: 1\nhibari:\n  a: b\nevery: # mine\n  Aoife: eefa\n", "utf-8")
    assert add_respelling(tmp_path, "Niamh", "neev")
    assert not add_respelling(tmp_path, "aoife", "eeva")
    assert add_respelling(tmp_path, "no", "know")
    text = file.read_text("utf-8")
    assert 'every: # mine\n  "no": know\n  Niamh: neev\n  Aoife: eefa\n' in text
    file.write_text("lexicon: 1\nevery: [broken\n", "utf-8")
    with pytest.raises(CompanionError):
        add_respelling(tmp_path, "Niamh", "neev")
    assert file.read_text("utf-8") == "lexicon: 1\nevery: [broken\n"
    other = tmp_path / "other"
    other.mkdir()
    (other / "en.yaml").write_text("lexicon: 1\nhibari:\n  a: b\n", "utf-8")
    assert add_respelling(other, "Niamh", "neev")
    assert (other / "en.yaml").read_text("utf-8").endswith("\n\nevery:\n  Niamh: neev\n")


def test_accepting_needs_listening(script: Path, capsys: Captured) -> None:
    assert main(["check", str(script), "--accept"]) == 2
    assert "--accept needs --heard" in capsys.readouterr().err

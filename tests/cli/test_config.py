"""`companion config`: every setting with its origin, changed by id, and what it changes."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import ClassVar

import pytest

from companion.audio.levels import Levels
from companion.cli import play
from companion.cli.arguments import grouped
from companion.cli.commands import COMMANDS
from companion.cli.config import ACTIONS
from companion.cli.main import main
from companion.cli.parser import command_parser
from companion.cli.preferred import now_session
from companion.session.options import Options
from companion.store.places import places
from companion.store.preferences.key_map import FIXED
from companion.store.preferences.own_themes import own_themes
from companion.store.preferences.table import SETTINGS
from companion.store.settings import load
from companion.timeline.cue import Layer
from companion.timeline.request import Request
from companion.wiring import Services

ROOT = Path(__file__).parent.parent.parent
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def no_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "ACCESSIBLE", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)


def kept() -> dict[str, object]:
    return tomllib.loads(places().settings.read_text("utf-8"))


def said(capsys: Captured, *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["config", *words]) == code
    told = capsys.readouterr()
    return told.out, told.err


def test_show_lists_every_setting_and_every_key_with_its_origin(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, homeless: Path
) -> None:
    monkeypatch.setenv("COMPANION_MOTION", "none")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    out, err = said(capsys, "show", "--origin")
    assert err == ""
    rows = [re.split(" {2,}", line.strip()) for line in out.splitlines() if line.startswith("  ")]
    assert [row[0] for row in rows if not row[0].startswith("keys.")] == list(SETTINGS)
    can_change = {f"keys.{action.id}" for action in ACTIONS if action.key not in FIXED}
    assert {row[0] for row in rows if row[0].startswith("keys.")} == can_change
    assert ["look.motion", "none, words instead", "COMPANION_MOTION"] in rows
    assert ["privacy.country", "GB", "from your language"] in rows
    assert ["keys.pause", "space", "default"] in rows
    assert list(homeless.iterdir()) == []
    assert said(capsys)[0] == said(capsys, "show")[0]


def test_a_setting_is_set_got_and_unset(capsys: Captured) -> None:
    assert (
        said(capsys, "set", "look.theme", "paper")[0]
        == 'look.theme is "paper, light" from now on.\n'
    )
    assert kept() == {"look": {"theme": "paper"}}
    assert said(capsys, "get", "look.theme")[0] == "paper\n"
    assert said(capsys, "get", "look.theme", "--origin")[0] == "paper  settings file\n"
    assert said(capsys, "unset", "look.theme")[0] == 'look.theme is "night" again.\n'
    assert not places().settings.exists()


def test_what_get_prints_can_be_set_again(capsys: Captured) -> None:
    typed = {"sound.bed_level": "-6", "words.partner": "my love", "keys.pause": "p", "privacy.country": "IE",
             "voice.command": "say --text '{file} x'", "look.time": "seconds"}  # fmt: skip
    for name, text in typed.items():
        said(capsys, "set", name, text)
        assert said(capsys, "get", name)[0] == f"{text}\n"
    before = kept()
    for name in typed:
        said(capsys, "set", name, said(capsys, "get", name)[0].strip())
    assert kept() == before


def test_for_programs_there_is_one_object(capsys: Captured) -> None:
    said(capsys, "set", "sound.bed", "rain")
    (places().themes).mkdir()
    (places().themes / "a.toml").write_text("lit = 3\n")
    whole = json.loads(said(capsys, "show", "--json")[0])
    assert whole["version"] == 1
    assert whole["file"] == str(places().settings)
    rows = {row["id"]: row for row in whole["settings"]}
    assert rows["sound.bed"]["value"] == "rain"
    assert rows["sound.bed"]["origin"] == "settings file"
    assert rows["voice.files"]["value"] == []
    assert len(whole["problems"]) == 1
    one = json.loads(said(capsys, "get", "sound.bed", "--json")[0])
    assert one == {"version": 1, **rows["sound.bed"]}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["get", "look.them"], 'there\'s no setting "look.them"; did you mean "look.theme"?'),
        (["set", "zzz", "1"], 'there\'s no setting "zzz"; companion config show lists them all'),
        (["unset", "theme"], 'did you mean "look.theme"?'),
        (["set", "look.motion", "basik"], 'did you mean "basic"? it can be full, basic or none'),
        (["set", "look.theme", "papper"], 'did you mean "paper"?'),
        (["set", "sound.bed", "ran"], 'there\'s no bed "ran"; did you mean "rain"?'),
        (["set", "now.session", "enough"], "can't be enough, which isn't an emergency session"),
        (["set", "keys.pause", "n"], 'keys.pause can\'t be "n": that always means "right now"'),
        (["set", "keys.stop", "z"], 'keys.stop stays "q", so that it always means the same'),
        (["set", "keys.stop", "none"], 'keys.stop stays "q"'),
        (["set", "keys.pause", "e"], "that is the key for end; give end another one first"),
        (["set", "keys.paus", "z"], 'there\'s no key "keys.paus"; did you mean "keys.pause"?'),
        (["get", "keys.zzz"], "there are keys.now, keys.call"),
        (["set", "voice.name", "nobody"], "nobody"),
    ],
)  # fmt: skip
def test_a_mistake_teaches_and_changes_nothing(
    capsys: Captured, words: list[str], line: str
) -> None:
    out, err = said(capsys, *words, code=1)
    assert out == ""
    assert line in err
    assert err.count("\n") == 1
    assert not places().settings.exists()


def test_voice_files_are_added_by_their_own_command(capsys: Captured) -> None:
    assert "companion voices add FILE.onnx" in said(capsys, "set", "voice.files", "x", code=2)[1]


def test_a_voice_and_a_device_are_looked_for_before_they_are_set(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("companion.cli.sounds.devices", lambda: ["Headphones (USB)"])
    said(capsys, "set", "sound.device", "headphones")
    said(capsys, "set", "voice.name", "silent")
    assert kept() == {"device": "Headphones (USB)", "voice": "silent"}
    assert "no device called" in said(capsys, "set", "sound.device", "tv", code=1)[1]
    said(capsys, "set", "sound.device", "the usual one")
    said(capsys, "set", "voice.name", "the clearest")
    assert not places().settings.exists()


def test_who_sets_what_the_environment_overrides_is_told(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    err = said(capsys, "set", "look.theme", "dawn")[1]
    assert 'in this terminal NO_COLOR goes first, and says "the terminal\'s own colours"' in err


def test_keys_are_changed_removed_and_as_they_came(capsys: Captured) -> None:
    said(capsys, "set", "keys.pause", "p")
    said(capsys, "set", "keys.softer", "(")
    said(capsys, "set", "keys.bed", "none")
    assert kept() == {"keys": {"pause": "p", "softer": "left_parenthesis", "bed": ""}}
    out = said(capsys, "show", "--origin")[0]
    for row in (
        r"keys.pause +p +settings file",
        r"keys.softer +\( +settings file",
        r"keys.bed +none +settings file",
    ):
        assert re.search(row, out), row
    assert said(capsys, "unset", "keys.pause")[0] == 'keys.pause is "space" again.\n'
    assert said(capsys, "get", "keys.pause")[0] == "space\n"


def test_a_person_is_kept_in_clear_only_after_it_is_said_and_can_be_forgotten(
    capsys: Captured,
) -> None:
    err = said(capsys, "set", "privacy.person", "Anna", "Lee")[1]
    assert f"Kept in clear in {places().settings}" in err
    assert "companion forget --person deletes it" in err
    assert places().settings.stat().st_mode & 0o777 == 0o600
    assert main(["forget", "--person"]) == 0
    assert not places().settings.exists()


def test_forget_deletes_what_is_named_and_nothing_else(capsys: Captured) -> None:
    said(capsys, "set", "privacy.last_choices", "yes")
    with places().settings.open("a") as file:
        file.write('[last.sit]\nend = "open"\n[presets.a]\nend = "open"\n')
    assert main(["forget", "--last"]) == 0
    assert kept() == {"privacy": {"last_choices": "yes"}, "presets": {"a": {"end": "open"}}}
    assert main(["forget", "--presets"]) == 0
    assert kept() == {"privacy": {"last_choices": "yes"}}
    assert main(["forget", "--settings"]) == 0
    assert not places().settings.exists()
    assert capsys.readouterr().out.count("\n") == 3
    assert main(["forget"]) == 2
    told = capsys.readouterr().err
    for flag in ("--cache", "--voice", "--last", "--presets", "--person", "--settings"):
        assert f"{flag}: " in told


def test_what_is_wrong_anywhere_is_told_once_a_line(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_TIME", "never")
    places().themes.mkdir(parents=True)
    (places().themes / "sea.toml").write_text('lit = "red"\n')
    places().settings.write_text(
        '[look]\nmotion = "x"\n[sound]\nbed = "ran"\n[keys]\npause = "n"\n[now]\nsession = "enough"\n'
    )
    lines = said(capsys, "show", "--origin")[1].splitlines()
    assert len(lines) == 6
    for part in ("look.motion can't", "sound.bed (settings file) can't be used", "keys.pause can't",
                 "now.session (settings file) can't be used", "COMPANION_TIME can't", "sea.toml, line 1"):  # fmt: skip
        assert len([line for line in lines if part in line]) == 1, part


# --- what a setting changes ---------------------------------------------------------------------


def request_of(*words: str) -> Request:
    command = next(command for command in COMMANDS if command.name == words[0])
    _, options = command_parser(command).read(words[1:])
    request: Request = grouped(options)["request"]
    return request


def test_what_is_not_typed_is_as_the_settings_say(capsys: Captured) -> None:
    assert request_of("sit", "20") == Request()
    for name, value in (("words.amount", "quiet"), ("words.breath", "left-out"), ("words.anchor", "hands"),
                        ("sound.bed", "rain"), ("sound.bell", "off")):  # fmt: skip
        said(capsys, "set", name, value)
    for words in (["sit", "20"], ["now"], ["play", "enough"], ["time", "enough"]):
        request = request_of(*words)
        assert (request.words, request.anchor, request.breath) == ("quiet", "hands", False)
        assert (request.bed, request.bell) == ((Layer("rain"),), "")
    typed = request_of(
        "sit", "--words", "guided", "--anchor", "feet", "--bed", "off", "--bell", "wood"
    )
    assert (typed.words, typed.anchor, typed.bed, typed.bell) == ("guided", "feet", (), "wood")
    assert request_of("sit", "--bells", "off").bell == ""


def test_a_sound_that_is_gone_costs_a_line_and_no_session(capsys: Captured) -> None:
    places().settings.parent.mkdir(parents=True)
    places().settings.write_text('[sound]\nbed = "ran"\n')
    assert request_of("now") == Request()
    assert "sound.bed (settings file) can't be used" in capsys.readouterr().err


class Recorded:
    """What `now` would run: the name of the script alone."""

    names: ClassVar[list[str]] = []

    def __init__(self, name: str, *_: object, **__: object) -> None:
        self.names.append(name)

    def run(self) -> int:
        return 0


def test_now_plays_the_session_that_was_chosen(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(play, "_Run", Recorded)
    monkeypatch.setattr(Recorded, "names", [])
    main(["now"])
    said(capsys, "set", "now.session", "five-things")
    main(["now"])
    places().settings.write_text('[now]\nsession = "enough"\n')
    main(["now"])
    assert Recorded.names == ["first-two-minutes", "five-things", "first-two-minutes"]
    assert "now.session (settings file) can't be used" in capsys.readouterr().err


def test_a_chosen_session_that_is_gone_gives_way_to_the_usual_one(capsys: Captured) -> None:
    places().settings.parent.mkdir(parents=True)
    places().settings.write_text('[now]\nsession = "gone"\n')
    name, line = now_session("first-two-minutes")
    assert name == "first-two-minutes"
    assert 'there\'s no meditation called "gone"' in line


def test_a_session_begins_as_loud_as_the_settings_say(capsys: Captured) -> None:
    said(capsys, "set", "sound.voice_level", "-6")
    said(capsys, "set", "sound.bed_level", "3")
    services = Services(Options(silent=True))
    assert services._open_sink().levels == Levels(-6.0, 3.0)
    services.close()


def test_the_partners_name_is_offered_where_a_script_asks(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(capsys, "set", "words.partner", "Sam")
    monkeypatch.setattr("builtins.input", lambda _: "")
    asked = (("partner", "Who?", "your partner"), ("place", "Where?", "here"))
    assert play._ask(asked) == {"partner": "Sam", "place": "here"}


IMPORTED = """
import sys
from companion.cli.main import main
main(["now", "--silent", "--sink", "none", "--length", "1s"])
print("tomlkit" in sys.modules, "companion.store.preferences" in sys.modules, file=sys.stderr)
"""


def test_now_never_imports_what_writes_settings_and_without_a_file_not_even_their_table(
    capsys: Captured,
) -> None:
    def imported() -> str:
        done = subprocess.run(
            [sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=True, timeout=50
        )
        return done.stderr.splitlines()[-1]

    assert imported() == "False False"
    said(capsys, "set", "words.amount", "light")
    assert imported() == "False True"


# --- the page -----------------------------------------------------------------------------------


def test_the_page_names_every_setting_and_its_examples_can_be_read(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for name in [*SETTINGS, *(f"keys.{a.id}" for a in ACTIONS if a.key not in FIXED)]:
        assert f"| `{name}` |" in text, name
    blocks = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    themes = [block for block in blocks if block.startswith("base")]
    assert (len(blocks), len(themes)) == (3, 1)
    for number, block in enumerate(blocks):
        file = tmp_path / f"t{number}.toml"
        file.write_text(block)
        if block in themes:
            assert own_themes(tmp_path)[1] == []
            file.unlink()
        else:
            assert load(file)[1] == []
            file.unlink()


@pytest.mark.parametrize("line", re.findall(r"^companion (config [^#\n]+)", (ROOT / "docs/settings.md").read_text("utf-8"), re.MULTILINE))  # fmt: skip
def test_the_commands_on_the_page_run(line: str, capsys: Captured) -> None:
    said(capsys, *line.split()[1:])

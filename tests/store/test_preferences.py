"""The table of settings: read, resolved with where each value comes from, and written back."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from companion.cli.commands import COMMANDS
from companion.errors import CompanionError
from companion.store.changing import (
    change,
    change_all,
    forget_last,
    forget_person,
    forget_presets,
    forget_settings,
)
from companion.store.places import places
from companion.store.preferences.kinds import Choice, Named, Number
from companion.store.preferences.known import Known
from companion.store.preferences.request import FIELDS, preferred
from companion.store.preferences.resolving import Preferences, country_of
from companion.store.preferences.table import PARTS, SETTINGS, setting
from companion.store.settings import load, write
from companion.timeline.bells import Bells
from companion.timeline.cue import Layer
from companion.timeline.request import AT_ONCE, Request
from tests.environment import unmeasured

ROWS = list(SETTINGS.values())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    return file


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_of_the_table_is_whole(row: object) -> None:
    from companion.store.preferences.setting import Setting

    assert isinstance(row, Setting)
    assert row.part in PARTS
    assert 0 < len(row.label) <= 14
    assert row.about.endswith(".")
    assert row.kind.shown(row.default) or row.kind.says
    for value in row.kind.steps():
        assert row.kind.of_toml(value) == value
        assert row.kind.of_text(row.kind.shown(value)) == value
    if row.kind.steps() and not isinstance(row.kind, Named):
        assert row.default in row.kind.steps()


def test_no_two_settings_share_a_place_or_a_label() -> None:
    assert len({row.place for row in ROWS}) == len(ROWS)
    labels = [(row.part, row.label) for row in ROWS]
    assert len(set(labels)) == len(labels)


def test_every_flag_in_the_table_is_an_option_of_a_command() -> None:
    flags = {flag for command in COMMANDS for option in command.options for flag in option.flags}
    assert [row.id for row in ROWS if row.flag and row.flag not in flags] == []


def test_a_flag_goes_before_the_environment_and_that_before_the_file_and_the_last_session() -> None:
    values, last = {"look.motion": "basic"}, {"look.motion": "full"}
    flags = {"look.motion": ("--motion", "none")}
    environment = {"COMPANION_MOTION": "full", "TEXTUAL_ANIMATIONS": "none"}

    def told(preferences: Preferences) -> tuple[object, str, bool]:
        found = preferences.find("look.motion")
        return found.value, found.origin, found.is_fixed

    everything = Preferences(values, flags=flags, environment=environment, last=last)
    assert told(everything) == ("none", "--motion", True)
    assert told(Preferences(values, environment=environment)) == ("full", "COMPANION_MOTION", True)
    del environment["COMPANION_MOTION"]
    assert told(Preferences(values, environment=environment)) == (
        "none",
        "TEXTUAL_ANIMATIONS",
        True,
    )
    assert told(Preferences(values, environment={}, last=last)) == ("basic", "settings file", False)
    assert told(Preferences({}, environment={}).after(last)) == ("full", "last session", False)
    assert told(Preferences({}, environment={})) == ("full", "default", False)


@pytest.mark.parametrize(
    ("environment", "value", "origin"),
    [
        ({"NO_COLOR": "1", "COMPANION_THEME": "dawn"}, "terminal", "NO_COLOR"),
        ({"NO_COLOR": "", "COMPANION_THEME": "dawn"}, "dawn", "COMPANION_THEME"),
        ({}, "paper", "settings file"),
    ],
)
def test_no_colour_means_the_colours_of_the_terminal(
    environment: dict[str, str], value: str, origin: str
) -> None:
    found = Preferences({"look.theme": "paper"}, environment=environment).find("look.theme")
    assert (found.value, found.origin) == (value, origin)


@pytest.mark.parametrize(
    ("environment", "value", "origin"),
    [
        ({"ACCESSIBLE": "1"}, "yes", "ACCESSIBLE"),
        ({"ACCESSIBLE": "0"}, "auto", "default"),
        ({"TERM": "dumb"}, "yes", "TERM"),
        ({"TERM": "xterm"}, "auto", "default"),
        ({"COMPANION_PLAIN": "auto", "TERM": "dumb"}, "auto", "COMPANION_PLAIN"),
    ],
)
def test_plain_lines_are_asked_for_by_what_other_programs_read_too(
    environment: dict[str, str], value: str, origin: str
) -> None:
    found = Preferences({}, environment=environment).find("look.plain")
    assert (found.value, found.origin) == (value, origin)


def test_a_variable_that_says_nothing_it_can_be_costs_one_line_and_is_passed_over() -> None:
    preferences = Preferences(
        {"look.motion": "basic"},
        environment={"COMPANION_MOTION": "fast", "TEXTUAL_ANIMATIONS": "some"},
    )
    assert preferences.find("look.motion").origin == "settings file"
    assert preferences.problems() == [
        "COMPANION_MOTION can't be \"fast\", so it's ignored; it can be full, basic or none"
    ]


@pytest.mark.parametrize(
    ("environment", "country"),
    [
        ({"LANG": "en_GB.UTF-8"}, "GB"),
        ({"LC_ALL": "de_AT@euro", "LANG": "en_GB.UTF-8"}, "AT"),
        ({"LC_ALL": "C.UTF-8", "LANG": "en_GB.UTF-8"}, ""),
        ({"LANG": "en"}, ""),
        ({}, ""),
    ],
)
def test_a_country_that_nobody_set_is_that_of_the_language(
    environment: dict[str, str], country: str
) -> None:
    assert country_of(environment) == country
    found = Preferences({}, environment=environment).find("privacy.country")
    assert (found.value, found.origin) == (country, "from your language" if country else "default")
    kept = Preferences({"privacy.country": "IE"}, environment=environment).find("privacy.country")
    assert (kept.value, kept.origin) == ("IE", "settings file")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("words.amount", "Very Few", "quiet"),
        ("privacy.last_choices", "on", "yes"),
        ("sound.bed", "what the script says", "script"),
        ("sound.bed_level", "-3 dB", -3.0),
        ("voice.pace", "0,9", 0.9),
        ("privacy.country", "gb", "GB"),
        ("privacy.country", "unknown", ""),
        ("words.partner", "  my   love ", "my love"),
        ("hide.key", "]", "right_square_bracket"),
        ("voice.command", 'say "two words"', ("say", "two words")),
    ],
)
def test_a_value_is_read_as_a_person_types_it(name: str, text: str, value: object) -> None:
    assert setting(name).read(text) == value


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("look.motion", "basik", 'did you mean "basic"? it can be full, basic or none'),
        ("look.time", "never", "it can be minutes, seconds or hidden"),
        ("voice.pace", "3", "it can be a number from 0.75 to 1.3"),
        ("voice.pace", "nan", "it can be a number from 0.75 to 1.3"),
        ("privacy.country", "GBR", "two letters, such as GB"),
        ("words.partner", "x" * 41, "one line of at most 40 characters"),
        ("words.partner", "a\x1b[2Jb", "one line"),
        ("hide.key", "ctrl+c", "it can be one key"),
        ("hide.key", "hello", "it can be one key"),
        ("voice.command", 'say "', "a list of words"),
    ],
)
def test_a_value_that_cannot_be_says_what_it_can_be(name: str, text: str, reason: str) -> None:
    with pytest.raises(CompanionError) as caught:
        setting(name).read(text)
    assert caught.value.message == f'{name} can\'t be "{text}"'
    assert reason in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "near"),
    [("look.themes", "look.theme"), ("theme", "look.theme"), ("person", "privacy.person")],
)
def test_an_id_that_is_not_there_is_answered_with_the_nearest(name: str, near: str) -> None:
    with pytest.raises(CompanionError) as caught:
        setting(name)
    assert caught.value.remedy == f'did you mean "{near}"?'


def sample(row: object) -> object:
    """A value of a setting other than its default."""
    kind, default = row.kind, row.default  # type: ignore[attr-defined]
    if isinstance(kind, Choice | Number):
        return next(value for value in kind.steps() if value != default)
    return {"Country": "GB", "Key": "z", "Arguments": ("a", "b c")}.get(type(kind).__name__, "rain")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_is_changed_is_read_back_and_what_is_removed_is_gone(row: object, file: Path) -> None:
    value = sample(row)
    change(file, row, value)  # type: ignore[arg-type]
    settings, problems = load(file)
    assert problems == []
    assert settings.values == {row.id: value}  # type: ignore[attr-defined]
    assert file.stat().st_mode & 0o777 == 0o600
    change(file, row, None)  # type: ignore[arg-type]
    assert not file.exists()


def test_all_settings_together_are_read_back(file: Path) -> None:
    wanted = {row.id: sample(row) for row in ROWS}
    for row in ROWS:
        change(file, row, wanted[row.id])  # type: ignore[arg-type]
    settings, problems = load(file)
    assert (settings.values, problems) == (wanted, [])
    assert settings.settled.pitch_range == wanted["voice.range"]
    assert tomllib.loads(file.read_text())["voice"] == "rain"


def test_several_are_written_at_once_and_each_note_is_told_once(file: Path) -> None:
    some = [("privacy.person", "A"), ("privacy.person_number", "1"), ("look.theme", "dawn"),
            ("keys.pause", ""), ("words.partner", "")]  # fmt: skip
    notes = change_all(file, [(setting(name), value) for name, value in some])
    assert len(notes) == 1
    assert load(file)[0].values == {**dict(some[:3]), "keys.pause": ""}
    assert change_all(file, [(setting(name), None) for name, _ in some]) == []
    assert not file.exists()


def test_a_persons_comments_and_order_stay_when_a_part_changes(file: Path) -> None:
    written(
        file, '# mine\n[look]  # how it looks\ntheme = "dawn" # soft\n\n[sound]\nbed = "rain"\n'
    )
    change(file, setting("look.theme"), "paper")
    change(file, setting("look.motion"), "none")
    change(file, setting("voice.name"), "flite")
    assert file.read_text() == (
        '# mine\nvoice = "flite"\n\n[look]  # how it looks\ntheme = "paper" # soft\nmotion = "none"\n\n'
        '[sound]\nbed = "rain"\n'
    )
    change(file, setting("look.motion"), None)
    change(file, setting("look.theme"), None)
    assert "# how it looks" in file.read_text()
    assert load(file)[0].values == {"voice.name": "flite", "sound.bed": "rain"}


def test_a_comment_above_a_part_stays_above_it(file: Path) -> None:
    written(file, '[look]\ntheme = "dawn"\n\n# about sound\n[sound]\nbed = "rain"\n')
    change(file, setting("look.motion"), "none")
    change(file, setting("sound.bell"), "wood")
    assert file.read_text() == (
        '[look]\ntheme = "dawn"\nmotion = "none"\n\n# about sound\n[sound]\nbed = "rain"\nbell = "wood"\n'
    )


MISTAKES = [
    ("[look]\nthem = 3\n", 'there\'s no setting "look.them"; did you mean "look.theme"?'),
    ('[look]\nmotion = "basik"\n', 'look.motion can\'t have this value; did you mean "basic"?'),
    ("[look]\nmotion = 3\n", "look.motion can't have this value; it can be full, basic or none"),
    ("look = 3\n", '"look" needs another kind of value; write [look] on a line of its own'),
    ("last = 3\n", '"last" needs another kind of value; write [last] on a line of its own'),
    ('[sound]\ndevice = "x"\n', '"device" doesn\'t go under [sound]; write device = at the top'),
    ("[sound]\nbed_fitted = 1\n", "under [sound]; write bed = under [settled]"),
    ("[keys]\npause = 3\n", "keys.pause can't have this value; it can be one key"),
    ('[words]\npartner = "a\\u0007"\n', "words.partner can't have this value"),
]


@pytest.mark.parametrize(("text", "reason"), MISTAKES)
def test_a_mistake_in_a_part_costs_its_line_and_says_what_it_can_be(
    file: Path, text: str, reason: str
) -> None:
    settings, problems = load(written(file, f'{text}[privacy]\ncountry = "GB"\n'))
    assert len(problems) == 1
    assert reason in problems[0]
    assert problems[0].startswith("settings.toml: ")
    assert settings.values == {"privacy.country": "GB"}


def test_yes_and_no_may_be_written_as_toml_has_them(file: Path) -> None:
    settings, problems = load(written(file, "[privacy]\nlast_choices = true\n"))
    assert (settings.values, problems) == ({"privacy.last_choices": "yes"}, [])


def test_a_broken_file_is_not_written_over_part_by_part(file: Path) -> None:
    written(file, "[look\n")
    with pytest.raises(CompanionError, match="can't be read"):
        change(file, setting("look.theme"), "paper")
    assert file.read_text() == "[look\n"
    written(file, "look = 3\n")
    with pytest.raises(CompanionError, match="needs another kind of value"):
        change(file, setting("look.theme"), "paper")
    assert file.read_text() == "look = 3\n"
    assert change(file, setting("look.theme"), None) == ""
    assert file.read_text() == "look = 3\n"


def test_who_else_could_read_the_file_cannot_once_a_number_is_in_it(file: Path) -> None:
    written(file, '[look]\ntheme = "dawn"\n').chmod(0o644)
    change(file, setting("look.theme"), "paper")
    assert file.stat().st_mode & 0o777 == 0o644
    note = change(file, setting("privacy.person_number"), "+44 20 7946 0000")
    assert file.stat().st_mode & 0o777 == 0o600
    assert "in clear" in note
    assert str(file) in note


def test_nothing_is_made_by_removing_what_is_not_there(file: Path) -> None:
    assert change(file, setting("look.theme"), None) == ""
    for forget in (forget_last, forget_presets, forget_person, forget_settings):
        forget(file)
    assert not file.parent.exists()


def test_each_kind_is_forgotten_apart(file: Path) -> None:
    written(
        file,
        '[privacy]\nperson = "A"\nperson_number = "1"\nperson_line = "x"\ncountry = "GB"\n'
        '[last.sit]\nend = "open"\n[presets.a]\nend = "open"\n',
    )
    forget_person(file)
    assert load(file)[0].values == {"privacy.country": "GB"}
    forget_last(file)
    assert (load(file)[0].last, len(load(file)[0].presets)) == ({}, 1)
    forget_presets(file)
    assert tomllib.loads(file.read_text()) == {"privacy": {"country": "GB"}}
    written(file, "[broken")
    forget_settings(file)
    assert not file.exists()


def test_a_file_that_cannot_be_deleted_is_said(tmp_path: Path) -> None:
    with pytest.raises(CompanionError, match="can't be deleted"):
        forget_settings(tmp_path)


def test_what_was_remembered_goes_when_remembering_is_turned_off(file: Path) -> None:
    write(file, {("privacy", "last_choices"): "yes", ("last", "sit", "end"): "open"})
    change(file, setting("privacy.last_choices"), "no")
    assert tomllib.loads(file.read_text()) == {"privacy": {"last_choices": "no"}}


# --- names that only the library knows ----------------------------------------------------------


@pytest.fixture
def known(homeless: Path) -> Known:
    assert homeless
    scripts = places().scripts
    scripts.mkdir(parents=True)
    head = "companion: 1\ntitle: T\n"
    (scripts / "own.yaml").write_text(f"{head}kind: emergency\nsteps: [Stay., {{silence: 5s}}]\n")
    (scripts / "broken.yaml").write_text("companion: 1\n")
    places().themes.mkdir(parents=True)
    (places().themes / "sea.toml").write_text('base = "paper"\n')
    (places().themes / "torn.toml").write_text("base = ")
    return Known.of(places())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sound.bed", "rain"), ("sound.bed", "off"), ("sound.bell", "wood"), ("look.theme", "sea"),
        ("look.theme", "terminal"), ("now.session", "five-things"), ("now.session", "own"),
        ("voice.name", "whatever"),
    ],
)  # fmt: skip
def test_a_name_that_is_here_can_be_set(known: Known, name: str, value: str) -> None:
    known.check(setting(name), value)
    assert known.usable(Preferences({name: value}, environment={}), name) == (value, "")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("sound.bed", "ran", 'did you mean "rain"?'),
        ("sound.bell", "wod", 'did you mean "wood"?'),
        ("look.theme", "see", 'did you mean "sea"?'),
        ("look.theme", "torn", "there are night, dawn, paper, contrast, terminal, sea"),
        ("now.session", "sit-with-it", "choose from first-two-minutes, five-things"),
        ("now.session", "first-two-minute", 'did you mean "first-two-minutes"?'),
        ("now.session", "broken", "companion check broken shows them"),
    ],
)
def test_a_name_that_is_gone_gives_the_default_and_one_line(
    known: Known, name: str, value: str, reason: str
) -> None:
    with pytest.raises(CompanionError) as caught:
        known.check(setting(name), value)
    assert reason in caught.value.remedy
    found, line = known.usable(Preferences({name: value}, environment={}), name)
    assert found == setting(name).default
    assert line.startswith(f"{name} (settings file) can't be used: ")
    assert reason in line


def test_left_and_right_go_through_what_is_here(known: Known) -> None:
    assert known.steps(setting("look.theme"))[-2:] == ("terminal", "sea")
    assert known.steps(setting("sound.bed"))[:2] == ("script", "off")
    assert "rain" in known.steps(setting("sound.bed"))
    assert "own" in known.steps(setting("now.session"))
    assert "broken" not in known.steps(setting("now.session"))
    assert known.steps(setting("look.time")) == ("minutes", "seconds", "hidden")
    assert known.steps(setting("words.partner")) == ()


def test_a_request_is_what_the_settings_say_and_keeps_the_rest(known: Known) -> None:
    values = {"words.amount": "quiet", "words.breath": "left-out", "words.anchor": "hands",
              "sound.bed": "rain", "sound.bell": "off"}  # fmt: skip
    request, problems = preferred(Preferences(values, environment={}), known, AT_ONCE)
    assert problems == []
    assert request == Request(
        words="quiet",
        breath=False,
        anchor="hands",
        bed=(Layer("rain"),),
        bells=Bells("none"),
        lead=AT_ONCE.lead,
    )
    assert preferred(Preferences({}, environment={}), known, AT_ONCE) == (AT_ONCE, [])
    gone = Preferences({"sound.bed": "ran", "sound.bell": "wood"}, environment={})
    request, problems = preferred(gone, known, AT_ONCE)
    assert (request.bed, request.bell, len(problems)) == (None, "wood", 1)


def test_every_field_that_a_setting_fills_is_one_of_a_request() -> None:
    assert set(FIELDS.values()) <= set(Request.__dataclass_fields__)
    assert set(FIELDS) <= set(SETTINGS)


def test_a_setting_read_through_its_type_is_of_that_type() -> None:
    preferences = Preferences({"sound.bed_level": -6.0, "sound.gentle": "yes"}, environment={})
    assert preferences.levels.bed == -6.0
    assert preferences.levels.voice == 0.0
    assert preferences.is_on("sound.gentle")
    assert not preferences.is_on("privacy.last_choices")
    assert preferences.text("look.theme") == "night"
    assert {found.setting.id for found in preferences.all()} == set(SETTINGS)


LOADED = """
import json, sys
from companion.store.settings import load
from companion.store.places import places
load(places().settings)
print(json.dumps([m for m in ("tomlkit", "tomllib", "companion.store.preferences") if m in sys.modules]))
"""


def test_without_a_file_nothing_is_imported_to_read_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=30,
        env=unmeasured(),
    )  # fmt: skip
    assert json.loads(done.stdout) == []

"""The command line, called as a person calls it."""

import io
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import soundfile

from companion.audio import process as hosting
from companion.cli import health
from companion.cli import main as main_module
from companion.cli.main import main
from companion.cli.terminal import Curtain, is_screen
from companion.errors import CompanionError
from companion.session.until import now_ms, time_text
from companion.voice import process as hosted

Captured = pytest.CaptureFixture[str]
BAD = "companion: 1\ntitle: T\nsteps:\n  - silence: 10\n  - sya: hi\n"
GOOD = "companion: 1\ntitle: T\nintent: for a test\nsteps:\n  - section: A\n  - say: Stay here.\n  - silence: 1s..2s\n"


def companion(
    *words: str, stdin: bytes | None = None, **more: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "companion", *words], capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, **more}, timeout=50,
    )  # fmt: skip


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD, "utf-8")
    return file


def test_a_script_becomes_a_file_with_a_voice_in_it(
    script: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert (
        main(["play", str(script), "--sink", str(tmp_path / "out.wav"), "--length", "2900ms"]) == 0
    )
    told = capsys.readouterr()
    assert told.out == "T\nStay here.\n"  # so near to its most, it is announced by its name
    assert told.err == f"companion: wrote {tmp_path / 'out.wav'}\n"
    samples, rate = soundfile.read(tmp_path / "out.wav")
    assert (len(samples), rate) == (2_900 * 48, 48_000)
    assert abs(samples[:48_000]).max() > 0.05
    assert not samples[-24_000:].any()


def test_a_file_that_is_there_is_never_written_over(
    script: Path, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "out.wav").write_text("mine")
    assert main(["play", str(script), "--sink", str(tmp_path / "out.wav")]) == 1
    assert "already exists" in capsys.readouterr().err
    assert (tmp_path / "out.wav").read_text() == "mine"


def test_a_sit_too_short_for_its_bells_says_so(tmp_path: Path, capsys: Captured) -> None:
    assert main(["sit", "5", "--bells", "6m", "--sink", str(tmp_path / "a.wav")]) == 0
    assert "too short for one" in capsys.readouterr().err


def test_capitals_and_help_are_understood(capsys: Captured) -> None:
    assert main(["WHERE"]) == 0
    assert main(["help"]) == 0
    assert main(["help", "sit"]) == 0
    assert "--bells" in capsys.readouterr().out


def test_silent_is_words_in_time_without_a_sound(script: Path, capsys: Captured) -> None:
    assert main(["play", str(script), "--silent", "--plain"]) == 0
    assert capsys.readouterr().out == "Stay here.\n"


def test_nowhere_is_a_place_for_sound_too(script: Path, capsys: Captured) -> None:
    assert main(["play", str(script), "--sink", "none"]) == 0
    assert capsys.readouterr().out == "Stay here.\n"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["nwo"], 2, 'there\'s no "nwo"; did you mean "now"?'),
        (["now", "--slient"], 2, 'there\'s no "--slient" here; did you mean "--silent"?'),
        (["now", "--qqqq"], 2, "try companion now --help"),
        (["now", "--length", "10"], 2, '"10" has no unit; write 10s for seconds'),
        (["now", "--length", "0s"], 2, "a session can't last 0s"),
        (["now", "--sink", "kitchen"], 2, 'sound can\'t go to "kitchen"'),
        (["sit", "soon"], 2, '"soon" isn\'t a number of minutes'),
        (["sit", "--bells", "1s"], 2, "at least 30s"),
        (["sit", "--bells", "off", "--bell", "low"], 2, "give just one of them"),
        (["sit", "--bells", "both,end"], 2, "two choices for the ends"),
        (["sit", "--until", "25:00"], 2, "isn't a time of day; write 22:30 or 10:30pm"),
        (["sit", "20", "--until", "22:30"], 2, "a length and --until say two different ends"),
        (["sit", "--until", "22:30", "--open"], 2, "--until and --open say two different ends"),
        (["sit", "--open", "--length", "20m"], 2, "a length and --open say two different ends"),
        (["time", "sit-with-it", "9", "--until", "22:30"], 2, "two different ends"),
        (["sit", "--open", "--sink", "a.wav"], 2, "can't have its end from --open"),
        (["sit", "--settle", "1h"], 2, "10 minutes at the most"),
        (["play"], 2, "play needs a meditation, such as companion play sit-with-it"),
        (["now", "--seed", "x"], 2, '"x" isn\'t a whole number'),
        (["sit", "20", "--length", "10m"], 2, "two lengths"),
        (["sit-with-it"], 2, "companion play sit-with-it plays it"),
        (["mine.yaml"], 2, "companion play mine.yaml plays it"),
        (["new", "first-two-minutes"], 1, "is already taken"),
        (["new", "now"], 1, "is already taken"),
        (["play", "sit-wit-it"], 1, 'did you mean "sit-with-it"?'),
        (["play", "absent.yaml"], 1, "absent.yaml can't be read: No such file"),
        (["play", "."], 1, "is a folder"),
        (["sit", "4"], 1, 'the shortest "Sit with it" can be is 5 minutes'),
        (["sit", "61"], 1, 'the longest "Sit with it" can be is'),
        (["now", "--sink", "/no/such/place.wav"], 1, "there's no folder /no/such"),
        (["new", "My_Evening"], 1, "letters a to z, digits and dashes"),
        (["time", "first-two-minutes", "3s"], 1, "the shortest"),
        (["show", "nothing-like-it"], 1, "companion list shows what there is"),
    ],
)
def test_a_mistake_is_one_clear_line_and_no_traceback(
    words: list[str], code: int, told: str, capsys: Captured
) -> None:
    assert main(words) == code
    err = capsys.readouterr().err
    assert told in err
    assert len(err.strip().splitlines()) == 1
    assert err.startswith("companion: ")


def test_a_folder_is_no_place_for_a_file(tmp_path: Path, script: Path, capsys: Captured) -> None:
    (tmp_path / "folder.wav").mkdir()
    assert main(["play", str(script), "--sink", str(tmp_path / "folder.wav")]) == 1
    assert "is a folder" in capsys.readouterr().err


def test_a_broken_script_is_shown_where_it_breaks(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "bad.yaml").write_text(BAD)
    assert main(["play", str(tmp_path / "bad.yaml")]) == 1
    err = capsys.readouterr().err
    assert 'bad.yaml:4:14: "10" has no unit' in err
    assert 'did you mean "say"?' in err


def test_check_finds_every_mistake_of_every_file(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "bad.yaml").write_text(BAD)
    (tmp_path / "s" / "good.yaml").write_text(GOOD)
    assert main(["check", str(tmp_path / "s"), str(tmp_path / "absent.yaml")]) == 1
    told = capsys.readouterr()
    assert told.out.count("bad.yaml:") == 2
    assert "absent.yaml can't be read" in told.err
    assert main(["check", str(tmp_path / "s"), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [(d["line"], d["column"]) for d in answer["diagnostics"]] == [(4, 14), (5, 5)]
    assert (answer["version"], len(answer["files"])) == (1, 2)
    assert main(["check", str(tmp_path / "s" / "good.yaml")]) == 0
    assert capsys.readouterr().out == "1 script, no mistakes\n"


def test_list_tells_what_there_is_and_passes_over_what_is_broken(
    homeless: Path, capsys: Captured
) -> None:
    own = homeless / ".local/share/companion/meditations"
    own.mkdir(parents=True)
    (own / "bad.yaml").write_text(BAD)
    (own / "mine.yaml").write_text(GOOD)
    assert main(["list"]) == 0
    told = capsys.readouterr()
    assert re.search(r"^first-two-minutes +The first two minutes$", told.out, re.MULTILINE)
    assert "mine" in told.out
    assert "(yours)" in told.out
    assert "bad.yaml has 2 mistakes" in told.err
    assert main(["list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["meditations"]
    assert set(rows[0]) == {
        "id",
        "title",
        "kind",
        "moment",
        "intent",
        "length",
        "shipped",
        "reviewed",
    }
    assert set(rows[0]["length"]) == {"least", "usual", "most"}


def test_show_tells_what_to_know_before_and_every_word(capsys: Captured) -> None:
    assert main(["show", "first-two-minutes"]) == 0
    out = capsys.readouterr().out
    for part in ("Before you start:", "If it gets too much:", "Evidence, grade C:", "not checked"):
        assert part in out
    assert main(["show", "sit-with-it", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["id"] == "sit-with-it"
    assert any("quiet" in line for line in answer["transcript"])


def test_time_tells_when_everything_happens_and_its_total_is_what_was_asked(
    capsys: Captured,
) -> None:
    assert main(["time", "sit-with-it", "20", "--bells", "5m", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["total_ms"] == 20 * 60_000
    assert sum(row["kind"] == "bell" for row in answer["rows"]) == 3 + 3
    starts = [row["start_ms"] for row in answer["rows"]]
    assert starts == sorted(starts)
    assert main(["time", "first-two-minutes"]) == 0
    assert "2:00  in total" in capsys.readouterr().out


def test_time_takes_an_end_at_a_time_of_day_and_time_to_settle(capsys: Captured) -> None:
    before = now_ms()
    end = -(-(before + 20 * 60_000) // 60_000) * 60_000
    words = ["time", "sit-with-it", "--until", time_text(end), "--settle", "1m", "--json"]
    assert main(words) == 0
    answer = json.loads(capsys.readouterr().out)
    assert end - now_ms() <= answer["total_ms"] <= end - before
    assert answer["rows"][0] == {
        "start_ms": 0, "length_ms": 60_000, "kind": "settle", "words": "", "section": "Arriving"}  # fmt: skip
    assert main(["time", "sit-with-it", "--until", time_text(before + 2 * 60_000)]) == 1
    assert "at the earliest" in capsys.readouterr().err
    assert main(["time", "sit-with-it", "--until", time_text(before + 5 * 3_600_000)]) == 1
    assert "at the latest" in capsys.readouterr().err


def test_time_tells_what_ends_tomorrow(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    # a zone in which it is ten to midnight now
    minutes = now_ms() // 60_000 % 1440
    behind = (minutes - (23 * 60 + 50)) % 1440
    behind -= 1440 if behind > 720 else 0
    sign = "-" if behind < 0 else ""
    monkeypatch.setenv("TZ", f"LMT{sign}{abs(behind) // 60}:{abs(behind) % 60:02}")
    time.tzset()
    try:
        assert main(["time", "sit-with-it", "--until", "0:10"]) == 0
        assert "companion: it ends tomorrow, at 0:10" in capsys.readouterr().err
    finally:
        monkeypatch.undo()
        time.tzset()


def test_bells_at_the_end_and_half_way_are_in_the_timetable(capsys: Captured) -> None:
    assert main(["time", "sit-with-it", "--bells", "end, half, 25", "--settle", "10s", "20"]) == 0
    told = capsys.readouterr()
    bells = [line.split()[0] for line in told.out.splitlines() if " bell " in line]
    assert bells[0].startswith("10:")
    assert len(bells) == 3
    assert main(["time", "sit-with-it", "10", "--bells", "5, 25"]) == 0
    assert "no bell rings at 25 minutes, because the session is over by then" in (
        capsys.readouterr().err
    )


def test_a_script_without_an_intent_is_listed_without_one(homeless: Path, capsys: Captured) -> None:
    own = homeless / ".local/share/companion/meditations"
    own.mkdir(parents=True)
    (own / "mine.yaml").write_text(GOOD.replace("intent: for a test\n", ""))
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    below = lines[next(i for i, line in enumerate(lines) if line.endswith("(yours)")) + 1]
    assert re.fullmatch(r" +\[[0-9:]+ to [0-9:]+\]", below)


ADVISED = GOOD.replace("Stay here.", "Try to stay here.")


def test_advice_is_told_and_counts_only_when_asked(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(ADVISED)
    assert main(["check", str(file)]) == 0
    told = capsys.readouterr().out
    assert 'a.yaml:6:10: advice: "Try to" asks people to make an effort' in told
    assert told.endswith("1 script, no mistakes, 1 piece of advice\n")
    assert main(["check", str(file), "--strict"]) == 1
    capsys.readouterr()
    assert main(["check", str(file), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (found["severity"], found["line"], found["column"]) == ("advice", 6, 10)


def test_a_folder_without_scripts_is_said_to_have_none(tmp_path: Path, capsys: Captured) -> None:
    assert main(["check", str(tmp_path)]) == 1
    assert "there are no scripts there" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"\xff\xfe\x00a", "isn't UTF-8"),
        (b"a: \x00", "NUL"),
        (b"[" * 200_000, "nested too deep"),
        (b"x" * 20_000_000, "larger than 256 KiB"),
        ("steps: [\u202e\x1b[31m".encode(), ""),
    ],
)
@pytest.mark.parametrize("command", ["check", "show", "time", "play"])
def test_hostile_files_get_a_plain_answer_from_every_command(
    tmp_path: Path, raw: bytes, told: str, command: str
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(raw)
    more = ["--sink", "none"] if command == "play" else []
    done = companion(command, str(file), *more)
    assert done.returncode == 1
    both = done.stdout + done.stderr
    assert told in both
    assert "Traceback" not in both
    assert "\x1b" not in both
    assert "\u202e" not in both


def test_import_makes_a_script_of_notes(homeless: Path, tmp_path: Path, capsys: Captured) -> None:
    notes = tmp_path / "My Notes.txt"
    notes.write_text("A night\n\nIt hurts. [PAUSE:5] You can stop.\n[20s]\nThis is ending.\n")
    assert main(["import", str(notes)]) == 0
    file = Path(capsys.readouterr().out.strip())
    assert file == homeless / ".local/share/companion/meditations/my-notes.yaml"
    assert "[5s]" in file.read_text()
    assert main(["check", "my-notes"]) == 0
    assert main(["import", str(notes)]) == 1
    assert "already exists" in capsys.readouterr().err
    assert main(["import", str(notes), "--name", "another"]) == 0
    for raw, told in ((b"\xff", "isn't UTF-8"), (b"\n", "there are no words in it")):
        notes.write_bytes(raw)
        assert main(["import", str(notes), "--name", "third"]) == 1
        assert told in capsys.readouterr().err


def test_new_takes_several_words_and_check_knows_near_names(
    homeless: Path, capsys: Captured
) -> None:
    assert main(["new", "My", "Evening"]) == 0
    assert capsys.readouterr().out.endswith("my-evening.yaml\n")
    assert main(["check", "my-evning"]) == 1
    assert 'did you mean "my-evening"?' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [(["Für später"], '"fur-spater" would work'), (["and/or"], "has a slash in it"),
     (["v1.2"], "has a dot in it"), ([" "], "needs a name")],
)  # fmt: skip
def test_new_says_what_cannot_be_in_a_name(
    homeless: Path, words: list[str], told: str, capsys: Captured
) -> None:
    assert main(["new", *words]) == 1
    assert told in capsys.readouterr().err
    assert not (homeless / ".local").exists()


def test_import_keeps_slots_and_takes_bullets_away(tmp_path: Path, capsys: Captured) -> None:
    notes = tmp_path / "n.txt"
    notes.write_text("- {partner} may rest.\n* {other} too.\n")
    assert main(["import", str(notes)]) == 0
    text = Path(capsys.readouterr().out.strip()).read_text()
    assert "      {partner} may rest.\n      {{other}} too.\n" in text


def test_edit_needs_a_screen(capsys: Captured) -> None:
    assert main(["edit", "my-evening"]) == 2
    assert "there's no screen here" in capsys.readouterr().err


def test_what_time_tells_depends_on_words_anchor_and_breath(
    tmp_path: Path, capsys: Captured
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(
        "companion: 1\ntitle: T\nsteps:\n  - say: With {anchor}.\n  - say: More.\n"
        "    when: {words: guided}\n  - breathe: {in: 4s, out: 6s, rounds: 2}\n"
    )
    words = ["time", str(file), "--words", "quiet", "--anchor", "hands", "--no-breath"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "With your hands." in told
    assert "More." not in told
    assert "round 1" not in told


def test_new_writes_a_script_that_checks_and_plays_as_it_is(
    homeless: Path, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["new", "my-evening"]) == 0
    file = Path(capsys.readouterr().out.strip())
    assert file == homeless / ".local/share/companion/meditations/my-evening.yaml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert main(["check", str(file)]) == 0
    assert main(["check", "my-evening"]) == 0
    assert main(["time", "my-evening", "5m"]) == 0
    assert main(["play", "my-evening", "--sink", str(tmp_path / "a.wav")]) == 0
    assert (tmp_path / "a.wav").exists()
    capsys.readouterr()
    before = file.read_bytes()
    assert main(["new", "my-evening"]) == 1
    assert "already exists" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_a_script_that_cannot_be_written_is_said(homeless: Path, capsys: Captured) -> None:
    (homeless / ".local").write_text("a file, where a folder should be")
    assert main(["new", "my-evening"]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_where_tells_the_folders_and_makes_none(homeless: Path, capsys: Captured) -> None:
    assert main(["where"]) == 0
    assert "(not there yet)" in capsys.readouterr().out
    assert main(["where", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {
        "version", "scripts", "sounds", "lexicon", "settings", "themes", "cache", "index", "kept"
    }  # fmt: skip
    assert list(homeless.iterdir()) == []


def test_doctor_looks_at_everything_and_never_fails_for_want_of_sound(capsys: Captured) -> None:
    assert main(["doctor", "--json"]) == 0
    findings = {f["what"]: f for f in json.loads(capsys.readouterr().out)["findings"]}
    assert set(findings) == {"Python", "terminal", "voice", "sound", "ffmpeg", "scripts", "network"}
    assert findings["sound"]["word"] == "note"
    assert findings["voice"]["word"] == "ok"
    assert findings["network"]["means"] == "never used"


def test_doctor_tells_of_a_broken_script_and_of_what_is_not_there(
    homeless: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = homeless / ".local/share/companion/meditations"
    own.mkdir(parents=True)
    (own / "bad.yaml").write_text(BAD)

    class Mute:
        name = "mute"
        family = ("mute",)

        def __init__(self, *_: object) -> None: ...

        def available(self) -> str:
            return "no engine"

        def close(self) -> None: ...

    monkeypatch.setattr(hosted, "VoiceProcess", Mute)
    monkeypatch.setattr(hosting, "_WORKER", "companion.no_such_worker")
    monkeypatch.setattr(health, "is_screen", lambda: True)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "problem  scripts:" in out
    assert "no engine" in out
    assert "-> pip install espeakng-loader" in out


def test_help_fits_one_screen_and_shows_examples(capsys: Captured) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert "companion now" in out
    assert len(out.splitlines()) <= 35
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("companion ")


def test_without_a_terminal_home_is_lines(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("2\nb\nsleep\n"))
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "2  they've asked for space" in lines
    assert any(line.startswith("1  The first two minutes, 1 to 3 min") for line in lines)
    assert any("Half of the night" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "value"), [("ACCESSIBLE", "1"), ("TERM", "dumb"), ("COMPANION_PLAIN", "yes")]
)
def test_lines_open_by_themselves_where_they_are_wanted(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from companion.cli.preferred import wants_lines
    from companion.cli.terminal import is_screen

    assert not wants_lines(plain=False)
    monkeypatch.setenv(name, value)
    assert wants_lines(plain=False) or not is_screen()
    assert wants_lines(plain=True)


def test_ctrl_c_is_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(**_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(main_module, "_function", lambda _: interrupted)
    assert main(["list"]) == 130


def test_an_error_with_a_remedy_is_one_line_without_control_characters(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def failing(**_: object) -> int:
        raise CompanionError("it \x1b[2J broke", "mend it")

    monkeypatch.setattr(main_module, "_function", lambda _: failing)
    assert main(["list"]) == 1
    assert capsys.readouterr().err == "companion: it ·[2J broke; mend it\n"


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m companion show sit-with-it | head -1", shell=True,
        capture_output=True, text=True, check=False, timeout=20,
    )  # fmt: skip
    assert done.stdout == "Sit with it\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("command", "code"),
    [("now --plain --sink none --length 1m <&- | head -1", 0), ("list >/dev/full", 1),
     ("now --silent >/dev/full", 1), ("show $(printf 'a%.0s' {1..400})", 1),
     (f"sit {'9' * 400}", 2)],
)  # fmt: skip
def test_odd_streams_and_odd_words_are_no_traceback(command: str, code: int) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m companion {command}"],
        capture_output=True, text=True, check=False, timeout=30, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.returncode == code


def test_a_terminal_of_few_letters_shows_what_it_can(script: Path) -> None:
    script.write_text(GOOD.replace("Stay here.", "Stay — “here”."), "utf-8")
    done = companion("play", str(script), "--silent", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout) == (0, 'Stay - "here".\n')


def test_a_folder_that_stands_about_does_not_bar_the_way(tmp_path: Path) -> None:
    (tmp_path / "first-two-minutes").mkdir()
    (tmp_path / "numpy.py").write_text("raise SystemExit('not this one')")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "companion", "now", "--sink", "out.wav"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_file_has_every_line_in_it_also_the_first_time(script: Path, tmp_path: Path) -> None:
    lines = ["One is here.", "Two is here.", "Three is here.", "Four is here."]
    script.write_text(
        "companion: 1\ntitle: T\nsteps:\n"
        + "".join(f"  - say: {x}\n  - silence: 1s\n" for x in lines)
    )
    assert companion("play", str(script), "--sink", str(tmp_path / "a.wav")).returncode == 0
    samples, _ = soundfile.read(tmp_path / "a.wav")
    loud = abs(samples).max(axis=1).reshape(-1, 48).max(axis=1) > 0.01
    gaps, quiet = 0, 0
    for is_loud in loud:
        gaps += is_loud and quiet > 700
        quiet = 0 if is_loud else quiet + 1
    assert gaps == 3


def test_ctrl_z_in_plain_mode_is_silent_and_fg_goes_on(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "companion", "now", "--silent", "--plain"],
        stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    for _ in range(2):  # the second line is told by the part that listens to the signal
        process.stdout.readline()
    process.send_signal(signal.SIGTSTP)
    for _ in range(200):
        if Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T":
            break
        threading.Event().wait(0.02)
    else:
        pytest.fail("it did not stop")
    process.send_signal(signal.SIGCONT)
    assert process.stdout.readline() == "It's a wave, and I'll talk you through it.\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 130
    process.stdout.close()


def test_ctrl_c_in_a_session_is_130_and_leaves_no_worker(script: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "companion", "now", "--sink", "none"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert err == ""


def test_dumb_terminals_and_pipes_have_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_screen()
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "dumb")
    assert not is_screen()


def test_the_curtain_goes_up_on_another_page_and_comes_down_again(capsys: Captured) -> None:
    curtain = Curtain(sys.stderr)
    curtain.show("Something hurts.")
    up = capsys.readouterr().err
    assert up.startswith("\x1b[?1049h")
    assert up.endswith("HSomething hurts.")
    curtain.hide()
    assert capsys.readouterr().err.endswith("\x1b[?1049l")
    curtain.hide()
    assert capsys.readouterr().err == ""


def heeding() -> None:
    """As a shell starts a program, however the tests themselves were started."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def terminal(
    *words: str,
    type_: tuple[tuple[float, bytes], ...] = (),
    kill: tuple[float, signal.Signals] | None = None,
) -> tuple[int, str]:
    """Run on a pseudo terminal of 80 by 24; gives the exit code and everything that was drawn."""
    leader, follower = pty.openpty()
    import fcntl
    import struct
    import termios

    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    before = termios.tcgetattr(follower)
    process = subprocess.Popen(
        [sys.executable, "-m", "companion", *words], stdin=follower, stdout=follower, stderr=follower,
        start_new_session=True,
        preexec_fn=heeding,  # noqa: PLW1509 - it calls nothing that could wait for a thread
    )  # fmt: skip
    drawn: list[bytes] = []

    def read() -> None:
        try:
            while chunk := os.read(leader, 65_536):
                drawn.append(chunk)
        except OSError:
            return

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    for after, keys in type_:
        threading.Event().wait(after)
        os.write(leader, keys)
    if kill is not None:
        threading.Event().wait(kill[0])
        process.send_signal(kill[1])
    try:
        code = process.wait(20)
    finally:
        process.kill()
    after_all = termios.tcgetattr(follower)
    os.close(follower)
    reader.join(2)
    os.close(leader)
    assert after_all == before
    return code, b"".join(drawn).decode("utf-8", "replace")


def test_a_screen_is_left_as_it_was_found_and_nothing_stays_in_the_scrollback() -> None:
    code, drawn = terminal("now", "--silent", type_=((3.0, b"\x03"),))
    assert code == 130
    head, _, _ = drawn.partition("\x1b[?1049h")
    *_, tail = drawn.split("\x1b[?1049l")
    assert head == ""
    assert "wave" not in tail


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("after", [0.25, 3.0])
def test_asked_to_end_it_gives_the_terminal_back_too(number: signal.Signals, after: float) -> None:
    code, drawn = terminal("now", "--silent", kill=(after, number))
    # on a slow machine so early there is no program yet that could end in its own way
    assert code == 143 or (after < 1 and code == -number and not drawn)
    # so early there may be nothing on the screen yet, and nothing to give back
    is_drawn = "\x1b[?1049h" in drawn
    assert is_drawn or after < 1
    assert not is_drawn or "\x1b[?1049l" in drawn.rpartition("\x1b[?1049h")[2]


def test_a_signal_in_the_middle_of_an_import_is_an_end_like_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def wrapped(_: object) -> int:
        raise RuntimeError("Error calling __set_name__") from SystemExit(143)

    def plainly(_: object) -> int:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(main_module, "_run", wrapped)
    assert main(["now"]) == 143
    monkeypatch.setattr(main_module, "_run", plainly)
    with pytest.raises(RuntimeError, match="of ours"):
        main(["now"])


THROWN_AWAY = """
import signal, threading, weakref
from companion.cli import main
signal.signal(signal.SIGTERM, main._end)
class Thing: pass
thing = Thing()
told = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGTERM))
del thing  # what is raised in the callback is thrown away
threading.Event().wait(30)
"""


def test_a_signal_that_python_throws_away_is_heard_a_second_later() -> None:
    done = subprocess.run(
        [sys.executable, "-c", THROWN_AWAY], capture_output=True, check=False, timeout=20
    )
    assert done.returncode == 143


def test_plain_on_a_terminal_listens_to_letters() -> None:
    code, drawn = terminal("now", "--silent", "--plain", type_=((1.5, b"q\n"),))
    assert code == 0
    assert "\x1b[" not in drawn


@pytest.mark.parametrize("words", [["My evening"], ["My", "evening"], ["my-evening"]])
def test_edit_makes_the_same_id_of_a_name_as_new_does(homeless: Path, words: list[str]) -> None:
    code, drawn = terminal("edit", *words, "--silent", "--no-color", type_=((3.0, b"\x1b"),))
    assert code == 0
    assert "These few minutes are for you" in drawn
    (file,) = (homeless / ".local/share/companion/meditations").glob("*.yaml")
    assert file.name == "my-evening.yaml"
    assert main(["new", *words]) == 1  # which would make the same one


def test_home_on_a_terminal_asks_its_question() -> None:
    code, drawn = terminal("home", "--silent", "--no-color", type_=((3.0, b"\x1b"), (1.5, b"q")))
    assert code == 0  # esc skips the first page, which isn't shown in the small hours
    assert "my thumb is on their name" in drawn


def test_lines_ask_first_and_go_on_with_what_an_answer_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    from companion.cli import lines, play
    from companion.session.options import Options
    from companion.timeline.request import Request
    from companion.wiring import Services

    asked = (("partner", "Who?", "them"), ("place", "Where?", "here"))
    given = iter([" Sam  Lee "])

    def answer(_: str) -> str:
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", answer)
    assert play._ask(asked) == {"partner": "Sam Lee", "place": "here"}

    second = tmp_path / "second.yaml"
    second.write_text("companion: 1\ntitle: T\nsteps: [Second.]\n")
    first = tmp_path / "first.yaml"
    first.write_text(
        "companion: 1\ntitle: T\nsteps:\n  - choose:\n      id: a\n      prompt: Where\n"
        "      timeout: 5s\n      options:\n        - {label: On, default: true, next: second}\n"
        "        - {label: Stay}\n  - Not this.\n"
    )
    services = Services(Options(silent=True, output="none"))
    monkeypatch.setattr(services.library.__class__, "find", find(tmp_path))
    transport = services.start(services.open("first"), Request())
    transport.play()
    lines.play_lines(services, ("first", Request()), transport, "", None)
    services.close()
    told = capsys.readouterr().out
    assert told.endswith("Second.\n")
    assert "Not this." not in told


def find(folder: Path) -> object:
    from companion.store.library import ScriptFile

    return lambda _self, name: ScriptFile(name, folder / f"{name}.yaml", shipped=False)


def test_play_says_what_to_know_first_in_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("companion: 1\ntitle: T\ncautions: [Not while driving.]\nsteps: [Hello.]\n")
    done = companion("play", str(file), "--silent", "--plain")
    assert done.stderr == "companion: Before you start: Not while driving.\n"
    assert done.stdout == "Hello.\n"

"""Courses on the command line: listed, shown, checked, opened, and forgotten."""

import io
import json
import sys
from pathlib import Path

import pytest

from companion.cli.main import main
from companion.session import course_words as words
from companion.store.kept_courses import KeptCourses
from companion.store.places import places
from tests.course.walking import TEXT

Captured = pytest.CaptureFixture[str]
MINE = TEXT.replace("[open-hand, gone]", "open-hand")


@pytest.fixture
def own(homeless: Path) -> Path:
    folder = places().scripts
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text(MINE)
    return folder


@pytest.mark.usefixtures("own")
def test_list_shows_the_courses_after_the_meditations(capsys: Captured) -> None:
    assert main(["list"]) == 0
    told = capsys.readouterr()
    assert "the-two-of-you             The two of you  (course)" in told.out
    assert "Three evenings  (course, yours)" in told.out
    assert told.out.index("walk-it") < told.out.index("the-two-of-you")
    assert "companion course ID opens a course" in told.err
    assert main(["list", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [(row["id"], row["shipped"], row["for_two"]) for row in answer["courses"]] == [
        ("a-weekend-apart", True, False),
        ("seven-evenings-of-waiting", True, False),
        ("the-day-of-the-talk", True, False),
        ("the-two-of-you", True, True),
        ("mine", False, False),
    ]
    assert "mine" not in [row["id"] for row in answer["meditations"]]


def test_a_broken_course_is_one_line_of_list(own: Path, capsys: Captured) -> None:
    (own / "broken.yaml").write_text("course: 1\n")
    assert main(["list"]) == 0
    told = capsys.readouterr()
    assert "broken.yaml has 3 mistakes; try companion check" in told.err
    assert "broken" not in told.out


@pytest.mark.usefixtures("own")
def test_show_prints_a_course_with_its_days_lines_and_lengths(capsys: Captured) -> None:
    assert main(["show", "mine"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Three evenings",
        "Three of them. Skip any.",
        "",
        "Evening 1",
        "  The first line.",
        "  walk-it (10 or 5 min)",
        "",
        "Evening 2",
        "  The second line.",
        "  open-hand (8 or 5 min)",
        "  then five-things (3 or 2 min)",
        "",
        "Evening 3",
        "  The third line.",
        "  How did it go?",
        "    better: walk-it (8 or 5 min)",
        "    put off: open-hand (8 or 5 min)",
        "      It's been moved.",
        "    shouting: Is this space, or something else?",
        "      Is anyone hurt?",
        "",
        "On any day:",
        "  they're back: walk-it (10 or 5 min)",
        "  still nothing: open-hand (8 or 5 min)",
        "",
        "When it takes longer: A person's better than a program.",
        "",
        words.ENDS,
    ]


def test_show_prints_the_gate_and_takes_a_file_and_json(own: Path, capsys: Captured) -> None:
    assert main(["show", "the-two-of-you"]) == 0
    assert "both yes, or not today" in capsys.readouterr().out
    assert main(["show", str(own / "mine.yaml"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["version"], answer["id"], answer["shipped"]) == (1, "mine", False)
    assert answer["days"][1]["then"] == [{"session": "five-things", "usual": None, "least": None}]
    assert answer["days"][2]["answers"][0]["sessions"][0]["usual"] == 480_000
    assert answer["answers"][0]["closes"] is True


def test_check_finds_courses_by_file_folder_and_id(own: Path, capsys: Captured) -> None:
    assert main(["check", "mine"]) == 0
    assert capsys.readouterr().out == "1 course, no mistakes\n"
    (own / "own.yaml").write_text(
        "companion: 1\ntitle: T\nsteps: [Stay here., {silence: 30s}, That's all for now.]\n"
    )
    assert main(["check", str(own)]) == 0
    assert capsys.readouterr().out.startswith("1 script and 1 course, no mistakes")
    assert main(["check", "the-two-of-you", "seven-evenings-of-waiting"]) == 0
    assert capsys.readouterr().out == "2 courses, no mistakes\n"


def test_check_says_which_session_does_not_exist_and_which_length_it_cannot_have(
    own: Path, capsys: Captured
) -> None:
    file = own / "wrong.yaml"
    file.write_text(MINE.replace("usual: 8m", "usual: 40m"))
    assert main(["check", str(file)]) == 1
    out = capsys.readouterr().out
    assert "walk-it can't last 40m" in out
    assert "= use 5m to 30m" in out
    file.write_text(TEXT)
    assert main(["check", str(file), "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (row["line"], row["message"]) == (12, 'there\'s no session called "gone"')
    (own / "gone.yaml").write_text("companion: 1\n")
    assert main(["check", str(file)]) == 1
    assert "companion check gone shows them" in capsys.readouterr().out


@pytest.mark.usefixtures("own")
def test_course_opens_one_in_lines(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\nb\nq\n"))
    assert main(["course", "mine", "--plain", "--silent"]) == 0
    out = capsys.readouterr().out
    assert "1  Evening 1: Walk it, 10 or 5 min: The first line." in out
    assert "Too much? Press n." in out


@pytest.mark.usefixtures("own")
def test_course_alone_lists_them(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert main(["course", "--plain", "--silent"]) == 0
    assert "5  Three evenings: Three of them. Skip any." in capsys.readouterr().out


def test_course_says_what_it_cannot_open(own: Path, capsys: Captured) -> None:
    assert main(["course", "the-two-of-yu", "--plain", "--silent"]) == 1
    assert 'did you mean "the-two-of-you"?' in capsys.readouterr().err
    (own / "broken.yaml").write_text("course: 1\n")
    assert main(["course", "broken", "--plain", "--silent"]) == 1
    assert 'the course needs "days"' in "".join(capsys.readouterr())
    assert main(["course", "mine", "--sink", str(own / "out.wav")]) == 2
    assert "a sound file needs a meditation" in capsys.readouterr().err


@pytest.mark.usefixtures("own")
def test_play_and_edit_say_that_a_course_is_none_of_theirs(capsys: Captured) -> None:
    for name in ("the-two-of-you", "mine"):
        assert main(["play", name, "--silent"]) == 1
        assert f"companion course {name} opens it" in capsys.readouterr().err


@pytest.mark.usefixtures("homeless")
def test_forget_deletes_the_place_and_nothing_else(capsys: Captured) -> None:
    file = places().settings
    file.parent.mkdir(parents=True)
    file.write_text('[look]\ntheme = "paper"\n')
    KeptCourses(file).keep_place("the-two-of-you", 2)
    assert main(["forget", "--courses"]) == 0
    assert capsys.readouterr().out == "Your place in every course is gone.\n"
    assert "courses" not in file.read_text()
    assert "paper" in file.read_text()
    assert list(file.parent.iterdir()) == [file]

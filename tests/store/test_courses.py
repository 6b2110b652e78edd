"""Courses on disk: found beside one's own scripts, told from them, and what is kept of them."""

from datetime import date
from pathlib import Path

import pytest

from companion.errors import NotFoundError
from companion.resources import shipped
from companion.store.course_files import is_course
from companion.store.courses import Courses
from companion.store.kept_courses import KeptCourses, forget_courses
from companion.store.library import Library
from companion.store.settings import load

MINE = "course: 1\ntitle: Mine\nfirst: F\ndays: [{day: One, line: A line, sessions: walk-it}]\n"
SCRIPT = "companion: 1\ntitle: Own\nsteps: [Stay., {silence: 5s}]\n"
SHIPPED = {
    "a-weekend-apart", "seven-evenings-of-waiting", "the-day-of-the-talk", "the-two-of-you",
}  # fmt: skip
TODAY = date(2026, 11, 27)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "meditations"
    folder.mkdir()
    (folder / "mine.yaml").write_text(f"# a comment first\n{MINE}")
    (folder / "own.yaml").write_text(SCRIPT)
    return folder


def library(own: Path) -> Library:
    return Library(own, own / "none")


def test_the_four_ship_and_are_found_like_the_meditations() -> None:
    assert {file.stem for file in shipped("courses").glob("*.yaml")} == SHIPPED


def test_own_courses_lie_beside_own_scripts_and_each_is_only_one_of_them(own: Path) -> None:
    sources = Courses(library(own)).sources()
    assert {source.id for source in sources if source.shipped} == SHIPPED
    assert [source.id for source in sources if not source.shipped] == ["mine"]
    scripts = [source.id for source in library(own).sources() if not source.shipped]
    assert scripts == ["own"]
    assert library(own).unused() == []


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (MINE, True),
        ("title: T\ncourse: 1\n", True),
        ("\ufeffcourse: 1\n", True),
        (SCRIPT, False),
        ("companion: 1\ncourse: 1\n", False),
        ("title: of course: it is\n", False),
        ("", False),
    ],
)
def test_a_course_is_told_by_its_line(tmp_path: Path, text: str, is_one: bool) -> None:
    file = tmp_path / "file.yaml"
    file.write_text(text, "utf-8")
    assert is_course(file) is is_one
    assert not is_course(tmp_path / "none.yaml")
    assert not is_course(tmp_path)


def test_a_course_is_found_by_its_id_or_its_file_and_another_name_by_a_near_one(own: Path) -> None:
    courses = Courses(library(own))
    assert courses.load(courses.find("mine")).title == "Mine"
    assert courses.load(courses.find(str(own / "mine.yaml"))).title == "Mine"
    with pytest.raises(NotFoundError) as caught:
        courses.find("the-two-of-yu")
    assert caught.value.remedy == 'did you mean "the-two-of-you"?'
    with pytest.raises(NotFoundError) as caught:
        courses.find("zzz")
    assert "the-two-of-you" in caught.value.remedy


def test_who_asks_for_a_course_as_a_meditation_is_told_how_it_opens(own: Path) -> None:
    for name in ("mine", "the-two-of-you", str(own / "mine.yaml")):
        with pytest.raises(NotFoundError) as caught:
            library(own).find(name)
        assert caught.value.message == f'"{name}" is a course, not a meditation'
        assert caught.value.remedy == f"companion course {name} opens it"


def test_a_course_cannot_replace_a_shipped_one_and_is_said_not_to_be_used(own: Path) -> None:
    (own / "the-two-of-you.yaml").write_text(MINE)
    courses = Courses(library(own))
    assert courses.load(courses.find("the-two-of-you")).title == "The two of you"
    (line,) = library(own).unused()
    assert "one that is shipped has the same name" in line


def test_a_script_may_have_the_name_of_a_course(own: Path) -> None:
    (own / "the-two-of-you.yaml").write_text(SCRIPT)
    assert library(own).find("the-two-of-you").file == own / "the-two-of-you.yaml"
    assert library(own).unused() == []


def test_a_broken_course_costs_itself_only(own: Path) -> None:
    (own / "broken.yaml").write_text("course: 1\n")
    good, broken = Courses(library(own)).all()
    assert len(good) == 5
    ((source, problem),) = broken
    assert source.id == "broken"
    assert "has 3 mistakes" in problem


def test_nothing_is_kept_until_somebody_says_so(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    kept = KeptCourses(file)
    assert kept.place("x") is None
    assert kept.meeting("x", TODAY) == ""
    kept.keep_place("x", None)
    forget_courses(file)
    assert not file.exists()


def test_a_place_is_one_number_and_forgetting_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    kept = KeptCourses(file)
    kept.keep_place("seven-evenings-of-waiting", 2)
    assert file.read_text().split() == ["[courses.places]", "seven-evenings-of-waiting", "=", "2"]
    assert load(file)[1] == []
    assert kept.place("seven-evenings-of-waiting") == 2
    assert kept.place("another") is None
    forget_courses(file)
    assert not file.exists()


def test_forgetting_keeps_what_else_is_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[look]\ntheme = "paper"\n')
    kept = KeptCourses(file)
    kept.keep_place("x", 2)
    kept.keep_meeting("y", "Sunday, six", TODAY)
    forget_courses(file)
    assert file.read_text().rstrip() == '[look]\ntheme = "paper"'


@pytest.mark.parametrize("raw", ["0", "-1", "true", '"two"', "[2]"])
def test_a_number_that_is_none_counts_as_not_kept(tmp_path: Path, raw: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"[courses.places]\nx = {raw}\n")
    assert KeptCourses(file).place("x") is None


def test_words_about_the_next_talk_are_private_and_go_after_their_day(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    kept = KeptCourses(file)
    kept.keep_meeting("x", "Sunday, six", date(2026, 11, 29))
    assert file.stat().st_mode & 0o077 == 0
    assert kept.meeting("x", TODAY) == "Sunday, six"
    assert kept.meeting("x", date(2026, 11, 29)) == "Sunday, six"
    assert kept.meeting("x", date(2026, 11, 30)) == ""
    assert not file.exists()


def test_words_without_a_day_are_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[courses.talks.x]\nwords = "Sunday"\nuntil = "soon"\n')
    assert KeptCourses(file).meeting("x", TODAY) == ""

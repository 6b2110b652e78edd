"""Courses as files: good ones are clean, bad ones are answered as the file beside them says.

`COMPANION_UPDATE_CORPUS=1` writes the answers anew; read them before you keep them.
"""

import os
from pathlib import Path

import pytest
import yaml

from companion.course.model import Course
from companion.course.parse import parse_course
from companion.reading import document
from companion.reading.diagnostic import BadFileError, render_all

CORPUS = Path(__file__).parent / "corpus"
GOOD = sorted((CORPUS / "good").glob("*.yaml"))
BAD = sorted((CORPUS / "bad").glob("*.yaml"))
SESSIONS = ("walk-it", "open-hand", "five-things")
UPDATE = "COMPANION_UPDATE_CORPUS" in os.environ


def parse(file: Path) -> Course:
    return parse_course(file.read_text("utf-8"), file=file.name, id=file.stem, sessions=SESSIONS)


@pytest.fixture(params=[yaml.SafeLoader, yaml.CSafeLoader], ids=["pure", "libyaml"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "_LOADER", request.param)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_course_is_read_by_both_loaders(file: Path) -> None:
    assert parse(file).days


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_course_is_answered_with_place_and_remedy(file: Path) -> None:
    expected = file.with_suffix(".txt")
    with pytest.raises(BadFileError) as caught:
        parse(file)
    told = render_all(caught.value.diagnostics) + "\n"
    if UPDATE:
        expected.write_text(told, "utf-8")
    assert told == expected.read_text("utf-8")
    assert all(diagnostic.flaw.remedy for diagnostic in caught.value.diagnostics)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_both_loaders_find_the_same_lines_wrong(file: Path) -> None:
    with pytest.raises(BadFileError) as caught:
        parse(file)
    rows = file.with_suffix(".txt").read_text("utf-8").splitlines()
    told = {int(row.split(":")[1]) - 1 for row in rows if row.startswith(file.name)}
    assert {d.flaw.span.line for d in caught.value.diagnostics} == told


def test_every_key_of_a_course_is_read() -> None:
    course = parse(CORPUS / "good" / "every-key.yaml")
    assert (course.id, course.title, course.gist) == ("every-key", "Every key", "all there is")
    assert course.gate is not None
    assert (course.gate.yes, course.gate.alone) == ("both yes", "Not to keep the peace.")
    assert course.meeting is not None
    assert course.meeting.says == "You said {answer}."
    first, second = course.days
    assert (first.sessions[0].usual, first.sessions[0].least) == (600_000, 360_000)
    assert [part.session for part in first.then] == ["open-hand"]
    assert first.is_together
    assert second.question == "How did it go?"
    better, other = second.answers
    assert better.closes
    assert (other.leads, other.again, other.leave) == ("safety", "Again", "Leave it")
    assert course.first == "Two lines become one."
    assert [part.session for part in course.parts].count("five-things") == 2

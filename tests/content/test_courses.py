"""The courses that ship: only sessions that exist, lengths they can have, and what is never said."""

import re
from pathlib import Path

import pytest

from companion.reading.diagnostic import render_all
from companion.resources import shipped
from companion.session import course_words
from companion.session.course_review import review_course
from companion.store.courses import Courses
from companion.store.library import Library

FILES = sorted(shipped("courses").glob("*.yaml"))
LIBRARY = Library(Path("none"), Path("none"))
COURSES = {source.id: Courses(LIBRARY).load(source) for source in Courses(LIBRARY).sources()}
NEVER = re.compile(
    r"streak|in a row|\d of \d|you missed|welcome back|give up|keep going|congratulat|progress|"
    r"\blevel|unlock|\bcommit|journey|they'll come back|be worth it|you've grown|most people|"
    r"minutes so far|well done|great job|proud",
    re.IGNORECASE,
)
NEVER_IN = {
    "the-day-of-the-talk": r"\bwin\b|convince|get them to see|say it right",
    "a-weekend-apart": r"count the hours|work on yourself|thinking about you|thinking of you",
    "the-two-of-you": r"needs you to|halfway meet|meet halfway|love languages?|forgive|score|"
    r"did better|closer than ever|patient",
}
WORDS = [text for name, text in vars(course_words).items() if name.isupper()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_names_only_sessions_that_exist_and_lengths_they_can_have(file: Path) -> None:
    assert render_all(review_course(LIBRARY, file)) == ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_said_that_is_never_said(file: Path) -> None:
    text = " ".join(file.read_text("utf-8").split())
    assert not NEVER.search(text)
    if pattern := NEVER_IN.get(file.stem):
        assert not re.search(pattern, text, re.IGNORECASE)


@pytest.mark.parametrize("words", WORDS)
def test_neither_do_the_words_around_a_course(words: str) -> None:
    assert not NEVER.search(words)


def test_each_says_who_wrote_it_and_what_it_is_in_a_few_words() -> None:
    assert len(COURSES) == 4
    for course in COURSES.values():
        assert (course.license, bool(course.author), bool(course.gist)) == ("CC-BY-4.0", True, True)


def test_the_evenings_are_seven_and_the_fourth_and_the_last_leave_a_choice() -> None:
    days = COURSES["seven-evenings-of-waiting"].days
    sessions = [[part.session for part in day.sessions] for day in days]
    assert sessions == [
        ["they-asked-for-space"], ["unclench"], ["story-and-fact"], ["let-it-come", "someone-safe"],
        ["sit-with-it"], ["two-weathers"], ["an-agreement", "it-keeps-happening"],
    ]  # fmt: skip


def test_the_talk_leads_elsewhere_and_fear_to_the_numbers_before_any_session() -> None:
    after = COURSES["the-day-of-the-talk"].days[-1]
    leads = {a.when: ([part.session for part in a.sessions], a.leads) for a in after.answers}
    assert leads == {
        "better": (["after-they-came-back"], ""),
        "rough": (["angry", "let-it-come"], ""),
        "it's over": (["they-say-its-over"], ""),
        "it was put off": (["open-hand"], ""),
        "there was shouting, or fear": ([], "safety"),
    }


def test_the_course_for_two_has_a_gate_and_the_others_say_where_fear_goes() -> None:
    gate = COURSES["the-two-of-you"].gate
    assert gate is not None
    assert (gate.yes, gate.no) == ("both yes", "not today")
    assert "you don't have to say what for" in gate.words
    for name in ("seven-evenings-of-waiting", "the-day-of-the-talk"):
        assert "i)" in COURSES[name].first or "Press i." in COURSES[name].first

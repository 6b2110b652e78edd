"""Agreements: which session makes one, what a check-in leads to, and that nothing is tracked."""

import inspect
from datetime import UTC, datetime, timedelta

import pytest

from companion.script.parse import parse
from companion.session import agreement
from companion.session import agreement_words as words
from companion.session.agreement import current, of_session, phase, sit_before, written
from companion.store.kept.migrations import MIGRATIONS
from companion.store.kept.sealed import CheckIn
from companion.timeline.answers import Answers
from tests.tui.test_agreement import AGREEMENT

NOW = datetime(2026, 11, 26, 20, 5, tzinfo=UTC)


def test_the_answers_of_its_session_make_one_and_empty_ones_are_left_out() -> None:
    script = parse(AGREEMENT, file="a.yaml", id="a", bells=(), beds=())
    answers = Answers().answer("begins", "Friday").answer("checkin", None).answer("back", " tea ")
    assert of_session(script, answers) == {"begins": "Friday", "back": "tea"}
    assert of_session(script, Answers()) is None
    other = parse(
        AGREEMENT.replace("begins, checkin", "begins"), file="a.yaml", id="a", bells=(), beds=()
    )
    assert of_session(other, answers) is None


def test_one_line_makes_an_agreement() -> None:
    assert written({"begins": " ", "back": "tea"}) == {"back": "tea"}
    assert written({"begins": ""}) is None


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (1, "coming"),
        (0, "here"),
        (-59, "here"),
        (-60, "passed"),
        (-1439, "passed"),
        (-1440, "over"),
    ],
)
def test_a_check_in_is_to_come_here_or_past(minutes: int, expected: str) -> None:
    assert phase(NOW + timedelta(minutes=minutes), NOW) == expected


def test_the_earliest_that_is_not_over_counts() -> None:
    times = [NOW + timedelta(hours=hours) for hours in (-30, -2, 5)]
    check_ins = [CheckIn(n, round(at.timestamp() * 1000)) for n, at in enumerate(times)]
    assert current(check_ins, NOW) == check_ins[1]
    assert current(check_ins[:1], NOW) is None


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(1, ""), (2, "short"), (5, "short"), (6, "until"), (60, "until"), (61, "sit"), (9999, "sit")],
)
def test_one_sit_ends_then_or_fits_before(minutes: int, expected: str) -> None:
    assert sit_before(NOW + timedelta(minutes=minutes), NOW, agreement.USUAL_SIT) == expected


def test_no_field_tracks_proves_or_punishes() -> None:
    """The table has an id, a time and sealed words; an agreement has its four answers."""
    (table,) = (step for step in MIGRATIONS[0] if "agreements" in step)
    columns = table[table.index("(") + 1 : table.rindex(")")]
    assert [part.split()[0] for part in columns.split(",")] == ["id", "check_in", "box"]
    assert set(words.QUESTIONS) == {"begins", "checkin", "between", "back"}
    said = " ".join(
        text for name, text in vars(words).items() if isinstance(text, str) and name != "__doc__"
    )
    source = f"{said} {inspect.getsource(agreement)}".lower()
    for word in (
        "broke",
        "broken by",
        "late by",
        "missed",
        "violat",
        "fault",
        "points",
        "remaining",
    ):
        assert word not in source.replace("kept or broken", "")

"""Times of day, by the local clock, across midnight and where the clock changes."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from companion.session.until import (
    BadTimeError,
    TimeOfDay,
    day_line,
    is_tomorrow,
    next_moment,
    parse_time,
    possible_ends,
    time_text,
)
from companion.units import MINUTE, Millis

# Berlin's rules, in the notation that needs no table of zones
BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"


@pytest.fixture(autouse=True)
def _in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", BERLIN)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def utc(*when: int) -> int:
    return round(datetime(*when, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("22:30", 22, 30),
        ("7:05", 7, 5),
        ("0:00", 0, 0),
        (" 23:59 ", 23, 59),
        ("10:30pm", 22, 30),
        ("10:30 PM", 22, 30),
        ("10:30am", 10, 30),
        ("12am", 0, 0),
        ("12:15pm", 12, 15),
        ("10pm", 22, 0),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(text: str, hour: int, minute: int) -> None:
    assert parse_time(text) == (hour, minute)


@pytest.mark.parametrize(
    "text",
    ["", "22", "24:00", "22:60", "22:3", "13pm", "0am", "soon", "22:30:00", "-1:00", "٢٢:٣٠"],
)
def test_what_is_no_time_of_day_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(BadTimeError, match="isn't a time of day") as refused:
        parse_time(text)
    assert "22:30" in refused.value.remedy


def test_a_time_still_to_come_is_today_and_one_that_has_passed_is_tomorrow() -> None:
    now = utc(2026, 11, 26, 21, 0, 30)  # 22:00:30 in Berlin
    assert next_moment(TimeOfDay(22, 30), now) == utc(2026, 11, 26, 21, 30)
    assert next_moment(TimeOfDay(22, 0), now) == utc(2026, 11, 27, 21, 0)
    assert next_moment(TimeOfDay(0, 10), now) == utc(2026, 11, 26, 23, 10)
    assert next_moment(TimeOfDay(22, 30), utc(2026, 11, 26, 21, 30)) == utc(2026, 11, 27, 21, 30)


def test_over_the_end_of_a_year() -> None:
    now = utc(2026, 12, 31, 22, 50)
    assert next_moment(TimeOfDay(0, 5), now) == utc(2026, 12, 31, 23, 5)
    assert day_line(utc(2026, 12, 31, 23, 5), now) == "it ends tomorrow, at 0:05"


def test_it_is_said_when_it_ends_tomorrow_and_only_then() -> None:
    now = utc(2026, 11, 26, 22, 50)
    assert is_tomorrow(utc(2026, 11, 26, 23, 5), now)
    assert day_line(utc(2026, 11, 26, 22, 59), now) == ""
    assert day_line(None, now) == ""


def test_an_hour_that_comes_twice_is_the_first_one_still_to_come() -> None:
    # on 25 October 2026 at 3:00 summer time the clock goes back to 2:00
    first, second = utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30)
    assert time_text(first) == time_text(second) == "2:30"
    assert next_moment(TimeOfDay(2, 30), utc(2026, 10, 25, 0, 0)) == first
    assert next_moment(TimeOfDay(2, 30), first) == second
    assert next_moment(TimeOfDay(2, 30), second) == utc(2026, 10, 26, 1, 30)


def test_an_hour_that_is_skipped_is_refused_and_the_one_after_it_is_nearer_than_it_looks() -> None:
    # on 28 March 2027 at 2:00 the clock goes forward to 3:00
    now = utc(2027, 3, 28, 0, 50)  # 1:50
    with pytest.raises(BadTimeError, match="skips 2:30") as refused:
        next_moment(TimeOfDay(2, 30), now)
    assert refused.value.remedy == "write 3:30"
    assert next_moment(TimeOfDay(3, 30), now) - now == 40 * MINUTE
    # once the night is over, it is there again
    assert next_moment(TimeOfDay(2, 30), utc(2027, 3, 28, 2, 0)) == utc(2027, 3, 29, 0, 30)


def test_every_minute_of_a_day_that_changes_the_clock_comes_next_when_it_is_shown_next() -> None:
    start = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    now = round(start.timestamp() * 1000)
    shown: dict[str, int] = {}
    for minute in range(1, 25 * 60 + 1):
        moment = round((start + timedelta(minutes=minute)).timestamp() * 1000)
        shown.setdefault(time_text(moment), moment)
    for text, moment in shown.items():
        assert next_moment(parse_time(text), now) == moment


def test_the_ends_that_are_possible_are_whole_minutes_inside_the_reach() -> None:
    now = utc(2026, 11, 26, 21, 0, 20)
    ends = possible_ends(Millis(5 * MINUTE), Millis(60 * MINUTE), now)
    assert [time_text(end) for end in ends] == ["22:06", "23:00"]
    first, last = possible_ends(Millis(3 * MINUTE), Millis(3 * MINUTE), now)
    assert first > last

"""The time of a check-in: what can be typed, what is said of it, and errors that teach."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from companion.errors import CompanionError
from companion.session.check_in import EXAMPLE, parse_check_in, reading, said

NOW = datetime(2026, 11, 26, 20, 5, tzinfo=UTC)  # a Thursday


@pytest.fixture(autouse=True, scope="module")
def utc() -> None:
    patch = pytest.MonkeyPatch()
    patch.setenv("TZ", "UTC")
    time.tzset()


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("Sunday at six", "2026-11-29 18:00"),
        ("Sunday at six, on the phone", "2026-11-29 18:00"),
        ("SUNDAY AT SIX!", "2026-11-29 18:00"),
        ("at six o'clock on sunday", "2026-11-29 18:00"),
        ("sun 6pm", "2026-11-29 18:00"),
        ("sunday at 6 p.m.", "2026-11-29 18:00"),
        ("tomorrow 18:00", "2026-11-27 18:00"),
        ("tomorrow morning at nine", "2026-11-27 09:00"),
        ("2026-11-29 18:00", "2026-11-29 18:00"),
        ("tonight at nine", "2026-11-26 21:00"),
        ("today 20:06", "2026-11-26 20:06"),
        ("sunday at half past six", "2026-11-29 18:30"),
        ("sunday, quarter to eight in the evening", "2026-11-29 19:45"),
        ("sunday noon", "2026-11-29 12:00"),
        ("sunday, one", "2026-11-29 13:00"),
        ("sunday, one in the morning", "2026-11-29 01:00"),
        ("sunday 09:30", "2026-11-29 09:30"),
        ("sunday 18.30", "2026-11-29 18:30"),
        ("29 november 18:00", "2026-11-29 18:00"),
        ("November 29th at six", "2026-11-29 18:00"),
        ("the 29th of november at six", "2026-11-29 18:00"),
        ("3 january at six", "2027-01-03 18:00"),
        ("thursday at six", "2026-12-03 18:00"),  # six today has passed
        ("thursday at nine in the evening", "2026-11-26 21:00"),
        ("26 november at six", "2027-11-26 18:00"),
        ("sunday six thirty", "2026-11-29 18:30"),
        ("Sunday, six-thirty", "2026-11-29 18:30"),
        ("Sunday 6:30", "2026-11-29 18:30"),
        ("Sunday at five to six", "2026-11-29 17:55"),
        ("sunday at twenty past six", "2026-11-29 18:20"),
        ("sunday quarter to twelve", "2026-11-29 11:45"),
        ("Sunday 18h", "2026-11-29 18:00"),
        ("2026-11-29T18:00", "2026-11-29 18:00"),
        ("Weds at six", "2026-12-02 18:00"),
        ("one of us calls Sunday at six", "2026-11-29 18:00"),
        ("Sunday 29 November at six", "2026-11-29 18:00"),
    ],
)
def test_a_day_and_a_time_are_read(typed: str, at: str) -> None:
    assert parse_check_in(typed, NOW).strftime("%Y-%m-%d %H:%M") == at


@pytest.mark.parametrize(
    ("typed", "message", "remedy"),
    [
        ("", "there's no day in that", EXAMPLE),
        ("at six", "there's no day in that", EXAMPLE),
        ("soon", "there's no day in that", EXAMPLE),
        ("Sunday", "there's no time of day in that", EXAMPLE),
        ("2026-02-30 18:00", "there's no such day", EXAMPLE),
        ("Sunday 25:00", "that time isn't on the clock", EXAMPLE),
        ("Sunday 18:70", "that time isn't on the clock", EXAMPLE),
        ("today at six", "that time has passed", "write one that's still to come"),
        ("2026-11-20 18:00", "that time has passed", "write one that's still to come"),
        ("2036-11-20 18:00", "that's more than a year away", "write a nearer day"),
        (
            "Sunday at nine",
            "nine could be in the morning or in the evening",
            'write "nine in the evening" or 21:00, for example',
        ),
        (
            "Sunday 9:30",
            "9:30 could be in the morning or in the evening",
            'write "9:30 in the evening" or 21:30, for example',
        ),
        ("Sunday midnight", "midnight belongs to two days", 'write "Sunday 23:45", for example'),
        (
            "Sunday at half past eight",
            "8:30 could be in the morning or in the evening",
            'write "8:30 in the evening" or 20:30, for example',
        ),
        ("Monday 29 November at six", "29 November is a Sunday", "write one of the two"),
        ("tonight at 12", "that could be on either of two days", EXAMPLE),
        ("Sunday at two at night", "that could be on either of two days", EXAMPLE),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_write(
    typed: str, message: str, remedy: str
) -> None:
    with pytest.raises(CompanionError) as error:
        parse_check_in(typed, NOW)
    assert (error.value.message, error.value.remedy) == (message, remedy)


@pytest.mark.parametrize(
    "typed",
    [
        "Two weeks from Sunday at six",
        "day after tomorrow at six",
        "Sunday the 6th at 6pm",
        "Sunday week at six",
        "a week from Sunday at six",
        "20 minutes on Sunday at six",
        "not Sunday but Monday at six",
        "Saturday or Sunday at six",
        "Sunday 18:00 UTC",
        "next Sunday at six",
        "between five and six on Sunday",
    ],
)
def test_more_than_one_day_and_time_is_never_read_as_one_of_them(typed: str) -> None:
    with pytest.raises(CompanionError) as error:
        parse_check_in(typed, NOW)
    assert error.value.message == "there's more in that than one day and one time"
    assert error.value.remedy == EXAMPLE


def test_an_hour_that_the_clock_skips_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        with pytest.raises(CompanionError, match="skips 2:30") as error:
            parse_check_in("2027-03-28 02:30", NOW)
        assert error.value.remedy == "write 3:30"
    finally:
        monkeypatch.setenv("TZ", "UTC")
        time.tzset()


@example(295)  # one in the morning
@given(st.integers(1, 6 * 24 * 60))
def test_what_is_said_can_be_typed_again(minutes: int) -> None:
    at = (NOW + timedelta(minutes=minutes)).replace(second=0)
    assert parse_check_in(said(at, NOW), NOW) == at


@given(st.integers(-300 * 24 * 60, 300 * 24 * 60))
def test_no_words_say_how_long_it_is(minutes: int) -> None:
    words = said(NOW + timedelta(minutes=minutes), NOW)
    assert not any(word in words for word in ("left", "days", "hours", "in a ", "ago", "until"))


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-29 18:00", "Sunday, six"),
        ("2026-11-26 22:30", "today, half past ten in the evening"),
        ("2026-11-27 09:15", "Friday, quarter past nine in the morning"),
        ("2026-12-06 12:00", "Sunday 6 December, noon"),
        ("2027-01-03 18:20", "Sunday 3 January 2027, 18:20"),
    ],
)
def test_a_time_is_said_as_people_say_it(at: str, words: str) -> None:
    assert said(datetime.fromisoformat(at).replace(tzinfo=UTC), NOW) == words


def test_what_was_read_is_shown_whole() -> None:
    at = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
    assert reading(at) == "That's Sunday 29 November 2026, 18:00."

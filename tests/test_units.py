import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.units import (
    BadDurationError,
    Frames,
    Millis,
    clock_text,
    duration_text,
    frames,
    millis,
    parse_duration,
    spoken_duration,
    spoken_range,
)


@pytest.mark.parametrize(
    ("text", "ms"),
    [("500ms", 500), ("4s", 4_000), ("1m30s", 90_000), ("2m", 120_000), ("1h", 3_600_000),
     ("2.5s", 2_500), (" 1m 5s ", 65_000), ("1h2m3s4ms", 3_723_004), ("0s", 0)],
)  # fmt: skip
def test_a_length_with_its_unit_is_read(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("10", "write 10s for seconds or 10m for minutes"), ("1:30", "write 1m30s"),
     ("1:02:03", "write 1h2m3s"), ("0:00", "write 0s"), ("soon", "a length looks like"),
     ("", "a length looks like"), ("-4s", "a length looks like"), ("4 bananas", "a length looks like"),
     ("9" * 400 + "s", "a length looks like"), ("1" * 5_000 + ":30", "a length looks like"),
     ("3 sec", "write 3s"), ("20 minutes", "write 20m"), ("6s-60s", "write 6s..60s")],
)  # fmt: skip
def test_anything_else_is_answered_with_what_to_write(text: str, remedy: str) -> None:
    with pytest.raises(BadDurationError) as caught:
        parse_duration(text)
    assert caught.value.remedy.startswith(remedy)


@given(st.integers(0, 10_800_000))
def test_a_length_that_is_written_is_read_again(ms: int) -> None:
    assert parse_duration(duration_text(Millis(ms))) == ms


@given(st.integers(0, 10_800_000))
def test_milliseconds_and_frames_never_round_against_each_other(ms: int) -> None:
    assert millis(frames(Millis(ms))) == ms


def test_a_part_of_a_millisecond_is_left_out() -> None:
    assert millis(Frames(95)) == 1


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "0:00"), (59_999, "0:59"), (250_000, "4:10"), (3_600_000, "1:00:00"), (-5, "0:00")],
)
def test_a_clock_shows_whole_seconds(ms: int, text: str) -> None:
    assert clock_text(Millis(ms)) == text


@pytest.mark.parametrize(
    ("ms", "text"),
    [(1_000, "1 second"), (20_000, "20 seconds"), (60_000, "1 minute"), (90_000, "1 minute 30"),
     (240_000, "4 minutes"), (3_600_000, "60 minutes")],
)  # fmt: skip
def test_a_length_is_said_in_words(ms: int, text: str) -> None:
    assert spoken_duration(Millis(ms)) == text


@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        (1_000, 6_000, "1 to 6 seconds"),
        (2_000, 113_000, "2 seconds to 1 minute 53"),
        (60_000, 180_000, "1 to 3 minutes"),
        (60_000, 90_000, "1 minute to 1 minute 30"),
        (180_000, 1_200_000, "3 to 20 minutes"),
        (158_000, 158_000, "2 minutes 38"),
    ],
)
def test_a_range_names_a_shared_unit_once(least: int, most: int, text: str) -> None:
    assert spoken_range(Millis(least), Millis(most)) == text

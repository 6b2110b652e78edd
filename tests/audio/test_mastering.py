import numpy as np
import pytest

from companion.audio.mastering import (
    PEAK_DBTP,
    SPEECH_LUFS,
    high_shelf,
    level,
    limit_peaks,
    loudness,
    master,
    stretch_commas,
    true_peak,
)
from companion.units import FRAMES_PER_MS, RATE


def tone(seconds: float, rate: int = RATE, hertz: float = 300.0, level: float = 0.2) -> np.ndarray:
    return (np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate) * level).astype(
        np.float32
    )


def quiet(seconds: float, rate: int = RATE) -> np.ndarray:
    return np.zeros(int(seconds * rate), np.float32)


def test_a_full_scale_sine_of_997_hz_measures_what_the_standard_says() -> None:
    assert loudness(tone(5, hertz=997, level=1.0)) == pytest.approx(-3.01, abs=0.1)


def test_loudness_leaves_silence_out() -> None:
    assert loudness(np.concatenate([tone(3), quiet(9)])) == pytest.approx(
        loudness(tone(3)), abs=0.4
    )


def test_silence_has_no_loudness_and_a_short_clip_is_one_block() -> None:
    assert loudness(quiet(1)) == -200
    assert loudness(tone(0.2)) == pytest.approx(loudness(tone(3)), abs=0.5)


@pytest.mark.parametrize("rate", [16_000, 22_050, 48_000])
def test_a_clip_is_as_loud_as_every_other_and_never_too_high(rate: int) -> None:
    samples, _ = master(tone(2, rate), rate, [], "x", soften=False)
    assert loudness(samples) == pytest.approx(SPEECH_LUFS, abs=0.3)
    spiky = tone(2, rate, level=0.01)
    spiky[rate // 2 :: rate // 4] = 0.9
    samples, _ = master(spiky, rate, [], "x", soften=False)
    assert 20 * np.log10(true_peak(samples)) <= PEAK_DBTP + 0.05


def test_the_quiet_round_a_sentence_is_trimmed_and_its_words_move_with_it() -> None:
    raw = np.concatenate([quiet(0.5), tone(1.0), quiet(0.7)])
    samples, events = master(raw, RATE, [(0.5, 0), (1.0, 5)], "some words", soften=False)
    assert len(samples) / RATE == pytest.approx(1.0 + 0.02 + 0.12, abs=0.01)
    assert [when for when, _ in events] == pytest.approx([0.02, 0.52], abs=0.005)


def test_a_clip_is_a_whole_number_of_milliseconds() -> None:
    samples, _ = master(tone(0.7771), RATE, [], "x", soften=False)
    assert len(samples) % FRAMES_PER_MS == 0


def test_a_clip_begins_and_ends_at_nothing() -> None:
    samples, _ = master(tone(1.0), RATE, [], "x", soften=False)
    assert abs(samples[0]) < 1e-4
    assert abs(samples[-1]) < 1e-4


def test_nothing_said_gives_nothing() -> None:
    samples, events = master(quiet(1), RATE, [(0.1, 0)], "x", soften=True)
    assert (len(samples), events) == (0, [])


def test_the_rest_after_a_comma_is_brought_to_its_length() -> None:
    raw = np.concatenate([tone(0.5), quiet(0.2), tone(0.5)])
    samples, events = stretch_commas(raw, RATE, [(0.0, 0), (0.7, 5)], "Here, now")
    assert len(samples) / RATE == pytest.approx(0.5 + 0.45 + 0.5, abs=0.02)
    assert events[1][0] == pytest.approx(0.95, abs=0.02)


def test_a_rest_that_is_long_enough_or_is_not_there_is_left_alone() -> None:
    long = np.concatenate([tone(0.5), quiet(0.6), tone(0.5)])
    assert len(stretch_commas(long, RATE, [(0.0, 0), (1.1, 6)], "Here, now")[0]) == len(long)
    joined = tone(1.0)
    assert len(stretch_commas(joined, RATE, [(0.0, 0), (0.5, 6)], "Here, now")[0]) == len(joined)
    no_comma = np.concatenate([tone(0.5), quiet(0.2), tone(0.5)])
    assert len(stretch_commas(no_comma, RATE, [(0.0, 0), (0.7, 5)], "Here now")[0]) == len(no_comma)


def test_the_shelf_takes_ten_decibels_off_the_top_and_nothing_off_the_bottom() -> None:
    for hertz, change in ((200.0, 0.0), (6_000.0, -10.0)):
        before = tone(1, 22_050, hertz)
        after = high_shelf(before, 22_050)
        middle = slice(4_000, 18_000)
        db = 20 * np.log10(np.abs(after[middle]).max() / np.abs(before[middle]).max())
        assert db == pytest.approx(change, abs=0.6)


def test_a_line_with_a_loud_word_is_as_loud_as_the_others() -> None:
    t = np.arange(96_000) / 48_000
    speech = (np.sin(2 * np.pi * 220 * t) * 0.05).astype(np.float32)
    for first in range(5_000, 90_000, 9_000):
        speech[first : first + 200] *= 8  # peaks that would keep the whole line down
    made = level(speech)
    assert loudness(made) == pytest.approx(-18, abs=0.7)
    assert 20 * np.log10(true_peak(made)) < -1.3
    quiet = made / np.where(speech == 0, 1, speech)
    steps = np.abs(np.diff(quiet[speech != 0]))
    assert np.percentile(steps, 99) < 0.02  # the gain moves, and never jumps


def test_what_is_quiet_enough_is_left_as_it_is() -> None:
    speech = np.full(4_800, 0.1, np.float32)
    assert np.array_equal(limit_peaks(speech), speech)

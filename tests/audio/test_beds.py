"""Beds: what the numbers of each recipe sound like, measured; and a person's own files."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from companion.audio import recipe
from companion.audio.beds import envelope
from companion.audio.beds.bed import Generated, samples_of
from companion.audio.beds.drift import chance, drift
from companion.audio.beds.looped_file import BED_LUFS, CROSSFADE_S, LoopedFile
from companion.audio.catalog import read_catalog
from companion.audio.mastering import loudness
from companion.audio.mixer import BED, Mixer
from companion.audio.recipe import BedRecipe, OwnBed
from companion.audio.score import BedSound, ClipSound, Score, ToneSound
from companion.errors import SoundError
from companion.resources import shipped
from companion.units import RATE, Frames, Millis
from tests.fakes import at

if TYPE_CHECKING:
    from companion.script.step import PhaseName

from companion.audio.samples import Samples

CATALOG = read_catalog((shipped("scripts_audio") / "catalog.yaml").read_text("utf-8"), "catalog")
BEDS = CATALOG.beds
NAMES = list(BEDS)
NOISE = [name for name in NAMES if BEDS[name].bands]
GOLDEN = Path(__file__).parent.parent / "golden" / "beds.json"
OCTAVES = (63, 125, 250, 500, 1_000, 2_000, 4_000, 8_000)
UPDATE = bool(os.environ.get("COMPANION_UPDATE_BEDS"))
_heard: dict[str, Samples] = {}


def heard(name: str, seconds: int = 60) -> Samples:
    """A minute of a bed, made once."""
    if name not in _heard:
        _heard[name] = Generated(BEDS[name], 7).read(0, seconds * RATE)
    return _heard[name]


def spectrum(samples: Samples) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Power over Hz, averaged over a second each."""
    blocks = samples.mean(axis=1)[: len(samples) // RATE * RATE].reshape(-1, RATE)
    power = (np.abs(np.fft.rfft(blocks * np.hanning(RATE), axis=1)) ** 2).mean(axis=0)
    return np.fft.rfftfreq(RATE, 1 / RATE).astype(np.float64), power.astype(np.float64)


def octaves(samples: Samples) -> list[float]:
    """Level of each octave beside the whole, in dB."""
    hertz, power = spectrum(samples)
    whole = power.sum()
    bands = [power[(hertz >= f / 2**0.5) & (hertz < f * 2**0.5)].sum() / whole for f in OCTAVES]
    return [round(float(10 * np.log10(band + 1e-9)), 1) for band in bands]


def test_there_are_eleven_each_with_its_words_and_its_licence() -> None:
    assert NAMES == ["soft", "rain", "ocean", "wind", "stream", "fire", "drone", "bowls", "white",
                     "pink", "brown"]  # fmt: skip
    assert all(CATALOG.about["bed", name].words for name in NAMES)
    assert {CATALOG.about["bed", name].licence for name in NAMES} == {"CC-BY-4.0"}


@pytest.mark.parametrize("name", NAMES)
def test_every_bed_is_as_loud_as_the_others_and_never_startles(name: str) -> None:
    assert loudness(heard(name)) == pytest.approx(BED_LUFS, abs=1.5 if name == "ocean" else 1.0)
    assert 20 * np.log10(np.abs(heard(name)).max()) < -12


@pytest.mark.parametrize("name", NAMES)
def test_every_bed_has_the_spectrum_it_had(name: str) -> None:
    if UPDATE:
        GOLDEN.write_text(json.dumps({n: octaves(heard(n)) for n in NAMES}, indent=1) + "\n")
    wanted = json.loads(GOLDEN.read_text())[name]
    for octave, is_now, was in zip(OCTAVES, octaves(heard(name)), wanted, strict=True):
        if was > -50:
            assert is_now == pytest.approx(was, abs=1.5), octave


@pytest.mark.parametrize(("name", "slope"), [("white", 0.0), ("pink", -3.0), ("brown", -6.0)])
def test_the_colours_fall_as_their_names_say(name: str, slope: float) -> None:
    hertz, power = spectrum(heard(name))
    inside = (hertz > 200) & (hertz < 4_000)
    fitted = np.polyfit(np.log2(hertz[inside]), 10 * np.log10(power[inside]), 1)
    assert fitted[0] == pytest.approx(slope, abs=0.25)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_shrill_or_pulls_to_one_side_is_left_out(name: str) -> None:
    hertz, power = spectrum(heard(name))
    if name not in ("white", "pink", "brown"):
        assert power[hertz > 8_000].sum() < 0.005 * power.sum()
    if name in NOISE:
        both = np.fft.rfft(heard(name).T, axis=1)
        low = np.fft.rfftfreq(len(heard(name)), 1 / RATE) < 100
        bass = np.fft.irfft(both * low, axis=1)
        assert float(np.atleast_2d(np.corrcoef(bass))[0, 1]) > 0.8
    left, right = (np.sqrt(np.mean(side**2)) for side in heard(name).T)
    assert abs(20 * np.log10(left / right)) < 1.5


@pytest.mark.parametrize("name", NOISE)
def test_nothing_in_noise_comes_round(name: str) -> None:
    middle = heard(name).mean(axis=1)
    sound = np.fft.rfft(middle, 2 * len(middle))
    again = np.fft.irfft(np.abs(sound) ** 2)[: len(middle) // 2]
    assert np.abs(again[RATE // 2 :]).max() < 0.06 * again[0]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_clicks_where_one_page_meets_the_next(name: str) -> None:
    steps = np.abs(np.diff(heard(name), axis=0)).max(axis=1)
    at_edges = steps[8_191::8_192].max()
    assert at_edges <= np.quantile(steps, 0.9999) * 1.5


@settings(max_examples=30)
@given(st.sampled_from(NAMES), st.integers(-9_000, 3_000_000), st.integers(1, 20_000))
def test_any_piece_from_anywhere_is_that_part_of_the_whole(name: str, first: int, count: int) -> None:  # fmt: skip
    made = Generated(BEDS[name], 3)
    piece = made.read(first, count)
    again = Generated(BEDS[name], 3).read(first - 5_000, count + 10_000)
    np.testing.assert_array_equal(piece, again[5_000 : 5_000 + count])


def test_the_seed_says_which_of_all_the_rains_it_is() -> None:
    one, same, other = (Generated(BEDS["rain"], seed).read(0, RATE) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert abs(np.corrcoef(one[:, 0], other[:, 0])[0, 1]) < 0.05


def test_surf_comes_and_goes_and_rain_does_not() -> None:
    ranges = {}
    for name in ("rain", "ocean", "wind"):
        blocks = heard(name).reshape(-1, RATE, 2)
        levels = 10 * np.log10((blocks**2).mean(axis=(1, 2)))
        ranges[name] = np.quantile(levels, 0.95) - np.quantile(levels, 0.1)
        assert np.abs(np.diff(levels)).max() < 9, name
    assert ranges["rain"] < 3 < ranges["wind"] < 10
    assert 6 < ranges["ocean"] < 16


@given(st.integers(0, 99), st.floats(0, 10_000), st.floats(1, 60))
def test_a_walk_is_smooth_and_stays_within_its_bounds(which: int, when: float, every: float) -> None:  # fmt: skip
    here, near = (drift(5, which, when + step, every) for step in (0.0, every / 1_000))
    assert -1 <= here <= 1
    assert abs(here - near) < 0.02


def test_chances_are_spread_evenly_and_belong_to_their_numbers() -> None:
    many = [chance(1, n, 2) for n in range(4_000)]
    assert np.mean(many) == pytest.approx(0.5, abs=0.02)
    assert np.std(many) == pytest.approx(12**-0.5, abs=0.01)
    assert chance(1, 2, 3) == chance(1, 2, 3) != chance(1, 3, 2)


def test_a_recipe_crosses_a_pipe_unchanged() -> None:
    every: list[recipe.AnyBed] = [*BEDS.values(), OwnBed("mine", "/a/mine.mp3")]
    for made in every:
        assert recipe.bed(json.loads(json.dumps(recipe.to_json(made)))) == made


# --- a person's own file -------------------------------------------------------------------------


def own(folder: Path, seconds: float = 20.0, rate: int = 44_100, name: str = "mine.flac") -> Path:
    """A sound that rises in level and pitch all along, so that every place in it is known."""
    along = np.arange(int(seconds * rate)) / rate
    wave = 0.2 * np.sin(2 * np.pi * (200 + 10 * along) * along)
    soundfile.write(folder / name, np.stack([wave, wave / 2], axis=1).astype("f4"), rate)
    return folder / name


def test_a_file_of_ones_own_goes_round_without_a_cut_or_a_dip(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).normal(0, 0.05, (10 * RATE, 2)).astype("f4")
    soundfile.write(tmp_path / "noise.wav", noise, RATE, subtype="FLOAT")
    looped = LoopedFile(tmp_path / "noise.wav")
    turned = looped.read(0, 40 * RATE)
    levels = 10 * np.log10((turned.reshape(-1, RATE // 2, 2) ** 2).mean(axis=(1, 2)))
    assert np.ptp(levels) < 1.5
    assert loudness(turned) == pytest.approx(BED_LUFS, abs=0.5)
    assert np.abs(np.diff(turned, axis=0)).max() < 0.2
    turn = (10 - CROSSFADE_S) * RATE
    kept = slice(CROSSFADE_S * RATE, turn)
    np.testing.assert_allclose(
        turned[kept], turned[turn + kept.start : turn + kept.stop], atol=1e-6
    )


@pytest.mark.parametrize(("rate", "name"), [(44_100, "a.flac"), (11_025, "a.wav"), (22_049, "a.wav"), (48_000, "a.mp3")])  # fmt: skip
def test_pieces_of_any_rate_fit_together(tmp_path: Path, rate: int, name: str) -> None:
    looped = LoopedFile(own(tmp_path, 9.0, rate, name))
    whole = looped.read(0, 12 * RATE)
    again = LoopedFile(tmp_path / name)
    for first in (0, 47_990, 100_000, 5 * RATE - 7, 9 * RATE):
        np.testing.assert_allclose(
            again.read(first, 3_000), whole[first : first + 3_000], atol=1e-6
        )
    inside = whole[RATE // 2 : 4 * RATE, 0]
    assert np.abs(np.diff(inside)).max() < 0.25 * np.abs(inside).max()
    assert not looped.read(-500, 400).any()


@pytest.mark.parametrize("seconds", [0.12, 0.5, 3.0])
def test_a_short_file_goes_round_too(tmp_path: Path, seconds: float) -> None:
    looped = LoopedFile(own(tmp_path, seconds))
    assert np.abs(looped.read(5 * RATE, RATE)).max() > 0


def test_a_file_that_is_far_louder_somewhere_never_startles(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    noise = random.normal(0, 0.0005, (60 * RATE, 2))
    noise[20 * RATE : 25 * RATE] = random.uniform(-1, 1, (5 * RATE, 2))
    noise[40 * RATE] = 1.0
    soundfile.write(tmp_path / "a.wav", noise.astype("f4"), RATE, subtype="FLOAT")
    heard_ = LoopedFile(tmp_path / "a.wav").read(0, 50 * RATE)
    assert np.abs(heard_).max() <= 10 ** (-9 / 20) * 1.001
    seconds = 10 * np.log10((heard_.reshape(-1, RATE, 2) ** 2).mean(axis=(1, 2)))
    assert seconds.max() < -24


def test_what_nobody_hears_is_left_out(tmp_path: Path) -> None:
    tone = 0.5 + 0.1 * np.sin(np.arange(8 * RATE) / 30)
    soundfile.write(tmp_path / "a.wav", tone, RATE, subtype="FLOAT")
    assert abs(LoopedFile(tmp_path / "a.wav").read(RATE, 4 * RATE).mean()) < 0.001


def test_a_silent_file_is_left_silent(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(5 * RATE), RATE)
    assert not LoopedFile(tmp_path / "a.wav").read(0, RATE).any()


def test_a_bed_that_cannot_be_read_costs_only_itself(tmp_path: Path) -> None:
    made = OwnBed("gone", str(tmp_path / "gone.wav"))
    with pytest.raises(SoundError, match="no sound file"):
        samples_of(made, 0)
    gone = BedSound(at(0), at(9_000), made, 1.0, at(0), at(0), duck=True)
    mixer = Mixer(Score((gone,), at(9_000)))
    for _ in range(3):
        assert not mixer.read(Frames(0), 4_800).any()
    assert mixer.missing == ["a bed is silent: there's no sound file gone.wav"]


def test_a_file_begins_at_its_beginning_wherever_it_is_laid(tmp_path: Path) -> None:
    made = OwnBed("mine", str(own(tmp_path)))
    laid = BedSound(at(7_000), at(20_000), made, 1.0, at(0), at(0), duck=False)
    heard_ = Mixer(Score((laid,), at(27_000))).buses(at(7_000), 4_800)[:, BED]
    np.testing.assert_allclose(heard_, samples_of(made, 0).read(0, 4_800), atol=1e-7)


# --- how it gives way ----------------------------------------------------------------------------


def decibels(curve: envelope.Curve, seconds: float) -> float:
    gains = np.broadcast_to(curve.gains(int(seconds * RATE), 2), (2,))
    return float(20 * np.log10(gains[0]))


def test_a_bed_steps_back_by_the_schedule_smoothly_and_stays_back_between_near_phrases() -> None:
    clips = [ClipSound(at(10_000), at(2_000), "a"), ClipSound(at(15_000), at(1_000), "b"),
             ClipSound(at(30_000), at(1_000), "c")]  # fmt: skip
    curve = envelope.ducking_curve(clips)
    told = {9.0: 0.0, 9.35: -3.0, 9.65: -6.0, 11.0: -6.0, 13.5: -6.0, 16.6: -6.0, 17.6: -3.0,
            18.6: 0.0, 25.0: 0.0, 29.7: -6.0, 40.0: 0.0}  # fmt: skip
    for when, level in told.items():
        assert decibels(curve, when) == pytest.approx(level, abs=0.05), when
    gains = np.broadcast_to(curve.gains(8 * RATE, 12 * RATE), (12 * RATE,))
    assert np.abs(np.diff(20 * np.log10(gains))).max() < 0.001


def test_a_bed_goes_with_a_breath_and_rests_in_the_middle_otherwise() -> None:
    phases: list[tuple[PhaseName, int]] = [("in", 4_000), ("hold", 2_000), ("out", 6_000)]
    sounds, start = [], 10_000
    for _ in range(2):
        for phase, length in phases:
            sounds.append(ToneSound(at(start), phase, at(length)))
            start += length
        start += 1_000  # a rest has no tone
    sounds.append(ToneSound(at(100_000), "in", at(3_000)))
    curve = envelope.breath_curve(sounds)
    half = envelope.BREATH_DB / 2
    told = {0.0: 0.0, 10.0: -half, 12.0: 0.0, 14.0: half, 15.0: half, 16.0: half, 19.0: 0.0,
            22.0: -half, 22.5: -half, 27.0: half, 35.0: -half, 37.1: 0.0, 60.0: 0.0, 97.9: 0.0,
            103.0: half, 105.1: 0.0}  # fmt: skip
    for when, level in told.items():
        assert decibels(curve, when) == pytest.approx(level, abs=0.06), when
    assert decibels(envelope.breath_curve([]), 5.0) == 0.0


def test_a_breath_is_heard_in_the_bed() -> None:
    bed = BedSound(at(0), at(60_000), BEDS["pink"], 1.0, at(0), at(0), duck=True)
    tones = (ToneSound(at(20_000), "in", at(6_000)), ToneSound(at(26_000), "out", at(6_000)))
    mixer = Mixer(Score((bed, *tones), at(60_000)))

    def level(ms: int) -> float:
        block = mixer.buses(Frames(at(ms) - RATE // 2), RATE)[:, BED]
        return float(10 * np.log10(np.mean(block**2)))

    assert level(26_000) - level(32_000) == pytest.approx(envelope.BREATH_DB, abs=0.5)


def test_numbers_of_a_recipe_that_make_no_sense_are_said() -> None:
    from companion.reading.diagnostic import BadFileError

    text = (
        "bells: {}\nbeds:\n  a:\n    about: x\n    license: y\n    level: loud\n"
        "    grains:\n      - {kind: splash, least: 1, most: 2}\n    strikes:\n      - {notes: [9]}\n"
    )
    with pytest.raises(BadFileError) as caught:
        read_catalog(text, "catalog.yaml")
    told = " ".join(d.flaw.message for d in caught.value.diagnostics)
    assert '"splash"' in told
    assert "partials" in told


def test_a_bed_of_nothing_is_silence() -> None:
    assert not Generated(BedRecipe("none"), 0).read(-100, 300).any()


def test_lengths_are_told_in_milliseconds() -> None:
    assert Millis(1) * 48 == at(1)

"""The mixer, the score and what is synthesised: pure, so every sample can be asked about."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.audio import synth
from companion.audio.mastering import loudness
from companion.audio.mixer import BED as BED_BUS
from companion.audio.mixer import BELL, RISE_DB, VOICE, Mixer, sum_buses
from companion.audio.recipe import BellRecipe, Kit
from companion.audio.samples import Samples
from companion.audio.score import (
    BedSound,
    BellSound,
    ClipSound,
    Score,
    ToneSound,
    from_json,
    to_json,
)
from companion.audio.scoring import BedWish, score
from companion.script.step import PhaseName
from companion.timeline.timeline import Voiced
from companion.timeline.utterance import Utterance
from companion.units import RATE, Frames, Millis, frames
from tests.fakes import BEDS, BELLS, KIT, at, clip, sitting, write_tone


def small_score() -> Score:
    sounds = (
        ClipSound(at(100), at(500), "one"),
        BellSound(at(300), BELLS["soft"]),
        ToneSound(at(900), "in", at(3_000)),
        ClipSound(at(1_000), at(500), "two"),
    )
    return Score(sounds, at(5_000))


def loader(path: Path, *_: int) -> Samples:
    return np.random.default_rng(len(str(path))).normal(0, 0.1, 24_000).astype(np.float32)


WHOLE = Mixer(small_score(), loader).read(Frames(0), 260_000)


@given(st.integers(0, 250_000), st.integers(1, 9_000))
def test_any_block_anywhere_is_that_part_of_the_whole(first: int, count: int) -> None:
    block = Mixer(small_score(), loader).read(Frames(first), count)
    np.testing.assert_array_equal(
        block, np.pad(WHOLE, ((0, 10_000), (0, 0)))[first : first + count]
    )


@given(st.integers(300, 20_000))
def test_the_mix_is_the_same_for_every_block_size(size: int) -> None:
    mixer = Mixer(small_score(), loader)
    blocks = [mixer.read(Frames(first), size) for first in range(0, 100_000, size)]
    np.testing.assert_array_equal(np.concatenate(blocks)[:100_000], WHOLE[:100_000])


def test_before_the_start_and_after_the_end_there_is_silence() -> None:
    mixer = Mixer(small_score(), loader)
    assert not mixer.read(Frames(-5_000), 5_000).any()
    assert not mixer.read(at(60_000), 5_000).any()


def test_a_clip_that_was_deleted_costs_only_its_sound(tmp_path: Path) -> None:
    mixer = Mixer(Score((ClipSound(at(0), at(500), str(tmp_path / "gone.wav")),), at(1_000)))
    assert not mixer.read(Frames(0), 100).any()
    assert "gone.wav" in mixer.missing[0]


def test_a_file_that_was_spoilt_under_us_costs_only_its_sound(tmp_path: Path) -> None:
    (tmp_path / "odd.wav").write_bytes(b"RIFF")
    write_tone(tmp_path / "short.wav", Millis(500))
    whole = (tmp_path / "short.wav").read_bytes()
    (tmp_path / "short.wav").write_bytes(whole[: len(whole) // 2 + 1])
    bell = BellRecipe("mine", Millis(500), file=str(tmp_path / "gone.mp3"))
    odd, short = (ClipSound(at(0), at(500), str(tmp_path / n)) for n in ("odd.wav", "short.wav"))
    sounds = (odd, short, BellSound(at(0), bell))
    mixer = Mixer(Score(sounds, at(1_000)))
    assert not mixer.read(Frames(0), 4_800).any()
    assert len(mixer.missing) == 3


def test_a_long_session_keeps_few_clips_in_memory() -> None:
    sounds = tuple(ClipSound(at(n * 1_000), at(500), str(n)) for n in range(200))
    loads: list[Path] = []

    def load(path: Path, *_: int) -> Samples:
        loads.append(path)
        return loader(path)

    mixer = Mixer(Score(sounds, at(200_000)), load)
    for n in range(400):
        mixer.read(at(n * 500), RATE // 2)
    assert len(mixer._cache) <= 24
    assert len(loads) == 200


def test_a_bell_of_ones_own_is_read_from_its_file(tmp_path: Path) -> None:
    write_tone(tmp_path / "mine.wav", Millis(500), rate=22_050)
    bell = BellRecipe("mine", Millis(500), file=str(tmp_path / "mine.wav"))
    block = Mixer(Score((BellSound(at(0), bell),), at(1_000))).read(Frames(0), 48_000)
    assert np.abs(block[:23_000]).max() > 0.25
    assert not block[24_100:].any()


def test_a_score_crosses_a_pipe_unchanged() -> None:
    whole = small_score()
    assert from_json(json.loads(json.dumps(to_json(whole)))) == whole


def test_everything_that_sounds_is_in_the_score_in_order(tmp_path: Path) -> None:
    sat = sitting(tmp_path)
    sounds = sat.score.sounds
    assert [s.start for s in sounds] == sorted(s.start for s in sounds)
    spoken = [p for p in sat.timeline.placements if isinstance(p.content, Voiced)]
    clips = [s for s in sounds if isinstance(s, ClipSound)]
    assert [frames(p.start) for p in spoken] == [c.start for c in clips if c.file in {
        str(sat.clips[p.content.utterance].file) for p in spoken if isinstance(p.content, Voiced)}]  # fmt: skip
    assert sum(isinstance(s, BellSound) for s in sounds) == 1
    assert sum(isinstance(s, ToneSound) for s in sounds) == 8


def test_a_clip_that_came_after_its_line_began_stays_silent(tmp_path: Path) -> None:
    sat = sitting(tmp_path)
    line = Utterance("Something hurts.")
    late = {**sat.clips, line: clip(tmp_path, line, Millis(3_333))}
    files = {s.file for s in score(sat.timeline, late, KIT).sounds if isinstance(s, ClipSound)}
    assert str(late[line].file) not in files


@pytest.mark.parametrize("name", list(BELLS))
def test_a_bell_begins_and_ends_without_a_click_and_peaks_at_minus_twelve(name: str) -> None:
    samples = synth.bell(BELLS[name])
    assert samples.shape == (frames(BELLS[name].length), 2)
    assert np.abs(samples).max() == pytest.approx(synth.BELL_PEAK, rel=1e-3)
    assert np.abs(samples[0]).max() < 1e-4
    assert np.abs(samples[-1]).max() < 1e-4
    assert int(np.abs(samples).max(axis=1).argmax()) > RATE // 200


def pitch(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.fft.rfftfreq(len(samples), 1 / RATE)[spectrum.argmax()])


def test_closed_eyes_hear_in_rise_and_out_fall() -> None:
    glides: tuple[tuple[PhaseName, bool], ...] = (("in", True), ("out", False))
    for phase, rises in glides:
        samples = synth.tone(phase, at(4_000))
        early, late = pitch(samples[24_000:60_000]), pitch(samples[-60_000:-24_000])
        assert (late > early) is rises


@pytest.mark.parametrize("phase", ["in", "top_up", "hold", "out"])
def test_a_tone_is_soft_and_has_no_edges(phase: PhaseName) -> None:
    samples = synth.tone(phase, at(1_500))
    assert len(samples) == at(1_500)
    assert 0.01 < np.abs(samples).max() <= synth.TONE_PEAK * 1.1
    assert np.abs(samples[[0, -1]]).max() < 1e-4


def test_a_rest_is_quiet() -> None:
    assert not synth.tone("rest", at(500)).any()


BED = BEDS["rain"]
BEDDED = """\
companion: 1
title: T
ambient: rain
steps: [{silence: 30s}]
"""


def bed_score(*, duck: bool = True, clips: bool = True) -> Score:
    bed = BedSound(at(500), at(20_000), BED, 0.7, at(2_000), at(3_000), duck)
    clip_ = ClipSound(at(9_000), at(500), "one", 0.6)
    return Score((bed, clip_) if clips else (bed,), at(21_000))


def level(samples: Samples) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(samples**2)) + 1e-9))


def test_a_bed_comes_and_goes_and_is_quiet_under_a_voice() -> None:
    mixer = Mixer(bed_score(clips=False), loader)
    assert not mixer.read(at(0), 24_000).any()
    middle = mixer.read(at(5_000), 96_000)
    assert -39 < level(middle) < -33
    assert level(mixer.read(at(500), 9_600)) < level(middle) - 10
    assert level(mixer.read(at(20_300), 9_600)) < level(middle) - 10
    assert not mixer.read(at(20_500), 4_800).any()


def test_a_bed_steps_back_before_somebody_speaks_and_comes_back_after() -> None:
    ducked, even = (Mixer(bed_score(duck=d), lambda *_: np.zeros(24_000, np.float32)) for d in (True, False))  # fmt: skip
    for place, less in ((5_000, 0.0), (8_700, 6.0), (9_200, 6.0), (13_000, 0.0)):
        apart = level(even.read(at(place), 9_600)) - level(ducked.read(at(place), 9_600))
        assert abs(apart - less) < 0.3, place


@given(st.integers(300, 20_000))
def test_a_bed_is_the_same_for_every_block_size(size: int) -> None:
    mixer = Mixer(bed_score(), loader)
    blocks = [mixer.read(Frames(first), size) for first in range(400_000, 460_000, size)]
    whole = mixer.read(Frames(400_000), 60_000)
    np.testing.assert_allclose(np.concatenate(blocks)[:60_000], whole, atol=1e-7)


def test_a_voice_stands_on_its_side_as_loud_as_in_the_middle() -> None:
    right = Mixer(Score((ClipSound(at(0), at(500), "one", 0.6),), at(500)), loader).read(
        at(0), 24_000
    )
    middle = Mixer(Score((ClipSound(at(0), at(500), "one"),), at(500)), loader).read(at(0), 24_000)
    assert level(right[:, 1]) > level(right[:, 0]) + 6
    assert abs(np.sum(right**2) - np.sum(middle**2)) < 1e-3 * np.sum(middle**2)


def test_beds_follow_each_other_and_the_last_one_ends_with_the_session(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nambient: rain\nsteps:\n  - Hello.\n  - silence: 20s\n  - ambient: {sound: rain, volume: 20%, fade: 4s}\n  - silence: 20s\n  - ambient: off\n  - silence: 10s\n"
    sat = sitting(tmp_path, text)
    made = score(sat.timeline, sat.clips, KIT)
    found = [s for s in made.sounds if isinstance(s, BedSound)]
    assert [bed.volume for bed in found] == [1.0, 0.2]
    assert found[0].start + found[0].length == found[1].start + at(4_000)
    assert found[1].start + found[1].length < made.total
    assert from_json(json.loads(json.dumps(to_json(made)))) == made
    last = sitting(tmp_path, text.replace("  - ambient: off\n", ""))
    ends = [s for s in score(last.timeline, last.clips, KIT).sounds if isinstance(s, BedSound)]
    assert ends[-1].start + ends[-1].length == frames(last.timeline.total)
    assert not [
        s for s in score(sat.timeline, sat.clips, Kit(BELLS)).sounds if isinstance(s, BedSound)
    ]


def test_a_bed_is_as_much_quieter_as_a_person_likes_it(tmp_path: Path) -> None:
    laid = sitting(tmp_path, BEDDED)
    levels = []
    for decibels in (0.0, -6.0):
        made = score(laid.timeline, {}, KIT, BedWish(db=decibels))
        levels.append(level(Mixer(made, loader).read(at(12_000), 96_000)))
    assert levels[0] - levels[1] == pytest.approx(6.0, abs=0.3)


def test_a_voice_is_as_loud_on_two_loudspeakers_as_it_was_alone() -> None:
    speech = np.random.default_rng(1).normal(0, 0.1, 96_000).astype(np.float32)
    for pan in (-1.0, -0.4, 0.0, 0.6):
        mixed = Mixer(
            Score((ClipSound(at(0), at(2_000), "one", pan),), at(2_000)), lambda *_: speech
        )
        both = mixed.read(at(0), 96_000)
        assert loudness(both) == pytest.approx(loudness(speech), abs=0.05)


def test_whatever_sounds_at_once_is_bent_and_never_cut() -> None:
    loud = np.full((4_800, 3, 2), 0.9, np.float32)
    out = np.empty((4_800, 2), np.float32)
    sum_buses(loud, np.ones(3, np.float32), out)
    assert 0.95 < out.max() <= 1.0
    quiet = np.full((4_800, 3, 2), 0.1, np.float32)
    sum_buses(quiet, np.asarray([[1.0, 0.5, 0.0]] * 4_800, np.float32), out)
    assert np.allclose(out, 0.15)
    sum_buses(-loud, np.ones(3, np.float32), out)
    assert -1.0 <= out.min() < -0.95


def test_each_bus_has_its_own(tmp_path: Path) -> None:
    sounds = (ClipSound(at(0), at(500), "one"), BellSound(at(0), BELLS["soft"]),
              BedSound(at(0), at(900), BED, 1.0, at(0), at(0), duck=False))  # fmt: skip
    mixer = Mixer(Score(sounds, at(900)), loader)
    buses = mixer.buses(at(100), 4_800)
    assert [bool(buses[:, n].any()) for n in (VOICE, BED_BUS, BELL)] == [True, True, True]
    alone = Mixer(Score(sounds[:1], at(900)), loader).buses(at(100), 4_800)
    assert np.array_equal(buses[:, VOICE], alone[:, VOICE])
    assert not alone[:, BELL].any()


def test_a_gentle_beginning_is_quieter_and_rises_to_the_usual_loudness() -> None:
    speech = np.full(48_000 * 30, 0.1, np.float32)
    sounds = (ClipSound(at(0), Frames(len(speech)), "one"),)
    usual = Mixer(Score(sounds, at(30_000)), lambda *_: speech)
    gentle = Mixer(Score(sounds, at(30_000), at(20_000)), lambda *_: speech)
    ratios = [
        float(np.abs(gentle.read(at(ms), 480)).max() / np.abs(usual.read(at(ms), 480)).max())
        for ms in (0, 5_000, 10_000, 20_000, 25_000)
    ]
    assert ratios == sorted(ratios)
    assert 20 * math.log10(ratios[0]) == pytest.approx(RISE_DB, abs=0.1)
    assert ratios[-2:] == [pytest.approx(1), pytest.approx(1)]
    again = from_json(to_json(gentle.score))
    assert again.rise == at(20_000)

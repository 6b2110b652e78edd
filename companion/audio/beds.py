"""Beds: endless quiet noise from a few numbers, and how it steps back while somebody speaks.

A loop is shaped in frequency, so its end meets its beginning by construction: there is no seam.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from companion.audio.score import BedSound, ClipSound, Recipe
from companion.units import RATE, Frames

Samples = NDArray[np.float32]

# 21.8 s at 48 kHz: long enough that nobody hears it come round.
LOOP = 1 << 20
# RMS of a bed at full volume; with these spectra about -33 LUFS, 15 LU under the voice.
_LEVEL_DB = -34.0
_SEED = 20_261_122

# How a bed steps back (design, "Levels anchor on speech"): decibels, and seconds round a phrase.
DUCK_DB = -6.0
_FALL_S, _EARLY_S, _HOLD_S, _RELEASE_S, _JOIN_S = 0.6, 0.35, 0.6, 2.0, 3.5


@lru_cache(maxsize=4)
def loop(recipe: Recipe) -> Samples:
    """One turn of a bed.

    Returns:
        (LOOP, 2) float32; the frame after the last one is the first.
    """
    random = np.random.default_rng(_SEED)
    hertz = np.fft.rfftfreq(LOOP, 1 / RATE)
    hertz[0] = hertz[1]
    octaves = np.log2(hertz / 1_000)
    shape = 10 ** (recipe.tilt * octaves / 20)
    shape /= np.sqrt(1 + (recipe.low / hertz) ** 4) * np.sqrt(1 + (hertz / recipe.high) ** 4)
    shape[0] = 0.0
    sides = [_noise(shape, random) for _ in range(2)]
    middle = (sides[0] + sides[1]) / np.sqrt(2)
    both = np.stack([0.8 * middle + 0.6 * sides[0], 0.8 * middle + 0.6 * sides[1]], axis=1)
    both *= _sway(recipe.sway)[:, None]
    both *= 10 ** (_LEVEL_DB / 20) / np.sqrt(np.mean(both**2))
    return both.astype(np.float32)


def _noise(shape: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float64]:
    angles = np.exp(2j * np.pi * random.random(len(shape)))
    noise = np.fft.irfft(shape * angles, LOOP)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)), np.float64)


def _sway(depth: float) -> NDArray[np.float64]:
    """A slow rise and fall that comes round with the loop: two swells and three, which part."""
    turn = 2 * np.pi * np.arange(LOOP) / LOOP
    return np.asarray(1 + depth * (0.6 * np.sin(2 * turn) + 0.4 * np.sin(3 * turn + 1)))


def duck(clips: Sequence[ClipSound]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where a bed steps back for these clips: frames and decibels, to draw lines between."""
    phrases: list[list[int]] = []
    for clip in sorted(clips, key=lambda clip: clip.start):
        end = clip.start + clip.length
        if phrases and clip.start - phrases[-1][1] < _JOIN_S * RATE:
            phrases[-1][1] = max(phrases[-1][1], end)
        else:
            phrases.append([clip.start, end])
    at, level = [0.0], [0.0]
    for start, end in phrases:
        at += [
            start - (_EARLY_S + _FALL_S) * RATE,
            start - _EARLY_S * RATE,
            end + _HOLD_S * RATE,
            end + (_HOLD_S + _RELEASE_S) * RATE,
        ]
        level += [0.0, DUCK_DB, DUCK_DB, 0.0]
    return np.maximum.accumulate(np.asarray(at)), np.asarray(level)


def piece(
    bed: BedSound,
    first: Frames,
    count: int,
    ducked: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> Samples:
    """What a bed sounds like at a place.

    Args:
        bed: which one, how loud, and its fades.
        first: the first frame, within the bed.
        count: how many frames.
        ducked: what `duck` gave.

    Returns:
        (count, 2) float32.
    """
    frames = np.arange(first, first + count)
    samples = loop(bed.recipe)[frames % LOOP]
    into, left = frames - bed.start, bed.start + bed.length - frames
    gain = np.full(count, np.sqrt(bed.volume))
    for along, fade in ((into, bed.fade_in), (left, bed.fade_out)):
        if fade:
            gain *= np.sin(np.pi / 2 * np.clip(along / fade, 0.0, 1.0))
    if bed.duck:
        gain *= 10 ** (np.interp(frames, *ducked) / 20)
    return np.asarray(samples * gain[:, None], np.float32)

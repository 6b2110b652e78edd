"""Grains: drops, bubbles and crackles at random times, taken from a small bank of sounds."""

from collections import OrderedDict
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from companion.audio.beds.drift import chance, drift
from companion.audio.beds.noise import HOP
from companion.audio.recipe import Grains
from companion.audio.samples import Samples, silence
from companion.units import RATE

_BANK = 48
_LONGEST_S = 0.25
# How many pages a grain reaches into after the one that it begins in.
_BEHIND = 2
# Loudness follows a Pareto distribution, so that few grains are loud: its exponent and its limit.
_TAIL, _MOST = 2.6, 2.5


class Scatter:
    """One layer of grains.

    Args:
        grains: their kind, level and rate.
        seed: selects their times, sides and loudness.
    """

    def __init__(self, grains: Grains, seed: int) -> None:
        self._grains, self._seed = grains, seed
        self._bank = _bank(grains)
        self._longest = max(map(len, self._bank))
        self._pages: OrderedDict[int, Samples] = OrderedDict()

    def add(self, number: int, page: Samples) -> None:
        """Add the grains that sound in page `number` to it; `page` is (HOP, 2)."""
        for earlier in range(number - _BEHIND, number + 1):
            sound = self._begun_in(earlier)[(number - earlier) * HOP :][:HOP]
            page[: len(sound)] += sound

    def _begun_in(self, number: int) -> Samples:
        """The sound of the grains that begin in a page, up to the end of the last one, (n, 2)."""
        if number in self._pages:
            return self._pages[number]
        grains = self._grains
        random = np.random.default_rng(int(chance(self._seed, number) * 2**62))
        along = 0.5 + 0.5 * drift(self._seed, 0, number * HOP / RATE, grains.every)
        rate = grains.least + (grains.most - grains.least) * along
        count = int(random.poisson(rate * HOP / RATE))
        loud = (1 - random.random(count)) ** (-1 / _TAIL) - 1
        loud = np.minimum(loud, _MOST) * 10 ** (grains.level / 20)
        turn = (0.15 + 0.7 * random.random(count)) * np.pi / 2
        gains = (loud * np.stack([np.cos(turn), np.sin(turn)])).astype(np.float32)
        starts = random.integers(0, HOP, count).tolist()
        kernels = random.integers(0, _BANK, count).tolist()
        sound = silence(HOP + self._longest, 2)
        sides = sound.T
        for start, kernel, gain in zip(starts, kernels, gains.T[:, :, None], strict=True):
            grain = self._bank[kernel]
            sides[:, start : start + len(grain)] += gain * grain
        self._pages[number] = sound
        while len(self._pages) > _BEHIND + 2:
            self._pages.popitem(last=False)
        return sound


@lru_cache(maxsize=8)
def _bank(grains: Grains) -> list[Samples]:
    random = np.random.default_rng(_BANK)
    notes = np.exp(random.uniform(np.log(grains.low), np.log(grains.high), _BANK))
    if grains.kind == "crackle":
        return [_crackle(note, random) for note in notes]
    return [_ping(note, random, is_bubble=grains.kind == "bubble") for note in notes]


def _ping(note: float, random: "np.random.Generator", *, is_bubble: bool) -> Samples:
    """Make a drop, or a bubble, which lasts longer and rises in pitch."""
    length, soft = (_LONGEST_S, 0.0015) if is_bubble else (0.08, 0.0006)
    decay = 0.012 + 1.95 / note if is_bubble else random.uniform(0.003, 0.012)
    rise = random.uniform(0.02, 0.25) if is_bubble else 0.06
    t = np.arange(int(length * RATE)) / RATE
    wave = np.sin(2 * np.pi * note * (t + rise * t * t / length))
    wave *= np.exp(-t / decay) * (1 - np.exp(-t / soft))
    return _fade_out(wave * (1_000 / note) ** 0.7)


def _crackle(note: float, random: "np.random.Generator") -> Samples:
    """Make a burst of noise around a note that is over in 2 to 30 ms, with a soft onset."""
    count = int(0.06 * RATE)
    t = np.arange(count) / RATE
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    hertz[0] = hertz[1]
    near = np.exp(-0.5 * (np.log2(hertz / note) / 0.7) ** 2)
    phase = np.exp(2j * np.pi * random.random(len(hertz)))
    decay = np.exp(random.uniform(np.log(0.0012), np.log(0.012)))
    burst = np.fft.irfft(near * phase, count) * np.exp(-t / decay) * (1 - np.exp(-t / 0.0004))
    return _fade_out(burst / np.abs(burst).max())


def _fade_out(wave: NDArray[np.float64]) -> Samples:
    """Fade a grain to zero at its end, so that it does not click."""
    return np.asarray(wave * np.hanning(2 * len(wave))[len(wave) :], np.float32)

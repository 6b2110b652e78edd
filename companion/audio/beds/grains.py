"""Grains: drops, bubbles and crackles at random places, from a small bank of each kind."""

from collections import OrderedDict
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from companion.audio.beds.drift import chance, drift
from companion.audio.beds.noise import HOP
from companion.audio.recipe import Grains
from companion.audio.samples import Samples
from companion.units import RATE

_BANK = 48
_LONGEST_S = 0.25
# How many pages a grain that began earlier can still be heard in.
_BEHIND = 2
# Few are loud and none is very loud: the tail of the distribution, and where it is cut.
_TAIL, _MOST = 2.6, 2.5


class Scatter:
    """The grains of one layer.

    Args:
        grains: which, and how many.
        seed: which ones.
    """

    def __init__(self, grains: Grains, seed: int) -> None:
        self._grains, self._seed = grains, seed
        self._bank = _bank(grains)
        self._held: OrderedDict[int, list[tuple[int, int, float, float]]] = OrderedDict()

    def add(self, number: int, page: Samples) -> None:
        """Lay what is heard in page `number` over it, (HOP, 2)."""
        for earlier in range(number - _BEHIND, number + 1):
            moved = (earlier - number) * HOP
            for at, which, left, right in self._begun(earlier):
                kernel = self._bank[which]
                first, last = at + moved, at + moved + len(kernel)
                heard = kernel[max(0, -first) : HOP - first]
                if last > 0 and len(heard):
                    place = slice(max(0, first), min(HOP, last))
                    page[place, 0] += heard * np.float32(left)
                    page[place, 1] += heard * np.float32(right)

    def _begun(self, number: int) -> list[tuple[int, int, float, float]]:
        """What begins in a page: at which frame, which of the bank, how loud at each side."""
        if number in self._held:
            return self._held[number]
        grains = self._grains
        random = np.random.default_rng(int(chance(self._seed, number) * 2**62))
        along = 0.5 + 0.5 * drift(self._seed, 0, number * HOP / RATE, grains.every)
        rate = grains.least + (grains.most - grains.least) * along
        count = int(random.poisson(rate * HOP / RATE))
        loud = (1 - random.random(count)) ** (-1 / _TAIL) - 1
        loud = np.minimum(loud, _MOST) * 10 ** (grains.level / 20)
        turn = (0.15 + 0.7 * random.random(count)) * np.pi / 2
        rows = zip(
            random.integers(0, HOP, count).tolist(),
            random.integers(0, _BANK, count).tolist(),
            (loud * np.cos(turn)).tolist(),
            (loud * np.sin(turn)).tolist(),
            strict=True,
        )
        self._held[number] = list(rows)
        while len(self._held) > _BEHIND + 2:
            self._held.popitem(last=False)
        return self._held[number]


@lru_cache(maxsize=8)
def _bank(grains: Grains) -> list[Samples]:
    random = np.random.default_rng(_BANK)
    notes = np.exp(random.uniform(np.log(grains.low), np.log(grains.high), _BANK))
    if grains.kind == "crackle":
        return [_crackle(note, random) for note in notes]
    return [_ping(note, random, is_bubble=grains.kind == "bubble") for note in notes]


def _ping(note: float, random: np.random.Generator, *, is_bubble: bool) -> Samples:
    """A drop, or a bubble, which lasts longer and rises as it nears the surface."""
    length, soft = (_LONGEST_S, 0.0015) if is_bubble else (0.08, 0.0006)
    decay = 0.012 + 1.95 / note if is_bubble else random.uniform(0.003, 0.012)
    rise = random.uniform(0.02, 0.25) if is_bubble else 0.06
    t = np.arange(int(length * RATE)) / RATE
    wave = np.sin(2 * np.pi * note * (t + rise * t * t / length))
    wave *= np.exp(-t / decay) * (1 - np.exp(-t / soft))
    return _ended(wave * (1_000 / note) ** 0.7)


def _crackle(note: float, random: np.random.Generator) -> Samples:
    """A burst of noise round a note, over in 2 to 30 ms, its onset rounded off."""
    count = int(0.06 * RATE)
    t = np.arange(count) / RATE
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    hertz[0] = hertz[1]
    near = np.exp(-0.5 * (np.log2(hertz / note) / 0.7) ** 2)
    phase = np.exp(2j * np.pi * random.random(len(hertz)))
    decay = np.exp(random.uniform(np.log(0.0012), np.log(0.012)))
    burst = np.fft.irfft(near * phase, count) * np.exp(-t / decay) * (1 - np.exp(-t / 0.0004))
    return _ended(burst / np.abs(burst).max())


def _ended(wave: NDArray[np.float64]) -> Samples:
    """Brought to nothing at its end, which is what would click."""
    return np.asarray(wave * np.hanning(2 * len(wave))[len(wave) :], np.float32)

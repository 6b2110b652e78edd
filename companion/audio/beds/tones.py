"""Drones and strikes: held tones and struck ones, computable at any moment."""

import numpy as np
from numpy.typing import NDArray

from companion.audio.beds.drift import chance, drift
from companion.audio.beds.noise import HOP
from companion.audio.recipe import Strikes, Tones
from companion.audio.samples import Samples
from companion.units import RATE

_ONSET_S, _RELEASE_S = 0.012, 2.0
# How late a strike may come within its slot, as a share of the slot.
_LATE = 0.66
_FROM_LEFT, _FROM_RIGHT = 0.35, 0.65


class Drone:
    """Held tones: each partial is a detuned pair, so that it beats, and each drifts by itself."""

    def __init__(self, tones: Tones, seed: int) -> None:
        self._seed, self._tones = seed, tones
        ratios = np.asarray([part.ratio for part in tones.partials])
        apart = np.asarray(
            [tones.apart * (0.3 + chance(seed, 1, n)) / 2 for n in range(len(ratios))]
        )
        self._hertz = np.concatenate([tones.root * ratios + apart, tones.root * ratios - apart])
        count = len(self._hertz)
        loud = [part.level * 10 ** (tones.level / 20) for part in tones.partials]
        self._loud = np.tile(loud, 2)
        self._phase = np.asarray([chance(seed, 2, n) for n in range(count)])
        self._every = [tones.every * (0.5 + chance(seed, 3, n)) for n in range(count)]
        side = np.asarray([0.3 * chance(seed, 4, n) for n in range(count)])
        turn = np.where(np.arange(count) < count // 2, 0.2 + side, 0.8 - side)
        self._left, self._right = np.sqrt(1 - turn), np.sqrt(turn)

    def add(self, number: int, page: Samples) -> None:
        """Add the tones to page `number`; `page` is (HOP, 2)."""
        t = (number * HOP + np.arange(HOP)) / RATE
        turns = self._hertz[:, None] * t + self._phase[:, None]
        first, last = self._levels(number), self._levels(number + 1)
        decibels = first[:, None] + (last - first)[:, None] * (np.arange(HOP) / HOP)
        wave = np.sin(2 * np.pi * (turns % 1.0)) * (self._loud[:, None] * 10 ** (decibels / 20))
        page[:, 0] += self._left @ wave
        page[:, 1] += self._right @ wave

    def _levels(self, number: int) -> NDArray[np.float64]:
        at = number * HOP / RATE
        walks = [drift(self._seed, 16 + n, at, every) for n, every in enumerate(self._every)]
        return self._tones.drift * np.asarray(walks)


class StrikeLayer:
    """Occasional strikes: each partial is a beating pair, and the high ones fade first."""

    def __init__(self, strikes: Strikes, seed: int) -> None:
        self._strikes, self._seed = strikes, seed
        self._lasts = max(part.decay for part in strikes.partials)

    def add(self, number: int, page: Samples) -> None:
        """Add the strikes that sound in page `number` to it; `page` is (HOP, 2)."""
        first = number * HOP / RATE
        every = self._strikes.every
        earliest = int((first - self._lasts) // every) - 1
        for n in range(max(0, earliest), int((first + HOP / RATE) // every) + 1):
            begin = every * (n + _LATE * chance(self._seed, n, 0)) + 1.0
            if begin < first + HOP / RATE and first < begin + self._lasts:
                self._strike(n, first - begin, page)

    def _strike(self, number: int, into: float, page: Samples) -> None:
        strikes, seed = self._strikes, self._seed
        t = into + np.arange(HOP) / RATE
        note = strikes.notes[int(chance(seed, number, 1) * len(strikes.notes))]
        hard = 0.5 + 0.5 * chance(seed, number, 2)
        rise = np.sin(np.pi / 2 * np.clip(t / _ONSET_S, 0.0, 1.0)) ** 2
        fall = np.cos(np.pi / 2 * np.clip((t - self._lasts) / _RELEASE_S + 1, 0.0, 1.0)) ** 2
        edges = rise * fall * 10 ** (strikes.level / 20)
        for n, part in enumerate(strikes.partials):
            # a softer strike is also a darker one
            loud = edges * part.level * hard ** np.sqrt(part.ratio) * 10 ** (-3 * t / part.decay)
            split = strikes.apart * part.ratio**0.77 / 2
            for sign, share, turn in ((-1, 0.6, _FROM_LEFT), (1, 0.4, _FROM_RIGHT)):
                turns = (note * part.ratio + sign * split) * t + chance(seed, number, 3, n, sign)
                wave = np.sin(2 * np.pi * (turns % 1.0)) * loud * share
                page[:, 0] += wave * np.cos(turn * np.pi / 2)
                page[:, 1] += wave * np.sin(turn * np.pi / 2)

"""Noise with any spectrum: windowed frames of random phase that overlap by half.

The sine window keeps the power constant, so there is no seam; the spectrum changes once per hop
(171 ms). Frame n depends on the seed and n alone.
"""

import math

import numpy as np
from numpy.typing import NDArray

from companion.audio.beds.drift import chance, drift
from companion.audio.recipe import Band
from companion.audio.samples import Samples
from companion.units import RATE

Spectrum = NDArray[np.float32]

SIZE, HOP = 16_384, 8_192

_HERTZ = np.fft.rfftfreq(SIZE, 1 / RATE)
_HERTZ[0] = _HERTZ[1]
_OCTAVE = np.log2(_HERTZ)
_WINDOW = np.sin(np.pi * (np.arange(SIZE) + 0.5) / SIZE).astype(np.float32)
# Mono below 100 Hz and full stereo above 400: the bass of a loudspeaker is mono anyway.
_APART = np.clip((_OCTAVE - np.log2(100)) / 2, 0.0, 1.0)
# The amplitude of a band at 0 dB; the recipe's own level sets the loudness of the whole.
_UNIT = 0.01


class Noise:
    """Stereo noise made of several bands.

    Args:
        bands: the bands, which are added up.
        width: the stereo width, from 0 (mono) to 1.
        seed: selects the random phases and walks.
    """

    def __init__(self, bands: tuple[Band, ...], width: float, seed: int) -> None:
        self._bands, self._seed = bands, seed
        self._shapes = [None if band.wander else _shape(band, 0.0) for band in bands]
        self._middle = np.sqrt(1 - width * _APART / 2).astype(np.float32)
        self._side = np.sqrt(width * _APART / 2).astype(np.float32)
        self._last: tuple[int, Samples] | None = None

    def page(self, number: int) -> Samples:
        """The frames from `number` x HOP on, as (HOP, 2)."""
        previous, current = self._frame(number - 1), self._frame(number)
        return np.asarray(previous[HOP:] + current[:HOP], np.float32)

    def _frame(self, number: int) -> Samples:
        if self._last is not None and self._last[0] == number:
            return self._last[1]
        random = np.random.default_rng(int(chance(self._seed, number) * 2**62))
        phase = random.random((2, len(_HERTZ)), dtype=np.float32) * np.float32(2 * np.pi)
        turned = np.empty(phase.shape, np.complex64)
        np.cos(phase, out=turned.real)
        np.sin(phase, out=turned.imag)
        middle, side = turned[0] * self._middle, turned[1] * self._side
        left, right = self._spectra((number + 1) * HOP / RATE)
        both = np.stack([(middle + side) * left, (middle - side) * right])
        both[:, 0] = 0.0
        frame = np.fft.irfft(both, SIZE, axis=1) * _WINDOW
        self._last = (number, np.asarray(frame.T, np.float32))
        return self._last[1]

    def _spectra(self, seconds: float) -> tuple[Spectrum, Spectrum]:
        left, right = np.zeros((2, len(_HERTZ)), np.float32)
        for index, band in enumerate(self._bands):
            walks = [drift(self._seed, 8 * index + n, seconds, band.every) for n in range(3)]
            shape = self._shapes[index]
            shape = _shape(band, band.wander * walks[0]) if shape is None else shape
            loud, side = _wave(self._seed, band, seconds) if band.swell else (1.0, 0.0)
            loud *= 10 ** (band.drift * walks[1] / 20)
            side += band.roam * walks[2]
            left += shape * (loud * math.sqrt(1 - side))
            right += shape * (loud * math.sqrt(1 + side))
        return left, right


def _shape(band: Band, moved: float) -> Spectrum:
    """The magnitudes of a band whose centre has moved by `moved` octaves."""
    if band.octaves:
        away = _OCTAVE - np.log2(band.around) - moved
        shape = np.exp(-0.5 * (away / band.octaves) ** 2)
    else:
        shape = 10 ** (band.tilt * (_OCTAVE - np.log2(1_000)) / 20)
    shape = shape / np.sqrt(1 + (band.low / _HERTZ) ** 4) / np.sqrt(1 + (_HERTZ / band.high) ** 4)
    shape *= _UNIT * math.sqrt(SIZE) * 10 ** (band.level / 20)
    return np.asarray(shape, np.float32)


def _wave(seed: int, band: Band, seconds: float) -> tuple[float, float]:
    """The height of the surf, from 0 to 1, and its side, from -0.5 to 0.5.

    All bands with the same `swell` share the same waves.
    """
    family = int(band.swell * 1_000)
    number = int(seconds // band.swell)
    height, side = 0.0, 0.0
    for n in (number - 1, number):
        late, steep, long, small, where = (chance(seed, family, n, i) for i in range(5))
        rise, fall = band.swell * (0.25 + 0.15 * steep), band.swell * (0.45 + 0.3 * long)
        into = seconds - band.swell * (n + 0.35 * late)
        if not 0 < into < rise + fall:
            continue
        peak = 10 ** (-7 * small / 20)
        if into < rise:
            share = math.sin(math.pi / 2 * into / rise) ** 2
        else:
            fallen = (into - rise) / fall
            share = math.exp(-3.2 * fallen) * (1 - fallen * fallen)
        if share * peak > height:
            height, side = share * peak, 0.5 * (2 * where - 1)
    if not band.breaks:
        return height, side
    return max(0.0, (height - band.breaks) / (1 - band.breaks)) ** 1.5, side

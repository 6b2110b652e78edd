"""Beds in a session: their samples, and their gain at each place."""

from collections import OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from companion.audio.beds.drift import chance
from companion.audio.beds.envelope import Curve
from companion.audio.beds.grains import Scatter
from companion.audio.beds.noise import HOP, Noise
from companion.audio.beds.tones import Drone, StrikeLayer
from companion.audio.recipe import AnyBed, BedRecipe, OwnBed
from companion.audio.samples import Samples, silence
from companion.audio.score import BedSound

# Enough pages that two blocks which share a page generate it only once.
_MAX_PAGES = 4
# The amplitude of a layer at 0 dB, before the bed's own level.
_UNIT = 0.1


class BedSamples(Protocol):
    """A source of a bed's samples."""

    def read(self, first: int, count: int) -> Samples:
        """Read (count, 2) float32 at full volume from frame `first` on, which may be negative."""
        ...


class Generated:
    """A bed generated from its recipe, in pages that depend on the seed and their number alone.

    Args:
        recipe: its layers.
        seed: selects one variant of the bed.
    """

    def __init__(self, recipe: BedRecipe, seed: int) -> None:
        seeds = iter(int(chance(seed, n) * 2**62) for n in range(64))
        self._noise = Noise(recipe.bands, recipe.width, next(seeds)) if recipe.bands else None
        self._layers: list[Scatter | Drone | StrikeLayer] = []
        self._layers += [Scatter(grains, next(seeds)) for grains in recipe.grains]
        self._layers += [Drone(tones, next(seeds)) for tones in recipe.tones]
        self._layers += [StrikeLayer(strikes, next(seeds)) for strikes in recipe.strikes]
        self._gain = np.float32(_UNIT * 10 ** (recipe.level / 20))
        self._pages: OrderedDict[int, Samples] = OrderedDict()

    def read(self, first: int, count: int) -> Samples:
        """Read (count, 2) float32 from frame `first` on."""
        out = silence(count, 2)
        for number in range(first // HOP, (first + count - 1) // HOP + 1):
            start = number * HOP
            begin, end = max(first, start), min(first + count, start + HOP)
            out[begin - first : end - first] = self._page(number)[begin - start : end - start]
        return out

    def _page(self, number: int) -> Samples:
        if number not in self._pages:
            noise = self._noise
            page = silence(HOP, 2) if noise is None else noise.page(number)
            for layer in self._layers:
                layer.add(number, page)
            self._pages[number] = page * self._gain
            while len(self._pages) > _MAX_PAGES:
                self._pages.popitem(last=False)
        return self._pages[number]


@lru_cache(maxsize=8)
def samples_of(recipe: AnyBed, seed: int) -> BedSamples:
    """The source of a bed's samples; scores with the same bed share one object.

    Raises:
        SoundError: when a file cannot be read.
    """
    if isinstance(recipe, OwnBed):
        from companion.audio.beds.looped_file import LoopedFile  # only for a person's own bed

        return LoopedFile(Path(recipe.file))
    return Generated(recipe, seed)


def render_piece(bed: BedSound, first: int, count: int, duck: Curve, breath: Curve) -> Samples:
    """Render a piece of a bed, with its fades, ducking and breath.

    Args:
        bed: the bed, its volume and its fades.
        first: a frame of the session that lies within the bed.
        count: how many frames.
        duck: the ducking curve.
        breath: the curve of the breaths.

    Returns:
        (count, 2) float32.

    Raises:
        SoundError: when its file cannot be read.
    """
    is_file = isinstance(bed.made, OwnBed)  # a file starts from its own beginning
    samples = samples_of(bed.made, bed.seed).read(first - bed.start if is_file else first, count)
    gain = np.full(count, bed.volume, np.float32)
    begin, end = first - bed.start, bed.start + bed.length - first
    if begin < bed.fade_in or end - count < bed.fade_out:
        into = np.arange(begin, begin + count)
        for along, fade in ((into, bed.fade_in), (bed.length - into, bed.fade_out)):
            if fade:
                gain *= np.sin(np.pi / 2 * np.clip(along / fade, 0.0, 1.0))
    if bed.duck:
        gain *= duck.gains(first, count)
    gain *= breath.gains(first, count)
    return np.asarray(samples * gain[:, None], np.float32)

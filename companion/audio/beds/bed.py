"""A bed at its place in a session: where its samples come from, and how loud they are there."""

from collections import OrderedDict
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from companion.audio.beds.drift import chance
from companion.audio.beds.envelope import Curve
from companion.audio.beds.grains import Scatter
from companion.audio.beds.looped_file import Looped
from companion.audio.beds.noise import HOP, Noise
from companion.audio.beds.tones import Drone, StrikeLayer
from companion.audio.recipe import AnyBed, BedRecipe, OwnBed
from companion.audio.samples import Samples
from companion.audio.score import BedSound

# Enough pages that two blocks which meet within one make it once.
_KEPT = 4
# What a band, a grain or a tone of 0 dB is worth, before a bed's own level.
_UNIT = 0.1


class BedSamples(Protocol):
    """Gives the samples of a bed."""

    def read(self, first: int, count: int) -> Samples:
        """(count, 2) float32 from a frame on, at full volume; frames may be negative."""
        ...


class Generated:
    """A bed that is made from its recipe, in pages that hang on nothing but the seed.

    Args:
        recipe: how.
        seed: which of all the rains it is.
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
        """(count, 2) float32 from a frame on."""
        numbers = range(first // HOP, (first + count - 1) // HOP + 1)
        whole = np.concatenate([self._page(number) for number in numbers])
        begin = first - numbers[0] * HOP
        return whole[begin : begin + count]

    def _page(self, number: int) -> Samples:
        if number not in self._pages:
            noise = self._noise
            page = np.zeros((HOP, 2), np.float32) if noise is None else noise.page(number)
            for layer in self._layers:
                layer.add(number, page)
            self._pages[number] = page * self._gain
            while len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        return self._pages[number]


@lru_cache(maxsize=8)
def source(made: AnyBed, seed: int) -> BedSamples:
    """What gives the samples of a bed; the same object for every score that has it.

    Raises:
        SoundError: when a file cannot be read.
    """
    if isinstance(made, OwnBed):
        return Looped(Path(made.file))
    return Generated(made, seed)


def piece(bed: BedSound, first: int, count: int, duck: Curve, breath: Curve) -> Samples:
    """What a bed sounds like at a place.

    Args:
        bed: which one, how loud, and its fades.
        first: the first frame of the session, within the bed.
        count: how many frames.
        duck: where it steps back.
        breath: how it goes with a breath.

    Returns:
        (count, 2) float32.

    Raises:
        SoundError: when it is a file that cannot be read.
    """
    own = isinstance(bed.made, OwnBed)  # a file begins at its beginning
    samples = source(bed.made, bed.seed).read(first - bed.start if own else first, count)
    gain = np.full(count, bed.volume)
    into = np.arange(first - bed.start, first - bed.start + count)
    for along, fade in ((into, bed.fade_in), (bed.length - into, bed.fade_out)):
        if fade and along.min() < fade:
            gain *= np.sin(np.pi / 2 * np.clip(along / fade, 0.0, 1.0))
    if bed.duck:
        gain *= duck.gains(first, count)
    gain *= breath.gains(first, count)
    return np.asarray(samples * gain[:, None], np.float32)

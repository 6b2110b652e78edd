"""Synthesis of bells and breath tones; the same numbers always give the same samples."""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from companion.audio.recipe import BellRecipe
from companion.audio.samples import Samples
from companion.units import RATE, Frames, Gain, frames

if TYPE_CHECKING:
    from companion.script.step import PhaseName

BELL_PEAK = Gain(10 ** (-12 / 20))
TONE_PEAK = Gain(10 ** (-27 / 20))

# The onset is softened so that a bell has no hard hammer; the end is faded so that it cannot click.
_ONSET = RATE * 12 // 1000
_RELEASE = RATE // 4
# The detuning of each partial's pair, as a share of its frequency, which makes it beat slowly.
_DOUBLET = 0.0007

# The tone of each phase as (first, last) in Hz: in rises, out falls, and each begins where the
# other ends.
_GLIDES: "dict[PhaseName, tuple[float, float]]" = {
    "in": (196.0, 294.0),
    "top_up": (294.0, 330.0),
    "hold": (294.0, 294.0),
    "out": (294.0, 196.0),
}


@lru_cache(maxsize=16)
def bell(recipe: BellRecipe) -> Samples:
    """Synthesise a struck bell.

    Returns:
        (n, 2) float32 at 48 kHz, peaking at -12 dBFS.
    """
    count = frames(recipe.length)
    t = np.arange(count) / RATE
    left, right = np.zeros(count), np.zeros(count)
    for partial in recipe.partials:
        hertz = recipe.strike * partial.ratio
        decay = partial.level * 10 ** (-3 * t / partial.decay)
        apart = hertz * _DOUBLET
        left += decay * (np.sin(2 * np.pi * hertz * t) + np.sin(2 * np.pi * (hertz + apart) * t))
        right += decay * (np.sin(2 * np.pi * hertz * t) + np.sin(2 * np.pi * (hertz - apart) * t))
    both = np.stack([left, right], axis=1) * _edges(count, _ONSET, _RELEASE)[:, None]
    return (both * (BELL_PEAK / max(1e-9, float(np.abs(both).max())))).astype(np.float32)


def softened(samples: Samples) -> Samples:
    """Limit the user's own sound, (n, 2), to the peak of a bell, and smooth both ends."""
    loud = float(np.abs(samples).max(initial=0.0))
    edges = _edges(len(samples), _RELEASE // 50, _RELEASE // 5)[:, None]
    return np.asarray(samples * edges * min(1.0, BELL_PEAK / max(loud, 1e-9)), np.float32)


@lru_cache(maxsize=32)
def tone(phase: "PhaseName", length: Frames) -> Samples:
    """Synthesise the tone of one breath phase: a soft glide that swells and fades with it.

    Returns:
        (n,) float32 at 48 kHz; silence for a rest.
    """
    if phase not in _GLIDES:
        return np.zeros(length, np.float32)
    first, last = _GLIDES[phase]
    along = np.arange(length) / length
    hertz = first * (last / first) ** along
    angle = 2 * np.pi * np.cumsum(hertz) / RATE
    wave = np.sin(angle) + 0.25 * np.sin(2 * angle)
    swell = np.sin(np.pi * along) ** 0.7
    edge = min(length // 2, RATE // 50)
    shaped = wave * swell * _edges(length, edge, edge) * (TONE_PEAK / 1.2)
    return shaped.astype(np.float32)


def _edges(count: int, rise: int, fall: int) -> NDArray[np.float64]:
    """An envelope that is 1 in the middle, with raised cosines at both ends."""
    envelope = np.ones(count)
    rise, fall = min(rise, count), min(fall, count)
    envelope[:rise] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(rise) / max(1, rise))
    envelope[count - fall :] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(fall) / max(1, fall))
    return envelope

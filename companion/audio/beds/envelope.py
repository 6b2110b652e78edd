"""Gain curves of a bed over a session: ducking under the voice, and swelling with a breath.

Both follow from the schedule, not from the sound itself, so the bed cannot pump.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from companion.audio.samples import Samples
from companion.audio.score import ClipSound, ToneSound
from companion.units import RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Ducking (docs/sound.md, "How loud"): its depth, and its times around a phrase in seconds.
# Phrases closer than _JOIN_S are one: a bed that came back for a moment would seem to pump.
DUCK_DB = -6.0
_FALL_S, _EARLY_S, _HOLD_S, _RELEASE_S, _JOIN_S = 0.6, 0.35, 0.6, 2.0, 6.0
# The swell with a breath, from fullest to thinnest; the seconds until it settles; and the longest
# gap within one breathing exercise.
BREATH_DB = 3.0
_SETTLE_S, _SAME_BREATH_S = 2.0, 4.0
# A curve is evaluated once a millisecond, and is a straight line between.
_GRID = RATE // 1_000
_WITHIN = np.arange(_GRID, dtype=np.float32) / _GRID


class Curve:
    """A smooth curve of decibels over frames.

    Args:
        points: (frame, decibels) in order; the curve is constant before the first and after the
            last.
    """

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        at = np.asarray([frame for frame, _ in points] or [0.0], np.float64)
        self._at: NDArray[np.float64] = np.maximum.accumulate(at)
        self._level = np.asarray([level for _, level in points] or [0.0], np.float64)

    def gains(self, first: int, count: int) -> Samples | float:
        """The gain of each of `count` frames, or one number where it is constant."""
        after = int(np.searchsorted(self._at, first, side="right"))
        last = int(np.searchsorted(self._at, first + count, side="left"))
        near = self._level[max(0, after - 1) : last + 1]
        if np.all(near == near[0]):
            return float(10 ** (near[0] / 20))
        # a curve this slow is straight within a millisecond; the grid is the session's own, so that
        # a frame has the same gain in a block of any size
        begin, end = first // _GRID, -(-(first + count) // _GRID)
        grid = np.arange(begin, end + 1) * _GRID
        upper = np.clip(np.searchsorted(self._at, grid, side="right"), 1, len(self._at) - 1)
        lower = upper - 1
        span = np.maximum(self._at[upper] - self._at[lower], 1.0)
        along = np.clip((grid - self._at[lower]) / span, 0.0, 1.0)
        along = along * along * (3 - 2 * along)
        level = self._level[lower] + (self._level[upper] - self._level[lower]) * along
        knots = (10 ** (level / 20)).astype(np.float32)
        between = knots[:-1, None] + np.diff(knots)[:, None] * _WITHIN
        return np.asarray(between.reshape(-1)[first - begin * _GRID :][:count])


def ducking_curve(clips: Iterable[ClipSound]) -> Curve:
    """The ducking curve of a bed under these clips."""
    phrases: list[list[int]] = []
    for clip in sorted(clips, key=lambda clip: clip.start):
        end = clip.start + clip.length
        if phrases and clip.start - phrases[-1][1] < _JOIN_S * RATE:
            phrases[-1][1] = max(phrases[-1][1], end)
        else:
            phrases.append([clip.start, end])
    points = []
    for start, end in phrases:
        points += [
            (start - (_EARLY_S + _FALL_S) * RATE, 0.0),
            (start - _EARLY_S * RATE, DUCK_DB),
            (end + _HOLD_S * RATE, DUCK_DB),
            (end + (_HOLD_S + _RELEASE_S) * RATE, 0.0),
        ]
    return Curve(points)


def breath_curve(tones: Iterable[ToneSound]) -> Curve:
    """The curve of a bed with these breaths: fuller on the way in, thinner on the way out."""
    points: list[tuple[float, float]] = []
    high, low = BREATH_DB / 2, -BREATH_DB / 2
    end = 0.0
    for tone in sorted(tones, key=lambda tone: tone.start):
        if not points or tone.start - end > _SAME_BREATH_S * RATE:
            if points:
                points.append((end + _SETTLE_S * RATE, 0.0))
            points += [(tone.start - _SETTLE_S * RATE, 0.0), (tone.start, low)]
        elif tone.start > end:
            points.append((tone.start, points[-1][1]))  # a rest keeps the level before it
        end = tone.start + tone.length
        goal = {"in": high, "top_up": high, "out": low}.get(tone.phase, points[-1][1])
        points.append((end, goal))
    if points:
        points.append((end + _SETTLE_S * RATE, 0.0))
    return Curve(points)

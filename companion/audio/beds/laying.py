"""A bed at its place in a session: how loud it is there, and how it comes and goes."""

import numpy as np
from numpy.typing import NDArray

from companion.audio.beds.envelope import Curve
from companion.audio.beds.source import source
from companion.audio.recipe import OwnBed
from companion.audio.score import BedSound

Samples = NDArray[np.float32]


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

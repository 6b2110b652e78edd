"""The mixer: any n frames at any place, the same for every block size. It knows no device."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from companion.audio import beds, files, synth
from companion.audio.score import BedSound, BellSound, ClipSound, Score, Sound, ToneSound
from companion.errors import SoundError
from companion.units import Frames

Samples = NDArray[np.float32]

# Where a voice at one side is held, as a share of full scale: -0.5 dB.
_FULL = 0.944
# Enough clips in memory for what sounds now and next; a long session stays small.
_KEPT = 24


class Mixer:
    """Reads a score.

    Args:
        score: what sounds, and when.
        load: how a clip's samples are had, (n,) float32; the file door by default.
    """

    def __init__(self, score: Score, load: Callable[[Path], Samples] = files.read_clip) -> None:
        self.score = score
        self._load = load
        self._sounds = [s for s in score.sounds if not isinstance(s, BedSound)]
        self._beds = [s for s in score.sounds if isinstance(s, BedSound)]
        self._starts = [sound.start for sound in self._sounds]
        self._longest = max((sound.length for sound in self._sounds), default=0)
        self._ducked = beds.duck([s for s in self._sounds if isinstance(s, ClipSound)])
        self._held: OrderedDict[Sound, Samples] = OrderedDict()
        self.missing: list[str] = []

    def read(self, first: Frames, count: int) -> Samples:
        """Mix.

        Args:
            first: the first frame; before the start and after the end there is silence.
            count: how many frames.

        Returns:
            (count, 2) float32.
        """
        block = np.zeros((count, 2), np.float32)
        early = bisect_left(self._starts, first - self._longest)
        late = bisect_left(self._starts, first + count)
        for sound in self._sounds[early:late]:
            if sound.start + sound.length <= first:
                continue
            samples = self._samples(sound)
            begin, end = max(first, sound.start), min(first + count, sound.start + len(samples))
            if begin < end:
                piece = samples[begin - sound.start : end - sound.start]
                block[begin - first : end - first] += piece if piece.ndim > 1 else piece[:, None]
        for bed in self._beds:
            begin, end = max(first, bed.start), min(first + count, bed.start + bed.length)
            if begin < end:
                laid = beds.piece(bed, Frames(begin), end - begin, self._ducked)
                block[begin - first : end - first] += laid
        return block

    def _samples(self, sound: Sound) -> Samples:
        if sound in self._held:
            self._held.move_to_end(sound)
            return self._held[sound]
        samples = self._held[sound] = self._made_or_silent(sound)
        while len(self._held) > _KEPT:
            self._held.popitem(last=False)
        return samples

    def _made_or_silent(self, sound: Sound) -> Samples:
        try:
            return self._made(sound)
        except (SoundError, OSError, ValueError, MemoryError) as error:
            # the line stays on the screen; a file that was spoilt under us costs only its sound
            self.missing.append(f"{type(sound).__name__}: {error}")
            return np.zeros(0, np.float32)

    def _made(self, sound: Sound) -> Samples:
        match sound:
            case BedSound():  # pragma: no cover - beds are made piece by piece
                raise ValueError("a bed has no end")
            case ClipSound(file=file, pan=pan):
                samples = self._load(Path(file))
                return _placed(samples, pan) if pan else samples
            case BellSound(bell=bell):
                return files.read_audio(Path(bell.file)) if bell.file else synth.bell(bell)
            case ToneSound(phase=phase, length=length):
                return synth.tone(phase, length)


def _placed(samples: Samples, pan: float) -> Samples:
    """A voice at its side: as loud as in the middle, and never so loud that it would be cut off.

    Args:
        samples: (n,) float32.
        pan: from -1, left, to 1, right.

    Returns:
        (n, 2) float32.
    """
    angle = (pan + 1) * np.pi / 4
    sides = np.asarray([np.cos(angle), np.sin(angle)], np.float32) * np.float32(np.sqrt(2))
    peak = float(np.abs(samples).max(initial=0.0) * sides.max())
    return samples[:, None] * sides * np.float32(min(1.0, _FULL / max(peak, 1e-9)))

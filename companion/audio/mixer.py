"""The mixer: any n frames at any place, the same for every block size. It knows no device.

It gives three buses, which `summed` brings together with the gains of the moment.
"""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from companion.audio import synth
from companion.audio.beds import bed as laying
from companion.audio.beds import envelope
from companion.audio.formats import clip_wav, decode
from companion.audio.samples import Samples
from companion.audio.score import BedSound, BellSound, ClipSound, Score, ToneSound
from companion.errors import SoundError
from companion.units import Frames

VOICE, BED, BELL = range(3)
BUSES = 3
# From here on what is too much when everything sounds at once is bent, and never cut.
_KNEE = 0.9
# Enough clips in memory for what sounds now and next; a long session stays small.
_KEPT = 24
_SPOILT = (SoundError, OSError, ValueError, MemoryError)

OneShot = ClipSound | BellSound | ToneSound


class Mixer:
    """Reads a score.

    Args:
        score: what sounds, and when.
        load: how a clip's samples are had, (n,) float32; the file door by default.
    """

    def __init__(self, score: Score, load: Callable[[Path], Samples] = clip_wav.read_clip) -> None:
        self.score = score
        self._load = load
        self._sounds = [s for s in score.sounds if not isinstance(s, BedSound)]
        self._beds = [s for s in score.sounds if isinstance(s, BedSound)]
        self._starts = [sound.start for sound in self._sounds]
        self._longest = max((sound.length for sound in self._sounds), default=0)
        self._duck = envelope.ducked(s for s in self._sounds if isinstance(s, ClipSound))
        self._breath = envelope.breathing(s for s in self._sounds if isinstance(s, ToneSound))
        self._held: OrderedDict[OneShot, Samples] = OrderedDict()
        self._silent: set[BedSound] = set()
        self.missing: list[str] = []

    def read(self, first: Frames, count: int) -> Samples:
        """Mix, with the usual gains.

        Args:
            first: the first frame; before the start and after the end there is silence.
            count: how many frames.

        Returns:
            (count, 2) float32.
        """
        out = np.empty((count, 2), np.float32)
        summed(self.buses(first, count), np.ones(BUSES, np.float32), out)
        return out

    def buses(self, first: Frames, count: int) -> Samples:
        """Every bus on its own.

        Returns:
            (count, 3, 2) float32: voice, bed and bells.
        """
        block = np.zeros((count, BUSES, 2), np.float32)
        for sound in self._near(first, count):
            samples = self._samples(sound)
            begin, end = max(first, sound.start), min(first + count, sound.start + len(samples))
            if begin < end:
                piece = samples[begin - sound.start : end - sound.start]
                bus = VOICE if isinstance(sound, ClipSound) else BELL
                block[begin - first : end - first, bus] += piece
        for bed in self._beds:
            begin, end = max(first, bed.start), min(first + count, bed.start + bed.length)
            if begin < end and bed not in self._silent:
                block[begin - first : end - first, BED] += self._laid(bed, begin, end - begin)
        return block

    def _near(self, first: Frames, count: int) -> Iterator[OneShot]:
        early = bisect_left(self._starts, first - self._longest)
        late = bisect_left(self._starts, first + count)
        for sound in self._sounds[early:late]:
            if sound.start + sound.length > first:
                yield sound

    def _laid(self, bed: BedSound, first: int, count: int) -> Samples:
        try:
            return laying.piece(bed, first, count, self._duck, self._breath)
        except _SPOILT as error:
            self._silent.add(bed)
            self._miss(bed, error)
            return np.zeros((count, 2), np.float32)

    def _samples(self, sound: OneShot) -> Samples:
        """What it sounds like, (n, 2) or (n, 1)."""
        if sound in self._held:
            self._held.move_to_end(sound)
            return self._held[sound]
        samples = self._held[sound] = self._made_or_silent(sound)
        while len(self._held) > _KEPT:
            self._held.popitem(last=False)
        return samples

    def _made_or_silent(self, sound: OneShot) -> Samples:
        try:
            samples = self._made(sound)
        except _SPOILT as error:
            # the line stays on the screen; a file that was spoilt under us costs only its sound
            self._miss(sound, error)
            samples = np.zeros(0, np.float32)
        return samples if samples.ndim > 1 else samples[:, None]

    def _miss(self, sound: OneShot | BedSound, error: Exception) -> None:
        what = {BedSound: "a bed", BellSound: "a bell"}.get(type(sound), "a line")
        why = str(error)
        if isinstance(error, SoundError):
            why = f"{error.message}; {error.remedy}" if error.remedy else error.message
        self.missing.append(f"{what} is silent: {why}")

    def _made(self, sound: OneShot) -> Samples:
        match sound:
            case ClipSound(file=file, pan=pan):
                return _placed(self._load(Path(file)), pan)
            case BellSound(bell=bell):
                own = bell.file
                return synth.softened(decode.read_bell(Path(own))) if own else synth.bell(bell)
            case ToneSound(phase=phase, length=length):
                return synth.tone(phase, length)


def summed(block: Samples, gains: Samples, out: Samples) -> None:
    """Bring buses together.

    Args:
        block: (n, 3, 2) float32.
        gains: (3,), or (n, 3) where they move.
        out: (n, 2) float32, which is filled.
    """
    by_bus = gains.reshape(-1, BUSES)
    np.multiply(block[:, VOICE], by_bus[:, VOICE, None], out=out)
    out += block[:, BED] * by_bus[:, BED, None]
    out += block[:, BELL] * by_bus[:, BELL, None]
    if np.abs(out).max(initial=0.0) > _KNEE:
        over = np.maximum(np.abs(out) - _KNEE, 0.0)
        bent = _KNEE + (1 - _KNEE) * np.tanh(over / (1 - _KNEE))
        np.copyto(out, np.copysign(bent, out), where=over > 0)


def _placed(samples: Samples, pan: float) -> Samples:
    """A voice at its side, as loud as in the middle: two loudspeakers are as loud as one was.

    Args:
        samples: (n,) float32, at -18 LUFS by itself.
        pan: from -1, left, to 1, right.

    Returns:
        (n, 2) float32, at -18 LUFS together.
    """
    angle = (pan + 1) * np.pi / 4
    sides = np.asarray([np.cos(angle), np.sin(angle)], np.float32)
    return np.asarray(samples[:, None] * sides, np.float32)

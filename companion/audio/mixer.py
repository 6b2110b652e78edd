"""The mixer: any n frames of a score from any place on, the same for every block size.

It renders three buses, which `sum_buses` adds up with the current gains. It knows no device.
"""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from companion.audio import synth
from companion.audio.beds import bed as beds
from companion.audio.beds import envelope
from companion.audio.formats import clips
from companion.audio.samples import Samples, silence
from companion.audio.score import BedSound, BellSound, ClipSound, Score, ToneSound
from companion.errors import SoundError
from companion.units import Frames

VOICE, BED, BELL = range(3)
BUSES = 3
# Above this level the sum of all sounds is compressed softly instead of being clipped.
_KNEE = 0.9
# Enough clips for the current and the next sounds; a long session needs no more memory.
_MAX_CACHED = 24
_READ_ERRORS = (SoundError, OSError, ValueError, MemoryError)

Load = Callable[[Path, Frames, int], Samples]
OneShot = ClipSound | BellSound | ToneSound

RISE_DB = -8.0
"""How much quieter voice and bells begin in a session that gets louder."""


class Mixer:
    """A score rendered on demand.

    Args:
        score: the sounds and their times.
        load: reads so many frames of a file from one on, (n,) float32; clips by default.
    """

    def __init__(self, score: Score, load: Load = clips.read_clip) -> None:
        self.score = score
        self._load = load
        self._sounds = [s for s in score.sounds if not isinstance(s, BedSound)]
        self._beds = [s for s in score.sounds if isinstance(s, BedSound)]
        self._starts = [sound.start for sound in self._sounds]
        self._longest = max((sound.length for sound in self._sounds), default=0)
        self._duck = envelope.ducking_curve(s for s in self._sounds if isinstance(s, ClipSound))
        self._breath = envelope.breath_curve(s for s in self._sounds if isinstance(s, ToneSound))
        self._cache: OrderedDict[OneShot, Samples] = OrderedDict()
        self._failed: set[BedSound] = set()
        self.missing: list[str] = []

    def read(self, first: Frames, count: int) -> Samples:
        """Mix all buses at the usual gains.

        Args:
            first: the first frame; frames before the start and after the end are silent.
            count: how many frames.

        Returns:
            (count, 2) float32.
        """
        out = np.empty((count, 2), np.float32)
        sum_buses(self.buses(first, count), np.ones(BUSES, np.float32), out)
        return out

    def buses(self, first: Frames, count: int) -> Samples:
        """Render every bus separately.

        Returns:
            (count, 3, 2) float32: voice, bed and bells.
        """
        block = silence(count, BUSES, 2)
        for sound in self._sounds_in(first, count):
            samples = self._samples(sound)
            begin, end = max(first, sound.start), min(first + count, sound.start + len(samples))
            if begin < end:
                piece = samples[begin - sound.start : end - sound.start]
                bus = VOICE if isinstance(sound, ClipSound) else BELL
                block[begin - first : end - first, bus] += piece
        for bed in self._beds:
            begin, end = max(first, bed.start), min(first + count, bed.start + bed.length)
            if begin < end and bed not in self._failed:
                block[begin - first : end - first, BED] += self._render_bed(bed, begin, end - begin)
        if self.score.rise and first < self.score.rise:
            block[:, [VOICE, BELL]] *= self._rising(first, count)[:, None, None]
        return block

    def _rising(self, first: Frames, count: int) -> Samples:
        """The gain of each frame while voice and bells get louder, (count,) float32."""
        place = np.arange(first, first + count, dtype=np.float32) / self.score.rise
        return np.asarray(10 ** (RISE_DB / 20 * (1 - np.clip(place, 0, 1))), np.float32)

    def _sounds_in(self, first: Frames, count: int) -> Iterator[OneShot]:
        early = bisect_left(self._starts, first - self._longest)
        late = bisect_left(self._starts, first + count)
        for sound in self._sounds[early:late]:
            if sound.start + sound.length > first:
                yield sound

    def _render_bed(self, bed: BedSound, first: int, count: int) -> Samples:
        try:
            return beds.render_piece(bed, first, count, self._duck, self._breath)
        except _READ_ERRORS as error:
            self._failed.add(bed)
            self._report(bed, error)
            return np.zeros((count, 2), np.float32)

    def _samples(self, sound: OneShot) -> Samples:
        """The samples of a sound from the cache, (n, 2) or (n, 1)."""
        if sound in self._cache:
            self._cache.move_to_end(sound)
            return self._cache[sound]
        samples = self._cache[sound] = self._render_or_silence(sound)
        while len(self._cache) > _MAX_CACHED:
            self._cache.popitem(last=False)
        return samples

    def _render_or_silence(self, sound: OneShot) -> Samples:
        try:
            samples = self._render(sound)
        except _READ_ERRORS as error:
            # the line stays on the screen; a damaged or deleted file costs only its sound
            self._report(sound, error)
            samples = np.zeros(0, np.float32)
        return samples if samples.ndim > 1 else samples[:, None]

    def _report(self, sound: OneShot | BedSound, error: Exception) -> None:
        what = {BedSound: "a bed", BellSound: "a bell"}.get(type(sound), "a line")
        reason = str(error)
        if isinstance(error, SoundError):
            reason = f"{error.message}; {error.remedy}" if error.remedy else error.message
        self.missing.append(f"{what} is silent: {reason}")

    def _render(self, sound: OneShot) -> Samples:
        match sound:
            case ClipSound(_, length, file, pan, offset):
                return _pan(self._load(Path(file), offset, length), pan)
            case BellSound(bell=bell):
                file = bell.file
                if not file:
                    return synth.bell(bell)
                from companion.audio.formats import own_sound  # only for a person's own bell

                return synth.softened(own_sound.read_bell(Path(file)))
            case ToneSound(phase=phase, length=length):
                return synth.tone(phase, length)


def sum_buses(block: Samples, gains: Samples, out: Samples) -> None:
    """Add up the buses, and compress peaks softly.

    Args:
        block: (n, 3, 2) float32.
        gains: (3,), or (n, 3) while they change.
        out: (n, 2) float32, which receives the result.
    """
    by_bus = gains.reshape(-1, BUSES)
    np.multiply(block[:, VOICE], by_bus[:, VOICE, None], out=out)
    out += block[:, BED] * by_bus[:, BED, None]
    out += block[:, BELL] * by_bus[:, BELL, None]
    if np.abs(out).max(initial=0.0) > _KNEE:
        over = np.maximum(np.abs(out) - _KNEE, 0.0)
        bent = _KNEE + (1 - _KNEE) * np.tanh(over / (1 - _KNEE))
        np.copyto(out, np.copysign(bent, out), where=over > 0)


def _pan(samples: Samples, pan: float) -> Samples:
    """Pan a voice with equal power, so that it is as loud at a side as in the middle.

    Args:
        samples: (n,) float32.
        pan: from -1 (left) to 1 (right).

    Returns:
        (n, 2) float32 with the same loudness as `samples`.
    """
    angle = (pan + 1) * np.pi / 4
    sides = np.asarray([np.cos(angle), np.sin(angle)], np.float32)
    return np.asarray(samples[:, None] * sides, np.float32)

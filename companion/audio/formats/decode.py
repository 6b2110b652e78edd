"""Reading what others wrote: an engine's speech, and a person's own sounds.

libsndfile comes first. What it cannot read goes through ffmpeg, where that is installed: short
sounds whole by pydub, long ones streamed.
"""

import contextlib
import os
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import soxr

from companion.audio.formats.clip_wav import floats
from companion.audio.formats.ffmpeg import NEAR_S, Streamed, read_whole
from companion.audio.samples import Samples
from companion.errors import SoundError
from companion.units import HOUR, RATE, SECOND, Millis

if TYPE_CHECKING:
    import soundfile


LONGEST_OWN_BELL = Millis(60_000)
LONGEST_OWN_BED = Millis(2 * HOUR)
# Of what is given to an engine at once, far more than the slowest one needs.
_LONGEST_LINE_S = 240
_LEAST_RATE, _MOST_RATE = 4_000, 768_000


def read_speech(file: Path) -> tuple[Samples, int]:
    """What an engine wrote, of any rate.

    Returns:
        (n,) float32, and its rate in Hz.

    Raises:
        SoundError: when it is no audio.
    """
    try:
        with wave.open(str(file), "rb") as speech:
            if speech.getsampwidth() == 2 and speech.getnchannels() == 1:  # noqa: PLR2004
                rate = speech.getframerate()
                return _spoken(floats(speech.readframes(rate * _LONGEST_LINE_S + 1)), rate)
    except (wave.Error, EOFError):
        pass  # macOS writes AIFF whatever the name says
    except OSError as error:
        raise SoundError(f"the engine wrote no file: {error}") from error
    sound = _by_soundfile(file)
    if sound is None:
        raise SoundError("the engine wrote something that is no audio")
    with sound:
        samples = sound.read(sound.samplerate * _LONGEST_LINE_S + 1, "float32", always_2d=True)
        return _spoken(samples.mean(axis=1), int(sound.samplerate))


def _spoken(samples: Samples, rate: int) -> tuple[Samples, int]:
    """What an engine wrote, if it can be a line."""
    if rate <= 0 or len(samples) > rate * _LONGEST_LINE_S:
        raise SoundError("the engine wrote more than a line can be")
    if not np.isfinite(samples).all():
        raise SoundError("the engine wrote something that is no sound")
    return samples, rate


def read_bell(file: Path) -> Samples:
    """A person's own short sound.

    Returns:
        (n, 2) float32 at 48 kHz.

    Raises:
        SoundError: when it is missing, is over a minute long, or is no audio.
    """
    length = own_length(file)
    if length > LONGEST_OWN_BELL:
        raise SoundError(f"{file.name} is longer than a minute", "cut it shorter")
    sound = _by_soundfile(file)
    if sound is None:
        samples, rate = read_whole(file)
    else:
        with sound:
            samples, rate = sound.read(dtype="float32", always_2d=True), int(sound.samplerate)
    samples = _both(samples)
    if rate != RATE:
        samples = soxr.resample(samples, rate, RATE)
    return np.ascontiguousarray(samples, np.float32)


def own_length(file: Path) -> Millis:
    """How long a person's own sound lasts; only its head is read.

    Raises:
        SoundError: when it is missing or no audio.
    """
    with contextlib.closing(open_audio(file)) as sound:
        return Millis(-(-sound.frames * SECOND // sound.rate))


class Opened(Protocol):
    """A long file that is read piece by piece."""

    rate: int
    frames: int

    def read(self, first: int, count: int) -> Samples:
        """(count, 2) float32 from a frame on, at its own rate; silence outside."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def open_audio(file: Path) -> Opened:
    """A person's own file, to be read piece by piece.

    Raises:
        SoundError: when it is missing, is over two hours long, or is no audio.
    """
    sound = _by_soundfile(file)
    opened: Opened = Streamed(file) if sound is None else _BySoundfile(file, sound)
    if opened.frames <= 0 or opened.rate <= 0:
        opened.close()
        raise SoundError(f"{file.name} is empty", "choose another file")
    if not _LEAST_RATE <= opened.rate <= _MOST_RATE:
        opened.close()
        raise SoundError(f"{file.name} has a rate of {opened.rate} Hz", "turn it into 48000 Hz")
    if opened.frames < opened.rate // 10:
        opened.close()
        raise SoundError(f"{file.name} is shorter than a tenth of a second", "choose another file")
    if opened.frames > opened.rate * (LONGEST_OWN_BED // SECOND):
        opened.close()
        raise SoundError(f"{file.name} is longer than two hours", "cut it shorter")
    return opened


class _BySoundfile:
    """Read forward as far as can be: a seek in a compressed file lands some frames away."""

    def __init__(self, file: Path, sound: "soundfile.SoundFile") -> None:
        self._file, self._sound = file, sound
        self.rate, self.frames = int(sound.samplerate), int(sound.frames)
        self._place = 0
        self._behind = np.zeros((0, 2), np.float32)  # what was read last, up to `_place`

    def read(self, first: int, count: int) -> Samples:
        import soundfile

        out = np.zeros((count, 2), np.float32)
        begin, end = max(0, first), min(self.frames, first + count)
        if begin < end:
            try:
                read = self._from(begin, end - begin)
            except (soundfile.LibsndfileError, OSError) as error:
                raise SoundError(f"{self._file.name} cannot be read on: {error}") from error
            out[begin - first : begin - first + len(read)] = read
        return out

    def _from(self, begin: int, count: int) -> Samples:
        kept = self._place - begin
        if not 0 <= kept <= len(self._behind):
            self._go(begin)
            kept = 0
        again = self._behind[len(self._behind) - kept :]
        fresh = self._sound.read(max(0, count - kept), "float32", always_2d=True)
        self._place += len(fresh)
        self._behind = np.concatenate([again, _both(fresh)])
        return self._behind[:count]

    def _go(self, begin: int) -> None:
        """Go to a place; to one near the beginning by reading up to it, which is exact."""
        is_near = begin <= NEAR_S * self.rate
        self._sound.seek(0 if is_near else begin)
        if is_near:
            self._sound.read(begin, "float32")
        self._place, self._behind = begin, np.zeros((0, 2), np.float32)

    def close(self) -> None:
        self._sound.close()


def _both(samples: Samples) -> Samples:
    """(n, 2) of (n, channels): one channel stands on both sides, of many the first two count.

    What is no number, as a spoilt file may have it, is silence; what is too much is cut off.
    """
    two = np.repeat(samples, 2, axis=1) if samples.shape[1] == 1 else samples[:, :2]
    return np.clip(np.nan_to_num(two, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)


def _by_soundfile(file: Path) -> "soundfile.SoundFile | None":
    import soundfile

    if not file.is_file():
        raise SoundError(f"there is no sound file {file.name}")
    try:
        with _hushed():
            return soundfile.SoundFile(file)
    except (soundfile.LibsndfileError, OSError):
        return None


@contextlib.contextmanager
def _hushed() -> Iterator[None]:
    """What a decoder prints about a broken file would stand in the middle of somebody's screen."""
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # there is none to print on
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)

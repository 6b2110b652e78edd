"""Decoders for files from outside: an engine's speech, and the user's own sounds.

libsndfile is tried first; ffmpeg, if it is installed, reads the rest (see `ffmpeg`). Only worker
processes decode files from outside; the app reads the user's sounds through `own_sound`.
"""

import contextlib
import wave
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import soxr

from companion.audio.formats.clip_wav import to_float32
from companion.audio.formats.ffmpeg import NEAR_S, FfmpegReader, read_whole
from companion.audio.samples import Samples
from companion.errors import SoundError
from companion.units import HOUR, RATE, SECOND, Millis

if TYPE_CHECKING:
    import soundfile


LONGEST_OWN_BELL = Millis(60_000)
LONGEST_OWN_BED = Millis(2 * HOUR)
# Far longer than the slowest engine needs for one line.
_LONGEST_LINE_S = 240
_LEAST_RATE, _MOST_RATE = 4_000, 768_000
# What each loudspeaker gives to left and right, and which ones a number of channels means.
_SIDE = 0.7071
_SHARES = {
    "mono": (1.0, 1.0), "L": (1.0, 0.0), "R": (0.0, 1.0), "C": (_SIDE, _SIDE), "LFE": (0.0, 0.0),
    "Ls": (_SIDE, 0.0), "Rs": (0.0, _SIDE), "Cs": (0.5, 0.5),
}  # fmt: skip
_LAYOUTS = {
    1: ("mono",),
    3: ("L", "R", "C"),
    4: ("L", "R", "Ls", "Rs"),
    5: ("L", "R", "C", "Ls", "Rs"),
    6: ("L", "R", "C", "LFE", "Ls", "Rs"),
    7: ("L", "R", "C", "LFE", "Cs", "Ls", "Rs"),
    8: ("L", "R", "C", "LFE", "Ls", "Rs", "Ls", "Rs"),
}


def read_speech(file: Path) -> tuple[Samples, int]:
    """Read the speech that an engine wrote, at any rate.

    Returns:
        (n,) float32, and its rate in Hz.

    Raises:
        SoundError: when the file is missing, is not audio, or cannot be one line.
    """
    try:
        with wave.open(str(file), "rb") as speech:
            if speech.getsampwidth() == 2 and speech.getnchannels() == 1:  # noqa: PLR2004
                rate = speech.getframerate()
                return _check_line(to_float32(speech.readframes(rate * _LONGEST_LINE_S + 1)), rate)
    except (wave.Error, EOFError):
        pass  # macOS writes AIFF under any file name
    except OSError as error:
        raise SoundError(f"the engine didn't write a file: {error}") from error
    sound = _open_soundfile(file)
    if sound is None:
        raise SoundError("the engine wrote a file that isn't audio")
    with sound:
        samples = sound.read(sound.samplerate * _LONGEST_LINE_S + 1, "float32", always_2d=True)
        return _check_line(samples.mean(axis=1), int(sound.samplerate))


def _check_line(samples: Samples, rate: int) -> tuple[Samples, int]:
    """Return samples and rate unchanged, if they can be the sound of one line."""
    if rate <= 0 or len(samples) > rate * _LONGEST_LINE_S:
        raise SoundError("the engine wrote a file that is too long for one line")
    if not np.isfinite(samples).all():
        raise SoundError("the engine wrote a file with damaged sound")
    return samples, rate


def read_shipped_clip(file: Path, offset: int = 0, count: int | None = None) -> Samples:
    """Read a clip that came with the program, from the Ogg Opus of its session.

    Args:
        file: the file.
        offset: the frame at which the clip begins.
        count: how many frames it has; all that follow by default.

    Returns:
        (n,) float32 at 48 kHz.

    Raises:
        SoundError: when it can't be read, or isn't such a clip.
    """
    sound = _open_soundfile(file)
    if sound is None or (sound.samplerate, sound.channels) != (RATE, 1):
        raise SoundError(f"{file.name} isn't one of companion's clips")
    with sound:
        sound.seek(offset)
        frames = -1 if count is None else count
        samples = np.asarray(sound.read(frames, dtype="float32"), np.float32)
    if count is not None and len(samples) < count:
        raise SoundError(f"{file.name} is incomplete")
    return samples


def read_bell(file: Path) -> Samples:
    """Read the user's own bell.

    Returns:
        (n, 2) float32 at 48 kHz.

    Raises:
        SoundError: when it is missing, longer than a minute, or not audio.
    """
    with contextlib.closing(open_audio(file)) as opened:
        is_long = opened.frames * SECOND > LONGEST_OWN_BELL * opened.rate
    if is_long:
        raise SoundError(f"{file.name} is longer than a minute", "shorten it")
    sound = _open_soundfile(file)
    if sound is None:
        samples, rate = read_whole(file)
    else:
        with sound:
            samples, rate = sound.read(dtype="float32", always_2d=True), int(sound.samplerate)
    samples = _to_stereo(samples)
    if rate != RATE:
        samples = soxr.resample(samples, rate, RATE)
    return np.ascontiguousarray(samples, np.float32)


class AudioReader(Protocol):
    """An open audio file that is read piece by piece."""

    rate: int
    frames: int

    def read(self, first: int, count: int) -> Samples:
        """Read (count, 2) float32 from frame `first` on, at the file's own rate.

        Frames outside the file are silent.
        """
        ...

    def close(self) -> None:
        """Close the file."""
        ...


def open_audio(file: Path) -> AudioReader:
    """Open the user's own file, to be read piece by piece.

    Raises:
        SoundError: when it is missing, is not audio, has an unusable rate, or is shorter than a
            tenth of a second or longer than two hours.
    """
    sound = _open_soundfile(file)
    opened: AudioReader = FfmpegReader(file) if sound is None else _SoundfileReader(file, sound)
    if opened.frames <= 0 or opened.rate <= 0:
        opened.close()
        raise SoundError(f"{file.name} is empty", "choose another file")
    if not _LEAST_RATE <= opened.rate <= _MOST_RATE:
        opened.close()
        message = f"{file.name} has a sample rate of {opened.rate} Hz"
        raise SoundError(message, "convert it to 48000 Hz")
    if opened.frames < opened.rate // 10:
        opened.close()
        raise SoundError(f"{file.name} is shorter than a tenth of a second", "choose another file")
    if opened.frames > opened.rate * (LONGEST_OWN_BED // SECOND):
        opened.close()
        raise SoundError(f"{file.name} is longer than two hours", "shorten it")
    return opened


class _SoundfileReader:
    """A reader that seeks as little as it can: in a compressed file a seek is not exact."""

    def __init__(self, file: Path, sound: "soundfile.SoundFile") -> None:
        self._file, self._sound = file, sound
        self.rate, self.frames = int(sound.samplerate), int(sound.frames)
        self._place = 0
        self._last = np.zeros((0, 2), np.float32)  # the samples before `_place`, read last

    def read(self, first: int, count: int) -> Samples:
        import soundfile

        out = np.zeros((count, 2), np.float32)
        begin, end = max(0, first), min(self.frames, first + count)
        if begin < end:
            try:
                samples = self._read_from(begin, end - begin)
            except (soundfile.LibsndfileError, OSError) as error:
                message = f"the rest of {self._file.name} can't be read: {error}"
                raise SoundError(message) from error
            out[begin - first : begin - first + len(samples)] = samples
        return out

    def _read_from(self, begin: int, count: int) -> Samples:
        overlap = self._place - begin
        if not 0 <= overlap <= len(self._last):
            self._seek(begin)
            overlap = 0
        again = self._last[len(self._last) - overlap :]
        fresh = self._sound.read(max(0, count - overlap), "float32", always_2d=True)
        self._place += len(fresh)
        self._last = np.concatenate([again, _to_stereo(fresh)])
        return self._last[:count]

    def _seek(self, begin: int) -> None:
        """Go to a place; read up to one near the beginning, which is exact."""
        is_near = begin <= NEAR_S * self.rate
        self._sound.seek(0 if is_near else begin)
        if is_near:
            self._sound.read(begin, "float32")
        self._place, self._last = begin, np.zeros((0, 2), np.float32)

    def close(self) -> None:
        self._sound.close()


def _to_stereo(samples: Samples) -> Samples:
    """Mix (n, channels) down to (n, 2).

    NaN, as a damaged file may contain it, becomes silence; values beyond full scale are clipped.
    """
    two = samples if samples.shape[1] == 2 else samples @ _downmix(samples.shape[1])  # noqa: PLR2004
    return np.clip(np.nan_to_num(two, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)


def _downmix(channels: int) -> Samples:
    """The shares of each channel in left and right, (channels, 2), for the usual layouts.

    Centre and surround channels are 3 dB down on their side (ITU-R BS.775); the subwoofer is left
    out. The whole is scaled so that full scale in every channel is not clipped.
    """
    layout = _LAYOUTS.get(channels)
    if layout is None:
        return np.full((channels, 2), 1 / channels, np.float32)
    shares = np.array([_SHARES[speaker] for speaker in layout], np.float32)
    return shares / max(1.0, float(shares.sum(axis=0).max()))


def _open_soundfile(file: Path) -> "soundfile.SoundFile | None":
    """Open a file with libsndfile; None when libsndfile cannot read it."""
    import soundfile

    if not file.is_file():
        raise SoundError(f"there's no sound file {file.name}")
    try:
        return soundfile.SoundFile(file)
    except (soundfile.LibsndfileError, OSError, ValueError):  # a name that is not UTF-8, too
        return None

"""The file door: the only place that reads or writes audio files.

Our own clips are plain WAV and need no library. A person's own sounds are read by libsndfile,
and what that cannot read by pydub through ffmpeg, where it is installed.
"""

import contextlib
import os
import shutil
import warnings
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

from companion.errors import SoundError
from companion.units import RATE, Millis

Samples = NDArray[np.float32]

LONGEST_OWN_BELL = Millis(60_000)
_FULL = 32_767
# Of what is given to an engine at once, far more than the slowest one needs.
_LONGEST_LINE_S = 240


def read_clip(file: Path) -> Samples:
    """One of our own clips.

    Returns:
        (n,) float32 at 48 kHz.

    Raises:
        SoundError: when it is missing or is not a clip of ours.
    """
    try:
        with wave.open(str(file), "rb") as clip:
            if (clip.getframerate(), clip.getnchannels(), clip.getsampwidth()) != (RATE, 1, 2):
                raise SoundError(f"{file.name} is not a clip of ours")
            raw = clip.readframes(clip.getnframes())
            if len(raw) != 2 * clip.getnframes():
                raise SoundError(f"{file.name} is not whole")
    except (OSError, wave.Error, EOFError) as error:
        raise SoundError(f"{file.name} cannot be read: {error}") from error
    return _floats(raw)


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
                return _spoken(_floats(speech.readframes(rate * _LONGEST_LINE_S + 1)), rate)
    except (wave.Error, EOFError):
        pass  # macOS writes AIFF whatever the name says
    except OSError as error:
        raise SoundError(f"the engine wrote no file: {error}") from error
    read = _by_soundfile(file)
    if read is None:
        raise SoundError("the engine wrote something that is no audio")
    return _spoken(read[0].mean(axis=1), read[1])


def _spoken(samples: Samples, rate: int) -> tuple[Samples, int]:
    """What an engine wrote, if it can be a line."""
    if rate <= 0 or len(samples) > rate * _LONGEST_LINE_S:
        raise SoundError("the engine wrote more than a line can be")
    if not np.isfinite(samples).all():
        raise SoundError("the engine wrote something that is no sound")
    return samples, rate


def write_clip(file: Path, samples: Samples) -> None:
    """Write (n,) float32 at 48 kHz as 16-bit WAV; whole, or not at all."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as raw, wave.open(raw, "wb") as clip:
            clip.setnchannels(1)
            clip.setsampwidth(2)
            clip.setframerate(RATE)
            clip.writeframes(to_int16(samples).tobytes())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def to_int16(samples: Samples) -> NDArray[np.int16]:
    """Float samples as 16-bit ones; what is louder than full scale is cut off."""
    return (np.clip(samples, -1.0, 1.0) * _FULL).round().astype("<i2")


def read_audio(file: Path) -> Samples:
    """A person's own audio file.

    Returns:
        (n, 2) float32 at 48 kHz.

    Raises:
        SoundError: when it is missing, is too long, or is no audio that can be read here.
    """
    samples, rate = _by_soundfile(file) or _by_pydub(file)
    if len(samples) > rate * LONGEST_OWN_BELL // 1000:
        raise SoundError(f"{file.name} is longer than a minute", "cut it shorter")
    if samples.shape[1] == 1:
        samples = np.repeat(samples, 2, axis=1)
    samples = samples[:, :2]
    if rate != RATE:
        samples = soxr.resample(samples, rate, RATE)
    return np.ascontiguousarray(samples, np.float32)


def _by_soundfile(file: Path) -> tuple[Samples, int] | None:
    import soundfile

    if not file.is_file():
        raise SoundError(f"there is no sound file {file.name}")
    try:
        samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError:
        return None
    return samples, int(rate)


def _by_pydub(file: Path) -> tuple[Samples, int]:
    if shutil.which("ffmpeg") is None or shutil.which("ffprobe") is None:
        raise SoundError(
            f"{file.name} is in a format that cannot be read here",
            "turn it into WAV, FLAC, OGG or MP3, or install ffmpeg",
        )
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError

    try:
        with warnings.catch_warnings():
            # pydub leaves the files that it opens to the garbage collector
            warnings.simplefilter("ignore", ResourceWarning)
            segment = AudioSegment.from_file(file).set_sample_width(2)
    except (CouldntDecodeError, OSError, KeyError, IndexError) as error:
        raise SoundError(f"{file.name} is not audio", "choose another file") from error
    samples = _floats(segment.raw_data).reshape(-1, segment.channels)
    return samples, int(segment.frame_rate)


def _floats(raw: bytes) -> Samples:
    return np.frombuffer(raw, "<i2").astype(np.float32) / np.float32(_FULL + 1)


class WavWriter:
    """A WAV file that grows block by block and appears only when it is whole.

    Args:
        file: where it goes.

    Raises:
        SoundError: when nothing can be written there.
    """

    def __init__(self, file: Path) -> None:
        import soundfile

        self._file = file
        self._part = file.with_name(f".{file.name}.{os.getpid()}.part")
        try:
            self._sound = soundfile.SoundFile(
                self._part, "w", samplerate=RATE, channels=2, format="WAV", subtype="PCM_16"
            )
        except (OSError, soundfile.LibsndfileError) as error:
            raise SoundError(f"cannot write {file}", "choose another place") from error

    def write(self, block: Samples) -> None:
        """Add (n, 2) float32.

        Raises:
            SoundError: when the place is full.
        """
        with self._honest():
            self._sound.write(block)

    def finish(self) -> None:
        """Make the file appear."""
        with self._honest():
            self._sound.close()
            self._part.replace(self._file)

    @contextlib.contextmanager
    def _honest(self) -> Iterator[None]:
        """A write that fails is said in our words, and leaves nothing behind."""
        import soundfile

        try:
            yield
        except (OSError, soundfile.LibsndfileError) as error:
            self.discard()
            raise SoundError(f"cannot write {self._file}: {error}", "make room there") from error

    def discard(self) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(Exception):  # it may be what failed
            self._sound.close()
        self._part.unlink(missing_ok=True)

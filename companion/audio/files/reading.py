"""Reading what others wrote: an engine's speech, and a person's own sounds.

libsndfile comes first. What it cannot read goes through ffmpeg, where that is installed: short
sounds whole by pydub, long ones streamed.
"""

import contextlib
import shutil
import subprocess
import warnings
import wave
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

import numpy as np
import soxr
from numpy.typing import NDArray

from companion.audio.files.clips import floats
from companion.errors import SoundError
from companion.units import HOUR, RATE, SECOND, Millis

if TYPE_CHECKING:
    import soundfile

Samples = NDArray[np.float32]

LONGEST_OWN_BELL = Millis(60_000)
LONGEST_OWN_BED = Millis(2 * HOUR)
# Of what is given to an engine at once, far more than the slowest one needs.
_LONGEST_LINE_S = 240


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
        samples, rate = _by_pydub(file)
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
    opened: Opened = _ByFfmpeg(file) if sound is None else _BySoundfile(file, sound)
    if opened.frames <= 0 or opened.rate <= 0:
        opened.close()
        raise SoundError(f"{file.name} is empty", "choose another file")
    if opened.frames > opened.rate * (LONGEST_OWN_BED // SECOND):
        opened.close()
        raise SoundError(f"{file.name} is longer than two hours", "cut it shorter")
    return opened


class _BySoundfile:
    def __init__(self, file: Path, sound: "soundfile.SoundFile") -> None:
        self._file, self._sound = file, sound
        self.rate, self.frames = int(sound.samplerate), int(sound.frames)

    def read(self, first: int, count: int) -> Samples:
        import soundfile

        out = np.zeros((count, 2), np.float32)
        begin, end = max(0, first), min(self.frames, first + count)
        if begin < end:
            try:
                if self._sound.tell() != begin:
                    self._sound.seek(begin)
                read = self._sound.read(end - begin, "float32", always_2d=True)
            except (soundfile.LibsndfileError, OSError) as error:
                raise SoundError(f"{self._file.name} cannot be read on: {error}") from error
            out[begin - first : begin - first + len(read)] = _both(read)
        return out

    def close(self) -> None:
        self._sound.close()


class _ByFfmpeg:
    """Streamed by ffmpeg, which is started anew where a piece is asked for out of turn."""

    def __init__(self, file: Path) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._file, self.rate = file, RATE
        self.frames = int(_ffprobe(file) * RATE)
        self._place = 0

    def read(self, first: int, count: int) -> Samples:
        out = np.zeros((count, 2), np.float32)
        begin = max(0, first)
        if begin < first + count and begin < self.frames:
            stream = self._from(begin)
            raw = stream.read((first + count - begin) * 4)
            read = floats(raw[: len(raw) // 4 * 4]).reshape(-1, 2)
            out[begin - first : begin - first + len(read)] = read
            self._place += len(read)
        return out

    def _from(self, first: int) -> IO[bytes]:
        if self._process is None or self._place != first:
            self.close()
            self._process = subprocess.Popen(
                [shutil.which("ffmpeg") or "ffmpeg", "-nostdin", "-loglevel", "quiet",
                 "-ss", f"{first / RATE:.6f}", "-i", f"file:{self._file}", "-vn",
                 "-f", "s16le", "-ar", str(RATE), "-ac", "2", "-"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._place = first
        assert self._process.stdout is not None
        return self._process.stdout

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __del__(self) -> None:
        self.close()


def _both(samples: Samples) -> Samples:
    """(n, 2) of (n, channels): one channel stands on both sides, of many the first two count."""
    return np.repeat(samples, 2, axis=1) if samples.shape[1] == 1 else samples[:, :2]


def _by_soundfile(file: Path) -> "soundfile.SoundFile | None":
    import soundfile

    if not file.is_file():
        raise SoundError(f"there is no sound file {file.name}")
    try:
        return soundfile.SoundFile(file)
    except soundfile.LibsndfileError:
        return None


def _need_ffmpeg(file: Path) -> None:
    if shutil.which("ffmpeg") is None or shutil.which("ffprobe") is None:
        raise SoundError(
            f"{file.name} is in a format that cannot be read here",
            "turn it into WAV, FLAC, OGG or MP3, or install ffmpeg",
        )


def _ffprobe(file: Path) -> float:
    """How many seconds a file lasts, by what pydub has ffprobe say."""
    _need_ffmpeg(file)
    from pydub.utils import mediainfo_json

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            told = mediainfo_json(str(file.resolve()))
    except (OSError, KeyError, IndexError, ValueError):  # what it makes of what is no audio
        told = {}
    streams = told.get("streams", [])
    if not any(stream.get("codec_type") == "audio" for stream in streams):
        raise SoundError(f"{file.name} is not audio", "choose another file")
    try:
        return float(told["format"]["duration"])
    except (KeyError, ValueError):
        raise SoundError(f"{file.name} does not say how long it is", "turn it into WAV") from None


def _by_pydub(file: Path) -> tuple[Samples, int]:
    _need_ffmpeg(file)
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError

    try:
        with warnings.catch_warnings():
            # pydub leaves the files that it opens to the garbage collector
            warnings.simplefilter("ignore", ResourceWarning)
            segment = AudioSegment.from_file(file).set_sample_width(2)
    except (CouldntDecodeError, OSError, KeyError, IndexError) as error:
        raise SoundError(f"{file.name} is not audio", "choose another file") from error
    samples = floats(segment.raw_data).reshape(-1, segment.channels)
    return samples, int(segment.frame_rate)

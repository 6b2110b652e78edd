"""What libsndfile cannot read, through ffmpeg: short sounds whole by pydub, long ones streamed."""

import shutil
import subprocess
import warnings
from pathlib import Path
from typing import IO

import numpy as np

from companion.audio.formats.clip_wav import floats
from companion.audio.samples import Samples
from companion.errors import SoundError
from companion.units import RATE

# Up to here a place is reached by reading, because a seek only lands near it.
NEAR_S = 30


class Streamed:
    """Streamed by ffmpeg, which is started anew where a piece is asked for out of turn."""

    def __init__(self, file: Path) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._file, self.rate = file, RATE
        self.frames = int(_ffprobe(file) * RATE)
        self._place = 0

    def read(self, first: int, count: int) -> Samples:
        """(count, 2) float32 from a frame on; silence outside."""
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
            # a seek lands near a place; one near the beginning is reached by reading up to it
            far = first > NEAR_S * RATE
            seek = ["-ss", f"{first / RATE:.6f}"] if far else []
            self._process = subprocess.Popen(
                [shutil.which("ffmpeg") or "ffmpeg", "-nostdin", "-loglevel", "quiet", *seek,
                 "-i", f"file:{self._file}", "-vn",
                 "-f", "s16le", "-ar", str(RATE), "-ac", "2", "-"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            assert self._process.stdout is not None
            if not far:
                self._process.stdout.read(first * 4)
            self._place = first
        assert self._process.stdout is not None
        return self._process.stdout

    def close(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __del__(self) -> None:
        self.close()


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


def read_whole(file: Path) -> tuple[Samples, int]:
    """All of a short file, (n, channels) float32, and its rate in Hz.

    Raises:
        SoundError: when it is no audio, or ffmpeg is not here.
    """
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

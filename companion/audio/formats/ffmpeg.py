"""Decoding by ffmpeg, for files that libsndfile cannot read.

pydub reads short sounds into memory; long ones are streamed.
"""

import shutil
import subprocess
import warnings
from pathlib import Path
from typing import IO

import numpy as np

from companion.audio.formats.clip_wav import to_float32
from companion.audio.samples import Samples
from companion.errors import SoundError
from companion.units import RATE

# Places up to this one are reached by reading from the start, because a seek is not exact.
NEAR_S = 30


class FfmpegReader:
    """A file streamed by ffmpeg, which is restarted for a piece that is not next in the stream."""

    def __init__(self, file: Path) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._file, self.rate = file, RATE
        self.frames = int(_ffprobe(file) * RATE)
        self._place = 0

    def read(self, first: int, count: int) -> Samples:
        """Read (count, 2) float32 from frame `first` on; silence outside the file."""
        out = np.zeros((count, 2), np.float32)
        begin = max(0, first)
        if begin < first + count and begin < self.frames:
            stream = self._stream_at(begin)
            raw = stream.read((first + count - begin) * 4)
            samples = to_float32(raw[: len(raw) // 4 * 4]).reshape(-1, 2)
            out[begin - first : begin - first + len(samples)] = samples
            self._place += len(samples)
        return out

    def _stream_at(self, first: int) -> IO[bytes]:
        if self._process is None or self._place != first:
            self.close()
            # a seek is not exact, so a place near the beginning is reached by reading up to it
            is_far = first > NEAR_S * RATE
            seek = ["-ss", f"{first / RATE:.6f}"] if is_far else []
            self._process = subprocess.Popen(
                [shutil.which("ffmpeg") or "ffmpeg", "-nostdin", "-loglevel", "quiet", *seek,
                 "-i", f"file:{self._file}", "-vn",
                 "-f", "s16le", "-ar", str(RATE), "-ac", "2", "-"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            assert self._process.stdout is not None
            if not is_far:
                self._process.stdout.read(first * 4)
            self._place = first
        assert self._process.stdout is not None
        return self._process.stdout

    def close(self) -> None:
        """Kill ffmpeg, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __del__(self) -> None:
        self.close()


def _need_ffmpeg(file: Path) -> None:
    if shutil.which("ffmpeg") is None or shutil.which("ffprobe") is None:
        raise SoundError(
            f"{file.name} is in a format that can't be read here",
            "install ffmpeg, or convert it to WAV, FLAC, OGG or MP3",
        )


def _ffprobe(file: Path) -> float:
    """The length of a file in seconds, as ffprobe reports it to pydub."""
    _need_ffmpeg(file)
    from pydub.utils import mediainfo_json

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            info = mediainfo_json(str(file.resolve()))
    except (
        OSError,
        KeyError,
        IndexError,
        ValueError,
    ):  # pydub raises these for files without audio
        info = {}
    streams = info.get("streams", [])
    if not any(stream.get("codec_type") == "audio" for stream in streams):
        raise SoundError(f"{file.name} isn't an audio file", "choose another file")
    try:
        return float(info["format"]["duration"])
    except (KeyError, ValueError):
        raise SoundError(f"{file.name} doesn't say how long it is", "convert it to WAV") from None


def read_whole(file: Path) -> tuple[Samples, int]:
    """Read a short file into memory: (n, channels) float32, and its rate in Hz.

    Raises:
        SoundError: when it is not an audio file, or ffmpeg is not installed.
    """
    _need_ffmpeg(file)
    from pydub import AudioSegment
    from pydub.exceptions import CouldntDecodeError

    try:
        with warnings.catch_warnings():
            # pydub does not close the files that it opens
            warnings.simplefilter("ignore", ResourceWarning)
            segment = AudioSegment.from_file(file).set_sample_width(2)
    except (CouldntDecodeError, OSError, KeyError, IndexError) as error:
        raise SoundError(f"{file.name} isn't an audio file", "choose another file") from error
    samples = to_float32(segment.raw_data).reshape(-1, segment.channels)
    return samples, int(segment.frame_rate)

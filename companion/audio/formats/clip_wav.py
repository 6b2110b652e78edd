"""Companion's own clips: plain 16-bit mono WAV at 48 kHz, read and written without a library."""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from companion.audio.samples import Samples
from companion.errors import SoundError
from companion.files import written_whole
from companion.units import RATE

_FULL = 32_767


def read_clip(file: Path) -> Samples:
    """Read one of companion's own clips.

    Returns:
        (n,) float32 at 48 kHz.

    Raises:
        SoundError: when the file is missing, incomplete, or not such a clip.
    """
    try:
        with wave.open(str(file), "rb") as clip:
            if (clip.getframerate(), clip.getnchannels(), clip.getsampwidth()) != (RATE, 1, 2):
                raise SoundError(f"{file.name} isn't one of companion's clips")
            raw = clip.readframes(clip.getnframes())
            if len(raw) != 2 * clip.getnframes():
                raise SoundError(f"{file.name} is incomplete")
    except (OSError, wave.Error, EOFError) as error:
        raise SoundError(f"{file.name} can't be read: {error}") from error
    return to_float32(raw)


def write_clip(file: Path, samples: Samples) -> None:
    """Write (n,) float32 at 48 kHz as 16-bit WAV, either completely or not at all."""
    with written_whole(file) as raw, wave.open(raw, "wb") as clip:
        clip.setnchannels(1)
        clip.setsampwidth(2)
        clip.setframerate(RATE)
        clip.writeframes(to_int16(samples).tobytes())


def to_int16(samples: Samples) -> NDArray[np.int16]:
    """Convert float samples to 16-bit ones; clip those beyond full scale."""
    return (np.clip(samples, -1.0, 1.0) * _FULL).round().astype("<i2")


def to_float32(raw: bytes) -> Samples:
    """Convert 16-bit samples to (n,) float32."""
    return np.frombuffer(raw, "<i2").astype(np.float32) / np.float32(_FULL + 1)

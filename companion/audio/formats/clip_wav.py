"""Our own clips: plain 16-bit WAV at 48 kHz, which needs no library."""

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
    return floats(raw)


def write_clip(file: Path, samples: Samples) -> None:
    """Write (n,) float32 at 48 kHz as 16-bit WAV; whole, or not at all."""
    with written_whole(file) as raw, wave.open(raw, "wb") as clip:
        clip.setnchannels(1)
        clip.setsampwidth(2)
        clip.setframerate(RATE)
        clip.writeframes(to_int16(samples).tobytes())


def to_int16(samples: Samples) -> NDArray[np.int16]:
    """Float samples as 16-bit ones; what is louder than full scale is cut off."""
    return (np.clip(samples, -1.0, 1.0) * _FULL).round().astype("<i2")


def floats(raw: bytes) -> Samples:
    """16-bit samples as (n,) float32."""
    return np.frombuffer(raw, "<i2").astype(np.float32) / np.float32(_FULL + 1)

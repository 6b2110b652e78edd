"""Reading of spoken clips, those in the cache and those that came with the program.

It is alone here because the mixer and the recogniser both read them.
"""

from pathlib import Path

from companion.audio.formats import clip_wav
from companion.audio.samples import Samples
from companion.units import Frames


def read_clip(file: Path, offset: Frames = Frames(0), count: int | None = None) -> Samples:
    """Read a clip.

    Args:
        file: its file.
        offset: the frame of the file at which it begins.
        count: how many frames it has; all that follow by default.

    Returns:
        (n,) float32 at 48 kHz.

    Raises:
        SoundError: when it can't be read, or isn't one of companion's clips.
    """
    if file.suffix == ".opus":
        from companion.audio.formats import decode  # libsndfile, only for shipped clips

        return decode.read_shipped_clip(file, offset, count)
    end = None if count is None else offset + count
    return clip_wav.read_clip(file)[offset:end]

"""Reading of spoken clips, those in the cache and those that came with the program.

It is alone here because the mixer and the recogniser both read them.
"""

from pathlib import Path

from companion.audio.formats import clip_wav
from companion.audio.samples import Samples


def read_clip(file: Path) -> Samples:
    """Read a clip.

    Returns:
        (n,) float32 at 48 kHz.

    Raises:
        SoundError: when it can't be read, or isn't one of companion's clips.
    """
    if file.suffix == ".opus":
        from companion.audio.formats import decode  # libsndfile, only for shipped clips

        return decode.read_shipped_clip(file)
    return clip_wav.read_clip(file)

"""A profile: how one person wants to be spoken to, on top of what a script says."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """How to speak.

    `voice` is a name such as `flite/slt`, empty for the usual one. `pace`, `pitch` and `pauses`
    are factors on the speed of speech, on its pitch, and on the rests between sentences that no
    author wrote; `bed` is how much louder or quieter what runs on underneath is, in dB.
    """

    voice: str = ""
    pace: float = 1.0
    pitch: float = 1.0
    pauses: float = 1.0
    bed: float = 0.0


USUAL = Profile()
LIMITS: Mapping[str, tuple[float, float]] = {
    "pace": (0.75, 1.3),
    "pitch": (0.75, 1.3),
    "pauses": (0.5, 2.5),
    "bed": (-15.0, 6.0),
}
"""What each of its numbers may be."""

"""What a person asks of a session, and how they want to be spoken to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from companion.script.manner import Anchor, Words
from companion.timeline.cue import Layer
from companion.units import Millis


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


@dataclass(frozen=True, slots=True)
class Request:
    """What the person asked for.

    One time in `chimes` is an interval that repeats; several are taken as they are. `slots`
    fills words such as `partner`. Without `breath` nobody is told how to breathe. `profile` is
    how this person wants to be spoken to. `bed` runs on underneath instead of the script's own;
    without layers, nothing does.
    """

    length: Millis | None = None
    chimes: tuple[Millis, ...] = ()
    seed: int = 0
    words: Words = "guided"
    anchor: Anchor = "feet"
    breath: bool = True
    slots: Mapping[str, str] = field(default_factory=dict)
    profile: Profile = USUAL
    bed: tuple[Layer, ...] | None = None

"""Request and profile: the session that a person asks for, and the speech that suits them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from companion.script.manner import Anchor, Words
from companion.timeline.bells import USUAL_BELLS, Bells
from companion.timeline.cue import Layer
from companion.units import MINUTE, Millis


@dataclass(frozen=True, slots=True)
class Profile:
    """The manner of speech that suits a person.

    `voice` is a name such as `flite/slt`, empty for the usual one. `pace`, `pitch`,
    `pitch_range` and `pauses` are factors on the speed of speech, on its pitch, on how far that
    moves, and on the rests between sentences that no author wrote; `bed` is the gain of the bed in
    dB.
    """

    voice: str = ""
    pace: float = 1.0
    pitch: float = 1.0
    pauses: float = 1.0
    bed: float = 0.0
    pitch_range: float = 1.0


USUAL = Profile()
LIMITS: Mapping[str, tuple[float, float]] = {
    "pace": (0.75, 1.3),
    "pitch": (0.75, 1.3),
    "pitch_range": (0.5, 1.5),
    "pauses": (0.5, 2.5),
    "bed": (-15.0, 6.0),
}
"""The least and the most of each number in a profile."""


LEAD_IN = Millis(500)
"""Long enough that no player or loudspeaker that is still waking swallows the first syllable."""


LONGEST_SETTLE = Millis(10 * MINUTE)


@dataclass(frozen=True, slots=True)
class Request:
    """The session that a person asks for.

    `length` is that of the session itself; None is its usual one. `bells` says which bells ring,
    and `bell` names the sound of all of them; when it is empty, each rings as written. `slots`
    fills words such as `partner`. If `breath` is false, no words guide the breath. `bed` replaces
    the bed of the script, and an empty tuple turns it off; None keeps what was written. `lead` is
    the silence before the first sound, and `settle` the time to get ready before that.

    With `until`, in ms since the epoch, the session ends then: its length is what is left when it
    begins, less the time to settle. With `open_end` it goes on until the person ends it, and
    closes by itself after `length`, or the longest time there is. If `is_gentle`, voice and bells
    begin quietly and get louder. `strength` is how strong it is before, 0 to 10, where someone
    said so; nothing that is played depends on it.

    If `is_shared`, someone elsewhere plays the same session: its times don't depend on the voice,
    and nothing is asked. With `begins`, in ms since the epoch, it keeps to the clock from there on.
    """

    length: Millis | None = None
    bells: Bells = USUAL_BELLS
    seed: int = 0
    words: Words = "guided"
    anchor: Anchor = "feet"
    breath: bool = True
    bell: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    profile: Profile = USUAL
    bed: tuple[Layer, ...] | None = None
    lead: Millis = LEAD_IN
    settle: Millis = Millis(0)
    until: int | None = None
    open_end: bool = False
    is_gentle: bool = False
    strength: int | None = None
    is_shared: bool = False
    begins: int | None = None


AT_ONCE = Request(lead=Millis(0))
"""A session whose first words come without a lead-in."""

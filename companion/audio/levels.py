"""How loud a person wants to have it: the voice, what runs underneath, and the bells.

Each is a bus of the mixer with a gain of its own, so that a key is heard at once and nothing is
mixed anew. A bell goes with the voice: it is never the louder of the two.
"""

from dataclasses import dataclass, replace

# A key press; and how far it goes. From the middle a voice has 3 dB to full scale.
STEP_DB = 3.0
VOICE_DB = (-24.0, 3.0)
BED_DB = (-24.0, 6.0)


@dataclass(frozen=True, slots=True)
class Levels:
    """Decibels beside what is usual."""

    voice: float = 0.0
    bed: float = 0.0

    @property
    def gains(self) -> tuple[float, float, float]:
        """Of voice, bed and bells, as factors; the lowest step of a bed is none."""
        voice = 10 ** (self.voice / 20)
        return voice, 0.0 if self.bed <= BED_DB[0] else 10 ** (self.bed / 20), voice

    def with_voice(self, more: float) -> "Levels":
        """With a voice that is so much louder, as far as it goes."""
        return replace(self, voice=_held(self.voice + more, VOICE_DB))

    def with_bed(self, more: float) -> "Levels":
        """With a bed that is so much louder, as far as it goes."""
        return replace(self, bed=_held(self.bed + more, BED_DB))


USUAL_LEVELS = Levels()


def _held(decibels: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return max(low, min(high, decibels))

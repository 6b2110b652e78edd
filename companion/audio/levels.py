"""Levels: how loud the user wants the voice, the bed and the bells.

Each is a bus of the mixer with its own gain, so a key press is heard at once and nothing has to
be mixed again. Bells share the gain of the voice, so that they are never louder than it.
"""

from dataclasses import dataclass, replace

# The step of one key press, and the limits of each bus. A voice in the middle is 3 dB quieter
# on each side than its clip, which leaves it 3 dB of room.
STEP_DB = 3.0
VOICE_DB = (-24.0, 3.0)
BED_DB = (-24.0, 6.0)


@dataclass(frozen=True, slots=True)
class Levels:
    """Decibels relative to the usual loudness."""

    voice: float = 0.0
    bed: float = 0.0

    @property
    def gains(self) -> tuple[float, float, float]:
        """The gains of voice, bed and bells, as factors; the lowest bed level is silence."""
        voice = 10 ** (self.voice / 20)
        return voice, 0.0 if self.bed <= BED_DB[0] else 10 ** (self.bed / 20), voice

    @property
    def voice_share(self) -> float:
        """The place of the voice between its limits, 0 to 1."""
        return _share(self.voice, VOICE_DB)

    @property
    def bed_share(self) -> float:
        """The place of the bed between its limits, 0 to 1."""
        return _share(self.bed, BED_DB)

    def with_voice(self, change: float) -> "Levels":
        """Levels whose voice is `change` dB louder, within its limits."""
        return replace(self, voice=_clamp(self.voice + change, VOICE_DB))

    def with_bed(self, change: float) -> "Levels":
        """Levels whose bed is `change` dB louder, within its limits."""
        return replace(self, bed=_clamp(self.bed + change, BED_DB))


USUAL_LEVELS = Levels()


def _clamp(decibels: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return max(low, min(high, decibels))


def _share(decibels: float, limits: tuple[float, float]) -> float:
    low, high = limits
    return (decibels - low) / (high - low)

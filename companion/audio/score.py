"""A score: everything that sounds and when, as plain values that can cross a pipe.

The sound worker imports this before the first sound, so it knows nothing of scripts or timelines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from companion.audio import recipe
from companion.audio.recipe import AnyBed, BellRecipe
from companion.units import Frames, frames

if TYPE_CHECKING:
    from companion.script.step import PhaseName


@dataclass(frozen=True, slots=True)
class ClipSound:
    """A spoken clip that lasts `length` frames, from the frame `offset` of its file on."""

    start: Frames
    length: Frames
    file: str
    pan: float = 0.0
    offset: Frames = Frames(0)


@dataclass(frozen=True, slots=True)
class BedSound:
    """A bed from a start on: its gain, its fades, and whether it ducks under the voice.

    `seed` selects one variant of a generated bed.
    """

    start: Frames
    length: Frames
    made: AnyBed
    volume: float
    fade_in: Frames
    fade_out: Frames
    duck: bool
    seed: int = 0


@dataclass(frozen=True, slots=True)
class BellSound:
    """One strike of a bell."""

    start: Frames
    bell: BellRecipe

    @property
    def length(self) -> Frames:
        """The ringing time."""
        return frames(self.bell.length)


@dataclass(frozen=True, slots=True)
class ToneSound:
    """The soft tone of one phase of a breath."""

    start: Frames
    phase: "PhaseName"
    length: Frames


Sound = ClipSound | BellSound | ToneSound | BedSound


@dataclass(frozen=True, slots=True)
class Score:
    """All sounds in the order of their starts, and the total length.

    During its first `rise` frames voice and bells get louder, from a quiet beginning.
    """

    sounds: tuple[Sound, ...]
    total: Frames
    rise: Frames = Frames(0)


def to_json(score: Score) -> dict[str, Any]:
    """A score as JSON values; each bell and bed is written once."""
    bells: dict[str, dict[str, Any]] = {}
    beds: dict[str, dict[str, Any]] = {}
    rows: list[list[Any]] = []
    for sound in score.sounds:
        match sound:
            case ClipSound(start, length, file, pan, offset):
                rows.append(["clip", start, length, file, pan, offset])
            case BellSound(start, bell):
                bells[bell.id] = recipe.to_json(bell)
                rows.append(["bell", start, bell.id])
            case ToneSound(start, phase, length):
                rows.append(["tone", start, phase, length])
            case BedSound(start, length, bed, volume, fade_in, fade_out, duck, seed):
                beds[bed.id] = recipe.to_json(bed)
                rows.append(["bed", start, length, bed.id, volume, fade_in, fade_out, duck, seed])
    return {"total": score.total, "rise": score.rise, "bells": bells, "beds": beds, "sounds": rows}


def from_json(value: Mapping[str, Any]) -> Score:
    """A score from what `to_json` wrote."""
    bells = {name: recipe.bell(row) for name, row in value["bells"].items()}
    beds = {name: recipe.bed(row) for name, row in value["beds"].items()}
    sounds = tuple(_sound(row, bells, beds) for row in value["sounds"])
    return Score(sounds, Frames(value["total"]), Frames(value["rise"]))


def _sound(row: list[Any], bells: Mapping[str, BellRecipe], beds: Mapping[str, AnyBed]) -> Sound:
    kind, start = row[0], Frames(row[1])
    if kind == "clip":
        return ClipSound(start, Frames(row[2]), row[3], row[4], Frames(row[5]))
    if kind == "bed":
        return BedSound(start, Frames(row[2]), beds[row[3]], *row[4:])
    if kind == "bell":
        return BellSound(start, bells[row[2]])
    return ToneSound(start, cast("PhaseName", row[2]), Frames(row[3]))

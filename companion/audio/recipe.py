"""Recipes: bells and beds as plain numbers that fit in a file and cross a pipe.

A generated bed has up to four kinds of layers: bands of noise, grains (drops, bubbles,
crackles), held tones and strikes. Levels are in decibels, times in seconds.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from companion.units import Millis

GrainKind = Literal["drop", "bubble", "crackle"]


@dataclass(frozen=True, slots=True)
class Band:
    """A band of noise and its slow motion.

    `tilt` is decibels per octave, with 1 kHz as the pivot; `octaves` makes it a hill of that
    width around `around` Hz instead. It rolls off below `low` and above `high` Hz. Random walks
    with a turn about every `every` seconds move it by up to `drift` dB, `wander` octaves and
    `roam` (a share) to either side. `swell` makes it come and go like surf, with that many
    seconds per wave; `breaks` is the height of a wave (0 to 1) from which the band is audible.
    """

    level: float = 0.0
    tilt: float = 0.0
    around: float = 1_000.0
    octaves: float = 0.0
    low: float = 20.0
    high: float = 20_000.0
    drift: float = 0.0
    wander: float = 0.0
    roam: float = 0.0
    every: float = 12.0
    swell: float = 0.0
    breaks: float = 0.0


@dataclass(frozen=True, slots=True)
class Grains:
    """Short random sounds: `least` to `most` of them per second, pitched `low` to `high` Hz."""

    kind: GrainKind
    level: float
    least: float
    most: float
    low: float
    high: float
    every: float = 4.0


@dataclass(frozen=True, slots=True)
class Partial:
    """A partial: frequency relative to the note, level, seconds to -60 dB (0 if held)."""

    ratio: float
    level: float
    decay: float = 0.0


@dataclass(frozen=True, slots=True)
class BellRecipe:
    """The recipe or the file of a bell, and how long it may ring.

    `strike` is the note in Hz. `file` is empty for a generated bell.
    """

    id: str
    length: Millis
    strike: float = 0.0
    partials: tuple[Partial, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Tones:
    """Held tones on a root in Hz; each is a pair about `apart` Hz apart that drifts on its own."""

    root: float
    level: float
    apart: float
    drift: float
    every: float
    partials: tuple[Partial, ...]


@dataclass(frozen=True, slots=True)
class Strikes:
    """Strikes about every `every` seconds, each on a random one of the notes (in Hz)."""

    notes: tuple[float, ...]
    level: float
    every: float
    apart: float
    partials: tuple[Partial, ...]


@dataclass(frozen=True, slots=True)
class BedRecipe:
    """A generated bed. `level` brings it to -33 LUFS; `width` is its stereo width, 0 to 1."""

    id: str
    level: float = 0.0
    width: float = 0.6
    bands: tuple[Band, ...] = ()
    grains: tuple[Grains, ...] = ()
    tones: tuple[Tones, ...] = ()
    strikes: tuple[Strikes, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnBed:
    """The user's own sound file as a looped bed."""

    id: str
    file: str


AnyBed = BedRecipe | OwnBed


@dataclass(frozen=True, slots=True)
class Kit:
    """All bells and beds that exist."""

    bells: Mapping[str, BellRecipe]
    beds: Mapping[str, AnyBed] = field(default_factory=dict)

    @property
    def lengths(self) -> dict[str, Millis]:
        """The ringing time of each bell."""
        return {name: bell.length for name, bell in self.bells.items()}


def to_json(recipe: BellRecipe | AnyBed) -> dict[str, Any]:
    """A recipe as JSON values."""
    return asdict(recipe)


def bell(row: Mapping[str, Any]) -> BellRecipe:
    """A bell from what `to_json` wrote."""
    return BellRecipe(**{**row, "partials": _partials(row)})


def bed(row: Mapping[str, Any]) -> AnyBed:
    """A bed from what `to_json` wrote."""
    if "file" in row:
        return OwnBed(**row)
    return BedRecipe(
        row["id"],
        row["level"],
        row["width"],
        tuple(Band(**band) for band in row["bands"]),
        tuple(Grains(**grains) for grains in row["grains"]),
        tuple(Tones(**{**tones, "partials": _partials(tones)}) for tones in row["tones"]),
        tuple(
            Strikes(**{**layer, "notes": tuple(layer["notes"]), "partials": _partials(layer)})
            for layer in row["strikes"]
        ),
    )


def _partials(row: Mapping[str, Any]) -> tuple[Partial, ...]:
    return tuple(Partial(**partial) for partial in row["partials"])

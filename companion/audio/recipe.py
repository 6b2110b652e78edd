"""Recipes: how bells and beds are made, as plain numbers that stand in a file and cross a pipe.

A made bed has up to four kinds of layers: bands of noise, grains (drops, bubbles, crackles),
held tones and strikes. Levels are decibels; every time is in seconds.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from companion.units import Millis

GrainKind = Literal["drop", "bubble", "crackle"]


@dataclass(frozen=True, slots=True)
class Band:
    """A band of noise, and how it moves.

    `tilt` is decibels an octave round 1 kHz; with `octaves` it is a hill of that width round
    `around` Hz. It ends below `low` and above `high` Hz. It drifts by `drift` dB and `wander`
    octaves either way and `roam` of the way to a side, each in about `every` seconds. With
    `swell` it comes and goes like surf, a wave in so many seconds; `breaks` is the height from
    which on it is heard.
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
    """Short sounds at random: between `least` and `most` a second, pitched `low` to `high` Hz."""

    kind: GrainKind
    level: float
    least: float
    most: float
    low: float
    high: float
    every: float = 4.0


@dataclass(frozen=True, slots=True)
class Partial:
    """One part of a sound: frequency over its note, level, seconds to -60 dB (0 where held)."""

    ratio: float
    level: float
    decay: float = 0.0


@dataclass(frozen=True, slots=True)
class BellRecipe:
    """How a bell is made, or the file it is in, and how long it is left to ring.

    `strike` is the note in Hz. `file` is empty for a bell that is made.
    """

    id: str
    length: Millis
    strike: float = 0.0
    partials: tuple[Partial, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Tones:
    """Held tones on a root in Hz, each a pair `apart` Hz from one another that drift alone."""

    root: float
    level: float
    apart: float
    drift: float
    every: float
    partials: tuple[Partial, ...]


@dataclass(frozen=True, slots=True)
class Strikes:
    """Something struck about `every` seconds, on one of the notes in Hz."""

    notes: tuple[float, ...]
    level: float
    every: float
    apart: float
    partials: tuple[Partial, ...]


@dataclass(frozen=True, slots=True)
class BedRecipe:
    """A bed that is made. `level` brings it to -33 LUFS, `width` is how far apart its sides are."""

    id: str
    level: float = 0.0
    width: float = 0.6
    bands: tuple[Band, ...] = ()
    grains: tuple[Grains, ...] = ()
    tones: tuple[Tones, ...] = ()
    strikes: tuple[Strikes, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnBed:
    """A person's own file, looped."""

    id: str
    file: str


AnyBed = BedRecipe | OwnBed


@dataclass(frozen=True, slots=True)
class Kit:
    """The bells and the beds there are."""

    bells: Mapping[str, BellRecipe]
    beds: Mapping[str, AnyBed] = field(default_factory=dict)

    @property
    def lengths(self) -> dict[str, Millis]:
        """How long each bell rings."""
        return {name: bell.length for name, bell in self.bells.items()}


def to_json(made: BellRecipe | AnyBed) -> dict[str, Any]:
    """A sound as JSON values."""
    return asdict(made)


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
            Strikes(**{**struck, "notes": tuple(struck["notes"]), "partials": _partials(struck)})
            for struck in row["strikes"]
        ),
    )


def _partials(row: Mapping[str, Any]) -> tuple[Partial, ...]:
    return tuple(Partial(**partial) for partial in row["partials"])

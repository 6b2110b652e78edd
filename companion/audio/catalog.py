"""The catalogue: reads the file of all bells and beds into recipes.

Each key of the file sets the field of the same name in `companion.audio.recipe`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from companion.audio.recipe import (
    Band,
    BedRecipe,
    BellRecipe,
    GrainKind,
    Grains,
    Partial,
    Strikes,
    Tones,
)
from companion.reading.fields import Field, ListOf, MapOf, Record, Report, Values
from companion.reading.flaw import Span
from companion.reading.record_file import read_record
from companion.reading.scalars import Choice, Decimal, Duration, Text
from companion.units import SECOND, Millis

_KINDS = ("drop", "bubble", "crackle")
_DB = Decimal(-80, 80)
_HERTZ = Decimal(1, 24_000)
_TURN = Duration(Millis(200), Millis(120_000))

_RATIO = Field("ratio", Decimal(0.01, 20), "frequency relative to the note", required=True)
_SHARE = Field("level", Decimal(0.001, 1), "level relative to the loudest partial", required=True)
_DECAY = Field("decay", Duration(most=Millis(60_000)), "time to fade by 60 dB")

LEVEL = Field("level", _DB, "decibels")
WIDTH = Field("width", Decimal(0, 1), "stereo width, from 0 to 1")

_TILT = Field("tilt", Decimal(-12, 6), "decibels per octave")
_AROUND = Field("around", _HERTZ, "the centre of a hill, in Hz")
_OCTAVES = Field("octaves", Decimal(0.05, 5), "how wide the hill is")
_LOW = Field("low", _HERTZ, "the lower end of the band, in Hz")
_HIGH = Field("high", _HERTZ, "the upper end of the band, in Hz")
_DRIFT = Field("drift", Decimal(0, 20), "decibels that it drifts up and down")
_WANDER = Field("wander", Decimal(0, 3), "octaves that its centre wanders up and down")
_ROAM = Field("roam", Decimal(0, 0.9), "how far it goes to the sides")
_EVERY = Field("every", _TURN, "how long a turn of the drift takes")
_SWELL = Field("swell", _TURN, "how long a wave takes")
_BREAKS = Field("breaks", Decimal(0, 0.9), "the height of a wave from which the band is heard")

_KIND = Field("kind", Choice(_KINDS, "kind of grain"), "the kind of the grains", required=True)
_LEAST = Field("least", Decimal(0.1, 400), "the fewest per second", required=True)
_MOST = Field("most", Decimal(0.1, 400), "the most per second", required=True)

_ROOT = Field("root", _HERTZ, "the note in Hz", required=True)
_NOTES = Field("notes", ListOf(_HERTZ), "the notes in Hz", required=True)
_APART = Field("apart", Decimal(0, 10), "detuning between the two halves of a partial, in Hz")


def _seconds(values: Values, field: Field[Millis], usual: float) -> float:
    length = values.find(field)
    return usual if length is None else length / SECOND


def _partial(values: Values, _span: Span, _report: Report) -> Partial:
    return Partial(values.get(_RATIO, 1.0), values.get(_SHARE, 1.0), _seconds(values, _DECAY, 0.0))


def _band(values: Values, _span: Span, _report: Report) -> Band:
    return Band(
        level=values.get(LEVEL, 0.0),
        tilt=values.get(_TILT, 0.0),
        around=values.get(_AROUND, 1_000.0),
        octaves=values.get(_OCTAVES, 0.0),
        low=values.get(_LOW, 20.0),
        high=values.get(_HIGH, 20_000.0),
        drift=values.get(_DRIFT, 0.0),
        wander=values.get(_WANDER, 0.0),
        roam=values.get(_ROAM, 0.0),
        every=_seconds(values, _EVERY, 12.0),
        swell=_seconds(values, _SWELL, 0.0),
        breaks=values.get(_BREAKS, 0.0),
    )


def _grains(values: Values, _span: Span, _report: Report) -> Grains:
    least, low = values.get(_LEAST, 1.0), values.get(_LOW, 500.0)
    return Grains(
        cast("GrainKind", values.get(_KIND, "drop")),
        values.get(LEVEL, 0.0),
        least,
        max(least, values.get(_MOST, least)),
        low,
        max(low, values.get(_HIGH, low)),
        _seconds(values, _EVERY, 4.0),
    )


def _tones(values: Values, _span: Span, _report: Report) -> Tones:
    return Tones(
        values.get(_ROOT, 110.0),
        values.get(LEVEL, 0.0),
        values.get(_APART, 0.2),
        values.get(_DRIFT, 0.0),
        _seconds(values, _EVERY, 10.0),
        values.get(PARTIALS, ()),
    )


def _strikes(values: Values, _span: Span, _report: Report) -> Strikes:
    return Strikes(
        values.get(_NOTES, ()),
        values.get(LEVEL, 0.0),
        _seconds(values, _EVERY, 27.0),
        values.get(_APART, 0.5),
        values.get(PARTIALS, ()),
    )


PARTIALS = Field(
    "partials",
    ListOf(Record("a partial", (_RATIO, _SHARE, _DECAY), _partial)),
    "its partials",
    required=True,
)
_IN_BAND = (
    LEVEL, _TILT, _AROUND, _OCTAVES, _LOW, _HIGH, _DRIFT, _WANDER, _ROAM, _EVERY, _SWELL, _BREAKS
)  # fmt: skip
BANDS = Field("bands", ListOf(Record("a band", _IN_BAND, _band)), "its noise")
_IN_GRAINS = (_KIND, LEVEL, _LEAST, _MOST, _LOW, _HIGH, _EVERY)
GRAINS = Field("grains", ListOf(Record("grains", _IN_GRAINS, _grains)), "its drops and crackles")
_IN_TONES = (_ROOT, LEVEL, _APART, _DRIFT, _EVERY, PARTIALS)
TONES = Field("tones", ListOf(Record("tones", _IN_TONES, _tones)), "its held tones")
_IN_STRIKES = (_NOTES, LEVEL, _EVERY, _APART, PARTIALS)
STRIKES = Field("strikes", ListOf(Record("strikes", _IN_STRIKES, _strikes)), "its strikes")

_ABOUT = Field("about", Text(), "what it is like", required=True)
_LICENSE = Field("license", Text(), "its licence", required=True)
_LENGTH = Field("length", Duration(most=Millis(60_000)), "how long it rings", required=True)
_STRIKE = Field("strike", Decimal(20, 5_000), "its note in Hz", required=True)


@dataclass(frozen=True, slots=True)
class About:
    """The description of a sound, and its licence."""

    words: str
    licence: str


def _about(values: Values) -> About:
    return About(values.get(_ABOUT, ""), values.get(_LICENSE, ""))


def _bell(values: Values, _span: Span, _report: Report) -> tuple[About, BellRecipe]:
    length, strike = values.get(_LENGTH, SECOND), values.get(_STRIKE, 440.0)
    return _about(values), BellRecipe("", length, strike, values.get(PARTIALS, ()))


def _bed(values: Values, _span: Span, _report: Report) -> tuple[About, BedRecipe]:
    recipe = BedRecipe(
        "",
        values.get(LEVEL, 0.0),
        values.get(WIDTH, 0.6),
        values.get(BANDS, ()),
        values.get(GRAINS, ()),
        values.get(TONES, ()),
        values.get(STRIKES, ()),
    )
    return _about(values), recipe


_BELL: Record[tuple[About, BellRecipe]] = Record(
    "a bell", (_ABOUT, _LICENSE, _LENGTH, _STRIKE, PARTIALS), _bell
)
_BED: Record[tuple[About, BedRecipe]] = Record(
    "a bed", (_ABOUT, _LICENSE, LEVEL, WIDTH, BANDS, GRAINS, TONES, STRIKES), _bed
)
_BELLS = Field("bells", MapOf("bells", _BELL), "bells by name", required=True)
_BEDS = Field("beds", MapOf("beds", _BED), "beds by name", required=True)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All shipped bells and beds; the first bell is the one for intervals."""

    bells: Mapping[str, BellRecipe]
    beds: Mapping[str, BedRecipe]
    about: Mapping[tuple[str, str], About]


def _catalog(values: Values, _span: Span, _report: Report) -> Catalog:
    bells, beds = values.get(_BELLS, {}), values.get(_BEDS, {})
    return Catalog(
        {name: replace(bell, id=name) for name, (_, bell) in bells.items()},
        {name: replace(bed, id=name) for name, (_, bed) in beds.items()},
        {("bell", name): about for name, (about, _) in bells.items()}
        | {("bed", name): about for name, (about, _) in beds.items()},
    )


def read_catalog(text: str, file: str) -> Catalog:
    """Read a catalogue.

    Raises:
        BadFileError: with every mistake in the file.
    """
    return read_record(text, file, Record("the catalogue", (_BELLS, _BEDS), _catalog))

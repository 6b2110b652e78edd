"""The catalogue of sounds: which bells and beds there are, and how each is made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from companion.audio.ingredients import BANDS, GRAINS, LEVEL, PARTIALS, STRIKES, TONES, WIDTH
from companion.audio.recipe import Bell, Recipe
from companion.reading import document
from companion.reading.diagnostic import BadScriptError, diagnose
from companion.reading.document import Span
from companion.reading.fields import Field, MapOf, Record, Report, Values
from companion.reading.scalars import Decimal, Duration, Text
from companion.units import SECOND, Millis

_ABOUT = Field("about", Text(), "what it is like", required=True)
_LICENSE = Field("license", Text(), "its licence", required=True)
_LENGTH = Field("length", Duration(most=Millis(60_000)), "how long it rings", required=True)
_STRIKE = Field("strike", Decimal(20, 5_000), "its note in Hz", required=True)


@dataclass(frozen=True, slots=True)
class About:
    """What a sound is like, in words, and its licence."""

    words: str
    licence: str


def _about(values: Values) -> About:
    return About(values.get(_ABOUT, ""), values.get(_LICENSE, ""))


def _bell(values: Values, _span: Span, _report: Report) -> tuple[About, Bell]:
    length, strike = values.get(_LENGTH, SECOND), values.get(_STRIKE, 440.0)
    return _about(values), Bell("", length, strike, values.get(PARTIALS, ()))


def _bed(values: Values, _span: Span, _report: Report) -> tuple[About, Recipe]:
    made = Recipe(
        "",
        values.get(LEVEL, 0.0),
        values.get(WIDTH, 0.6),
        values.get(BANDS, ()),
        values.get(GRAINS, ()),
        values.get(TONES, ()),
        values.get(STRIKES, ()),
    )
    return _about(values), made


_BELL: Record[tuple[About, Bell]] = Record(
    "a bell", (_ABOUT, _LICENSE, _LENGTH, _STRIKE, PARTIALS), _bell
)
_BED: Record[tuple[About, Recipe]] = Record(
    "a bed", (_ABOUT, _LICENSE, LEVEL, WIDTH, BANDS, GRAINS, TONES, STRIKES), _bed
)
_BELLS = Field("bells", MapOf("bells", _BELL), "bells by name", required=True)
_BEDS = Field("beds", MapOf("beds", _BED), "beds by name", required=True)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The sounds there are, the bell for intervals first."""

    bells: Mapping[str, Bell]
    beds: Mapping[str, Recipe]
    about: Mapping[tuple[str, str], About]


def _catalog(values: Values, _span: Span, _report: Report) -> Catalog:
    bells, beds = values.get(_BELLS, {}), values.get(_BEDS, {})
    return Catalog(
        {name: replace(bell, id=name) for name, (_, bell) in bells.items()},
        {name: replace(bed, id=name) for name, (_, bed) in beds.items()},
        {("bell", name): told for name, (told, _) in bells.items()}
        | {("bed", name): told for name, (told, _) in beds.items()},
    )


def read_catalog(text: str, file: str) -> Catalog:
    """The sounds of a catalogue.

    Raises:
        BadScriptError: with every mistake in it.
    """
    report = Report()
    record = Record("the catalogue", (_BELLS, _BEDS), _catalog)
    found: Catalog | None = None
    try:
        read = document.read(text)
        report.flaws += read.flaws
        found = record.read(read.root, report)
    except document.FlawedTextError as error:
        report.flaws += error.flaws
    if report.flaws or found is None:
        raise BadScriptError(diagnose(file, text, report.flaws))
    return found

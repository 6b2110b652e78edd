"""The numbers to call, by country, from the data file that ships with the program.

A line that isn't dated, has no source, or isn't sure enough is a mistake in the file.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any, Literal, cast

from companion.errors import NotFoundError
from companion.reading.fields import Converted, Field, Kind, ListOf, Record, Report, Values
from companion.reading.flaw import Span
from companion.reading.record_file import read_record
from companion.reading.scalars import ID, Choice, Shaped, Text, Whole, YesNo
from companion.resources import shipped

FILE, SCHEMA = "helplines.yaml", "helplines.schema.json"
Need = Literal["emergency", "crisis", "abuse", "behaviour", "general"]
"""What a line is for; `behaviour` is for people who worry about what they might do."""
NEEDS: tuple[Need, ...] = ("emergency", "crisis", "abuse", "behaviour", "general")
_LEAST_SOURCES = 3
_WAYS = ("number", "text", "chat", "web")


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its two letters; `also` are other names that people type for it.

    `is_eu` says that the European emergency number works there, `note` is shown under its numbers.
    """

    code: str
    name: str
    also: tuple[str, ...] = ()
    is_eu: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Helpline:
    """One line that can be called or written to.

    `audience` says for whom it is, where that isn't everyone; `region` where, if not in the whole
    country. Lines with the same `pair` are always shown together. `seen` is the newest day on which
    a source gave it, as far as that is known, `verified_by` who has read its own page since.
    """

    country: str
    need: Need
    name: str
    source: str
    seen: str
    tier: str
    agreed: int
    number: str = ""
    text: str = ""
    chat: str = ""
    web: str = ""
    region: str = ""
    audience: str = ""
    pair: str = ""
    hours: str = ""
    languages: str = ""
    cost: str = ""
    note: str = ""
    verified_by: str = ""

    @property
    def day(self) -> date:
        """The day it was seen; the first one of a month or year that is all that's known."""
        return day_of(self.seen)


@dataclass(frozen=True, slots=True)
class Helplines:
    """All lines, the countries, and the directories that list more: names with their pages."""

    countries: tuple[Country, ...] = ()
    directories: tuple[tuple[str, str], ...] = ()
    lines: tuple[Helpline, ...] = ()
    european: Helpline | None = None

    def country(self, code: str) -> Country | None:
        """The country with two letters; None when nothing is known of it."""
        return next((country for country in self.countries if country.code == code), None)

    def of(self, code: str, need: Need) -> tuple[Helpline, ...]:
        """The lines of a country for one need, in order; the European number where it stands in."""
        found = tuple(line for line in self.lines if (line.country, line.need) == (code, need))
        country = self.country(code)
        stands_in = need == "emergency" and not found and country is not None and country.is_eu
        return (replace(self.european, country=code),) if stands_in and self.european else found

    def find(self, typed: str) -> Country:
        """The country that someone typed, by its letters or a name.

        Raises:
            NotFoundError: when it isn't here; the remedy names the nearest one, and all letters.
        """
        wanted = " ".join(typed.split()).casefold()
        names = {
            name.casefold(): country
            for country in self.countries
            for name in (country.code, country.name, *country.also)
        }
        if (found := names.get(wanted)) is not None:
            return found
        near = get_close_matches(wanted, names, n=1)
        hint = f"did you mean {names[near[0]].name} ({names[near[0]].code})? " if near else ""
        letters = ", ".join(country.code for country in self.countries)
        more = " and ".join(f"{name} ({web})" for name, web in self.directories)
        remedy = f"{hint}there are {letters}; {more} list more"
        raise NotFoundError(f'there are no numbers for "{typed}" here', remedy)


def day_of(text: str) -> date:
    """The first day that a date such as 2026-10-07, 2026-10 or 2026 can mean.

    Raises:
        ValueError: when there is no such day.
    """
    parts = [int(part) for part in text.split("-")]
    return date(*(*parts, 1, 1)[:3])


def _date(text: str, span: Span, report: Report) -> str | None:
    try:
        day_of(text)
    except ValueError:
        report.add(span, f"there's no day {text}", "write the day it was read, such as 2026-10-07")
        return None
    return text


_DATE = "a date such as 2026-10-07"
_LETTERS = Shaped("[A-Z]{2}", "the two letters of a country, such as GB")
_DIGITS = Shaped(r"\+?[0-9][0-9 -]*", "a number to call, such as 116 123")
_DAY: Kind[str] = Converted(Shaped(r"20\d\d(-\d\d(-\d\d)?)?", _DATE), _date, _DATE)

CODE = Field("code", _LETTERS, "its two letters", required=True)
NAME = Field("name", Text(), "its name", required=True)
ALSO = Field("also", ListOf(Text()), "other names that people type")
EU = Field("eu", YesNo(), "whether the European emergency number works there")
NOTE = Field("note", Text(), "what else someone should know")
WEB = Field("web", Text(), "its page, without https://")
COUNTRY = Field("country", _LETTERS, "the country in which it answers", required=True)
NEED = Field("kind", Choice(NEEDS, "kind"), "what it's for", required=True)
NUMBER = Field("number", _DIGITS, "the number, in quotes")
TEXT = Field("text", Text(), "what to write, and to which number")
CHAT = Field("chat", Text(), "the page of its chat, without https://")
REGION = Field("region", Text(), "the part of the country it's for")
FOR = Field("for", Text(), "for whom, where that isn't everyone")
PAIR = Field("pair", ID, "a name shared by lines that are always shown together")
HOURS = Field("hours", Text(), "when it answers")
LANGUAGES = Field("languages", Text(), "the languages it speaks")
COST = Field("cost", Text(), "what a call costs")
SOURCE = Field("source", Text(), "where the number was read", required=True)
SEEN = Field("seen", _DAY, "when it was read there last", required=True)
TIER = Field("tier", Choice(("A", "B"), "tier"), "A: read on an official page", required=True)
AGREED = Field("agreed", Whole(1, 99), "how many sources agree", required=True)
VERIFIED = Field("verified_by", Text(), "who has read its own page again, on the day of seen")
_OPTIONAL: tuple[Field[str], ...] = (
    REGION, PAIR, NUMBER, TEXT, CHAT, WEB, HOURS, LANGUAGES, COST, NOTE, VERIFIED,
)  # fmt: skip
_SHARED: tuple[Field[Any], ...] = (NAME, FOR, *_OPTIONAL, SOURCE, SEEN, TIER, AGREED)


def _country(values: Values, _span: Span, _report: Report) -> Country:
    return Country(
        values.get(CODE, ""),
        values.get(NAME, ""),
        values.get(ALSO, ()),
        values.get(EU, False),
        values.get(NOTE, ""),
    )


def _line(values: Values, span: Span, report: Report) -> tuple[Helpline, Span] | None:
    tier, agreed = values.get(TIER, ""), values.get(AGREED, 0)
    if tier != "A" and agreed < _LEAST_SOURCES:
        message = f"only {agreed} of the {_LEAST_SOURCES} sources that it needs agree on this line"
        report.add(span, message, "take it out until more do, or an official page was read")
        return None
    given = {field.name: values.get(field, "") for field in _OPTIONAL}
    if not any(given[way] for way in _WAYS):
        report.add(span, "nobody can be reached by this line", 'add number: "116 123"')
        return None
    line = Helpline(
        values.get(COUNTRY, ""),
        cast("Need", values.get(NEED, "emergency")),
        values.get(NAME, ""),
        values.get(SOURCE, ""),
        values.get(SEEN, ""),
        tier,
        agreed,
        audience=values.get(FOR, ""),
        **given,
    )
    return line, span


COUNTRIES = Field(
    "countries",
    ListOf(Record("a country", (CODE, NAME, ALSO, EU, NOTE), _country)),
    "every country that can be chosen",
    required=True,
)
DIRECTORIES = Field(
    "directories",
    ListOf(
        Record(
            "a directory",
            (NAME, Field("web", Text(), WEB.help, required=True)),
            lambda values, *_: (values.get(NAME, ""), values.get(WEB, "")),
        )
    ),
    "lists of lines of other countries",
    required=True,
)
EUROPEAN = Field(
    "european", Record("the European number", _SHARED, _line), "the European emergency number"
)
LINES = Field(
    "lines", ListOf(Record("a line", (COUNTRY, NEED, *_SHARED), _line)), "the lines", required=True
)


def _all(values: Values, _span: Span, report: Report) -> Helplines:
    countries, placed = values.get(COUNTRIES, ()), values.get(LINES, ())
    codes = {country.code for country in countries}
    pairs = Counter((line.country, line.pair) for line, _ in placed)
    for line, span in placed:
        if line.country not in codes:
            message = f"{line.country} isn't among the countries"
            report.add(span, message, "add it there", at=line.country)
        if line.pair and pairs[line.country, line.pair] == 1:
            message = f'"{line.name}" has lost the other half of {line.pair}'
            report.add(span, message, "put it back, or take this one out too", at=line.pair)
    european = values.find(EUROPEAN)
    return Helplines(
        countries,
        values.get(DIRECTORIES, ()),
        tuple(line for line, _ in placed),
        european[0] if european else None,
    )


RECORD: Record[Helplines] = Record(
    "the file of numbers", (COUNTRIES, DIRECTORIES, EUROPEAN, LINES), _all
)


def read_helplines(text: str, file: str) -> Helplines:
    """Read a file of numbers.

    Raises:
        BadFileError: with every mistake in it.
    """
    return read_record(text, file, RECORD)


def shipped_helplines() -> Helplines:
    """The numbers that ship with the program.

    Raises:
        BadFileError: when the file has mistakes.
        OSError: when it can't be read.
    """
    return read_helplines((shipped("helplines") / FILE).read_text("utf-8"), FILE)

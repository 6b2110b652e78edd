"""The moments that home asks about, from the data file that ships beside the scripts."""

from dataclasses import dataclass
from pathlib import Path

from companion.reading.fields import Field, ListOf, Record, Report, Values
from companion.reading.flaw import Span
from companion.reading.record_file import read_record
from companion.reading.scalars import ID, Choice, Shaped, Text
from companion.resources import shipped
from companion.script.header import MOMENTS
from companion.store.library import MOMENTS as FILE
from companion.store.library import SUFFIXES, read_bytes


@dataclass(frozen=True, slots=True)
class HomeMoment:
    """One row of home.

    `key` chooses it; `words` are what the person would say; `scripts` are the ids of the sessions
    for it, the one for when it is strongest first; `also` are more words to find it by.
    """

    key: str
    moment: str
    words: str
    scripts: tuple[str, ...]
    also: tuple[str, ...] = ()


KEY = Field("key", Shaped(r"[a-z0-9]", "one letter or digit"), "the key", required=True)
MOMENT = Field("moment", Choice(MOMENTS, "moment"), "its name in scripts", required=True)
WORDS = Field("words", Text(), "what someone would say", required=True)
SCRIPTS = Field("scripts", ListOf(ID), "the ids of the sessions for it", required=True)
ALSO = Field("also", ListOf(Text()), "more words to find it by")


def _moment(values: Values, _span: Span, _report: Report) -> HomeMoment:
    return HomeMoment(
        values.get(KEY, ""),
        values.get(MOMENT, ""),
        values.get(WORDS, ""),
        values.get(SCRIPTS, ()),
        values.get(ALSO, ()),
    )


_ENTRY = Record("a moment", (KEY, MOMENT, WORDS, SCRIPTS, ALSO), _moment)
_LIST = Field("moments", ListOf(_ENTRY), "the moments in order", required=True)
_FILE: Record[tuple[HomeMoment, ...]] = Record(
    "the file of moments", (_LIST,), lambda values, *_: values.get(_LIST, ())
)


def read_moments(text: str, file: str) -> tuple[HomeMoment, ...]:
    """Read a file of moments.

    Raises:
        BadFileError: with every mistake in it.
    """
    return read_record(text, file, _FILE)


def is_moments(file: Path) -> bool:
    """Whether a file is one of moments, which lies among scripts and isn't one."""
    return file.stem == FILE and file.suffix in SUFFIXES and b"\nmoments:" in read_bytes(file)


def shipped_moments() -> tuple[HomeMoment, ...]:
    """The moments that ship with the program."""
    file = shipped("meditations") / f"{FILE}.yaml"
    return read_moments(file.read_text("utf-8"), file.name)

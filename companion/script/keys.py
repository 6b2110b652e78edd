"""The table of top-level keys: what a script says about itself before its steps."""

import re
from dataclasses import dataclass
from typing import Any

from companion.document import Node, Span
from companion.script.fields import Field, ListOf, Record, Report, Values
from companion.script.kinds import Choice, Duration, Text
from companion.script.model import Evidence, Length
from companion.units import MINUTE, Millis

FORMAT = 1
KINDS = ("emergency", "practice", "sit", "night", "agreement", "letter")
MOMENTS = (
    "panic",
    "want-to-text",
    "they-asked",
    "waiting",
    "night",
    "not-enough",
    "before-a-talk",
    "came-back",
    "my-turn",
    "daily",
)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Version:
    """The version of the format."""

    says: str = "1"

    def read(self, node: Node, report: Report) -> int | None:
        """The version, if this program can read it."""
        text = getattr(node, "text", "")
        if text == str(FORMAT):
            return FORMAT
        if text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > FORMAT:  # noqa: PLR2004
            message = f"this script is written for a newer format ({text})"
            report.add(node.span, message, "update companion, and read it again")
        else:
            report.add(node.span, "this is no version of the format", "write companion: 1")
        return None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word of a given shape."""

    shape: re.Pattern[str]
    says: str

    def read(self, node: Node, report: Report) -> str | None:
        """The word, if it has the shape."""
        text = Text(self.says).read(node, report)
        if text is not None and not self.shape.fullmatch(text):
            report.add(node.span, f'"{text}" does not fit here', f"write {self.says}")
            return None
        return text


LEAST = Field("least", Duration(), "the shortest it can last")
USUAL = Field("usual", Duration(), "how long it lasts when nobody asks")
MOST = Field("most", Duration(), "the longest it can last")
GRADE = Field("grade", Choice(("A", "B", "C", "D"), "grade"), "how well supported", required=True)
EVIDENCE_NOTE = Field("note", Text(), "in whom, and how well")
SOURCE = Field("source", ListOf(Text()), "who says so")


def _length(values: Values, span: Span, report: Report) -> Length | None:
    usual = values.get(USUAL, values.get(LEAST, values.get(MOST, MINUTE)))
    least, most = values.get(LEAST, usual), values.get(MOST, usual)
    if least <= usual <= most:
        return Length(least, usual, most)
    report.add(span, "least, usual and most are not in order", "the shortest comes first")
    return None


@dataclass(frozen=True, slots=True)
class _OneLength:
    says: str = "12m, or {least: 8m, usual: 12m, most: 30m}"

    def read(self, node: Node, report: Report) -> Length | None:
        if hasattr(node, "entries"):
            return Record("length", (LEAST, USUAL, MOST), _length).read(node, report)
        ms = Duration().read(node, report)
        return None if ms is None else Length(Millis(ms), Millis(ms), Millis(ms))


def _evidence(values: Values, _span: Span, _report: Report) -> Evidence:
    return Evidence(values.get(GRADE, ""), values.get(EVIDENCE_NOTE, ""), values.get(SOURCE, ()))


_WORDS = ListOf(Text())
COMPANION = Field("companion", Version(), "the version of this format", required=True)
TITLE = Field("title", Text("a short title"), "what it is called", required=True)
INTENT = Field("intent", Text(), "what it is for, in one line")
ID = Field("id", Pattern(_ID, "small letters, digits and dashes"), "how commands call it")
LANG = Field("lang", Text("a language such as en or en-GB"), "the language it is spoken in")
KIND = Field("kind", Choice(KINDS, "kind"), "what sort of session it is")
MOMENT = Field("moment", ListOf(Choice(MOMENTS, "moment")), "when somebody would want it")
THEMES = Field("themes", _WORDS, "what it speaks to")
TECHNIQUE = Field("technique", _WORDS, "what it is built on")
TAGS = Field("tags", _WORDS, "free words to find it by")
LENGTH = Field("length", _OneLength(), "the lengths it promises; checked against the steps")
CAUTIONS = Field("cautions", _WORDS, "what to know before; shown first")
NOT_FOR = Field("not_for", _WORDS, "when something else serves better; shown first")
SAFETY = Field("safety", ListOf(Choice(("relationship",), "safety flag")), "safety flags")
WAY_OUT = Field("way_out", Text(), "what to do when it gets too much; shown first")
EVIDENCE = Field(
    "evidence",
    Record("evidence", (GRADE, EVIDENCE_NOTE, SOURCE), _evidence),
    "how well the technique is supported",
)
AUTHOR = Field("author", Text(), "who wrote it")
LICENSE = Field("license", Text(), "under which terms")
REVIEWED = Field(
    "reviewed", Pattern(_DATE, "a date such as 2026-11-22"), "when a person checked it"
)

KEYS: tuple[Field[Any], ...] = (
    COMPANION, TITLE, INTENT, ID, LANG, KIND, MOMENT, THEMES, TECHNIQUE, TAGS, LENGTH, CAUTIONS,
    NOT_FOR, SAFETY, WAY_OUT, EVIDENCE, AUTHOR, LICENSE, REVIEWED,
)  # fmt: skip

"""The table of top-level keys: the facts that a script gives about itself, and its steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from companion.reading.document import Node
from companion.reading.fields import (
    Converted,
    Field,
    ListOf,
    MapOf,
    Record,
    Report,
    ShortOrLong,
    Values,
)
from companion.reading.flaw import Fix, Span
from companion.reading.scalars import ID, Choice, Days, Decimal, Duration, Named, Shaped, Text
from companion.script.kinds import STEPS
from companion.script.manner import VOICE_NAME, Speaker
from companion.script.model import Card, Evidence, Length, Slot
from companion.script.verbs.modifiers import PACE_KIND
from companion.units import MINUTE

FORMAT = 1
MOST_GIST = 34
"""The characters of a gist, so that it fits one line beside the list of moments."""
KINDS = ("emergency", "practice", "sit", "night", "agreement", "letter")
REGISTERS = ("plain", "warm", "spare")
MOMENTS = (
    "panic",
    "want-to-text",
    "they-asked",
    "waiting",
    "night",
    "not-enough",
    "angry",
    "before-a-talk",
    "came-back",
    "my-turn",
    "daily",
)
THEMES_KNOWN: Mapping[str, str] = {
    "T1": "the request is confusing, and it hurts",
    "T2": "feelings are valid, and shared by many",
    "T3": "fear of being left",
    "T4": "feeling invisible",
    "T5": "fear of not being enough",
    "T6": "craving reassurance, wanting to fill the space",
    "T7": "wishing to be seen, heard, put first",
    "T8": "space read as threat or rejection",
    "T9": "love equated with togetherness",
    "T10": "sitting with discomfort",
    "T11": "space as care",
    "T12": "different needs for closeness",
    "T13": "feeling pressed to explain",
    "T14": "compassion for both",
    "T15": "patience and open talk",
    "T16": "rituals and agreements",
    "T17": "sitting without answers",
    "T18": "holding space for others and oneself",
    "T19": "both needs are valid",
}
TECHNIQUES = (
    "five senses", "dropping anchor", "stop", "soles of the feet", "supportive touch",
    "cyclic sigh", "long out-breath", "six a minute", "box breathing", "self-compassion", "rain",
    "loving-kindness", "urge surfing", "noting", "labelling", "defusion", "acceptance", "body scan",
    "muscle relaxation", "radical acceptance", "willing hands", "wise mind", "opposite action",
    "safe place", "security priming", "savouring", "reappraisal", "third person", "if-then plan",
    "three-minute space", "looking outward", "visit and return", "walking", "structured writing",
    "rituals", "agreed breaks", "perspective-taking", "common humanity", "fact and clock",
    "plain request",
)  # fmt: skip
_LANG = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
_DATE = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"


@dataclass(frozen=True, slots=True)
class Version:
    """The version of a format, of scripts or of other files that begin with one."""

    says: str = "1"
    what: str = "script"
    key: str = "companion"

    def read(self, node: Node, report: Report) -> int | None:
        """Return the version, or None after reporting one that this program cannot read."""
        text = getattr(node, "text", "")
        if text == str(FORMAT):
            return FORMAT
        if text.isascii() and text.isdecimal() and len(text) < 10 and int(text) > FORMAT:  # noqa: PLR2004
            message = f"this {self.what} is written for a newer format ({text})"
            report.add(node.span, message, "update companion, then try again")
        else:
            fix = Fix(text, str(FORMAT)) if text else None
            message = f"this isn't a version of the {self.what} format"
            report.add(node.span, message, f"write {self.key}: {FORMAT}", fix=fix)
        return None


LEAST = Field("least", Duration(), "the shortest it can last")
USUAL = Field("usual", Duration(), "how long it lasts if no length is chosen")
MOST = Field("most", Duration(), "the longest it can last")
GRADE = Field(
    "grade",
    Choice(("A", "B", "C", "D"), "grade"),
    "how well it's supported",
    required=True,
)
EVIDENCE_NOTE = Field("note", Text(), "in which people, and how well")
SOURCE = Field("source", ListOf(Text()), "the sources for this")


def _length(values: Values, span: Span, report: Report) -> Length | None:
    usual = values.get(USUAL, values.get(LEAST, values.get(MOST, MINUTE)))
    least, most = values.get(LEAST, usual), values.get(MOST, usual)
    if least <= usual <= most:
        return Length(least, usual, most)
    report.add(
        span,
        "least, usual and most aren't in order",
        "give least the shortest length, most the longest",
    )
    return None


_LENGTH: ShortOrLong[Length] = ShortOrLong(
    Converted(Duration(), lambda ms, *_: Length(ms, ms, ms), Duration().says),
    Record("length", (LEAST, USUAL, MOST), _length),
    "12m, or {least: 8m, usual: 12m, most: 30m}",
)


def _evidence(values: Values, _span: Span, _report: Report) -> Evidence:
    return Evidence(values.get(GRADE, ""), values.get(EVIDENCE_NOTE, ""), values.get(SOURCE, ()))


def _speaker(values: Values, _span: Span, _report: Report) -> Speaker:
    return Speaker(
        values.get(PACE, 1.0),
        values.get(PITCH, 1.0),
        values.get(PAN, 0.0),
        values.get(NAME, ""),
        values.get(RANGE, 1.0),
    )


SLOT_DEFAULT = Field("default", Text(), "the words to use if nobody chose any", required=True)
SLOT_ASK = Field("ask", Text(), "the question that asks for it before the session begins")


def _slot(values: Values, _span: Span, _report: Report) -> Slot:
    return Slot(values.get(SLOT_DEFAULT, ""), values.get(SLOT_ASK, ""))


_SLOT: ShortOrLong[Slot] = ShortOrLong(
    Converted(Text(), lambda word, *_: Slot(word), "words"),
    Record("a slot", (SLOT_DEFAULT, SLOT_ASK), _slot),
    "{default: your partner, ask: What shall I call them?}",
)
PACE = Field("pace", PACE_KIND, "how fast")
PITCH = Field("pitch", Named((("low", 0.9), ("high", 1.1)), Decimal(0.5, 1.5)), "how high")
RANGE = Field(
    "range",
    Named((("even", 0.75), ("lively", 1.2)), Decimal(0.5, 1.5)),
    "how far the pitch moves; for the voice in the box",
)
PAN = Field("pan", Named((("left", -0.6), ("right", 0.6)), Decimal(-1, 1)), "from which side")
NAME = Field(
    "name",
    Shaped(VOICE_NAME, "a voice's name, such as en-us+m6 or flite/slt"),
    "which voice; the usual one if left out",
)
SPEAKER: Record[Speaker] = Record(
    "a voice", (PACE, PITCH, RANGE, PAN, NAME), _speaker, "{pace: 0.9, pitch: low, pan: right}"
)


def _card(values: Values, _span: Span, _report: Report) -> Card:
    return Card(values.get(CARD_TITLE, ""), values.get(CARD_LINES, ()), values.get(CARD_REVIEW, 0))


CARD_TITLE = Field("title", Text(), "what the card is called", required=True)
CARD_LINES = Field(
    "lines", ListOf(ID), "the ids of the questions whose answers it shows", required=True
)
CARD_REVIEW = Field("review", Days(), "after how many days to look at it again")

_WORDS = ListOf(Text())


def _gist(words: str, span: Span, report: Report) -> str | None:
    if len(words) > MOST_GIST:
        message = f"the gist has {len(words)} characters, and {MOST_GIST} fit on its line"
        report.add(span, message, "say it shorter, such as: jaw, shoulders, hands")
        return None
    return words


COMPANION = Field(
    "companion", Version(), "the version of this format", required=True, default=str(FORMAT)
)
TITLE = Field("title", Text("a short title"), "what it's called", required=True)
INTENT = Field("intent", Text(), "what it's for, in one line")
GIST = Field(
    "gist",
    Converted(Text(), _gist, f"at most {MOST_GIST} characters, such as: jaw, shoulders, hands"),
    "what it does, in a few words for the list of sessions",
)
REGISTER = Field(
    "register",
    Choice(REGISTERS, "register"),
    "how it talks: plain (short, one thing at a time), warm (like company) or spare (hardly)",
)
SCRIPT_ID = Field("id", ID, "its name in commands; the file's name if left out")
LANG = Field(
    "lang",
    Shaped(_LANG, "a language such as en or en-GB"),
    "the language of its words and its voice",
)
KIND = Field("kind", Choice(KINDS, "kind"), "what sort of session it is")
MOMENT = Field("moment", ListOf(Choice(MOMENTS, "moment")), "when someone would want it")
THEMES = Field(
    "themes", ListOf(Choice(tuple(THEMES_KNOWN), "theme")), "what it speaks to, T1 to T19"
)
TECHNIQUE = Field(
    "technique", ListOf(Choice(TECHNIQUES, "technique")), "what it's built on; tags take any words"
)
TAGS = Field("tags", _WORDS, "any words to find it by")
LENGTH = Field("length", _LENGTH, "the lengths it promises; checked against the steps")
VOICE = Field("voice", SPEAKER, "how it's spoken")
VOICES = Field(
    "voices", MapOf("voices", SPEAKER), "further speakers, each under a name that you choose"
)
AMBIENT = Field(
    "ambient",
    Text("a background sound, or off"),
    "the background sound it starts with; off if left out",
)
VARS = Field("vars", MapOf("vars", _SLOT), "words that are filled in for {name}")
CAUTIONS = Field("cautions", _WORDS, "what to know before it; shown first")
NOT_FOR = Field("not_for", _WORDS, "when something else serves better; shown first")
SAFETY = Field(
    "safety",
    ListOf(Choice(("relationship", "together"), "safety flag")),
    "relationship: about the two of you; together as well: both of you listen",
)
WAY_OUT = Field("way_out", Text(), "what to do when it gets too much; shown first")
EVIDENCE = Field(
    "evidence",
    Record("evidence", (GRADE, EVIDENCE_NOTE, SOURCE), _evidence),
    "how well the technique is supported",
)
AUTHOR = Field("author", Text(), "who wrote it")
LICENSE = Field("license", Text(), "under which terms")
REVIEWED = Field("reviewed", Shaped(_DATE, "a date such as 2026-11-22"), "when a person checked it")
CARD = Field(
    "card",
    Record("card", (CARD_TITLE, CARD_LINES, CARD_REVIEW), _card),
    "what to keep from an agreement, shown at the end",
)
STEPS_FIELD = Field("steps", STEPS, "what happens, in order", required=True)

KEYS: tuple[Field[Any], ...] = (
    COMPANION, TITLE, INTENT, GIST, REGISTER, SCRIPT_ID, LANG, KIND, MOMENT, THEMES, TECHNIQUE,
    TAGS, LENGTH, VOICE, VOICES, AMBIENT, VARS, CAUTIONS, NOT_FOR, SAFETY, WAY_OUT, EVIDENCE,
    AUTHOR, LICENSE, REVIEWED, CARD, STEPS_FIELD,
)  # fmt: skip

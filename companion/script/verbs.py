"""The one table of verbs and keys: it is the parser, and what an author is told about each.

A new verb is a row here and a step type in `model`; nothing else in this folder changes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from companion.document import Node, Span
from companion.script.fields import Field, Kind, Record, Report, ShortOrLong, Values
from companion.script.kinds import Choice, Duration, Rounds, Stretch, Text, Whole, YesNo, glue
from companion.script.speech import split
from companion.script.step import (
    Bell,
    Breathe,
    Count,
    Glue,
    Guide,
    Note,
    Phase,
    PhaseName,
    Say,
    Section,
    Silence,
    Step,
)
from companion.units import MINUTE, SECOND, Millis

Build = Callable[[Any, Span, Report], Step | None]


@dataclass(frozen=True, slots=True)
class Verb:
    """One row: what a step is called, what it takes, and the step it makes."""

    name: str
    takes: Kind[Any]
    build: Build
    help: str

    def read(self, node: Node, report: Report) -> Step | None:
        """The step, or None after reporting why there is none."""
        value = self.takes.read(node, report)
        return None if value is None else self.build(value, node.span, report)


PATTERNS: dict[str, tuple[Phase, ...]] = {
    name: tuple(Phase(cast("PhaseName", phase), Millis(ms)) for phase, ms in phases)
    for name, phases in {
        "soft-out": (("in", 3000), ("out", 5000)),
        "sigh": (("in", 3000), ("top_up", 1500), ("out", 6000), ("rest", 500)),
        "six": (("in", 4000), ("out", 6000)),
        "even-six": (("in", 5000), ("out", 5000)),
        "slow-out": (("in", 4000), ("out", 8000)),
    }.items()
}
"""Breath patterns by name; lengths and their evidence are in the design's breath table."""

_USUAL_ROUNDS = Count(2, 4, 8)
_PHASE = Duration(least=Millis(500), most=Millis(12_000))

# --- silence ---------------------------------------------------------------------------------
LEAST = Field("least", Duration(), "the shortest it may be", required=True)
USUAL = Field("usual", Duration(), "how long it is when nobody asks", required=True)
MOST = Field("most", Duration(), "the longest it may be; without it there is no end")
WEIGHT = Field("weight", Whole(1, 100), "its share of what is left over, beside other open ones")


def _long_silence(values: Values, span: Span, report: Report) -> Glue | None:
    least, usual = values.get(LEAST, Millis(0)), values.get(USUAL, Millis(0))
    most = values.get(MOST, Millis(-1))
    checked = glue([least, usual, usual if most < 0 else most], span, report)
    if checked is None:
        return None
    weight = float(values.get(WEIGHT, 1))
    return replace(checked, most=None if most < 0 else most, weight=weight)


_SILENCE = ShortOrLong(Stretch(), Record("silence", (LEAST, USUAL, MOST, WEIGHT), _long_silence))

# --- breathe ---------------------------------------------------------------------------------
PHASES: tuple[Field[Millis], ...] = (
    Field("in", _PHASE, "breathing in", required=True),
    Field("top_up", _PHASE, "a second small breath in"),
    Field("hold", _PHASE, "held, full; never more than 4s"),
    Field("out", _PHASE, "breathing out; at least as long as in", required=True),
    Field("rest", _PHASE, "empty, before the next breath"),
)
ROUNDS = Field("rounds", Rounds(1, 400), "how many; whole rounds only")
GUIDE = Field("guide", Choice(("none", "first-round", "every-round"), "guide"), "what is spoken")
PATTERN = Field("pattern", Choice(tuple(PATTERNS), "breath pattern"), "a breath by name")


def _guide(values: Values) -> Guide:
    return cast("Guide", values.get(GUIDE, "first-round"))


def _own_breath(values: Values, span: Span, _report: Report) -> Breathe | None:
    lengths = [(field.name, values.get(field, Millis(0))) for field in PHASES]
    phases = tuple(Phase(cast("PhaseName", name), ms) for name, ms in lengths if ms)
    return Breathe(phases, values.get(ROUNDS, _USUAL_ROUNDS), _guide(values), span)


def _named_breath(values: Values, span: Span, _report: Report) -> Breathe | None:
    phases = PATTERNS[values.get(PATTERN, "soft-out")]
    return Breathe(phases, values.get(ROUNDS, _USUAL_ROUNDS), _guide(values), span)


@dataclass(frozen=True, slots=True)
class _Breath:
    """A pattern's name, a pattern with rounds, or phases of one's own."""

    says: str = "soft-out, or {in: 4s, out: 6s, rounds: 4}"

    def read(self, node: Node, report: Report) -> Breathe | None:
        named = Record("breathe", (PATTERN, ROUNDS, GUIDE), _named_breath)
        own = Record("breathe", (*PHASES, ROUNDS, GUIDE), _own_breath)
        entries = getattr(node, "entries", ())
        is_named = any(key.text == PATTERN.name for key, _ in entries)
        return ShortOrLong(_ByName(), named if is_named else own).read(node, report)


@dataclass(frozen=True, slots=True)
class _ByName:
    says: str = "a breath pattern's name"

    def read(self, node: Node, report: Report) -> Breathe | None:
        name = PATTERN.kind.read(node, report)
        return None if name is None else _named_breath(Values({"pattern": name}), node.span, report)


# --- bell and section --------------------------------------------------------------------------
SOUND = Field("sound", Text(), "which bell", required=True)
TIMES = Field("times", Whole(1, 12), "how often it is struck")
EVERY = Field("every", Duration(least=SECOND, most=MINUTE), "from one strike to the next")
TITLE = Field("title", Text(), "the name of the chapter", required=True)
OPTIONAL = Field("optional", YesNo(), "left out when time is short")


def _bell(values: Values, span: Span, _report: Report) -> Bell:
    every = values.get(EVERY, Millis(6 * SECOND))
    return Bell(values.get(SOUND, ""), values.get(TIMES, 1), every, span)


def _section(values: Values, span: Span, _report: Report) -> Section:
    return Section(values.get(TITLE, ""), values.get(OPTIONAL, False), span)


@dataclass(frozen=True, slots=True)
class _Named:
    """The short form of a record that needs one word only."""

    field: Field[str]
    build: Callable[[Values, Span, Report], Any]

    @property
    def says(self) -> str:
        return self.field.help

    def read(self, node: Node, report: Report) -> Any:
        word = self.field.kind.read(node, report)
        return (
            None if word is None else self.build(Values({self.field.name: word}), node.span, report)
        )


def _as_it_is(value: Any, _span: Span, _report: Report) -> Step:
    return cast("Step", value)


def _say(text: str, span: Span, report: Report) -> Step | None:
    parts = split(text, span, report)
    return Say(parts, span) if parts else None


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("say", Text(), _say, "words that are spoken; [3s] is a rest inside them"),
        Verb(
            "silence",
            _SILENCE,
            lambda value, span, _report: Silence(value, span),
            "room; it may stretch with the length of the session",
        ),
        Verb("breathe", _Breath(), _as_it_is, "rounds of one breath, shown, sounded and guided"),
        Verb(
            "bell",
            ShortOrLong(_Named(SOUND, _bell), Record("bell", (SOUND, TIMES, EVERY), _bell)),
            _as_it_is,
            "a bell, once or several times",
        ),
        Verb(
            "section",
            ShortOrLong(_Named(TITLE, _section), Record("section", (TITLE, OPTIONAL), _section)),
            _as_it_is,
            "a chapter begins",
        ),
        Verb("note", Text(), lambda text, span, _report: Note(text, span), "for authors only"),
    )
}

"""`breathe`: rounds of one breath, given by a pattern's name or by its phases."""

from typing import cast

from companion.reading.fields import ByKey, Converted, Field, Record, Report, ShortOrLong, Values
from companion.reading.flaw import Span
from companion.reading.scalars import Choice, Duration
from companion.script.kinds import STEPS, Rounds
from companion.script.step import Breathe, Count, Guide, Phase, PhaseName
from companion.units import Millis

PATTERNS: dict[str, tuple[Phase, ...]] = {
    name: tuple(Phase(cast("PhaseName", phase), Millis(ms)) for phase, ms in phases)
    for name, phases in {
        "soft-out": (("in", 3000), ("out", 5000)),
        "sigh": (("in", 3000), ("top_up", 1500), ("out", 6000), ("rest", 500)),
        "six": (("in", 4000), ("out", 6000)),
        "even-six": (("in", 5000), ("out", 5000)),
        "slow-out": (("in", 4000), ("out", 8000)),
        "soft-box": (("in", 4000), ("hold", 2000), ("out", 4000), ("rest", 2000)),
    }.items()
}
"""Breath patterns by name; the design's breath table gives the evidence for their lengths."""

_USUAL_ROUNDS = Count(2, 4, 8)
_PHASE = Duration(least=Millis(500), most=Millis(12_000))
GUIDES = ("none", "first-round", "every-round", "count")

PHASES: tuple[Field[Millis], ...] = (
    Field("in", _PHASE, "breathing in", required=True),
    Field("top_up", _PHASE, "a second small breath in"),
    Field("hold", _PHASE, "staying full; 4s at the very most"),
    Field("out", _PHASE, "breathing out; at least as long as in", required=True),
    Field("rest", _PHASE, "staying empty, before the next breath"),
)
ROUNDS = Field("rounds", Rounds(1, 400), "how many rounds; only whole ones are played")
GUIDE = Field(
    "guide",
    Choice(GUIDES, "guide"),
    "what is spoken; `count` counts seconds in the first rounds",
)
PATTERN = Field("pattern", Choice(tuple(PATTERNS), "breath pattern"), "a breath by its name")
INSTEAD = Field(
    "instead", STEPS, "steps for the same time, for people who want no words about breathing"
)
_MORE = (ROUNDS, GUIDE, INSTEAD)


def _breathe(phases: tuple[Phase, ...], values: Values, span: Span) -> Breathe:
    guide = cast("Guide", values.get(GUIDE, "first-round"))
    rounds = values.get(ROUNDS, _USUAL_ROUNDS)
    return Breathe(phases, rounds, guide, span, values.get(INSTEAD, ()))


def _from_phases(values: Values, span: Span, _report: Report) -> Breathe:
    lengths = [(field.name, values.get(field, Millis(0))) for field in PHASES]
    phases = tuple(Phase(cast("PhaseName", name), ms) for name, ms in lengths if ms)
    return _breathe(phases, values, span)


def _from_pattern(values: Values, span: Span, _report: Report) -> Breathe:
    return _breathe(PATTERNS[values.get(PATTERN, "soft-out")], values, span)


def _from_name(name: str, span: Span, _report: Report) -> Breathe:
    return _breathe(PATTERNS[name], Values({}), span)


BREATHE: ShortOrLong[Breathe] = ShortOrLong(
    Converted(PATTERN.kind, _from_name, PATTERN.kind.says),
    ByKey(
        PATTERN.name,
        Record("breathe", (PATTERN, *_MORE), _from_pattern),
        Record("breathe", (*PHASES, *_MORE), _from_phases),
    ),
    "soft-out, or {in: 4s, out: 6s, rounds: 4}",
)

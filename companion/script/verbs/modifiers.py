"""The settings that any step can have: `id`, `pace`, `voice` and `when`."""

from dataclasses import replace
from typing import Any, cast

from companion.reading.fields import Field, ListOf, Record, Report, Values
from companion.reading.flaw import Span
from companion.reading.scalars import ID, Choice, Decimal, Named, Shaped, Text, Whole
from companion.script.manner import (
    PLAIN,
    RISE,
    Anchor,
    Anchored,
    Answered,
    Belled,
    Breathed,
    Condition,
    Given,
    Manner,
    Rated,
    Worded,
    Words,
)
from companion.script.verbs.questions import ANCHORS

DENSITIES: tuple[Words, ...] = ("guided", "light", "quiet")
PACES = (("slower", 0.8), ("slow", 0.9), ("normal", 1.0), ("brisk", 1.1))
PACE_KIND = Named(PACES, Decimal(0.7, 1.3))

RATE = Field("rate", ID, "the id of a rate step before this one")
AT_LEAST = Field("at_least", Whole(0, 10), "holds from this number up")
AT_MOST = Field("at_most", Whole(0, 10), "holds up to this number")
OR_UP_FROM = Field(
    "or_up_from",
    ID,
    f"the id of an earlier rate; holds as well when this one is {RISE} or more above that one",
)
ANSWER = Field(
    "answer", ListOf(ID), "the id of a question before this one; several only together with given"
)
IS = Field("is", Text("an option's label"), "holds when this option was chosen")
GIVEN = Field(
    "given",
    Choice(("yes", "no"), "answer"),
    "yes holds when someone answered (any of) it, no when it was skipped or timed out",
)
ANCHOR = Field(
    "anchor", ListOf(Choice(ANCHORS, "anchor")), "holds while attention rests with one of these"
)
WORDS = Field(
    "words", Choice(DENSITIES, "density"), "holds when at least this many words are wanted"
)
BREATH = Field(
    "breath",
    Choice(("yes", "no"), "answer"),
    "yes holds when words about breathing are wanted, no when they aren't (`--no-breath`)",
)

BELLS = Field(
    "bells",
    Choice(("yes", "no"), "answer"),
    "yes holds when bells are wanted, no when they aren't (`--bells off`)",
)


def _when(values: Values, span: Span, report: Report) -> tuple[Condition, ...] | None:
    if problem := _mispaired(values):
        report.add(span, *problem)
        return None
    conditions: list[Condition] = []
    low, high = values.find(AT_LEAST), values.find(AT_MOST)
    if (rate := values.find(RATE)) is not None:
        earlier = values.get(OR_UP_FROM, "")
        conditions.append(Rated(rate, low or 0, 10 if high is None else high, span, earlier))
    answer, option, given = values.find(ANSWER), values.find(IS), values.find(GIVEN)
    if answer is not None and option is not None:
        conditions.append(Answered(answer[0], option, span))
    if answer is not None and given is not None:
        conditions.append(Given(answer, given == "yes", span))
    if (anchors := values.find(ANCHOR)) is not None:
        conditions.append(Anchored(cast("tuple[Anchor, ...]", anchors), span))
    if (words := values.find(WORDS)) is not None:
        conditions.append(Worded(cast("Words", words), span))
    if (breath := values.find(BREATH)) is not None:
        conditions.append(Breathed(breath == "yes", span))
    if (bells := values.find(BELLS)) is not None:
        conditions.append(Belled(bells == "yes", span))
    if not conditions:
        remedy = "write one, as in {words: guided}, or delete when:"
        report.add(span, "there's no condition here", remedy)
        return None
    return tuple(conditions)


def _mispaired(values: Values) -> tuple[str, str] | None:
    """The message and the remedy for keys that need each other, where one of them is missing."""
    low, high = values.find(AT_LEAST), values.find(AT_MOST)
    answer, option, given = values.find(ANSWER), values.find(IS), values.find(GIVEN)
    if (values.find(RATE) is None) == (low is not None or high is not None):
        remedy = "write them together, as in {rate: before, at_least: 8}"
        return "rate and at_least (or at_most) belong together", remedy
    if values.find(OR_UP_FROM) is not None and low is None:
        remedy = "write them together, as in {rate: after, at_least: 9, or_up_from: before}"
        return "or_up_from and at_least belong together", remedy
    if (answer is None) != (option is None and given is None):
        remedy = "write them together, as in {answer: focus, is: Sounds}"
        return "answer and is (or given) belong together", remedy
    if answer is not None and option is not None and len(answer) != 1:
        return "is needs one question", "write one id after answer:"
    return None


WHEN_FIELDS: tuple[Field[Any], ...] = (
    RATE, AT_LEAST, AT_MOST, OR_UP_FROM, ANSWER, IS, GIVEN, ANCHOR, WORDS, BREATH, BELLS,
)  # fmt: skip
WHEN = Field(
    "when",
    Record("when", WHEN_FIELDS, _when, "{rate: before, at_least: 8} or {words: guided}"),
    "plays only while all of this holds",
)
STEP_ID = Field("id", ID, "its own name, so that a journal or a note can refer to it")
PACE = Field("pace", PACE_KIND, "how fast it is spoken")
VOICE = Field("voice", Shaped(r"[a-z][a-z0-9_]*", "a name from voices"), "who speaks it")

MODIFIERS: tuple[Field[Any], ...] = (STEP_ID, PACE, VOICE, WHEN)


def manner(values: Values) -> Manner:
    """Return the manner that the modifiers of a step describe."""
    return replace(
        PLAIN,
        id=values.get(STEP_ID, ""),
        pace=values.get(PACE, 1.0),
        voice=values.get(VOICE, ""),
        when=values.get(WHEN, ()),
    )

"""`rate`, `ask`, `write` and `choose`: questions, each of which ends after its timeout."""

from typing import cast

from companion.reading.fields import Field, ListOf, Record, Report, Values
from companion.reading.flaw import Span
from companion.reading.scalars import ID, Choice, Duration, Text, YesNo
from companion.script.kinds import STEPS
from companion.script.manner import Anchor
from companion.script.step import Ask, Choose, Clock, Keep, Option, Rate, Write
from companion.units import MINUTE, SECOND, Millis

ANCHORS: tuple[Anchor, ...] = ("breath", "feet", "hands", "sounds", "object")
LEAST_OPTIONS, MOST_OPTIONS = 2, 9
_WAIT = Duration(Millis(5 * SECOND), Millis(10 * MINUTE))
MOST_WRITING = Millis(10 * MINUTE)
# A box that nobody writes in closes after this time; no box closes on a person who writes.
_UNTOUCHED = Millis(30 * SECOND)

QUESTION_ID = Field("id", ID, "its name in later steps", required=True)
PROMPT = Field("prompt", Text(), "what is asked, spoken and shown", required=True)
RATE_PROMPT = Field("prompt", Text(), "what is asked; if left out, how strong it is right now")
LOW = Field("low", Text(), "what 0 means, in a word or two")
HIGH = Field("high", Text(), "what 10 means, in a word or two")
_WAITS = "how long it waits for a first key, 5s to 10m; if left out, rate 20s, choose 15s, ask 60s"
TIMEOUT = Field("timeout", _WAIT, _WAITS)
CLOCK = Field(
    "clock",
    Choice(("stops", "runs"), "clock"),
    "what the session's time does while the person writes; `stops` if left out",
)
MOST = Field(
    "most",
    Duration(Millis(30 * SECOND), Millis(60 * MINUTE)),
    "with `clock: runs`, the session's own time for it; 10m if left out",
)
KEEP = Field(
    "keep",
    Choice(("ask", "never"), "way of keeping"),
    "`ask` shows it once more at the end, to copy, before it goes; `never` doesn't; `ask` if left "
    "out",
)


def _rate(values: Values, span: Span, _report: Report) -> Rate:
    return Rate(
        values.get(QUESTION_ID, ""),
        values.get(RATE_PROMPT, "How strong is it right now?"),
        values.get(LOW, "quiet"),
        values.get(HIGH, "overwhelming"),
        values.get(TIMEOUT, Millis(20 * SECOND)),
        span,
    )


def _ask(values: Values, span: Span, _report: Report) -> Ask:
    timeout = values.get(TIMEOUT, MINUTE)
    return Ask(values.get(QUESTION_ID, ""), values.get(PROMPT, ""), timeout, span)


def _write(values: Values, span: Span, _report: Report) -> Write:
    clock = cast("Clock", values.get(CLOCK, "stops"))
    most = values.get(MOST, MOST_WRITING)
    timeout = most if clock == "runs" else _UNTOUCHED
    keep = cast("Keep", values.get(KEEP, "ask"))
    prompt = values.get(PROMPT, "")
    return Write(values.get(QUESTION_ID, ""), prompt, clock, timeout, most, keep, span)


LABEL = Field("label", Text(), "what it says, spoken and shown", required=True)
DEFAULT = Field("default", YesNo(), "taken when nobody answers; one option needs it")
OPTION_STEPS = Field("steps", STEPS, "what happens when it is chosen")
ANCHOR = Field("anchor", Choice(ANCHORS, "anchor"), "where attention rests from here on")
NEXT = Field("next", ID, "the script that comes next; this one closes kindly first")


def _option(values: Values, span: Span, _report: Report) -> Option:
    return Option(
        values.get(LABEL, ""),
        values.get(DEFAULT, False),
        values.get(OPTION_STEPS, ()),
        cast("Anchor | None", values.find(ANCHOR)),
        values.get(NEXT, ""),
        span,
    )


OPTION: Record[Option] = Record(
    "an option", (LABEL, DEFAULT, OPTION_STEPS, ANCHOR, NEXT), _option, "label: and steps:"
)
OPTIONS = Field("options", ListOf(OPTION), "two to nine ways to go on", required=True)


def _choose(values: Values, span: Span, report: Report) -> Choose | None:
    options = values.get(OPTIONS, ())
    labels = [option.label for option in options]
    doubled = next((o for i, o in enumerate(options) if o.label in labels[:i]), None)
    defaults = [option for option in options if option.default]
    if not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
        remedy = "give it at least two, and at most nine"
        report.add(span, "this choice has too few or too many options", remedy)
    elif doubled is not None:
        message = f'two options have the label "{doubled.label}"'
        report.add(doubled.span, message, "give one of them another label")
    elif not defaults:
        remedy = "add default: true to the option that is taken when nobody answers"
        report.add(options[0].span, "none of these options is the default", remedy)
    elif len(defaults) > 1:
        report.add(defaults[1].span, "a choice can have only one default", "keep one default: true")
    else:
        timeout = values.get(TIMEOUT, Millis(15 * SECOND))
        prompt = values.get(PROMPT, "")
        return Choose(values.get(QUESTION_ID, ""), prompt, timeout, options, span)
    return None


RATE: Record[Rate] = Record("rate", (QUESTION_ID, RATE_PROMPT, LOW, HIGH, TIMEOUT), _rate)
ASK: Record[Ask] = Record("ask", (QUESTION_ID, PROMPT, TIMEOUT), _ask)
WRITE: Record[Write] = Record("write", (QUESTION_ID, PROMPT, CLOCK, MOST, KEEP), _write)
CHOOSE: Record[Choose] = Record("choose", (QUESTION_ID, PROMPT, TIMEOUT, OPTIONS), _choose)

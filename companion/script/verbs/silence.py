"""`silence`: a silence that may stretch, and the reminders in a long one."""

from dataclasses import replace

from companion.reading.fields import Converted, Field, ListOf, Record, Report, ShortOrLong, Values
from companion.reading.flaw import Span
from companion.reading.scalars import Duration, Text, Whole
from companion.script.kinds import Stretch, glue
from companion.script.step import Remind, Silence
from companion.units import MINUTE, SECOND, Millis

LEAST = Field("least", Duration(), "the shortest it may be", required=True)
USUAL = Field("usual", Duration(), "how long it usually is; halfway if left out")
MOST = Field("most", Duration(), "the longest it may be; no limit if left out")
WEIGHT = Field(
    "weight", Whole(1, 100), "its share of the time left over, compared with other open silences"
)
REMIND_EVERY = Field(
    "every", Duration(Millis(15 * SECOND), Millis(30 * MINUTE)), "the least time between two lines"
)
LINES = Field(
    "lines", ListOf(Text()), "short lines, spoken one at a time, in this order", required=True
)
_USUAL_EVERY = Millis(90 * SECOND)


def _remind(values: Values, span: Span, report: Report) -> Remind | None:
    lines = values.get(LINES, ())
    if not lines:
        report.add(span, "there are no lines here", "add lines: with at least one short line")
        return None
    return Remind(values.get(REMIND_EVERY, _USUAL_EVERY), lines)


REMIND = Field(
    "remind",
    Record(
        "remind", (REMIND_EVERY, LINES), _remind, "{every: 90s, lines: [Begin again, right here.]}"
    ),
    "lines that are spoken now and then in a long silence, at most one in each `every`",
)


def _long(values: Values, span: Span, report: Report) -> Silence | None:
    least, most = values.get(LEAST, Millis(0)), values.find(MOST)
    usual = values.get(USUAL, least if most is None else Millis((least + most) // 2))
    checked = glue([least, usual, usual if most is None else most], span, report)
    if checked is None:
        return None
    whole = replace(checked, most=most, weight=float(values.get(WEIGHT, 1)))
    return Silence(whole, span, values.find(REMIND))


SILENCE: ShortOrLong[Silence] = ShortOrLong(
    Converted(Stretch(), lambda stretch, span, _: Silence(stretch, span), Stretch().says),
    Record("silence", (LEAST, USUAL, MOST, WEIGHT, REMIND), _long),
    Stretch().says,
)

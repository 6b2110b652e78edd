"""`section`, `repeat` and `include`: the verbs that group steps."""

from companion.reading.fields import Converted, Field, MapOf, Record, Report, ShortOrLong, Values
from companion.reading.flaw import Span
from companion.reading.scalars import Duration, Text, YesNo
from companion.script.kinds import STEPS, Rounds
from companion.script.step import Count, Include, Repeat, Section
from companion.units import HOUR, SECOND, Millis

TITLE = Field("title", Text("a short title"), "the name of the chapter", required=True)
OPTIONAL = Field("optional", YesNo(), "left out when time is short, the last one first")
TIMES = Field("times", Rounds(1, 100), "how often; a range adapts to the length of the session")
FOR = Field(
    "for", Duration(SECOND, HOUR), "about how long; the number of whole rounds that comes nearest"
)
REPEATED = Field("steps", STEPS, "what is repeated", required=True)
PATH = Field(
    "path",
    Text("a path such as parts/water.yaml"),
    "a file beside this script, or in a folder below",
    required=True,
)
VARS = Field("vars", MapOf("vars", Text()), "the words for the other script's slots")


def _section(values: Values, span: Span, _report: Report) -> Section:
    return Section(values.get(TITLE, ""), values.get(OPTIONAL, False), span)


def _repeat(values: Values, span: Span, report: Report) -> Repeat | None:
    times, length = values.find(TIMES), values.find(FOR)
    if (times is None) == (length is None):
        remedy = "add times: 3, or for: 5m" if times is None else "keep only one of times and for"
        report.add(span, "a repeat needs either times or for", remedy)
        return None
    rounds: Count | Millis = times or length or Count(1, 1, 1)
    return Repeat(rounds, values.get(REPEATED, ()), span)


REPEAT: Record[Repeat] = Record("repeat", (TIMES, FOR, REPEATED), _repeat, "times: and steps:")


def _include(values: Values, span: Span, _report: Report) -> Include:
    return Include(values.get(PATH, ""), values.get(VARS, {}), span)


SECTION: ShortOrLong[Section] = ShortOrLong(
    Converted(TITLE.kind, lambda title, span, _: Section(title, False, span), TITLE.kind.says),
    Record("section", (TITLE, OPTIONAL), _section),
    "a title, or {title: Both of us, optional: true}",
)
INCLUDE: ShortOrLong[Include] = ShortOrLong(
    Converted(PATH.kind, lambda path, span, _: Include(path, {}, span), PATH.kind.says),
    Record("include", (PATH, VARS), _include),
    PATH.kind.says,
)

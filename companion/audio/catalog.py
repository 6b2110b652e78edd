"""The catalogue of sounds: which bells there are, and how each is made."""

from dataclasses import dataclass
from typing import Any

from companion import document
from companion.audio.score import Bell, Partial
from companion.document import Mapping, Node, Span
from companion.script.diagnostic import BadScriptError, diagnose
from companion.script.fields import Field, ListOf, Record, Report, Values
from companion.script.kinds import Duration, Text
from companion.units import SECOND, Millis


@dataclass(frozen=True, slots=True)
class Number:
    """A positive number with a decimal point where needed."""

    most: float
    says: str = "a number such as 2.76"

    def read(self, node: Node, report: Report) -> float | None:
        """The number."""
        try:
            number = float(getattr(node, "text", ""))
        except ValueError:
            number = 0.0
        if 0 < number <= self.most:
            return number
        report.add(node.span, "there should be a number here", f"above 0, up to {self.most:g}")
        return None


_RATIO = Field("ratio", Number(20), "frequency over the strike note", required=True)
_LEVEL = Field("level", Number(1), "level beside the loudest partial", required=True)
_DECAY = Field("decay", Duration(most=Millis(60_000)), "time to fade by 60 dB", required=True)


def _partial(values: Values, _span: Span, _report: Report) -> Partial:
    decay = values.get(_DECAY, SECOND) / SECOND
    return Partial(values.get(_RATIO, 1.0), values.get(_LEVEL, 1.0), decay)


_ABOUT = Field("about", Text(), "what it is like", required=True)
_LICENSE = Field("license", Text(), "its licence", required=True)
_LENGTH = Field("length", Duration(most=Millis(60_000)), "how long it rings", required=True)
_STRIKE = Field("strike", Number(5_000), "its note in Hz", required=True)
_PARTIALS = Field(
    "partials",
    ListOf(Record("a partial", (_RATIO, _LEVEL, _DECAY), _partial)),
    "what it is made of",
    required=True,
)
_BELL: Record[Any] = Record(
    "a bell",
    (_ABOUT, _LICENSE, _LENGTH, _STRIKE, _PARTIALS),
    lambda values, _span, _report: Bell(
        "", values.get(_LENGTH, SECOND), values.get(_STRIKE, 440.0), values.get(_PARTIALS, ())
    ),
)


@dataclass(frozen=True, slots=True)
class _Bells:
    says: str = "bells by name"

    def read(self, node: Node, report: Report) -> dict[str, Bell] | None:
        if not isinstance(node, Mapping):
            report.add(node.span, "bells should be listed by name")
            return None
        read = {key.text: _BELL.read(value, report) for key, value in node.entries}
        return {
            name: Bell(name, bell.length, bell.strike, bell.partials)
            for name, bell in read.items()
            if bell is not None
        }


def read_bells(text: str, file: str) -> dict[str, Bell]:
    """The bells of a catalogue, the one for intervals first.

    Raises:
        BadScriptError: with every mistake in it.
    """
    report = Report()
    bells: Field[dict[str, Bell]] = Field("bells", _Bells(), "bells by name", required=True)
    record: Record[dict[str, Bell]] = Record(
        "the catalogue", (bells,), lambda values, _span, _report: values.get(bells, {})
    )
    try:
        read = document.read(text)
        report.flaws += read.flaws
        found = record.read(read.root, report)
    except document.FlawedTextError as error:
        report.flaws += error.flaws
        found = None
    if report.flaws or not found:
        raise BadScriptError(diagnose(file, text, report.flaws))
    return found

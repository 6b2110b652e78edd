"""What a field takes: each kind of value reads a node, or reports what is wrong with it.

These kinds are the words of the one table of verbs. A kind never raises and never stops at
the first mistake: it reports to a `Report` and gives None.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Generic, Protocol, TypeVar, cast

from companion.document import Flaw, Node, Span
from companion.document import Mapping as MappingNode
from companion.document import Sequence as SequenceNode

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(slots=True)
class Report:
    """Where flaws are gathered while a tree is read."""

    flaws: list[Flaw] = field(default_factory=list)

    def add(self, span: Span, message: str, remedy: str = "") -> None:
        """Note one flaw."""
        self.flaws.append(Flaw(span, message, remedy))


class Kind(Protocol[T_co]):
    """A kind of value that a field can take."""

    @property
    def says(self) -> str:
        """What it looks like, in words: `a length such as 4s`."""
        ...

    def read(self, node: Node, report: Report) -> T_co | None:
        """The value, or None after reporting why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One named setting of a record."""

    name: str
    kind: Kind[T]
    help: str
    required: bool = False


class Values:
    """The fields of a record that were given and read well."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def get(self, field: Field[T], default: T) -> T:
        """The value of a field, or the default where it was not given."""
        return cast("T", self._values.get(field.name, default))

    def find(self, field: Field[T]) -> T | None:
        """The value of a field, or None where it was not given."""
        return cast("T | None", self._values.get(field.name))


_FEW = 8
_START = "begin with companion: 1, title: and steps: (companion new NAME writes one to start from)"


def near(word: str, known: Sequence[str]) -> str:
    """A remedy that names the nearest known word, or an empty string."""
    match = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f'did you mean "{match[0]}"?' if match else ""


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of values of one kind; a single value stands for a list of one."""

    item: Kind[T]

    @property
    def says(self) -> str:
        """The items in words."""
        return f"a list, each line with {self.item.says}"

    def read(self, node: Node, report: Report) -> tuple[T, ...] | None:
        """The items that were read well."""
        nodes = node.items if isinstance(node, SequenceNode) else (node,)
        read = (self.item.read(item, report) for item in nodes)
        return tuple(item for item in read if item is not None)


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """`key: value` lines with known keys."""

    name: str
    fields: tuple[Field[Any], ...]
    build: Callable[[Values, Span, Report], T | None]

    @property
    def says(self) -> str:
        """The keys in words."""
        return "lines with " + ", ".join(f.name for f in self.fields)

    def read(self, node: Node, report: Report) -> T | None:
        """The record, built from what was given."""
        if not isinstance(node, MappingNode):
            remedy = f"write {self.says}" if len(self.fields) <= _FEW else _START
            report.add(node.span, f"{self.name} should be key: value lines", remedy)
            return None
        values = self.read_fields(node, report)
        return None if values is None else self.build(values, node.span, report)

    def read_fields(self, node: MappingNode, report: Report) -> Values | None:
        """The fields that were given, or None when one of them is wrong or missing."""
        known = {f.name: f for f in self.fields}
        values: dict[str, object] = {}
        sound = True
        for key, value in node.entries:
            if key.text not in known:
                remedy = near(key.text, tuple(known)) or "it knows " + ", ".join(known)
                report.add(key.span, f'{self.name} has no setting "{key.text}"', remedy)
                sound = False
            elif (read := known[key.text].kind.read(value, report)) is None:
                sound = False
            else:
                values[key.text] = read
        given = {key.text for key, _ in node.entries}
        for missing in (f for f in self.fields if f.required and f.name not in given):
            remedy = f"add {missing.name}: with {missing.kind.says}"
            report.add(node.span, f'{self.name} needs "{missing.name}"', remedy)
            sound = False
        return Values(values) if sound else None


@dataclass(frozen=True, slots=True)
class ShortOrLong(Generic[T]):
    """A value in one word, or with its settings as key: value lines."""

    short: Kind[T]
    long: Record[T]

    @property
    def says(self) -> str:
        """The short form in words."""
        return self.short.says

    def read(self, node: Node, report: Report) -> T | None:
        """The value from whichever form was used."""
        kind: Kind[T] = self.long if isinstance(node, MappingNode) else self.short
        return kind.read(node, report)

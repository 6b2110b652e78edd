"""What a field takes: each kind of value reads a node, or reports what is wrong with it.

These kinds are the words of the one table of verbs. A kind never raises and never stops at
the first mistake: it reports to a `Report` and gives None.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Generic, Protocol, TypeVar, cast

from companion.reading.document import Flaw, Node, Scalar, Span
from companion.reading.document import ListNode as SequenceNode
from companion.reading.document import MapNode as MappingNode

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


def _no_items(node: Node, report: "Report") -> None:
    report.add(node.span, "there are no steps here")


@dataclass(slots=True)
class Report:
    """Where flaws are gathered while a tree is read.

    `read_item` reads what is nested in itself, as steps are; who knows those brings it along.
    `broken` are names of what is there but could not be read, so that nobody is told it is missing.
    """

    flaws: list[Flaw] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    read_item: Callable[[Node, "Report"], object | None] = _no_items

    def add(self, span: Span, message: str, remedy: str = "", at: str = "") -> None:
        """Note one flaw; `at` is the piece of text in the span that is meant."""
        self.flaws.append(Flaw(span, message, remedy, at))


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

    def get(self, field: "Field[T]", default: T) -> T:
        """The value of a field, or the default where it was not given."""
        return cast("T", self._values.get(field.name, default))

    def find(self, field: "Field[T]") -> T | None:
        """The value of a field, or None where it was not given."""
        return cast("T | None", self._values.get(field.name))


NAME = re.compile(r"[a-z][a-z0-9_]*")
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
        """The items, when all of them were read well."""
        nodes = node.items if isinstance(node, SequenceNode) else (node,)
        if isinstance(node, SequenceNode) and node.flow:
            _check_commas(node, report)
        read = [self.item.read(item, report) for item in nodes]
        found = tuple(item for item in read if item is not None)
        return found if len(found) == len(read) else None


def _check_commas(node: SequenceNode, report: Report) -> None:
    """Inside [ ] a comma ends a line; words that go on in small letters were meant as one."""
    texts = [item for item in node.items if isinstance(item, Scalar) and not item.quoted]
    for one, two in pairwise(texts):
        if one.text[:1].isupper() and two.text[:1].islower() and " " in one.text + two.text:
            remedy = 'write each line on a line of its own that starts with "- "'
            report.add(two.span, "inside [ ] a comma ends the line before it", remedy)


@dataclass(frozen=True, slots=True)
class MapOf(Generic[T]):
    """Values of one kind, each under a name of the author's."""

    name: str
    item: Kind[T]

    @property
    def says(self) -> str:
        """The items in words."""
        return f"names, each with {self.item.says}"

    def read(self, node: Node, report: Report) -> Mapping[str, T] | None:
        """What was read well, by name."""
        if not isinstance(node, MappingNode):
            report.add(node.span, f"{self.name} should be key: value lines", f"write {self.says}")
            return None
        found: dict[str, T] = {}
        for key, value in node.entries:
            read = self.item.read(value, report)
            if not NAME.fullmatch(key.text):
                remedy = "use small letters, digits and _, such as partner"
                report.add(key.span, f'"{key.text}" is no name', remedy)
            elif read is None:
                report.broken.add(key.text)
            else:
                found[key.text] = read
        return found


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """`key: value` lines with known keys."""

    name: str
    fields: tuple[Field[Any], ...]
    build: Callable[[Values, Span, Report], T | None]
    example: str = ""

    @property
    def says(self) -> str:
        """The keys in words."""
        return self.example or "lines with " + ", ".join(f.name for f in self.fields)

    def read(self, node: Node, report: Report) -> T | None:
        """The record, built from what was given."""
        if not isinstance(node, MappingNode):
            needed = [f"{f.name}:" for f in self.fields if f.required] or [f"{self.says}"]
            remedy = "write " + " and ".join(needed) + " below it, further right"
            remedy = remedy if len(self.fields) <= _FEW else _START
            report.add(node.span, f"{self.name} needs lines of its own", remedy)
            return None
        values, is_sound = self.read_fields(node, report)
        return self.build(values, node.span, report) if is_sound else None

    def read_fields(self, node: MappingNode, report: Report) -> tuple[Values, bool]:
        """The fields that were read well, and whether those are all that there should be."""
        known = {f.name: f for f in self.fields}
        values: dict[str, object] = {}
        sound = True
        for key, value in node.entries:
            if key.text not in known:
                remedy = near(key.text, tuple(known)) or "it knows " + ", ".join(known)
                if node.flow and isinstance(value, Scalar) and not value.text:
                    remedy = "inside { } a comma ends the words; write each setting on its own line"
                report.add(key.span, f'{self.name} has no setting "{key.text}"', remedy)
                sound = False
            elif (read := known[key.text].kind.read(value, report)) is None:
                sound = False
            else:
                values[key.text] = read
        given = {key.text for key, _ in node.entries}
        for missing in (f for f in self.fields if f.required and f.name not in given):
            with_ = "with " if " " in missing.kind.says else ""
            remedy = f"add {missing.name}: {with_}{missing.kind.says}"
            report.add(node.span, f'{self.name} needs "{missing.name}"', remedy)
            sound = False
        return Values(values), sound


@dataclass(frozen=True, slots=True)
class Converted(Generic[T]):
    """A value that is made of another one."""

    kind: Kind[Any]
    make: Callable[[Any, Span, Report], T | None]
    says: str

    def read(self, node: Node, report: Report) -> T | None:
        """What is made of the value, where that was read well."""
        value = self.kind.read(node, report)
        return None if value is None else self.make(value, node.span, report)


@dataclass(frozen=True, slots=True)
class ShortOrLong(Generic[T]):
    """A value in one word, or with its settings as key: value lines."""

    short: Converted[T]
    long: "Record[T] | ByKey[T]"
    says: str

    def read(self, node: Node, report: Report) -> T | None:
        """The value from whichever form was used."""
        kind: Kind[T] = self.long if isinstance(node, MappingNode) else self.short
        return kind.read(node, report)


@dataclass(frozen=True, slots=True)
class ByKey(Generic[T]):
    """One of two records: which one is told by a key that only the first has."""

    key: str
    present: Record[T]
    absent: Record[T]

    @property
    def says(self) -> str:
        """The keys of the second in words."""
        return self.absent.says

    def read(self, node: Node, report: Report) -> T | None:
        """The record that was meant."""
        keys = {key.text for key, _ in node.entries} if isinstance(node, MappingNode) else set()
        return (self.present if self.key in keys else self.absent).read(node, report)

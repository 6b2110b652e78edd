"""Fields, and the kinds of value that they take: a kind reads a node, or reports its flaws.

The one table of verbs is made of these kinds. A kind never raises and never stops at the first
flaw: it adds each one to a `Report` and returns None.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Generic, Protocol, TypeVar, cast

from companion.reading.document import ListNode, MapNode, Node, Scalar
from companion.reading.flaw import Fix, Flaw, Span

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


def _refuse_item(node: Node, report: "Report") -> None:
    report.add(node.span, "there can't be steps here")


@dataclass(slots=True)
class Report:
    """The flaws found while a tree is read.

    `read_item` reads one nested item, such as a step; the caller gives it, because kinds do not
    know about steps. `broken` holds names whose definitions have flaws, so that nothing reports
    them as missing too.
    """

    flaws: list[Flaw] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    read_item: Callable[[Node, "Report"], object | None] = _refuse_item

    def add(
        self, span: Span, message: str, remedy: str = "", at: str = "", fix: Fix | None = None
    ) -> None:
        """Add a flaw; `at` is the text in the span that it is about, `fix` what mends it."""
        self.flaws.append(Flaw(span, message, remedy, at, fix=fix))


class Kind(Protocol[T_co]):
    """A kind of value that a field can take."""

    @property
    def says(self) -> str:
        """The expected value in words: `a length such as 4s`."""
        ...

    def read(self, node: Node, report: Report) -> T_co | None:
        """Return the value, or None after reporting a flaw."""
        ...


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """One named setting of a record."""

    name: str
    kind: Kind[T]
    help: str
    required: bool = False
    default: str = ""
    """The only value that a required field can have, written in when it is missing."""


class Values:
    """The fields of a record that were given and have no flaws."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def get(self, field: "Field[T]", default: T) -> T:
        """Return the value of a field, or the default if it was not given."""
        return cast("T", self._values.get(field.name, default))

    def find(self, field: "Field[T]") -> T | None:
        """Return the value of a field, or None if it was not given."""
        return cast("T | None", self._values.get(field.name))


NAME = re.compile(r"[a-z][a-z0-9_]*")


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the known word that is most like a word, or an empty string."""
    return next(iter(get_close_matches(word.lower(), known, n=1, cutoff=0.6)), "")


def nearest_hint(word: str, known: Sequence[str]) -> str:
    """Return a remedy that names the nearest known word, or an empty string."""
    match = nearest(word, known)
    return f'did you mean "{match}"?' if match else ""


def nearest_fix(word: str, known: Sequence[str]) -> Fix | None:
    """Return the change of a word to the nearest known one, or None."""
    match = nearest(word, known)
    return Fix(word, match) if word and match else None


@dataclass(frozen=True, slots=True)
class ListOf(Generic[T]):
    """A list of values of one kind; a single value stands for a list of one."""

    item: Kind[T]

    @property
    def says(self) -> str:
        """The items in words."""
        return f"a list, each line with {self.item.says}"

    def read(self, node: Node, report: Report) -> tuple[T, ...] | None:
        """Return the items, or None if any of them has a flaw."""
        nodes = node.items if isinstance(node, ListNode) else (node,)
        if isinstance(node, ListNode) and node.flow:
            _check_commas(node, report)
        values = [self.item.read(item, report) for item in nodes]
        items = tuple(value for value in values if value is not None)
        return items if len(items) == len(values) else None


def _check_commas(node: ListNode, report: Report) -> None:
    """Report words that a comma inside [ ] has split: the second piece starts in small letters."""
    texts = [item for item in node.items if isinstance(item, Scalar) and not item.quoted]
    for first, second in pairwise(texts):
        is_split = first.text[:1].isupper() and second.text[:1].islower()
        if is_split and " " in first.text + second.text:
            remedy = 'put each line on a line of its own that starts with "- "'
            report.add(second.span, "inside [ ] a comma splits the words here", remedy)


@dataclass(frozen=True, slots=True)
class MapOf(Generic[T]):
    """Values of one kind, each under a name that the author chooses."""

    name: str
    item: Kind[T]

    @property
    def says(self) -> str:
        """The items in words."""
        return f"names, each with {self.item.says}"

    def read(self, node: Node, report: Report) -> Mapping[str, T] | None:
        """Return the values without flaws, by name."""
        if not isinstance(node, MapNode):
            report.add(node.span, f"there should be names under {self.name}:", f"write {self.says}")
            return None
        values: dict[str, T] = {}
        for key, item in node.entries:
            value = self.item.read(item, report)
            if not NAME.fullmatch(key.text):
                remedy = "start with a small letter, then use small letters, digits or _"
                report.add(key.span, f'"{key.text}" can\'t be a name here', remedy)
            elif value is None:
                report.broken.add(key.text)
            else:
                values[key.text] = value
        return values


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """A group of settings: `key: value` lines with known keys.

    `start` is the remedy for a file that has no such lines at all.
    """

    name: str
    fields: tuple[Field[Any], ...]
    build: Callable[[Values, Span, Report], T | None]
    example: str = ""
    start: str = ""

    @property
    def says(self) -> str:
        """The example, or else the keys in words."""
        return self.example or "lines with " + ", ".join(f.name for f in self.fields)

    def read(self, node: Node, report: Report) -> T | None:
        """Return the value built from the fields, or None after reporting a flaw."""
        if not isinstance(node, MapNode):
            needed = [f"{f.name}:" for f in self.fields if f.required] or [self.says]
            remedy = self.start or "write " + " and ".join(needed) + " below it, further right"
            report.add(node.span, f"{self.name} needs settings on lines of their own", remedy)
            return None
        values, is_whole = self.read_fields(node, report)
        return self.build(values, node.span, report) if is_whole else None

    def read_fields(self, node: MapNode, report: Report) -> tuple[Values, bool]:
        """Return the fields without flaws, and whether no field is unknown, flawed or missing."""
        fields = {f.name: f for f in self.fields}
        values: dict[str, object] = {}
        is_whole = True
        for key, value in node.entries:
            if key.text not in fields:
                remedy = nearest_hint(key.text, tuple(fields)) or "it has " + ", ".join(fields)
                fix = nearest_fix(key.text, tuple(fields))
                if node.flow and isinstance(value, Scalar) and not value.text:
                    remedy = "inside { } a comma ends the words; put each setting on its own line"
                    fix = None
                report.add(key.span, f'{self.name} has no setting "{key.text}"', remedy, fix=fix)
                is_whole = False
            elif (setting := fields[key.text].kind.read(value, report)) is None:
                is_whole = False
            else:
                values[key.text] = setting
        given = {key.text for key, _ in node.entries}
        for missing in (f for f in self.fields if f.required and f.name not in given):
            joint = "with " if " " in missing.kind.says else ""
            remedy = f"add {missing.name}: {joint}{missing.kind.says}"
            fix = None
            if missing.default and not node.flow:
                line = f"{missing.name}: {missing.default}\n{' ' * node.span.column}"
                fix = Fix("", line, node.span.column)
            report.add(node.span, f'{self.name} needs "{missing.name}"', remedy, fix=fix)
            is_whole = False
        return Values(values), is_whole


@dataclass(frozen=True, slots=True)
class Converted(Generic[T]):
    """A value that is made from a value of another kind."""

    kind: Kind[Any]
    make: Callable[[Any, Span, Report], T | None]
    says: str

    def read(self, node: Node, report: Report) -> T | None:
        """Return the new value, or None after reporting a flaw."""
        value = self.kind.read(node, report)
        return None if value is None else self.make(value, node.span, report)


@dataclass(frozen=True, slots=True)
class ShortOrLong(Generic[T]):
    """A value in a short form, such as one word, or with settings as key: value lines."""

    short: Converted[T]
    long: "Record[T] | ByKey[T]"
    says: str

    def read(self, node: Node, report: Report) -> T | None:
        """Read the form that was used."""
        kind: Kind[T] = self.long if isinstance(node, MapNode) else self.short
        return kind.read(node, report)


@dataclass(frozen=True, slots=True)
class ByKey(Generic[T]):
    """One of two records; a key that only the first one has decides which."""

    key: str
    present: Record[T]
    absent: Record[T]

    @property
    def says(self) -> str:
        """The keys of the second record in words."""
        return self.absent.says

    def read(self, node: Node, report: Report) -> T | None:
        """Read the record that the keys decide on."""
        keys = {key.text for key, _ in node.entries} if isinstance(node, MapNode) else set()
        return (self.present if self.key in keys else self.absent).read(node, report)

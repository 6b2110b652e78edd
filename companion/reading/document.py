"""The YAML door: text becomes a tree of nodes, each with its place in the file.

Scalars stay the text that was typed, so `off`, `no`, `1:30` and `010` mean what they say.
The tree is composed straight from the event stream under limits; nothing is ever constructed,
and libyaml's own composer, which dies on deep nesting, is never called.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import assert_never

import yaml

MOST_BYTES = 256 * 1024
MOST_DEPTH = 24
MOST_NODES = 5_000

_PURE: type = yaml.SafeLoader
_LOADER: type = getattr(yaml, "CSafeLoader", _PURE)


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: zero-based line and column, and how many characters it covers."""

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong at one place, with one remedy."""

    span: Span
    message: str
    remedy: str = ""
    at: str = ""
    """The piece of the text from the span on that is meant, where that is narrower."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text as it was typed."""

    text: str
    span: Span
    quoted: bool = False  # by quotes or a bar


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list of nodes."""

    items: tuple["Node", ...]
    span: Span
    flow: bool = False  # written in brackets on one line


@dataclass(frozen=True, slots=True)
class MapNode:
    """`key: value` lines in the order they were written."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    span: Span
    flow: bool = False  # written in braces on one line


Node = Scalar | ListNode | MapNode


@dataclass(frozen=True, slots=True)
class Document:
    """A whole tree, and the flaws that did not keep it from being read."""

    root: Node
    flaws: tuple[Flaw, ...] = ()


class FlawedTextError(Exception):
    """The text is no document of ours; carries every flaw that was found."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(flaw.message for flaw in self.flaws))


def decode(raw: bytes) -> str:
    """Bytes of a file as text.

    Raises:
        FlawedTextError: when the file is too large or is not UTF-8 text.
    """
    top = Span(0, 0)
    if len(raw) > MOST_BYTES:
        raise FlawedTextError(
            [Flaw(top, "this file is larger than 256 KiB", "split it and keep each script short")]
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FlawedTextError(
            [Flaw(top, "this file is not UTF-8 text", "save it as UTF-8 in your editor")]
        ) from None
    if "\0" in text:
        raise FlawedTextError(
            [Flaw(top, "this file holds NUL characters", "save it as plain UTF-8 text")]
        )
    return text


def read(text: str, *, loader: type | None = None) -> Document:
    """Compose one YAML document.

    Args:
        text: the whole document.
        loader: a PyYAML loader class; libyaml's by default, where it is built in.

    Raises:
        FlawedTextError: for anything that is not one plain document within the limits.
    """
    loader = loader or _LOADER
    lines = text.split("\n")
    flaws: list[Flaw] = []
    try:
        root = _compose(yaml.parse(text, Loader=loader), lines, flaws)
    except yaml.YAMLError as error:
        if loader is not _PURE:
            # libyaml's limits and words differ from version to version; PyYAML's own are the answer
            return read(text, loader=_PURE)
        raise FlawedTextError([_broken(error, lines)]) from None
    if root is None:
        raise FlawedTextError([Flaw(Span(0, 0), "this file is empty", "companion new writes one")])
    return Document(root, tuple(flaws))


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    mapping: bool
    span: Span
    flow: bool
    nodes: list[Node] = field(default_factory=list)

    def close(self, flaws: list[Flaw]) -> ListNode | MapNode:
        if not self.mapping:
            return ListNode(tuple(self.nodes), self.span, self.flow)
        return MapNode(tuple(_pairs(self.nodes, flaws)), self.span, self.flow)


def _pairs(nodes: list[Node], flaws: list[Flaw]) -> Iterator[tuple[Scalar, Node]]:
    """Keys with their values; a key that is no word, or is given twice, is a flaw."""
    seen: dict[str, int] = {}
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        match key:
            case Scalar(text, span):
                if text in seen:
                    remedy = f"it stands first on line {seen[text] + 1}; keep one of them"
                    flaws.append(Flaw(span, f'"{text}" is given twice', remedy))
                elif text == "<<":
                    flaws.append(Flaw(span, "merge keys (<<) are not used", "write the lines out"))
                else:
                    seen[text] = span.line
                    yield key, value
            case ListNode() | MapNode():
                remedy = 'words that hold ": " or start with { or [ need "|"'
                flaws.append(Flaw(key.span, "a key must be a plain word", remedy))
            case _:
                assert_never(key)


def _compose(events: Iterable[yaml.Event], lines: list[str], flaws: list[Flaw]) -> Node | None:
    root: Node | None = None
    stack: list[_Open] = []
    count = documents = 0
    for event in events:
        span = _span(event, lines)
        _refuse_extras(event, span)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                remedy = "keep one script to a file"
                raise FlawedTextError([Flaw(span, "there is a second document here", remedy)])
        done: Node | None = None
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            stack.append(_Open(is_mapping, span, bool(event.flow_style)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = stack.pop().close(flaws)
        elif isinstance(event, yaml.ScalarEvent):
            done = Scalar(event.value, span, bool(event.style))
            flaws += _cut_off(event, lines)
        count += done is not None
        if len(stack) > MOST_DEPTH or count > MOST_NODES:
            raise FlawedTextError([_too_deep(span)])
        if done is not None and stack:
            stack[-1].nodes.append(done)
        elif done is not None:
            root = done
    return root


def _refuse_extras(event: yaml.Event, span: Span) -> None:
    """Anchors, aliases and tags would let four hundred bytes become a billion nodes."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        message = "anchors (&) and aliases (*) are not used in scripts"
        remedy = "write the steps out, or put quotes round words that start with this sign"
        raise FlawedTextError([Flaw(span, message, remedy)])
    if getattr(event, "tag", None):
        message = "tags (!) are not used in scripts"
        raise FlawedTextError([Flaw(span, message, 'put quotes round words that start with "!"')])


def _cut_off(event: yaml.ScalarEvent, lines: list[str]) -> Iterator[Flaw]:
    """Words that a # has cut off, as in `say: If #breathing is kind`."""
    end = event.end_mark
    line = lines[end.line] if end is not None and end.line < len(lines) else ""
    if event.style or end is None or not (cut := _HASH.match(line[end.column :])):
        return
    message = "from the # on nothing is read: it begins a comment"
    remedy = 'put the words after "|" on a line of their own, or a space after the #'
    yield Flaw(Span(end.line, end.column + cut.start(1), len(cut[1])), message, remedy)


def _too_deep(span: Span) -> Flaw:
    return Flaw(span, "this script is nested too deep or is too long", "split it in two")


def _span(event: yaml.Event, lines: list[str]) -> Span:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:  # pragma: no cover - a parsed event always has marks
        return Span(0, 0)
    line = lines[start.line] if start.line < len(lines) else ""
    width = end.column - start.column if end.line == start.line else len(line) - start.column
    return Span(start.line, start.column, max(1, width))


_LOOKED_AT = 400
_HASH = re.compile(r"\s+(#[^\s#].*)")

# The remedies for what authors most often trip over, matched on the line as it was typed.
_BAR = 'need "|" after the colon, and the words on the next line'
_HINTS = tuple((re.compile(pattern), hint) for pattern, hint in (
    (r"^\s*\t|^ *\t", "indent with spaces, not with tabs"),
    (r"(say|silence|note|section):\s*[\[{]", f"words that start with {{ or [ {_BAR}"),
    (r"(say|note|section|title|intent):\s*[^\"'|>].*:\s", f'words with ": " in them {_BAR}'),
    (r":\s*\"[^\"]*\"\s*[^\s#,}\]]",
     'a quote closes before the words end; put them all under "|" instead'),
    (r":\s*'[^']*'\w", 'words with an apostrophe need double quotes or "|"'),
    (r":\s*[*&!%@`]", 'words that start with this sign need quotes or "|"'),
    (r":\s+- ", 'words that start with this sign need quotes or "|"'),
    (r"^\s*-[^\s-]", 'put a space after the dash: "- say"'),
    (r"^ +(companion|title|intent|kind|steps|length|vars):", "begin it at the very left"),
    (r"^(companion|title|intent|kind|steps|length|moment|author) [^:]*$",
     "put a colon after the first word, and a space"),
))  # fmt: skip


# What opens somewhere above is named where it opens. (where PyYAML was, words, remedy)
_OPEN = "what opens here is never closed well"
_NEVER_CLOSED = (
    ("flow mapping", _OPEN, "look for the } that belongs to this {"),
    ("flow sequence", _OPEN, "look for the ] that belongs to this ["),
    ("quoted scalar", "the quote that opens here is never closed", "put the same quote at its end"),
)
# What PyYAML says, after what it was doing, and what an author can do about it.
_PROBLEMS = (
    ("could not find expected ':'", 'words that go on must stand further right, under their "|"'),
    ("mapping values are not allowed", "several settings on one line need { } round them"),
    ("block collection expected <block end>, but found '?'",
     'start this line with "- ", like the steps above it'),
    ("expected <block end>", "line this up with the lines above that belong together with it"),
)  # fmt: skip


def _broken(error: yaml.YAMLError, lines: list[str]) -> Flaw:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        remedy = "save it as plain text, without control characters"
        return Flaw(Span(0, 0), "this is no text that can be read", remedy)
    context, opened = getattr(error, "context", "") or "", getattr(error, "context_mark", None)
    for what, message, remedy in _NEVER_CLOSED:
        if what in context and opened is not None:
            return Flaw(Span(opened.line, opened.column), message, remedy)
    # the mark often stands one line after the mistake, so both lines are looked at
    message = "this line cannot be read as it stands"
    for number in (mark.line, mark.line - 1):
        line = lines[number][:_LOOKED_AT] if 0 <= number < len(lines) else ""
        hint = next((hint for pattern, hint in _HINTS if pattern.search(line)), "")
        if hint:
            column = mark.column if number == mark.line else len(line) - len(line.lstrip())
            return Flaw(Span(number, column), message, hint)
    problem = f"{context} {getattr(error, 'problem', '') or ''}"
    hints = (hint for what, hint in _PROBLEMS if what in problem)
    remedy = next(hints, "compare the indent and the colons with the lines round it")
    return Flaw(Span(mark.line, mark.column), message, remedy)

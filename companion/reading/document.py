"""The YAML reader: text becomes a tree of nodes, each with its place in the file.

Scalars stay the text that was typed: `off`, `no`, `1:30` and `010` are never converted.
The tree is composed from the event stream, under limits. PyYAML never constructs objects here,
and libyaml's own composer, which crashes on deep nesting, is never called.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import assert_never

import yaml

from companion.reading.flaw import Flaw, Span
from companion.reading.yaml_errors import Hints, explain

MOST_BYTES = 256 * 1024
MOST_DEPTH = 24
MOST_NODES = 5_000

_HASH = re.compile(r"\s+(#[^\s#].*)")

_PURE: type = yaml.SafeLoader
_LOADER: type = getattr(yaml, "CSafeLoader", _PURE)
# PyYAML's own parser takes no question mark in words inside braces; it gets a stand-in.
_QUESTION, _STAND_IN = re.compile(r"(?<=[^\s\[\]{},])\?"), "\ue000"
# What libyaml and PyYAML's own parser read differently: white space and line ends of other kinds,
# directives, explicit keys, brackets over several lines, values left out, comments right at | or >.
_DISPUTED = re.compile(
    r"[^\S\n ]|[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]|^%|^---|^\.\.\.|(?:^|[\s\[{,])\?"
    r"|[\[{][^\]}\n]*$|[:,?]\s*[,}\]]|[|>][-+0-9]*#|[&*]\S*\?|!",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text as it was typed."""

    text: str
    span: Span
    quoted: bool = False  # in quotes, or after | or >


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list of nodes."""

    items: tuple["Node", ...]
    span: Span
    flow: bool = False  # written in [ ]


@dataclass(frozen=True, slots=True)
class MapNode:
    """A map: its `key: value` lines, in the order they were written."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    span: Span
    flow: bool = False  # written in { }


Node = Scalar | ListNode | MapNode


@dataclass(frozen=True, slots=True)
class Document:
    """A tree of nodes, and the flaws that did not stop it from being read."""

    root: Node
    flaws: tuple[Flaw, ...] = ()


class FlawedTextError(Exception):
    """A text that cannot be read as a document; carries the flaws that were found."""

    def __init__(self, flaws: Iterable[Flaw]) -> None:
        self.flaws = tuple(flaws)
        super().__init__("; ".join(flaw.message for flaw in self.flaws))


def decode(raw: bytes) -> str:
    """Decode the bytes of a file as UTF-8 text.

    Raises:
        FlawedTextError: when the file is too large, is not UTF-8 or has NUL characters.
    """
    top = Span(0, 0)
    if len(raw) > MOST_BYTES:
        raise FlawedTextError(
            [Flaw(top, "this file is larger than 256 KiB", "split it into shorter files")]
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FlawedTextError(
            [Flaw(top, "this file isn't UTF-8 text", "save it as UTF-8 in your editor")]
        ) from None
    if "\0" in text:
        raise FlawedTextError(
            [Flaw(top, "this file contains NUL characters", "save it as plain UTF-8 text")]
        )
    return text


def read(text: str, hints: Hints = ()) -> Document:
    """Compose one YAML document; the answer is the same whether libyaml is built in or not.

    Args:
        text: the whole document.
        hints: remedies for mistakes that are common in this kind of file, tried first.

    Raises:
        FlawedTextError: for anything that is not one plain document within the limits.
    """
    if _LOADER is not _PURE and not _DISPUTED.search(text):
        # where libyaml refuses a text, PyYAML's own parser answers, with its limits and words
        with suppress(yaml.YAMLError):
            return _read(text, _LOADER)
    try:
        return _read(text, _PURE)
    except yaml.YAMLError as error:
        raise FlawedTextError([explain(error, text.split("\n"), hints)]) from None


def _read(text: str, loader: type) -> Document:
    flaws: list[Flaw] = []
    shown = _QUESTION.sub(_STAND_IN, text) if loader is _PURE and _STAND_IN not in text else text
    root = _compose(yaml.parse(shown, Loader=loader), text.split("\n"), flaws, is_own=shown == text)
    if root is None:
        remedy = "companion new NAME writes one"
        raise FlawedTextError([Flaw(Span(0, 0), "this file is empty", remedy)])
    return Document(root, tuple(flaws))


@dataclass(slots=True)
class _Open:
    """A list or map that is still open: its end has not been read yet."""

    mapping: bool
    span: Span
    flow: bool
    nodes: list[Node] = field(default_factory=list)

    def close(self, flaws: list[Flaw]) -> ListNode | MapNode:
        if not self.mapping:
            return ListNode(tuple(self.nodes), self.span, self.flow)
        return MapNode(tuple(_pairs(self.nodes, flaws)), self.span, self.flow)


def _pairs(nodes: list[Node], flaws: list[Flaw]) -> Iterator[tuple[Scalar, Node]]:
    """Yield keys with their values; report keys that are not words or are given twice."""
    seen: dict[str, int] = {}
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        match key:
            case Scalar(text, span):
                if text in seen:
                    remedy = f"the first one is on line {seen[text] + 1}; keep one of them"
                    flaws.append(Flaw(span, f'"{text}" is given twice', remedy))
                elif text == "<<":
                    remedy = "write the lines out"
                    flaws.append(Flaw(span, "merge keys (<<) don't work here", remedy))
                else:
                    seen[text] = span.line
                    yield key, value
            case ListNode() | MapNode():
                remedy = 'words with ": " in them, or with { or [ at the start, need "|"'
                flaws.append(Flaw(key.span, "there must be a plain word before the colon", remedy))
            case _:
                assert_never(key)


def _compose(
    events: Iterable[yaml.Event], lines: list[str], flaws: list[Flaw], *, is_own: bool
) -> Node | None:
    """Compose the tree of a document; `is_own` says that no character is a stand-in."""
    root: Node | None = None
    stack: list[_Open] = []
    count = documents = 0
    for event in events:
        span = _span(event, lines)
        _refuse_extras(event, span)
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                remedy = "put each one in a file of its own"
                raise FlawedTextError([Flaw(span, "a second document starts here", remedy)])
        done: Node | None = None
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            stack.append(_Open(is_mapping, span, bool(event.flow_style)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = stack.pop().close(flaws)
        elif isinstance(event, yaml.ScalarEvent):
            value = event.value if is_own else event.value.replace(_STAND_IN, "?")
            done = Scalar(value, span, bool(event.style))
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
    """Refuse anchors, aliases and tags: with them 400 bytes can become a billion nodes."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        message = "scripts can't use anchors (&) or aliases (*)"
        remedy = "write the steps out, or put quotes around words that start with this sign"
        raise FlawedTextError([Flaw(span, message, remedy)])
    if getattr(event, "tag", None):
        message = "scripts can't use tags (!)"
        raise FlawedTextError([Flaw(span, message, 'put quotes around words that start with "!"')])


def _cut_off(event: yaml.ScalarEvent, lines: list[str]) -> Iterator[Flaw]:
    """Yield a flaw for words that a # cuts off, as in `say: If #breathing is kind`."""
    end = event.end_mark
    line = lines[end.line] if end is not None and end.line < len(lines) else ""
    if event.style or end is None or not (cut := _HASH.match(line[end.column :])):
        return
    message = "nothing after this # is read: it starts a comment"
    remedy = 'put words on the next line, under "|"; in a comment, put a space after the #'
    yield Flaw(Span(end.line, end.column + cut.start(1), len(cut[1])), message, remedy)


def _too_deep(span: Span) -> Flaw:
    return Flaw(span, "this script is nested too deeply or is too long", "split it in two")


def _span(event: yaml.Event, lines: list[str]) -> Span:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:  # pragma: no cover - a parsed event always has marks
        return Span(0, 0)
    line = lines[start.line] if start.line < len(lines) else ""
    width = end.column - start.column if end.line == start.line else len(line) - start.column
    return Span(start.line, start.column, max(1, width))

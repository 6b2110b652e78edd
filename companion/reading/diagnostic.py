"""Diagnostics: flaws with their file and line, and their text: place, message, caret, remedy."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from companion.errors import CompanionError
from companion.reading.flaw import Edit, Flaw, Span

MOST_SHOWN = 20
_LINES_SEARCHED = 60
_WORDS_BEFORE = 6
# The most characters shown of a source line, and of a message that quotes one.
_LINE_WIDTH, _MESSAGE_WIDTH = 160, 320

Severity = Literal["error", "advice"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One flaw of one file, with its source line."""

    file: str
    flaw: Flaw
    source: str
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """The place as `file:line:column`, counted from one as in editors."""
        return f"{self.file}:{self.flaw.span.line + 1}:{self.flaw.span.column + 1}"

    @property
    def edit(self) -> Edit | None:
        """The one replacement that mends it, if there is one."""
        return self.flaw.edit(self.source)


class BadFileError(CompanionError):
    """A file with mistakes; carries a diagnostic for each of them."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        count = len(diagnostics)
        mistakes = "1 mistake" if count == 1 else f"{count} mistakes"
        super().__init__(f"{diagnostics[0].file} has {mistakes}")
        self.diagnostics = diagnostics


def diagnose(
    file: str, text: str, flaws: Iterable[Flaw], severity: Severity = "error"
) -> tuple[Diagnostic, ...]:
    """Return flaws with their file and source lines, sorted by place, each only once."""
    lines = text.split("\n")
    narrowed = (_narrow(lines, flaw) for flaw in flaws)
    ordered = sorted(narrowed, key=lambda flaw: (flaw.span.line, flaw.span.column, flaw.message))
    return tuple(
        Diagnostic(file, flaw, _source_line(lines, flaw.span), severity)
        for flaw in dict.fromkeys(ordered)
    )


def _narrow(lines: list[str], flaw: Flaw) -> Flaw:
    """Move a flaw to the text that it is about, if that text is near its place."""
    if not flaw.at:
        return flaw
    first = flaw.span.line
    text = "\n".join(lines[first : first + _LINES_SEARCHED])
    at = r"\s+".join(map(re.escape, flaw.at.split())) or re.escape(flaw.at)
    # "no" is not found in "cannot"
    left, right = (r"\b" if flaw.at[end].isalnum() else "" for end in (0, -1))
    words = [re.escape(word) for word in flaw.before.split()[-_WORDS_BEFORE:]]
    lead = r"\s+".join(words)
    patterns = [rf"{lead}\s*({left}{at}{right})"] if words else []
    for pattern in (*patterns, f"({left}{at}{right})", f"({at})"):
        if (match := re.compile(pattern).search(text, flaw.span.column)) is not None:
            line = text.count("\n", 0, match.start(1))
            column = match.start(1) - (text.rfind("\n", 0, match.start(1)) + 1)
            width = len(match[1].partition("\n")[0])
            return replace(flaw, span=Span(first + line, column, width), at="", before="")
    return replace(flaw, at="", before="")


def _source_line(lines: list[str], span: Span) -> str:
    return lines[span.line] if span.line < len(lines) else ""


def render(diagnostic: Diagnostic) -> str:
    """The text of a diagnostic: place and message, source line, caret, remedy."""
    span = diagnostic.flaw.span
    source, column = _window(printable(diagnostic.source), span.column)
    gutter = f"{span.line + 1:>4} | "
    bar = " " * (len(gutter) - 2) + "| "
    room = max(1, len(source) - column)
    label = "advice: " if diagnostic.severity == "advice" else ""
    rows = [
        f"{printable(diagnostic.place)}: {label}{_shortened(diagnostic.flaw.message)}",
        gutter + source,
        bar + " " * column + "^" * min(span.width, room),
    ]
    if diagnostic.flaw.remedy:
        rows.append(" " * (len(gutter) - 2) + f"= {_shortened(diagnostic.flaw.remedy)}")
    return "\n".join(rows)


def _window(source: str, column: int) -> tuple[str, int]:
    """The part of a long line that is shown, and the position of the column in it."""
    if len(source) <= _LINE_WIDTH:
        return source, column
    first = max(0, min(column - _LINE_WIDTH // 2, len(source) - _LINE_WIDTH))
    last = first + _LINE_WIDTH
    left, right = "…" if first else "", "…" if last < len(source) else ""
    return left + source[first:last] + right, column - first + len(left)


def _shortened(message: str) -> str:
    message = printable(message)
    return message if len(message) <= _MESSAGE_WIDTH else message[: _MESSAGE_WIDTH - 1] + "…"


def render_all(diagnostics: tuple[Diagnostic, ...]) -> str:
    """The text of the first twenty diagnostics, and a count of the others."""
    shown = [render(diagnostic) for diagnostic in diagnostics[:MOST_SHOWN]]
    if (hidden := len(diagnostics) - MOST_SHOWN) > 0:
        shown.append(f"... and {hidden} more; fix these first")
    return "\n".join(shown)


def printable(text: str) -> str:
    """The text with control and bidi marks as dots, so that it cannot move a cursor."""
    return "".join(c if c.isprintable() else "→" if c == "\t" else "·" for c in text)

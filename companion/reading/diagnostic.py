"""A flaw with its file and its line, and how it is shown: place, caret, words, one remedy."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from companion.errors import CompanionError
from companion.reading.document import Flaw, Span

MOST_SHOWN = 20
_LOOKED_THROUGH = 60
# What is shown of a line, and of a message that quotes one.
_WIDEST, _LONGEST = 160, 320

Severity = Literal["error", "advice"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One flaw of one file, with the line it stands on."""

    file: str
    flaw: Flaw
    source: str
    severity: Severity = "error"

    @property
    def place(self) -> str:
        """`file:line:column`, counted from one as editors do."""
        return f"{self.file}:{self.flaw.span.line + 1}:{self.flaw.span.column + 1}"


class BadFileError(CompanionError):
    """A script with mistakes; carries all of them."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        count = len(diagnostics)
        things = "1 mistake" if count == 1 else f"{count} mistakes"
        super().__init__(f"{diagnostics[0].file} has {things}")
        self.diagnostics = diagnostics


def diagnose(
    file: str, text: str, flaws: Iterable[Flaw], severity: Severity = "error"
) -> tuple[Diagnostic, ...]:
    """Flaws with their file and source lines, sorted by place."""
    lines = text.split("\n")
    narrowed = (_narrow(lines, flaw) for flaw in flaws)
    ordered = sorted(narrowed, key=lambda flaw: (flaw.span.line, flaw.span.column, flaw.message))
    return tuple(
        Diagnostic(file, flaw, _line(lines, flaw.span), severity) for flaw in dict.fromkeys(ordered)
    )


def _narrow(lines: list[str], flaw: Flaw) -> Flaw:
    """The same flaw at the very piece of text it means, where that can be found."""
    if not flaw.at:
        return flaw
    first = flaw.span.line
    for number, line in enumerate(lines[first : first + _LOOKED_THROUGH], first):
        start = flaw.span.column if number == first else 0
        if (column := line.find(flaw.at, start)) >= 0:
            return replace(flaw, span=Span(number, column, len(flaw.at)), at="")
    return replace(flaw, at="")


def _line(lines: list[str], span: Span) -> str:
    return lines[span.line] if span.line < len(lines) else ""


def render(diagnostic: Diagnostic) -> str:
    """A diagnostic as text: place and words, the line, a caret, the remedy."""
    span = diagnostic.flaw.span
    source, column = _window(printable(diagnostic.source), span.column)
    gutter = f"{span.line + 1:>4} | "
    bar = " " * (len(gutter) - 2) + "| "
    room = max(1, len(source) - column)
    word = "advice: " if diagnostic.severity == "advice" else ""
    rows = [
        f"{printable(diagnostic.place)}: {word}{_short(diagnostic.flaw.message)}",
        gutter + source,
        bar + " " * column + "^" * min(span.width, room),
    ]
    if diagnostic.flaw.remedy:
        rows.append(" " * (len(gutter) - 2) + f"= {_short(diagnostic.flaw.remedy)}")
    return "\n".join(rows)


def _window(source: str, column: int) -> tuple[str, int]:
    """What is shown of a very long line, and where the place is in it."""
    if len(source) <= _WIDEST:
        return source, column
    first = max(0, min(column - _WIDEST // 2, len(source) - _WIDEST))
    left, right = "…" if first else "", "…" if first + _WIDEST < len(source) else ""
    return left + source[first : first + _WIDEST] + right, column - first + len(left)


def _short(words: str) -> str:
    words = printable(words)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def render_all(diagnostics: tuple[Diagnostic, ...]) -> str:
    """Up to twenty diagnostics as text, and how many more there are."""
    shown = [render(diagnostic) for diagnostic in diagnostics[:MOST_SHOWN]]
    if (more := len(diagnostics) - MOST_SHOWN) > 0:
        shown.append(f"... and {more} more; mend these first")
    return "\n".join(shown)


def printable(text: str) -> str:
    """Text that cannot move a cursor or reverse a line: control and bidi marks become dots."""
    return "".join(c if c.isprintable() else "→" if c == "\t" else "·" for c in text)

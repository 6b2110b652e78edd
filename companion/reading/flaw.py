"""A flaw: what is wrong at one place of a text, one remedy, and the change that applies it.

Apart from the document, so that whatever finds flaws can name them.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: zero-based line and column, and how many characters it covers."""

    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Fix:
    """The one change that mends a flaw: in the line of its span, `old` becomes `new`.

    `old` stands at `column`, or else as a whole word inside the span, each time it occurs there.
    An empty `old` inserts `new` at `column`, which is then needed.
    """

    old: str
    new: str
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """The replacement of a span of a text, which lies in one line, by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong at one place, with one remedy."""

    span: Span
    message: str
    remedy: str = ""
    at: str = ""
    """The text that the flaw is about, looked for from the span on; empty for the whole span."""
    before: str = ""
    """Words that come right before that text, where it may occur more than once."""
    fix: Fix | None = None
    """The change that mends it, where exactly one does."""

    def edit(self, source: str) -> Edit | None:
        """The replacement that mends the flaw in its line; None when no single one does.

        Args:
            source: the line of the span.
        """
        fix, span = self.fix, self.span
        if fix is None:
            return None
        if fix.column is not None:
            is_there = source.startswith(fix.old, fix.column)
            return Edit(Span(span.line, fix.column, len(fix.old)), fix.new) if is_there else None
        words = source[span.column : span.column + span.width]
        text = _whole(fix.old).sub(lambda _: fix.new, words)
        return None if text == words else Edit(Span(span.line, span.column, len(words)), text)


def _whole(word: str) -> re.Pattern[str]:
    """A pattern for a word or number that isn't part of a longer one."""
    left = r"(?<!\w)(?<!\d\.)" if word[0].isalnum() else ""
    right = r"(?!\w|\.\d)" if word[-1].isalnum() else ""
    return re.compile(f"{left}{re.escape(word)}{right}")

"""A flaw: what is wrong at one place of a text, and one remedy.

Apart from the document, so that whatever finds flaws can name them.
"""

from dataclasses import dataclass


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
    """The text that the flaw is about, looked for from the span on; empty for the whole span."""
    before: str = ""
    """Words that come right before that text, where it may occur more than once."""

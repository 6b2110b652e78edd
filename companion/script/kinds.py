"""Values that stand in one scalar: words, lengths, silences, numbers, choices.

Each reads a node or reports what is wrong with it; none ever raises.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from companion.document import Node, Scalar, Span
from companion.script.fields import Report, near
from companion.script.step import Glue
from companion.units import BadDurationError, Millis, duration_text, parse_duration

# line ends, tabs, and the joiners that some scripts and emoji need
_FINE = "\n\t\u200c\u200d\u00ad"


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    says: str = "words"

    def read(self, node: Node, report: Report) -> str | None:
        """Words with the blank space round them taken off."""
        if not isinstance(node, Scalar):
            report.add(
                node.span,
                "there should be words here",
                'write "|" after the colon, and the words on the next line, indented',
            )
            return None
        hidden = [c for c in node.text if not c.isprintable() and c not in _FINE]
        if hidden:
            message = f"there is a hidden character here (U+{ord(hidden[0]):04X})"
            report.add(node.span, message, "type the line anew, without pasting it")
            return None
        if not node.text.strip():
            report.add(node.span, "there are no words here", "write some, or take the line away")
            return None
        return node.text.strip()


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time."""

    least: Millis = Millis(0)
    most: Millis = Millis(3 * 3_600_000)
    says: str = "a length such as 4s, 1m30s or 2m"

    def read(self, node: Node, report: Report) -> Millis | None:
        """The length in ms."""
        if not isinstance(node, Scalar):
            report.add(node.span, "there should be a length here", f"write {self.says}")
            return None
        return self.read_text(node.text, node.span, report)

    def read_text(self, text: str, span: Span, report: Report) -> Millis | None:
        """The length in ms of a part of a scalar."""
        try:
            length = parse_duration(text)
        except BadDurationError as error:
            report.add(span, error.message, error.remedy)
            return None
        if not self.least <= length <= self.most:
            low, high = duration_text(self.least), duration_text(self.most)
            report.add(span, f"{text.strip()} does not fit here", f"use {low} to {high}")
            return None
        return length


@dataclass(frozen=True, slots=True)
class Stretch:
    """A silence: `20s`, `6s..40s`, `6s..10s..40s` or `10s+`."""

    says: str = "20s, or 6s..40s, or 6s..10s..40s, or 10s+"

    def read(self, node: Node, report: Report) -> Glue | None:
        """The glue that was written."""
        if not isinstance(node, Scalar):
            report.add(node.span, "there should be a length here", f"write {self.says}")
            return None
        text = node.text.strip()
        is_open = text.endswith("+")
        parts = text.removesuffix("+").split("..")
        read = [Duration().read_text(part, node.span, report) for part in parts]
        lengths = [length for length in read if length is not None]
        if len(lengths) != len(parts):
            return None
        if is_open and len(lengths) == 1:
            return Glue(lengths[0], lengths[0], None)
        if is_open or len(lengths) > 3:  # noqa: PLR2004 - least, usual and most
            report.add(node.span, f'"{text}" is no silence', f"write {self.says}")
            return None
        return glue(lengths, node.span, report)


def glue(lengths: Sequence[Millis], span: Span, report: Report) -> Glue | None:
    """Glue from one, two or three lengths; the usual of two is their middle."""
    least, most = lengths[0], lengths[-1]
    usual = lengths[1] if len(lengths) > 2 else Millis((least + most) // 2)  # noqa: PLR2004
    if not least <= usual <= most:
        report.add(
            span,
            "this silence is longer at its least than at its most",
            "write the shortest first and the longest last, as in 6s..10s..40s",
        )
        return None
    return Glue(least, usual, most)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a known set of words."""

    options: tuple[str, ...]
    what: str

    @property
    def says(self) -> str:
        """The options in words."""
        return "one of: " + ", ".join(self.options)

    def read(self, node: Node, report: Report) -> str | None:
        """The word."""
        if not isinstance(node, Scalar):
            report.add(node.span, f"there should be {self.what} here", f"write {self.says}")
            return None
        if node.text not in self.options:
            remedy = near(node.text, self.options) or f"write {self.says}"
            report.add(node.span, f'there is no {self.what} called "{node.text}"', remedy)
            return None
        return node.text


@dataclass(frozen=True, slots=True)
class Shaped:
    """A word of a given shape."""

    shape: str
    says: str

    def read(self, node: Node, report: Report) -> str | None:
        """The word, if it has the shape."""
        text = Text(self.says).read(node, report)
        if text is not None and not re.fullmatch(self.shape, text):
            report.add(node.span, f'"{text}" does not fit here', f"write {self.says}")
            return None
        return text


ID = Shaped(r"[a-z0-9]+(?:-[a-z0-9]+)*", "small letters, digits and dashes, such as before")


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or false."""

    says: str = "true or false"

    def read(self, node: Node, report: Report) -> bool | None:
        """The truth value."""
        word = node.text.lower() if isinstance(node, Scalar) else ""
        if word in ("true", "yes", "false", "no"):
            return word in ("true", "yes")
        report.add(node.span, "there should be true or false here", "write true or false")
        return None

"""Kinds of single values: words, lengths of time, choices, numbers, percentages, days.

Each of them reads a node or reports a flaw; none raises.
"""

import re
from dataclasses import dataclass

from companion.reading.document import Node, Scalar
from companion.reading.fields import Report, nearest_fix, nearest_hint
from companion.reading.flaw import Fix, Span
from companion.units import BadDurationError, Millis, duration_text, parse_duration

# Line ends, tabs, joiners that some scripts and emoji need, and soft hyphens.
_ALLOWED_HIDDEN = "\n\t\u200c\u200d\u00ad"


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    says: str = "words"

    def read(self, node: Node, report: Report) -> str | None:
        """Return the words without the blank space around them."""
        if not isinstance(node, Scalar):
            report.add(
                node.span,
                "there should be words here",
                'write "|" after the colon, and the words on the next line, indented',
            )
            return None
        hidden = [c for c in node.text if not c.isprintable() and c not in _ALLOWED_HIDDEN]
        if hidden:
            message = f"there's a hidden character here (U+{ord(hidden[0]):04X})"
            remedy = "type the line again instead of pasting it"
            report.add(node.span, message, remedy, fix=Fix(hidden[0], ""))
            return None
        if not node.text.strip():
            report.add(node.span, "there are no words here", "write some, or delete the line")
            return None
        return node.text.strip()


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time."""

    least: Millis = Millis(0)
    most: Millis = Millis(3 * 3_600_000)
    says: str = "a length such as 4s, 1m30s or 2m"

    def read(self, node: Node, report: Report) -> Millis | None:
        """Return the length in ms, or None after reporting a flaw."""
        if not isinstance(node, Scalar):
            report.add(node.span, "there should be a length here", f"write {self.says}")
            return None
        return self.read_text(node.text, node.span, report)

    def read_text(self, text: str, span: Span, report: Report) -> Millis | None:
        """Return the length in ms that a part of a scalar gives."""
        try:
            length = parse_duration(text)
        except BadDurationError as error:
            fix = Fix(text.strip(), error.instead) if error.instead else None
            report.add(span, error.message, error.remedy, fix=fix)
            return None
        if not self.least <= length <= self.most:
            low, high = duration_text(self.least), duration_text(self.most)
            report.add(
                span, f"{text.strip()} is too short or too long here", f"use {low} to {high}"
            )
            return None
        return length


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
        """Return the word, or None after reporting a flaw."""
        if not isinstance(node, Scalar):
            report.add(node.span, f"there should be one {self.what} here", f"write {self.says}")
            return None
        if node.text not in self.options:
            remedy = nearest_hint(node.text, self.options) or f"write {self.says}"
            fix = nearest_fix(node.text, self.options)
            report.add(node.span, f'there\'s no {self.what} called "{node.text}"', remedy, fix=fix)
            return None
        return node.text


@dataclass(frozen=True, slots=True)
class Shaped:
    """Words that match a pattern."""

    shape: str
    says: str

    def read(self, node: Node, report: Report) -> str | None:
        """Return the words, or None after reporting a flaw."""
        text = Text(self.says).read(node, report)
        if text is not None and not re.fullmatch(self.shape, text):
            report.add(node.span, f'"{text}" can\'t be used here', f"write {self.says}")
            return None
        return text


ID = Shaped(r"[a-z0-9]+(?:-[a-z0-9]+)*", "small letters, digits and dashes, such as calm-2")


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or false."""

    says: str = "true or false"

    def read(self, node: Node, report: Report) -> bool | None:
        """Return the value; `yes` and `no` count too, in any case."""
        word = node.text.lower() if isinstance(node, Scalar) else ""
        if word in ("true", "yes", "false", "no"):
            return word in ("true", "yes")
        report.add(
            node.span, "there should be true or false here", "write true for yes, false for no"
        )
        return None


_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
_DAYS = re.compile(r"([1-9][0-9]{0,2}) ?([dw])")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    least: int
    most: int

    @property
    def says(self) -> str:
        """The range in words."""
        return f"a whole number from {self.least} to {self.most}"

    def read(self, node: Node, report: Report) -> int | None:
        """Return the number, or None after reporting a flaw."""
        if isinstance(node, Scalar):
            return self.read_text(node.text, node.span, report)
        report.add(node.span, "there should be a number here", f"write {self.says}")
        return None

    def read_text(self, text: str, span: Span, report: Report) -> int | None:
        """Return the number that a part of a scalar gives."""
        text = text.strip()
        # `isdecimal` accepts the digits of every script, `isascii` only 0 to 9
        if not (text.isascii() and text.isdecimal()):
            report.add(span, f'"{text}" isn\'t a whole number', f"write {self.says}")
            return None
        if len(text) > 9 or not self.least <= int(text) <= self.most:  # noqa: PLR2004
            report.add(
                span, f"{text} is too small or too large here", f"use {self.least} to {self.most}"
            )
            return None
        return int(text)


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number, with or without a decimal point."""

    least: float
    most: float

    @property
    def says(self) -> str:
        """The range in words."""
        return f"a number from {self.least:g} to {self.most:g}"

    def read(self, node: Node, report: Report) -> float | None:
        """Return the number, or None after reporting a flaw."""
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if not _NUMBER.fullmatch(text):
            report.add(node.span, "there should be a number here", f"write {self.says}")
            return None
        if not self.least <= float(text) <= self.most:
            remedy = f"use {self.least:g} to {self.most:g}"
            report.add(node.span, f"{text} is too small or too large here", remedy)
            return None
        return float(text)


@dataclass(frozen=True, slots=True)
class Named:
    """A number, or a word that stands for one."""

    words: tuple[tuple[str, float], ...]
    number: Decimal

    @property
    def says(self) -> str:
        """The words, and the range of the number."""
        return ", ".join(word for word, _ in self.words) + f", or {self.number.says}"

    def read(self, node: Node, report: Report) -> float | None:
        """Return the number, or the number that the word stands for."""
        numbers = dict(self.words)
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if text in numbers:
            return numbers[text]
        if text and not _NUMBER.fullmatch(text):
            remedy = nearest_hint(text, tuple(numbers)) or f"write {self.says}"
            fix = nearest_fix(text, tuple(numbers))
            report.add(node.span, f'"{text}" can\'t be used here', remedy, fix=fix)
            return None
        return self.number.read(node, report)


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage such as `30%`, read as a number from 0 to 1."""

    says: str = "a percentage such as 30%"

    def read(self, node: Node, report: Report) -> float | None:
        """Return the share from 0 to 1, or None after reporting a flaw."""
        text = node.text.strip() if isinstance(node, Scalar) else ""
        number = text.removesuffix("%").strip()
        whole = number.isascii() and number.isdecimal() and len(number) <= 3  # noqa: PLR2004
        if not whole or int(number) > 100 or not text.endswith("%"):  # noqa: PLR2004
            fits = whole and int(number) <= 100  # noqa: PLR2004
            remedy = f"write {number}%" if fits else f"write {self.says}"
            fix = Fix(text, f"{number}%") if fits else None
            report.add(node.span, "there should be a percentage here", remedy, fix=fix)
            return None
        return int(number) / 100


@dataclass(frozen=True, slots=True)
class Days:
    """A number of days: `14d` or `2w`."""

    says: str = "days or weeks, such as 14d or 2w"

    def read(self, node: Node, report: Report) -> int | None:
        """Return the number of days, or None after reporting a flaw."""
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if not (match := _DAYS.fullmatch(text)):
            report.add(node.span, "there should be days or weeks here", f"write {self.says}")
            return None
        return int(match[1]) * (7 if match[2] == "w" else 1)

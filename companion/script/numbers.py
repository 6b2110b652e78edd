"""Numbers in a scalar: whole ones, counts of rounds, shares, factors with a name, days.

Each reads a node or reports what is wrong with it; none ever raises.
"""

import re
from dataclasses import dataclass

from companion.document import Node, Scalar, Span
from companion.script.fields import Report, near
from companion.script.step import Count

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
        """The number."""
        if isinstance(node, Scalar):
            return self.read_text(node.text, node.span, report)
        report.add(node.span, "there should be a number here", f"write {self.says}")
        return None

    def read_text(self, text: str, span: Span, report: Report) -> int | None:
        """The number in a part of a scalar."""
        text = text.strip()
        # `isdecimal` also takes other scripts' digits; `isascii` keeps to those people can check
        if not (text.isascii() and text.isdecimal()):
            report.add(span, f'"{text}" is not a whole number', f"write {self.says}")
            return None
        if len(text) > 9 or not self.least <= int(text) <= self.most:  # noqa: PLR2004
            report.add(span, f"{text} is out of range", f"use {self.least} to {self.most}")
            return None
        return int(text)


@dataclass(frozen=True, slots=True)
class Rounds:
    """How many rounds: `4`, `2..8` or `2..4..8`."""

    least: int
    most: int
    says: str = "4, or 2..8, or 2..4..8"

    def read(self, node: Node, report: Report) -> Count | None:
        """The count that was written."""
        if not isinstance(node, Scalar):
            report.add(node.span, "there should be a number here", f"write {self.says}")
            return None
        parts = node.text.split("..")
        whole = Whole(self.least, self.most)
        read = [whole.read_text(part, node.span, report) for part in parts]
        counts = [count for count in read if count is not None]
        if len(counts) != len(parts):
            return None
        least, most = counts[0], counts[-1]
        usual = counts[1] if len(counts) == 3 else (least + most) // 2  # noqa: PLR2004
        if len(counts) > 3 or not least <= usual <= most:  # noqa: PLR2004
            report.add(node.span, f'"{node.text}" is no count of rounds', f"write {self.says}")
            return None
        return Count(least, usual, most)


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number, with a point where it needs one."""

    least: float
    most: float

    @property
    def says(self) -> str:
        """The range in words."""
        return f"a number from {self.least:g} to {self.most:g}"

    def read(self, node: Node, report: Report) -> float | None:
        """The number."""
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if not _NUMBER.fullmatch(text):
            report.add(node.span, "there should be a number here", f"write {self.says}")
            return None
        if not self.least <= float(text) <= self.most:
            report.add(node.span, f"{text} is out of range", f"use {self.least:g} to {self.most:g}")
            return None
        return float(text)


@dataclass(frozen=True, slots=True)
class Named:
    """A number, or a word that stands for one."""

    words: tuple[tuple[str, float], ...]
    number: Decimal

    @property
    def says(self) -> str:
        """The words and the range."""
        return ", ".join(word for word, _ in self.words) + f", or {self.number.says}"

    def read(self, node: Node, report: Report) -> float | None:
        """The number that is meant."""
        known = dict(self.words)
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if text in known:
            return known[text]
        if text and not _NUMBER.fullmatch(text):
            remedy = near(text, tuple(known)) or f"write {self.says}"
            report.add(node.span, f'"{text}" does not fit here', remedy)
            return None
        return self.number.read(node, report)


@dataclass(frozen=True, slots=True)
class Percent:
    """A share, written as `30%`; gives 0 to 1."""

    says: str = "a share such as 30%"

    def read(self, node: Node, report: Report) -> float | None:
        """The share."""
        text = node.text.strip() if isinstance(node, Scalar) else ""
        number = text.removesuffix("%").strip()
        whole = number.isascii() and number.isdecimal() and len(number) <= 3  # noqa: PLR2004
        if not whole or int(number) > 100 or not text.endswith("%"):  # noqa: PLR2004
            fits = whole and int(number) <= 100  # noqa: PLR2004
            remedy = f"write {number}%" if fits else f"write {self.says}"
            report.add(node.span, "there should be a share here", remedy)
            return None
        return int(number) / 100


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days: `14d` or `2w`."""

    says: str = "days or weeks such as 14d or 2w"

    def read(self, node: Node, report: Report) -> int | None:
        """The number of days."""
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if not (found := _DAYS.fullmatch(text)):
            report.add(node.span, "there should be days here", f"write {self.says}")
            return None
        return int(found[1]) * (7 if found[2] == "w" else 1)

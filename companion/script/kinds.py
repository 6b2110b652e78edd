"""Kinds of values that only scripts have: silences that stretch, rounds, and nested steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from companion.reading.document import ListNode, MapNode, Node, Scalar
from companion.reading.fields import Report
from companion.reading.flaw import Fix, Span
from companion.reading.scalars import Duration, Whole
from companion.script.step import Count, Glue, Step
from companion.units import Millis


@dataclass(frozen=True, slots=True)
class Stretch:
    """A silence: `20s`, `6s..40s`, `6s..10s..40s` or `10s+`."""

    says: str = "20s, or 6s..40s, or 6s..10s..40s, or 10s+"

    def read(self, node: Node, report: Report) -> Glue | None:
        """Return the glue, or None after reporting a flaw."""
        if not isinstance(node, Scalar):
            report.add(node.span, "there should be a length here", f"write {self.says}")
            return None
        text = node.text.strip()
        is_open = text.endswith("+")
        parts = text.removesuffix("+").split("..")
        values = [Duration().read_text(part, node.span, report) for part in parts]
        lengths = [length for length in values if length is not None]
        if len(lengths) != len(parts):
            return None
        if is_open and len(lengths) == 1:
            return Glue(lengths[0], lengths[0], None)
        if is_open or len(lengths) > 3:  # noqa: PLR2004 - least, usual and most
            report.add(node.span, f'"{text}" can\'t be read as a silence', f"write {self.says}")
            return None
        return glue(lengths, node.span, report)


def glue(lengths: Sequence[Millis], span: Span, report: Report) -> Glue | None:
    """Return glue of one, two or three lengths; of two, the middle is the usual length."""
    least, most = lengths[0], lengths[-1]
    usual = lengths[1] if len(lengths) > 2 else Millis((least + most) // 2)  # noqa: PLR2004
    if not least <= usual <= most:
        report.add(
            span,
            "the lengths of this silence aren't in order",
            "write the shortest first and the longest last, as in 6s..10s..40s",
        )
        return None
    return Glue(least, usual, most)


@dataclass(frozen=True, slots=True)
class Rounds:
    """A number of rounds: `4`, `2..8` or `2..4..8`."""

    least: int
    most: int
    says: str = "4, or 2..8, or 2..4..8"

    def read(self, node: Node, report: Report) -> Count | None:
        """Return the count, or None after reporting a flaw."""
        if not isinstance(node, Scalar):
            report.add(node.span, "there should be a number here", f"write {self.says}")
            return None
        parts = node.text.split("..")
        whole = Whole(self.least, self.most)
        values = [whole.read_text(part, node.span, report) for part in parts]
        counts = [count for count in values if count is not None]
        if len(counts) != len(parts):
            return None
        least, most = counts[0], counts[-1]
        usual = counts[1] if len(counts) == 3 else (least + most) // 2  # noqa: PLR2004
        if len(counts) > 3 or not least <= usual <= most:  # noqa: PLR2004
            message = f'"{node.text}" can\'t be read as a number of rounds'
            report.add(node.span, message, f"write {self.says}")
            return None
        return Count(least, usual, most)


@dataclass(frozen=True, slots=True)
class Steps:
    """A list of steps."""

    says: str = 'a list, each line starting with "- "'

    def read(self, node: Node, report: Report) -> tuple[Step, ...] | None:
        """Return the steps without flaws, or None if there is no list."""
        if not isinstance(node, ListNode):
            fix = _dash(node) if isinstance(node, MapNode) else None
            report.add(node.span, "steps should be a list", 'start each step with "- "', fix=fix)
            return None
        steps = (report.read_item(item, report) for item in node.items)
        return tuple(cast("Step", step) for step in steps if step is not None)


def _dash(node: MapNode) -> Fix | None:
    """Return the dash before a step that stands alone on one line; further lines would move."""
    if node.flow or len(node.entries) != 1:
        return None
    key, value = node.entries[0]
    if not isinstance(value, Scalar) or value.quoted:
        return None
    return Fix("-" if key.text.startswith("-") else "", "- ", key.span.column)


STEPS = Steps()

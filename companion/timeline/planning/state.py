"""Whether what `when` asks for is true: of the answers so far, the anchor, words and breath."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from companion.script.manner import (
    Anchor,
    Anchored,
    Answered,
    Breathed,
    Condition,
    Rated,
    Worded,
    Words,
)
from companion.timeline.answers import Value

_FEWER: Mapping[Words, int] = {"guided": 2, "light": 1, "quiet": 0}


@dataclass(frozen=True, slots=True)
class Here:
    """What is true where a step stands."""

    latest: Mapping[str, Value]
    anchor: Anchor
    words: Words
    breath: bool

    def holds(self, condition: Condition) -> bool:
        """Whether a condition is met."""
        match condition:
            case Rated(question, low, high):
                value = self.latest.get(question)
                return isinstance(value, int) and low <= value <= high
            case Answered(question, option):
                return self.latest.get(question) == option
            case Anchored(anchors):
                return self.anchor in anchors
            case Breathed(wanted):
                return self.breath == wanted
            case Worded(words):
                return _FEWER[self.words] >= _FEWER[words]
            case _:
                assert_never(condition)

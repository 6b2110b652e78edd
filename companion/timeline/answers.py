"""What a person has answered so far: input to a plan, which comes out the same before it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from companion.script.manner import Anchor

Value = int | str | None
"""A rating, an option's label or a line of text; None for a question that was left out."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by the key of their question.

    `begun` are boxes that somebody writes in right now, `anchors` says from which cue on
    attention rests where.
    """

    given: Mapping[str, Value] = field(default_factory=dict)
    begun: frozenset[str] = frozenset()
    anchors: tuple[tuple[int, Anchor], ...] = ()

    def answer(self, key: str, value: Value) -> "Answers":
        """With one more answer."""
        return replace(self, given={**self.given, key: value}, begun=self.begun - {key})

    def begin(self, key: str) -> "Answers":
        """With a box that somebody has begun to write in."""
        return replace(self, begun=self.begun | {key})

    def swap(self, cue: int, anchor: Anchor) -> "Answers":
        """With another anchor from a cue on."""
        return replace(self, anchors=(*self.anchors, (cue, anchor)))

    def without(self, keys: Collection[str]) -> "Answers":
        """Without some of the answers, because their questions are asked again."""
        given = {key: value for key, value in self.given.items() if key not in keys}
        return replace(self, given=given, begun=self.begun - frozenset(keys))


NONE = Answers()

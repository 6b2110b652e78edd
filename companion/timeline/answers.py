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
    attention rests where. `before` is what was answered to questions that are asked again, and
    stands until they are.
    """

    given: Mapping[str, Value] = field(default_factory=dict)
    begun: frozenset[str] = frozenset()
    anchors: tuple[tuple[int, Anchor], ...] = ()
    before: Mapping[str, Value] = field(default_factory=dict)

    def answer(self, key: str, value: Value) -> "Answers":
        """With one more answer."""
        return replace(self, given={**self.given, key: value}, begun=self.begun - {key})

    def begin(self, key: str) -> "Answers":
        """With a box that somebody has begun to write in."""
        return replace(self, begun=self.begun | {key})

    def swap(self, cue: int, anchor: Anchor) -> "Answers":
        """With another anchor from a cue on."""
        return replace(self, anchors=(*self.anchors, (cue, anchor)))

    def without(self, keys: Collection[str], kept: Collection[str] = ()) -> "Answers":
        """Without some of the answers, because their questions are asked again.

        Args:
            keys: the questions.
            kept: those whose answers stand until there are others.
        """
        given = {key: value for key, value in self.given.items() if key not in keys}
        before = {key: value for key, value in self.given.items() if key in kept}
        begun = self.begun - frozenset(keys)
        return replace(self, given=given, begun=begun, before={**self.before, **before})

    def value(self, key: str) -> Value:
        """What counts as the answer."""
        return self.given.get(key, self.before.get(key))


NONE = Answers()

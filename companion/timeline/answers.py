"""Answers given so far: an input to planning, which changes nothing before their questions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from companion.script.manner import Anchor, Words
from companion.units import Millis

Value = int | str | None
"""A rating, an option's label or a line of text; None for a question that was skipped."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by the key of their question.

    `begun` has, for each box that someone is writing in, how long it stays open in ms. `kept` is
    what was written in boxes that closed before it was sent; no plan depends on it. `anchors`
    pairs a cue with the anchor that holds attention from there on, `words` with the amount of
    words from there on. `before` has the earlier answers to questions that are asked again; each
    counts until it is replaced. `strength` is how strong it was before the session, 0 to 10, where
    someone said so; no plan depends on it.
    """

    given: Mapping[str, Value] = field(default_factory=dict)
    begun: Mapping[str, Millis] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    anchors: tuple[tuple[int, Anchor], ...] = ()
    words: tuple[tuple[int, Words], ...] = ()
    before: Mapping[str, Value] = field(default_factory=dict)
    strength: int | None = None

    def answer(self, key: str, value: Value) -> "Answers":
        """Add an answer."""
        begun = {name: room for name, room in self.begun.items() if name != key}
        return replace(self, given={**self.given, key: value}, begun=begun)

    def begin(self, key: str, room: Millis) -> "Answers":
        """Keep a box that someone writes in open for `room` ms in all."""
        return replace(self, begun={**self.begun, key: room})

    def keep(self, key: str, text: str) -> "Answers":
        """Keep the text of a box that has closed."""
        return replace(self, kept={**self.kept, key: text})

    def swap(self, cue: int, anchor: Anchor) -> "Answers":
        """Change the anchor from a cue on."""
        return replace(self, anchors=(*self.anchors, (cue, anchor)))

    def thin_out(self, cue: int, words: Words) -> "Answers":
        """Change the amount of words from a cue on."""
        return replace(self, words=(*self.words, (cue, words)))

    def without(self, keys: Collection[str], kept: Collection[str] = ()) -> "Answers":
        """Remove the answers to questions that are asked again.

        Args:
            keys: the questions.
            kept: the questions whose old answers count until they are replaced.
        """
        given = {key: value for key, value in self.given.items() if key not in keys}
        earlier = {key: value for key, value in self.given.items() if key in kept}
        begun = {key: room for key, room in self.begun.items() if key not in keys}
        return replace(self, given=given, begun=begun, before={**self.before, **earlier})

    def value(self, key: str) -> Value:
        """The answer that counts: the current one, or else the earlier one."""
        return self.given.get(key, self.before.get(key))

    def text(self, key: str) -> str:
        """The answer as it is shown: what was given, or what was kept when a box closed."""
        given = self.given.get(key)
        return str(given) if given is not None else self.kept.get(key, "")


NONE = Answers()

"""The choices on the card before a session: only what can be had, and only where it matters.

A card knows nothing of its look: the screen shows fields, and plain mode numbered lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from companion.script.manner import Breathed, Worded, Words
from companion.script.model import Length
from companion.script.step import Breathe, walk
from companion.session.lengths import offer
from companion.session.opened import Opened
from companion.timeline.arranging.arrange import reachable
from companion.timeline.cue import Layer
from companion.timeline.request import Request
from companion.units import MINUTE, SECOND, Millis, minutes_text

_EVEN = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 18, 20, 25, 30, 40, 45, 50, 60)
_ROUND = 15 * SECOND
WORDS: tuple[tuple[str, Words], ...] = (
    ("all of them", "guided"),
    ("fewer", "light"),
    ("very few", "quiet"),
)
_BED_WORDS = {"soft": "a low hush", "white": "white noise", "pink": "pink noise",
              "brown": "brown noise", "ocean": "a shore", "stream": "a small stream",
              "fire": "a small fire", "drone": "a low chord", "bowls": "singing bowls"}  # fmt: skip


def bed_words(name: str) -> str:
    """The words for a bed; those of the person's own are called by their file."""
    return _BED_WORDS.get(name, name) if name else "nothing"


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a card: its values in words and as parts of a request, and the chosen one."""

    name: str
    label: str
    words: tuple[str, ...]
    values: tuple[Any, ...]
    at: int

    def choosing(self, at: int) -> "Choice":
        """Return the same line with another value."""
        return replace(self, at=max(0, min(len(self.words) - 1, at)))

    @property
    def value(self) -> Any:
        """The chosen value."""
        return self.values[self.at]


class Card:
    """The card of one session.

    Args:
        opened: the script.
        request: the wishes to begin with.
        beds: the names of all beds.
    """

    def __init__(self, opened: Opened, request: Request, beds: Sequence[str]) -> None:
        self.opened, self._asked = opened, request
        choices = [self._bed(beds), *self._words(), *self._breath()]
        self._choices = {choice.name: choice for choice in choices}
        length = self._length(request.length)
        self._choices = {length.name: length, **self._choices}

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The lines of the card, in order."""
        return tuple(self._choices.values())

    @property
    def request(self) -> Request:
        """The session that is asked for now."""
        values = {choice.name: choice.value for choice in self.choices}
        length = values.pop("length")
        chosen = self._choices["length"]
        is_usual = self._asked.length is None and chosen.at == _usual(chosen, self._reach)
        return replace(self._asked, length=None if is_usual else length, **values)

    def choose(self, name: str, at: int) -> None:
        """Choose another value; the lengths follow what words and breath leave room for."""
        self._choices[name] = self._choices[name].choosing(at)
        if name in ("words", "breath"):
            self._choices["length"] = self._length(self._choices["length"].value)

    @property
    def _reach(self) -> Length:
        values = {c.name: c.value for c in self._choices.values() if c.name != "length"}
        request = replace(self._asked, length=None, **values)
        plan = self.opened.plan(request)
        return offer(self.opened.script, reachable(plan, {}))

    def _length(self, wanted: Millis | None) -> Choice:
        reach = self._reach
        stops = _stops(reach)
        words = tuple(f"{minutes_text(stop)} min" for stop in stops)
        nearest = reach.usual if wanted is None else wanted
        at = min(range(len(stops)), key=lambda n: abs(stops[n] - nearest))
        return Choice("length", "How long", words, stops, at)

    def _bed(self, beds: Sequence[str]) -> Choice:
        own = self.opened.script.ambient
        rows: dict[tuple[Layer, ...] | None, str] = {None: bed_words(own)}
        rows |= {(Layer(name),): bed_words(name) for name in beds if name != own}
        if own:
            rows[()] = bed_words("")
        asked = self._asked.bed
        if asked is not None and asked not in rows:
            rows[asked] = " and ".join(bed_words(layer.sound) for layer in asked)
        at = list(rows).index(asked)
        return Choice("bed", "Underneath", tuple(rows.values()), tuple(rows), at)

    def _words(self) -> list[Choice]:
        """The line for the amount of words, where any can be left out."""
        steps = walk(self.opened.script.steps)
        if not any(isinstance(one, Worded) for step in steps for one in step.manner.when):
            return []
        words = tuple(words for words, _ in WORDS)
        values = tuple(value for _, value in WORDS)
        return [Choice("words", "Words", words, values, values.index(self._asked.words))]

    def _breath(self) -> list[Choice]:
        """The line for the breath, where it is guided or spoken of."""
        steps = list(walk(self.opened.script.steps))
        is_guided = any(isinstance(step, Breathe) for step in steps)
        is_named = any(isinstance(one, Breathed) for step in steps for one in step.manner.when)
        if not is_guided and not is_named:
            return []
        at = 0 if self._asked.breath else 1
        return [Choice("breath", "Breathing", ("guided", "left out"), (True, False), at)]


def _stops(reach: Length) -> tuple[Millis, ...]:
    """The lengths to choose between: even ones in reach, with the least, the usual and the most.

    Lengths of estimated speech are rounded inwards to a quarter of a minute.
    """
    least = -(-reach.least // _ROUND) * _ROUND
    most = max(least, reach.most // _ROUND * _ROUND)
    usual = max(least, min(most, round(reach.usual / _ROUND) * _ROUND))
    even = (int(minutes * MINUTE) for minutes in _EVEN)
    stops = {least, usual, most, *(stop for stop in even if least <= stop <= most)}
    return tuple(Millis(stop) for stop in sorted(stops))


def _usual(length: Choice, reach: Length) -> int:
    stops = length.values
    return min(range(len(stops)), key=lambda n: abs(stops[n] - reach.usual))

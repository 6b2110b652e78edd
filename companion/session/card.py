"""The choices on the card before a session: only what can be had, and only where it matters.

A card knows nothing of its look: the screen shows fields, and plain mode numbered lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from companion.script.manner import Words
from companion.session.choices import Stops, choices, stops
from companion.session.opened import Opened
from companion.store.remembered import Choices
from companion.timeline.bells import USUAL_BELLS, Bells
from companion.timeline.cue import Layer
from companion.timeline.request import Request
from companion.units import Millis, duration_text, minutes_text

LENGTH, BED, WORDS, BELLS, BREATH = "length", "bed", "words", "bells", "breath"
STRENGTH = "strength"
VERY_STRONG = 8
"""From this number on, something plainer than words is better first."""
_WORDS: Mapping[str, Words] = {"all of them": "guided", "fewer": "light", "very few": "quiet"}
_STRENGTH: Mapping[str, int | None] = {
    "you don't have to say": None, "0, quiet": 0, "1": 1, "2": 2, "3, there": 3, "4": 4, "5": 5,
    "6, hard to think": 6, "7": 7, "8": 8, "9, overwhelming": 9, "10": 10,
}  # fmt: skip
_BELLS: Mapping[str, Bells] = {
    "as written": USUAL_BELLS,
    "at both ends": Bells("both"),
    "at the end": Bells("end"),
    "none": Bells("none"),
}
_KEPT_BELLS: Mapping[str, str] = {"at both ends": "ends", "at the end": "end", "none": "none"}
_BEDS: Mapping[str, str] = {
    "": "nothing", "soft": "a low hush", "ocean": "a shore", "stream": "a small stream",
    "fire": "a small fire", "drone": "a low chord", "bowls": "singing bowls",
    "white": "white noise", "pink": "pink noise", "brown": "brown noise",
}  # fmt: skip


def bed_words(name: str) -> str:
    """The words for a bed; one of the person's own is called as its file is."""
    return _BEDS.get(name, name)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a card: its values in words and as parts of a request, and the chosen one."""

    name: str
    label: str
    words: tuple[str, ...]
    values: tuple[Any, ...]
    at: int = 0

    @classmethod
    def of(cls, name: str, label: str, values: Mapping[str, Any], chosen: Any) -> "Choice":
        """Make a line of values by their words; one that isn't among them is added at the end."""
        rows = dict(values)
        if chosen not in rows.values():
            rows["your own"] = chosen
        at = list(rows.values()).index(chosen)
        return cls(name, label, tuple(rows), tuple(rows.values()), at)

    @property
    def value(self) -> Any:
        """The chosen value."""
        return self.values[self.at]

    def choosing(self, at: int) -> "Choice":
        """Return the same line with another value."""
        return replace(self, at=max(0, min(len(self.words) - 1, at)))


class Card:
    """The card of one session.

    Args:
        opened: the script.
        request: the wishes to begin with.
        beds: the names of all beds.
    """

    def __init__(self, opened: Opened, request: Request, beds: Sequence[str]) -> None:
        self.opened, self._asked = opened, request
        rows = [self._bed_row(beds), *self._rows_that_matter()]
        self._rows = {row.name: row for row in rows}
        self._stops = Stops()
        length = self._length_row(request.length)
        self._rows = {length.name: length, **self._rows}

    @property
    def rows(self) -> tuple[Choice, ...]:
        """The lines of the card, in order."""
        return tuple(self._rows.values())

    @property
    def request(self) -> Request:
        """The session that is asked for now; its usual length is left to the script."""
        length = self._rows[LENGTH].value
        is_usual = self._asked.length is None and length == self._stops.usual
        return replace(self._shaped(), length=None if is_usual else length)

    def row(self, name: str) -> Choice:
        """The line with a name.

        Raises:
            KeyError: when the card has no such line.
        """
        return self._rows[name]

    def choose(self, name: str, at: int) -> None:
        """Choose another value; the lengths follow what the others leave room for."""
        self._rows[name] = self._rows[name].choosing(at)
        if name not in (LENGTH, BED):
            self._rows[LENGTH] = self._length_row(self._rows[LENGTH].value)

    @property
    def is_very_strong(self) -> bool:
        """Whether someone said that it is so strong that something plainer is better first."""
        row = self._rows.get(STRENGTH)
        return row is not None and row.value is not None and row.value >= VERY_STRONG

    @property
    def made(self) -> Choices:
        """The choices as the settings file keeps them."""
        bed = self._rows[BED].value
        kept = {name: row.words[row.at] for name, row in self._rows.items()}
        return Choices(
            length=duration_text(self._rows[LENGTH].value),
            bed="script" if bed is None else (bed[0].sound if bed else "off"),
            words=str(self._rows[WORDS].value) if WORDS in kept else "",
            bells=_KEPT_BELLS.get(kept.get(BELLS, ""), ""),
            breath="" if BREATH not in kept else kept[BREATH].replace(" ", "-"),
        )

    def _shaped(self) -> Request:
        """The request with every chosen value but the length."""
        values = {name: row.value for name, row in self._rows.items() if name != LENGTH}
        return replace(self._asked, length=None, **values)

    def _length_row(self, wanted: Millis | None) -> Choice:
        self._stops = stops(self.opened, self._shaped())
        lengths = self._stops.lengths or (self._stops.usual,)
        chosen = self._stops.usual if wanted is None else self._stops.nearest(wanted)
        words = tuple(f"{minutes_text(length)} min" for length in lengths)
        return Choice(LENGTH, "How long", words, lengths, lengths.index(chosen))

    def _bed_row(self, beds: Sequence[str]) -> Choice:
        own = self.opened.script.ambient
        rows: dict[str, tuple[Layer, ...] | None] = {bed_words(own): None}
        rows |= {bed_words(name): (Layer(name),) for name in beds if name != own}
        if own:
            rows[bed_words("")] = ()
        return Choice.of(BED, "Underneath", rows, self._asked.bed)

    def _rows_that_matter(self) -> list[Choice]:
        matters, asked = choices(self.opened), self._asked
        breath = {"guided": True, "left out": False}
        rows = [
            (matters.has_optional_words, Choice.of(WORDS, "Words", _WORDS, asked.words)),
            (matters.has_bells, Choice.of(BELLS, "Bells", _BELLS, asked.bells)),
            (matters.has_breath, Choice.of(BREATH, "Breathing", breath, asked.breath)),
            (matters.asks_strength, Choice.of(STRENGTH, "How strong", _STRENGTH, asked.strength)),
        ]
        return [row for is_wanted, row in rows if is_wanted]

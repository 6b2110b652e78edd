"""The card of the timed sit: minutes, until a time or with an open end, bells, time to get ready.

The values of its lines are those of the settings file, so that it can come back as it was left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from companion.script.manner import Words
from companion.session.card import BED, BELLS, BREATH, LENGTH, STRENGTH, WORDS, Card, Choice
from companion.session.opened import Opened
from companion.session.until import BadTimeError, next_moment, parse_time, possible_ends, time_text
from companion.store.remembered import Sit
from companion.timeline.bells import BadBellsError, Bells, parse_bells
from companion.timeline.cue import Layer
from companion.timeline.request import Request
from companion.units import (
    MINUTE,
    SECOND,
    Millis,
    duration_text,
    minutes_text,
    parse_duration,
    spoken_duration,
)

END, READY = "end", "settle"
End = Literal["minutes", "time", "open"]
OWN_BELLS = "my own"
LONG = Millis(20 * MINUTE)
_ENDS: Mapping[str, End] = {
    "after some minutes": "minutes",
    "at a time": "time",
    "when I end it": "open",
}
_WORDS: Mapping[str, Words] = {"guided": "guided", "a few": "light", "hardly any": "quiet"}
_BELLS: Mapping[str, str] = {
    "at both ends": "both",
    "every 5 minutes": "both, every 5m",
    "every 10 minutes": "both, every 10m",
    "half-way": "both, half",
    "none": "none",
}
_READY: Mapping[str, Millis] = {
    "begin at once": Millis(0),
    "10 seconds": Millis(10 * SECOND),
    "30 seconds": Millis(30 * SECOND),
    "a minute": Millis(MINUTE),
}


@dataclass(frozen=True, slots=True)
class SitProblem:
    """A reason why a sit cannot begin: the line it is about, and words."""

    row: str
    words: str


class SitCard:
    """The card of the timed sit.

    Args:
        opened: the script of the sit.
        request: the wishes to begin with.
        beds: the names of all beds.
        last: the choices of the last sit; the usual ones by default.
    """

    def __init__(
        self, opened: Opened, request: Request, beds: Sequence[str], last: Sit | None = None
    ) -> None:
        self.opened = opened
        self.is_remembered = last is not None
        sit = last or Sit(until="22:30")
        self.until, self.own_bells = sit.until or "22:30", "3, 7"
        length = parse_duration(sit.length) if sit.length else None
        asked = replace(request, length=request.length or length)
        if last is not None and last.words in ("guided", "light", "quiet", "none"):
            words: Words = "quiet" if last.words == "none" else last.words  # type: ignore[assignment]
            asked = replace(asked, words=words)
        if last is not None and last.bed not in ("", "script"):
            asked = replace(asked, bed=() if last.bed == "off" else (Layer(last.bed),))
        card = Card(opened, asked, beds)
        self._card = card
        ready = parse_duration(sit.ready) if last is not None and sit.ready else Millis(0)
        own = {row.name: row for row in card.rows}
        rows = [
            Choice.of(END, "It ends", _ENDS, sit.end),
            card.row(LENGTH),
            *([_worded(own[WORDS])] if WORDS in own else []),
            self._bells_row(sit.bells if last is not None else "ends"),
            _ready_row(ready),
            *([own[BREATH]] if BREATH in own else []),
            card.row(BED),
            *([own[STRENGTH]] if STRENGTH in own else []),
        ]
        self._rows = {row.name: row for row in rows}

    @property
    def rows(self) -> tuple[Choice, ...]:
        """The lines of the card, in order."""
        return tuple(self._rows.values())

    @property
    def end(self) -> End:
        """The way it ends."""
        chosen: End = self._rows[END].value
        return chosen

    @property
    def is_very_strong(self) -> bool:
        """Whether someone said that it is so strong that something plainer is better first."""
        return self._card.is_very_strong

    @property
    def has_own_bells(self) -> bool:
        """Whether the times of the bells are typed."""
        return self._rows[BELLS].words[self._rows[BELLS].at] == OWN_BELLS

    def choose(self, name: str, at: int) -> None:
        """Choose another value; the lengths follow what the others leave room for."""
        self._rows[name] = self._rows[name].choosing(at)
        if name in (LENGTH, WORDS, BREATH, BED, STRENGTH):
            self._card.choose(name, at)
            self._rows[LENGTH] = self._card.row(LENGTH)

    def request(self, now: int) -> Request | SitProblem:
        """Return the session that is asked for, or what keeps it from beginning.

        Args:
            now: the moment it is, in ms since the epoch.
        """
        bells = self._bells()
        if isinstance(bells, SitProblem):
            return bells
        asked = replace(self._card.request, settle=self._rows[READY].value, bells=bells)
        if self.end == "open":
            return replace(asked, length=None, open_end=True)
        if self.end == "minutes":
            return replace(asked, length=self._rows[LENGTH].value)
        until = self._until(asked.settle, now)
        return until if isinstance(until, SitProblem) else replace(asked, length=None, until=until)

    def _until(self, settle: Millis, now: int) -> int | SitProblem:
        """The moment at which it ends, in ms since the epoch, or what is wrong with it."""
        try:
            until = next_moment(parse_time(self.until), now)
        except BadTimeError as error:
            return SitProblem(END, f"{error.message}; {error.remedy}")
        lengths = self._rows[LENGTH].values
        least, most = (Millis(length + settle) for length in (lengths[0], lengths[-1]))
        first, last = possible_ends(least, most, now)
        if first <= until <= last:
            return until
        return SitProblem(END, f"it can end from {time_text(first)} to {time_text(last)}")

    @property
    def sit(self) -> Sit:
        """The choices as the settings file keeps them."""
        bed: tuple[Layer, ...] | None = self._rows[BED].value
        named = "script" if bed is None else (bed[0].sound if bed else "off")
        bells = self.own_bells.replace(" ", "") if self.has_own_bells else self._rows[BELLS].value
        return Sit(
            end=self.end,
            length=duration_text(self._rows[LENGTH].value),
            until=self.until if self.end == "time" else "",
            words=self._rows[WORDS].value if WORDS in self._rows else "",
            bells=_KEPT_BELLS.get(bells, bells),
            ready=duration_text(self._rows[READY].value),
            bed=named,
        )

    def _bells(self) -> Bells | SitProblem:
        """The bells, or what is wrong with them; a typed one has to ring before the end."""
        text = self.own_bells if self.has_own_bells else self._rows[BELLS].value
        try:
            bells = parse_bells(text)
        except BadBellsError as error:
            return SitProblem(BELLS, f"{error.message}; {error.remedy}")
        length = self._rows[LENGTH].value
        late = [minutes_text(at) for at in bells.at if at >= length]
        if self.end != "minutes" or not late:
            return bells
        words = f"{' and '.join(late)} minutes are past the end of {minutes_text(length)}"
        return SitProblem(BELLS, f"{words}; write earlier ones")

    def _bells_row(self, kept: str) -> Choice:
        rows = {**_BELLS, OWN_BELLS: OWN_BELLS}
        known = {kept_as: text for text, kept_as in _KEPT_BELLS.items()}
        if kept not in known:
            self.own_bells = ", ".join(part.removesuffix("m") for part in kept.split(","))
        return Choice.of(BELLS, "Bells", rows, known.get(kept, OWN_BELLS))


_KEPT_BELLS: Mapping[str, str] = {
    "both": "ends",
    "both, every 5m": "5m",
    "both, every 10m": "10m",
    "both, half": "half",
    "none": "none",
}
"""How the settings file writes each choice of bells."""


def _worded(row: Choice) -> Choice:
    """The line for words, in the words of a sit."""
    return replace(row, words=tuple(_WORDS), values=tuple(_WORDS.values()))


def _ready_row(ready: Millis) -> Choice:
    rows = dict(_READY)
    if ready not in rows.values():
        rows[spoken_duration(ready)] = ready
    return Choice.of(READY, "Get ready", rows, ready)

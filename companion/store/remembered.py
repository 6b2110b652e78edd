"""Last choices: kept in the settings file, only where a person wants it.

[last.sit]
end = "minutes"
length = "20m"

[last.scripts.enough]
bed = "rain"
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from companion.store.preferences.kinds import Choice, Kind, Length, Text, Value
from companion.store.preferences.table import SETTINGS
from companion.store.settings import Settings, load, write
from companion.timeline.bells import BadBellsError, parse_bells

_MOST_SCRIPTS = 50
ENDS = "ends"
"""The bells at both ends, as the settings file writes them."""
LAST_CHOICES = "privacy.last_choices"


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices on the card of a script; an empty one was not made.

    `length` is a length such as `2m30s`; `bed`, `words` and `breath` have the values of their
    settings; `bells` is `ends`, `end`, `none`, `half`, or lengths such as `5m` or `5m,12m`.
    """

    length: str = ""
    bed: str = ""
    words: str = ""
    bells: str = ""
    breath: str = ""


@dataclass(frozen=True, slots=True)
class Sit:
    """The choices on the card of a sit; an empty one is not kept, and so it is as usual.

    `end` is `minutes`, `time` or `open`; `length` belongs to the first, `until`, such as `22:30`,
    to the second. `ready` is the time before the first bell. `words` may also be `none`. The
    others are as in `Choices`.
    """

    end: str = "minutes"
    length: str = "10m"
    until: str = ""
    words: str = "guided"
    bells: str = "ends"
    ready: str = "0s"
    bed: str = "script"


@dataclass(frozen=True, slots=True)
class BellsKind(Text):
    """Bells of a session, as `--bells` takes them; `ends` is one at each end."""

    @property
    def says(self) -> str:
        """The words, and an example."""
        return "ends, end, half, none, or lengths such as 5m or 5m,12m"

    def of_toml(self, raw: object) -> str | None:
        """Read a text that names bells."""
        text = str(raw) if isinstance(raw, str) else ""
        if text != ENDS:
            try:
                parse_bells(text)
            except BadBellsError:
                return None
        return text if len(text) <= self.most else None


@dataclass(frozen=True, slots=True)
class ClockKind(Text):
    """A time of the day, such as `22:30`."""

    @property
    def says(self) -> str:
        """An example."""
        return "a time, such as 22:30"

    def of_toml(self, raw: object) -> str | None:
        """Read a text of hours and minutes."""
        text = raw if isinstance(raw, str) else ""
        return text if re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", text) else None


_SIT_AMOUNTS = ("guided", "light", "quiet", "none")
_KINDS: Mapping[str, Kind] = {
    "length": Length(),
    "bed": SETTINGS["sound.bed"].kind,
    "words": SETTINGS["words.amount"].kind,
    "bells": BellsKind(200),
    "breath": SETTINGS["words.breath"].kind,
}
SIT_KINDS: Mapping[str, Kind] = {
    "length": _KINDS["length"],
    "bed": _KINDS["bed"],
    "bells": _KINDS["bells"],
    "words": Choice({name: name for name in _SIT_AMOUNTS}),
    "end": Choice({name: name for name in ("minutes", "time", "open")}),
    "until": ClockKind(5),
    "ready": Length(least=0),
}
_IDS = {"bed": "sound.bed", "words": "words.amount", "breath": "words.breath"}


def last_choices(settings: Settings, script: str) -> Choices:
    """The choices that were made for a script the last time; empty unless they are remembered."""
    if not _is_remembered(settings):
        return Choices()
    scripts = settings.last.get("scripts")
    table = scripts.get(script) if isinstance(scripts, Mapping) else None
    return Choices(**dict(usable(table, _KINDS)))


def last_values(settings: Settings, script: str) -> dict[str, Value]:
    """The same choices by the ids of their settings, for `Preferences.after`."""
    made = asdict(last_choices(settings, script))
    return {own: made[name] for name, own in _IDS.items() if made[name]}


def last_sit(settings: Settings) -> Sit | None:
    """The choices that were made for the last sit; None unless they are remembered."""
    table = settings.last.get("sit")
    if not _is_remembered(settings) or not isinstance(table, Mapping):
        return None
    return Sit(**dict(usable(table, SIT_KINDS)))


def remember(file: Path, script: str, choices: Choices) -> bool:
    """Keep the choices made for a script, if the settings say so; return whether they do.

    Raises:
        CompanionError: when the file can't be read or written.
    """
    settings, _ = load(file)
    if not _is_remembered(settings):
        return False
    place = ("last", "scripts", script)
    changes = changes_at(place, choices)
    scripts = settings.last.get("scripts")
    others = [each for each in scripts if each != script] if isinstance(scripts, Mapping) else []
    for oldest in others[: max(0, len(others) + 1 - _MOST_SCRIPTS)]:
        changes["last", "scripts", oldest] = None
    write(file, changes)
    return True


def remember_sit(file: Path, sit: Sit) -> bool:
    """Keep the choices made for a sit, if the settings say so; return whether they do.

    Raises:
        CompanionError: when the file can't be read or written.
    """
    if not _is_remembered(load(file)[0]):
        return False
    write(file, changes_at(("last", "sit"), sit))
    return True


def _is_remembered(settings: Settings) -> bool:
    return settings.values.get(LAST_CHOICES) == "yes"


def changes_at(place: tuple[str, ...], made: Choices | Sit) -> dict[tuple[str, ...], object]:
    """The changes that keep all choices at a place; an empty one is removed."""
    return {(*place, each.name): getattr(made, each.name) or None for each in fields(made)}


def usable(table: object, kinds: Mapping[str, Kind]) -> Iterator[tuple[str, Any]]:
    """The entries of a table that can be used."""
    for name, raw in table.items() if isinstance(table, Mapping) else ():
        if name in kinds and (value := kinds[name].of_toml(raw)) is not None:
            yield name, value

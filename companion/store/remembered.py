"""Last choices and presets: kept in the settings file, the first only where a person wants it.

[last.sit]
end = "minutes"
length = "20m"

[last.scripts.enough]
bed = "rain"

[presets.evening]
end = "time"
until = "22:30"
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from companion.errors import CompanionError, NotFoundError
from companion.store.preferences.kinds import Choice, Kind, Length, Text, Value
from companion.store.preferences.table import SETTINGS
from companion.store.settings import Settings, load, write

_MOST_SCRIPTS = 50
_MOST_NAME = 30
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
class _Bells(Text):
    """Bells of a session: one of four words, or lengths with commas between them."""

    @property
    def says(self) -> str:
        """The words, and an example."""
        return "ends, end, half, none, or lengths such as 5m or 5m,12m"

    def of_toml(self, raw: object) -> str | None:
        """Read a text; every length of it must be one."""
        text = str(raw) if isinstance(raw, str) else ""
        if text in ("ends", "end", "half", "none"):
            return text
        is_listed = text and all(Length().of_text(part) for part in text.split(","))
        return text if is_listed and len(text) <= self.most else None


@dataclass(frozen=True, slots=True)
class _Clock(Text):
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
    "bells": _Bells(200),
    "breath": SETTINGS["words.breath"].kind,
}
_SIT_KINDS: Mapping[str, Kind] = {
    "length": _KINDS["length"],
    "bed": _KINDS["bed"],
    "bells": _KINDS["bells"],
    "words": Choice({name: name for name in _SIT_AMOUNTS}),
    "end": Choice({name: name for name in ("minutes", "time", "open")}),
    "until": _Clock(5),
    "ready": Length(least=0),
}
_IDS = {"bed": "sound.bed", "words": "words.amount", "breath": "words.breath"}


def last_choices(settings: Settings, script: str) -> Choices:
    """The choices that were made for a script the last time; empty unless they are remembered."""
    if not _is_remembered(settings):
        return Choices()
    scripts = settings.last.get("scripts")
    table = scripts.get(script) if isinstance(scripts, Mapping) else None
    return Choices(**dict(_good(table, _KINDS)))


def last_values(settings: Settings, script: str) -> dict[str, Value]:
    """The same choices by the ids of their settings, for `Preferences.after`."""
    made = asdict(last_choices(settings, script))
    return {own: made[name] for name, own in _IDS.items() if made[name]}


def last_sit(settings: Settings) -> Sit | None:
    """The choices that were made for the last sit; None unless they are remembered."""
    table = settings.last.get("sit")
    if not _is_remembered(settings) or not isinstance(table, Mapping):
        return None
    return Sit(**dict(_good(table, _SIT_KINDS)))


def remember(file: Path, script: str, choices: Choices) -> bool:
    """Keep the choices made for a script, if the settings say so; return whether they do.

    Raises:
        CompanionError: when the file can't be read or written.
    """
    settings, _ = load(file)
    if not _is_remembered(settings):
        return False
    place = ("last", "scripts", script)
    changes = _changes(place, choices)
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
    write(file, _changes(("last", "sit"), sit))
    return True


def presets(settings: Settings) -> tuple[dict[str, Sit], list[str]]:
    """Return the named sits, and one line for each mistake in them."""
    found: dict[str, Sit] = {}
    problems: list[str] = []
    for name, table in settings.presets.items():
        if not isinstance(table, Mapping):
            problems.append(f'[presets.{name}] needs lines under it, such as length = "20m"')
            continue
        problems += _mistakes(name, table)
        found[name] = Sit(**dict(_good(table, _SIT_KINDS)))
    return found, problems


def keep_preset(file: Path, name: str, sit: Sit) -> None:
    """Keep a sit under a name; one of that name is replaced.

    Raises:
        CompanionError: when the name can't be one, or the file can't be written.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable() or len(name) > _MOST_NAME:
        remedy = f"use one line of at most {_MOST_NAME} characters"
        raise CompanionError(f'"{name}" can\'t be the name of a sit', remedy)
    write(file, _changes(("presets", name), sit))


def delete_preset(file: Path, name: str) -> None:
    """Delete a named sit.

    Raises:
        NotFoundError: when there is none of that name.
        CompanionError: when the file can't be written.
    """
    names = list(load(file)[0].presets)
    if name not in names:
        remedy = f"there are {', '.join(names)}" if names else "none has been kept yet"
        raise NotFoundError(f'there\'s no sit called "{name}"', remedy)
    write(file, {("presets", name): None})


def _is_remembered(settings: Settings) -> bool:
    return settings.values.get(LAST_CHOICES) == "yes"


def _changes(place: tuple[str, ...], made: Choices | Sit) -> dict[tuple[str, ...], object]:
    """The changes that keep all choices at a place; an empty one is removed."""
    return {(*place, each.name): getattr(made, each.name) or None for each in fields(made)}


def _good(table: object, kinds: Mapping[str, Kind]) -> Iterator[tuple[str, Any]]:
    """The entries of a table that can be used."""
    for name, raw in table.items() if isinstance(table, Mapping) else ():
        if name in kinds and (value := kinds[name].of_toml(raw)) is not None:
            yield name, value


def _mistakes(preset: str, table: Mapping[str, object]) -> Iterator[str]:
    names = [each.name for each in fields(Sit)]
    for name, raw in table.items():
        if name not in names:
            yield f'there\'s no "{name}" in [presets.{preset}]; it can have {", ".join(names)}'
        elif _SIT_KINDS[name].of_toml(raw) is None:
            yield f"{name} in [presets.{preset}] can't have this value; it can be " + (
                _SIT_KINDS[name].says
            )

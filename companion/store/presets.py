"""Presets: sessions that a person keeps under a name, in the settings file, in clear.

[presets.evening]
end = "time"
until = "22:30"

[presets.mondays]
script = "enough"
length = "12m"
words = "light"
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from companion.errors import CompanionError, NotFoundError
from companion.reading.fields import nearest
from companion.store.preferences.kinds import Choice, Kind, Text
from companion.store.remembered import SIT_KINDS, Sit, changes_at, usable
from companion.store.settings import Settings, load, write

_MOST_NAME = 30


@dataclass(frozen=True, slots=True)
class Preset(Sit):
    """The choices of a session under a name; an empty one is as usual.

    `script` is the id of the script, empty for the timed sit, and `breath` is `guided` or
    `left-out`. The others are as in `Sit`.
    """

    length: str = ""
    words: str = ""
    bells: str = ""
    script: str = ""
    breath: str = ""


_KINDS: Mapping[str, Kind] = {
    **SIT_KINDS,
    "script": Text(100),
    "breath": Choice({"guided": "guided", "left-out": "left out"}),
}


def presets(settings: Settings) -> tuple[dict[str, Preset], list[str]]:
    """Return the presets by name, and one line for each mistake in them."""
    found: dict[str, Preset] = {}
    problems: list[str] = []
    for name, table in settings.presets.items():
        if not isinstance(table, Mapping):
            problems.append(f'[presets.{name}] needs lines under it, such as length = "20m"')
            continue
        problems += _mistakes(name, table)
        found[name] = Preset(**dict(usable(table, _KINDS)))
    return found, problems


def find_preset(file: Path, name: str) -> Preset:
    """Return a preset by its name; capitals and spaces don't matter.

    Raises:
        NotFoundError: when there is none of that name.
    """
    found, _ = presets(load(file)[0])
    by_key = {_key(each): preset for each, preset in found.items()}
    if (preset := by_key.get(_key(name))) is not None:
        return preset
    raise _not_found(name, tuple(found))


def keep_preset(file: Path, name: str, preset: Preset) -> str:
    """Keep a session under a name, and return the name; one of that name is replaced.

    Raises:
        CompanionError: when the name can't be one, or the file can't be written.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable() or len(name) > _MOST_NAME or not name[0].isalpha():
        remedy = f"use at most {_MOST_NAME} characters, and begin with a letter"
        raise CompanionError(f'"{name}" can\'t be the name of a session', remedy)
    taken = presets(load(file)[0])[0]
    name = next((each for each in taken if _key(each) == _key(name)), name)
    write(file, changes_at(("presets", name), preset))
    return name


def delete_preset(file: Path, name: str) -> None:
    """Delete a preset.

    Raises:
        NotFoundError: when there is none of that name.
        CompanionError: when the file can't be written.
    """
    names = list(load(file)[0].presets)
    if name not in names:
        raise _not_found(name, tuple(names))
    write(file, {("presets", name): None})


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _not_found(name: str, names: tuple[str, ...]) -> NotFoundError:
    near = nearest(name, names)
    listed = f"you've kept {', '.join(names)}" if names else "none has been kept yet"
    remedy = f'did you mean "{near}"?' if near else listed
    return NotFoundError(f'there\'s no session kept as "{name}"', remedy)


def _mistakes(preset: str, table: Mapping[str, object]) -> Iterator[str]:
    names = [each.name for each in fields(Preset)]
    for name, raw in table.items():
        if name not in names:
            yield f'there\'s no "{name}" in [presets.{preset}]; it can have {", ".join(names)}'
        elif _KINDS[name].of_toml(raw) is None:
            yield f"{name} in [presets.{preset}] can't have this value; it can be " + (
                _KINDS[name].says
            )

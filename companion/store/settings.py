"""Settings: the choices that a person asked to keep, in one file that they can edit themselves.

    voice = "flite/slt"
    voice_files = ["/home/me/amy.onnx"]
    device = "Headphones"

    [shaken]
    pace = 0.95

    [look]
    theme = "paper"

`store.preferences.table` knows every setting by its id, such as `look.theme`. The program writes
here only when asked. An unreadable file costs one message and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from companion.errors import CompanionError
from companion.files import MOST_BYTES, read_regular
from companion.timeline.request import LIMITS, USUAL, Profile

if TYPE_CHECKING:
    from companion.store.preferences.kinds import Value

Mood = Literal["shaken", "settled"]
MOODS: tuple[Mood, ...] = ("shaken", "settled")
_MOST_PROBLEMS = 5
_PARTS = ("sound", "words", "look", "keys", "privacy", "keep", "now", "hide")
_KEPT = ("last", "presets", "courses")


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices that a person asked to keep.

    `voice` is a name such as `flite/slt`, or `auto`; `voice_files` are Piper voices; `command`
    is a program that speaks. `device` is the sound device, empty for the usual one. `shaken` and
    `settled` are the profiles of the two moods. `values` has every value in the file by the id of
    its setting; `last` and `presets` are the tables that `store.remembered` reads, `courses` is
    the one of `store.kept_courses`.
    """

    voice: str = "auto"
    voice_files: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    shaken: Profile = USUAL
    settled: Profile = USUAL
    device: str = ""
    values: "Mapping[str, Value]" = field(default_factory=dict)
    last: Mapping[str, object] = field(default_factory=dict)
    presets: Mapping[str, object] = field(default_factory=dict)
    courses: Mapping[str, object] = field(default_factory=dict)

    def profile(self, mood: Mood) -> Profile:
        """The profile of a mood."""
        return self.shaken if mood == "shaken" else self.settled


def load(file: Path) -> tuple[Settings, list[str]]:
    """Return the settings in a file, and one line for each entry that cannot be used."""
    try:
        raw = read_regular(file)
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        reason = error.strerror or str(error)
        return Settings(), [f"{file.name} can't be read, so it's ignored ({reason})"]
    if len(raw) > MOST_BYTES:
        return Settings(), [f"{file.name} is larger than 1 MB, so it's ignored"]
    import tomllib  # here, because most runs have no settings file

    try:
        table = tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # not TOML, or not UTF-8
        why = f"{file.name} can't be read, so everything is as usual ({error})"
        return Settings(), [f"{why}; fix it, or move it away to start again"]
    return _settings_in(table, file.name)


def _settings_in(table: Mapping[str, object], name: str) -> tuple[Settings, list[str]]:
    """Return the settings in a table, and one line for each entry that cannot be used."""
    from companion.store.preferences.table import check_part, values_in

    problems: list[str] = []
    settings = Settings(values=values_in(table))
    for key, value in table.items():
        if key in _PARTS and isinstance(value, dict):
            wrong = check_part(key, value)
            problems += [f"{name}: {message}; {remedy}" for message, remedy in wrong]
            continue
        if key in MOODS and isinstance(value, dict):
            profile, lines = _profile(key, value)
            fitted: dict[str, Any] = {key: profile}
            settings = replace(settings, **fitted)
            problems += [f"{name}: {line}" for line in lines]
            continue
        try:
            settings = _apply(settings, key, value)
        except CompanionError as error:
            problems.append(f"{name}: {error.message}; {error.remedy}")
    if len(problems) > _MOST_PROBLEMS:
        more = len(problems) - _MOST_PROBLEMS
        problems = [*problems[:_MOST_PROBLEMS], f"{name}: and {more} more"]
    return settings, problems


def _apply(settings: Settings, key: str, value: object) -> Settings:
    match key, value:
        case "voice", str():
            return replace(settings, voice=value)
        case "voice_files", list() if all(map(_is_argument, value)):
            return replace(settings, voice_files=tuple(map(str, value)))
        case "command", list() if all(map(_is_argument, value)):
            return replace(settings, command=tuple(map(str, value)))
        case "device", str() if "\0" not in value:
            return replace(settings, device="" if value == "auto" else value)
        case (("last" | "presets" | "courses"), dict()):
            table: dict[str, Any] = {key: value}
            return replace(settings, **table)
        case name, _ if name in (*_PARTS, *_KEPT):
            raise CompanionError(f'"{key}" needs another kind of value', _table_example(key))
        case (("voice" | "voice_files" | "command" | "device" | "shaken" | "settled"), _):
            raise CompanionError(f'"{key}" needs another kind of value', _EXAMPLES[key])
        case _:
            names = ", ".join((*_EXAMPLES, *(f"[{part}]" for part in (*_PARTS, *_KEPT))))
            raise CompanionError(f'there\'s no setting "{key}"', f"the settings are {names}")


def _table_example(part: str) -> str:
    return f"write [{part}] on a line of its own, and its settings under it"


_EXAMPLES = {
    "voice": 'write it like this: voice = "auto"',
    "voice_files": 'write it like this: voice_files = ["/home/me/amy.onnx"]',
    "command": 'write it like this: command = ["my-tts", "{file}", "{out}"]',
    "device": 'write it like this: device = "Headphones"',
    "shaken": "write [shaken] on a line of its own, and pace = 0.95 under it",
    "settled": "write [settled] on a line of its own, and pace = 0.95 under it",
}


def _is_argument(item: object) -> bool:
    """Whether an item can be an argument of a command, or the path of a file."""
    return isinstance(item, str) and bool(item) and "\0" not in item


def _profile(mood: str, table: Mapping[str, object]) -> tuple[Profile, list[str]]:
    """Return the profile in a table, and one line for each entry that cannot be used."""
    profile, problems = USUAL, []
    for key, value in table.items():
        if key == "voice" and isinstance(value, str):
            profile = replace(profile, voice=value)
            continue
        if key not in LIMITS and key != "voice":
            names = ", ".join(field.name for field in fields(Profile))
            problems.append(f'there\'s no "{key}" in {mood}; it can have {names}')
            continue
        low, high = LIMITS.get(key, (0.0, 0.0))
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if key == "voice" or not is_number or not low <= value <= high:  # type: ignore[operator]
            can_be = f"a number from {low:g} to {high:g}" if key != "voice" else "a name in quotes"
            problems.append(f"{key} in {mood} can't have this value; write {can_be}")
            continue
        numbers: dict[str, Any] = {key: float(value)}  # type: ignore[arg-type]
        profile = replace(profile, **numbers)
    return profile, problems


def save(file: Path, **changes: Any) -> None:
    """Write some settings at the top of the file, as `write` does.

    Args:
        file: the settings file.
        changes: values by name; a `Profile` for a mood, None to remove a setting.

    Raises:
        CompanionError: when the file cannot be read or written; it stays as it was.
    """
    write(file, {(key,): value for key, value in changes.items()})


def write(file: Path, changes: Mapping[tuple[str, ...], object], *, private: bool = False) -> None:
    """Write some settings; everything else in the file stays as the person wrote it.

    Args:
        file: the settings file; deleted when nothing is left in it.
        changes: values by their place, such as `("look", "theme")`; None to remove one.
        private: whether nobody else may read the file from now on, even one that was readable.

    Raises:
        CompanionError: when the file cannot be read or written; it stays as it was.
    """
    from companion.store.toml_file import edit  # slow to import, and most runs only read

    edit(file, {place: _toml_value(value) for place, value in changes.items()}, private=private)


def _toml_value(value: object) -> object:
    """The value as TOML has it; a profile holds only its differences from the usual one."""
    if not isinstance(value, Profile):
        return list(value) if isinstance(value, tuple) else value
    usual = USUAL
    entries = {field.name: getattr(value, field.name) for field in fields(Profile)}
    return {name: own for name, own in entries.items() if own != getattr(usual, name)}

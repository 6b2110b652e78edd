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
from companion.files import MOST_BYTES, make_folder, read_regular, replace_whole
from companion.timeline.request import LIMITS, USUAL, Profile

if TYPE_CHECKING:
    from companion.store.preferences.kinds import Value

Mood = Literal["shaken", "settled"]
MOODS: tuple[Mood, ...] = ("shaken", "settled")
_MOST_PROBLEMS = 5
_PARTS = ("sound", "words", "look", "keys", "privacy", "now", "hide")
_KEPT = ("last", "presets")


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices that a person asked to keep.

    `voice` is a name such as `flite/slt`, or `auto`; `voice_files` are Piper voices; `command`
    is a program that speaks. `device` is the sound device, empty for the usual one. `shaken` and
    `settled` are the profiles of the two moods. `values` has every value in the file by the id of
    its setting; `last` and `presets` are the tables that `store.preferences.last` reads.
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
        case "last", dict():
            return replace(settings, last=value)
        case "presets", dict():
            return replace(settings, presets=value)
        case name, _ if name in (*_PARTS, *_KEPT):
            raise CompanionError(f'"{key}" needs another kind of value', _table_example(key))
        case (("voice" | "voice_files" | "command" | "device" | "shaken" | "settled"), _):
            raise CompanionError(f'"{key}" needs another kind of value', _EXAMPLES[key])
        case _:
            names = ", ".join((*_EXAMPLES, *(f"[{part}]" for part in (*_PARTS, *_KEPT))))
            raise CompanionError(f'there\'s no setting "{key}"', f"the settings are {names}")


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


def _table_example(part: str) -> str:
    return f"write [{part}] on a line of its own, and its settings under it"


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
    import tomlkit
    from tomlkit.exceptions import ParseError

    try:
        document = tomlkit.parse(read_regular(file).decode("utf-8-sig"))
    except FileNotFoundError:
        document = tomlkit.document()
    except (OSError, ValueError, ParseError) as error:
        remedy = "fix it or move it away; nothing was changed"
        reason = getattr(error, "strerror", None) or error
        raise CompanionError(f"{file} can't be read: {reason}", remedy) from error
    for place, value in changes.items():
        if value is None:
            _remove(document, place)
        else:
            _put(document, place, _toml_value(value), file)
    text = tomlkit.dumps(document)
    _check_readable(file, text)
    _write(file, text, private=private)


def _check_readable(file: Path, text: str) -> None:
    """Check that the new text is TOML, so that a file that could be read stays one."""
    import tomllib

    try:
        tomllib.loads(text)
    except ValueError as error:
        message = f"{file} couldn't be read back: {error}"
        raise CompanionError(message, "nothing was changed; change it by hand") from error


def _put(document: Any, place: tuple[str, ...], value: object, file: Path) -> None:
    """Set a value in a document, and add the tables that lead to it."""
    import tomlkit

    *tables, name = place
    for number, key in enumerate(tables):
        if key not in document:
            document[key] = tomlkit.table(is_super_table=number + 1 < len(tables))
        document = document[key]
        if not isinstance(document, dict):
            message = f'"{key}" in {file} needs another kind of value'
            raise CompanionError(message, f"{_table_example(key)}; nothing was changed")
    tail = [] if name in document or not tables else _take_tail(document)
    document[name] = value
    if tail:
        document.value.body.extend(tail)


def _take_tail(table: Any) -> list[Any]:
    """Take the empty lines and comments off the end of a table: they belong to the next one."""
    from tomlkit.items import Table

    tail: list[Any] = []
    body = table.value.body if isinstance(table, Table) else []
    while body and body[-1][0] is None:
        tail.insert(0, body.pop())
    return tail


def _remove(document: Any, place: tuple[str, ...]) -> None:
    """Remove a value from a document, and then every table on its way that is left empty."""
    *tables, name = place
    chain = [document]
    for key in tables:
        if not isinstance(chain[-1], dict) or key not in chain[-1]:
            return
        chain.append(chain[-1][key])
    if isinstance(chain[-1], dict):
        chain[-1].pop(name, None)
    for parent, key in zip(reversed(chain[:-1]), reversed(tables), strict=True):
        table = parent[key]
        if not isinstance(table, dict) or len(table) or "#" in table.as_string():
            return
        if getattr(table, "trivia", None) and table.trivia.comment:  # on the line of its name
            return
        parent.pop(key)


def _toml_value(value: object) -> object:
    """The value as TOML has it; a profile holds only its differences from the usual one."""
    if not isinstance(value, Profile):
        return list(value) if isinstance(value, tuple) else value
    usual = USUAL
    entries = {field.name: getattr(value, field.name) for field in fields(Profile)}
    return {name: own for name, own in entries.items() if own != getattr(usual, name)}


def _write(file: Path, text: str, *, private: bool) -> None:
    try:
        if not text.strip():
            file.unlink(missing_ok=True)
            return
        make_folder(file.parent)
        if private and file.exists():
            file.chmod(file.stat().st_mode & 0o700)
        replace_whole(file, text.encode())
    except OSError as error:
        remedy = "nothing was changed"
        reason = error.strerror or error
        raise CompanionError(f"{file} can't be written: {reason}", remedy) from error

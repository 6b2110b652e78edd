"""Settings: the choices that a person asked to keep, in one file that they can edit themselves.

    voice = "flite/slt"
    voice_files = ["/home/me/amy.onnx"]
    device = "Headphones"

    [shaken]
    pace = 0.95

The program writes here only when asked. An unreadable file costs one message and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from companion.errors import CompanionError
from companion.files import MOST_BYTES, make_folder, read_regular, replace_whole
from companion.timeline.request import LIMITS, USUAL, Profile

Mood = Literal["shaken", "settled"]
MOODS: tuple[Mood, ...] = ("shaken", "settled")
_MOST_PROBLEMS = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices that a person asked to keep.

    `voice` is a name such as `flite/slt`, or `auto`; `voice_files` are Piper voices; `command`
    is a program that speaks. `device` is the sound device, empty for the usual one. `shaken` and
    `settled` are the profiles of the two moods.
    """

    voice: str = "auto"
    voice_files: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    shaken: Profile = USUAL
    settled: Profile = USUAL
    device: str = ""

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
        why = f"{file.name} can't be read, so the usual voice speaks ({error})"
        return Settings(), [f"{why}; fix it, or move it away to start again"]
    problems: list[str] = []
    settings = Settings()
    for key, value in table.items():
        try:
            settings = _apply(settings, key, value)
        except CompanionError as error:
            problems.append(f"{file.name}: {error.message}; {error.remedy}")
    if len(problems) > _MOST_PROBLEMS:
        more = len(problems) - _MOST_PROBLEMS
        problems = [*problems[:_MOST_PROBLEMS], f"{file.name}: and {more} more"]
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
        case "shaken", dict():
            return replace(settings, shaken=_profile(key, value))
        case "settled", dict():
            return replace(settings, settled=_profile(key, value))
        case (("voice" | "voice_files" | "command" | "device" | "shaken" | "settled"), _):
            raise CompanionError(f'"{key}" needs another kind of value', _EXAMPLES[key])
        case _:
            names = ", ".join(_EXAMPLES)
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


def _profile(mood: str, table: Mapping[str, object]) -> Profile:
    profile = USUAL
    for key, value in table.items():
        if key == "voice" and isinstance(value, str):
            profile = replace(profile, voice=value)
            continue
        if key not in LIMITS:
            names = ", ".join(field.name for field in fields(Profile))
            raise CompanionError(f'there\'s no "{key}" in {mood}', f"it can have {names}")
        low, high = LIMITS[key]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= value <= high:  # type: ignore[operator]
            raise CompanionError(
                f"{key} in {mood} can't have this value", f"write a number from {low:g} to {high:g}"
            )
        numbers: dict[str, Any] = {key: float(value)}  # type: ignore[arg-type]
        profile = replace(profile, **numbers)
    return profile


def save(file: Path, **changes: Any) -> None:
    """Write some settings; everything else in the file stays as the person wrote it.

    Args:
        file: the settings file; deleted when nothing is left in it.
        changes: values by name; a `Profile` for a mood, None to remove a setting.

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
    for key, value in changes.items():
        if value is None:
            document.pop(key, None)
        else:
            document[key] = _toml_value(value)
    text = tomlkit.dumps(document)
    _write(file, text)


def _toml_value(value: object) -> object:
    """The value as TOML has it; a profile holds only its differences from the usual one."""
    if not isinstance(value, Profile):
        return list(value) if isinstance(value, tuple) else value
    usual = USUAL
    entries = {field.name: getattr(value, field.name) for field in fields(Profile)}
    return {name: own for name, own in entries.items() if own != getattr(usual, name)}


def _write(file: Path, text: str) -> None:
    try:
        if not text.strip():
            file.unlink(missing_ok=True)
            return
        make_folder(file.parent)
        replace_whole(file, text.encode())
    except OSError as error:
        remedy = "nothing was changed"
        reason = error.strerror or error
        raise CompanionError(f"{file} can't be written: {reason}", remedy) from error

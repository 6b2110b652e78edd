"""Settings: what a person asked to be kept, in one file that they can read and write themselves.

    voice = "flite/slt"
    voice_files = ["/home/me/amy.onnx"]
    device = "Headphones"

    [shaken]
    pace = 0.95

Nothing is written here unasked. A file that cannot be read costs one line, and nothing else.
"""

import stat
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal

from companion.errors import CompanionError
from companion.timeline.request import LIMITS, USUAL, Profile

Mood = Literal["shaken", "settled"]
MOODS: tuple[Mood, ...] = ("shaken", "settled")


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked to be kept.

    `voice` is a name such as `flite/slt`, or `auto`; `voice_files` are Piper voices; `command`
    is a program that speaks. `device` is where it is heard, empty for the usual one. The two
    profiles are how a person wants to be spoken to.
    """

    voice: str = "auto"
    voice_files: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    shaken: Profile = USUAL
    settled: Profile = USUAL
    device: str = ""

    def profile(self, mood: Mood) -> Profile:
        """How to speak in a mood."""
        return self.shaken if mood == "shaken" else self.settled


def load(file: Path) -> tuple[Settings, list[str]]:
    """What is kept, and a line for each thing in it that cannot be used."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe would be waited for
            return Settings(), [f"{file.name} is no file, so nothing in it holds"]
        raw = file.read_bytes()
    except OSError:
        return Settings(), []
    import tomllib  # which most runs need not

    try:
        told = tomllib.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # TOML that is none, or no UTF-8
        why = f"{file.name} cannot be read, so the usual voice speaks ({error})"
        return Settings(), [f"{why}; mend it, or move it away to begin anew"]
    problems: list[str] = []
    found = Settings()
    for key, value in told.items():
        try:
            found = _taken(found, key, value)
        except CompanionError as error:
            problems.append(f"{file.name}: {error.message}; {error.remedy}")
    return found, problems


def _taken(settings: Settings, key: str, value: object) -> Settings:
    match key, value:
        case "voice", str():
            return replace(settings, voice=value)
        case "voice_files", list() if all(map(_is_word, value)):
            return replace(settings, voice_files=tuple(map(str, value)))
        case "command", list() if all(map(_is_word, value)):
            return replace(settings, command=tuple(map(str, value)))
        case "device", str() if "\0" not in value:
            return replace(settings, device="" if value == "auto" else value)
        case "shaken", dict():
            return replace(settings, shaken=_profile(key, value))
        case "settled", dict():
            return replace(settings, settled=_profile(key, value))
        case (("voice" | "voice_files" | "command" | "device" | "shaken" | "settled"), _):
            raise CompanionError(f'"{key}" is not of the right kind', _EXAMPLES[key])
        case _:
            known = ", ".join(_EXAMPLES)
            raise CompanionError(f'there is no setting "{key}"', f"there are {known}")


_EXAMPLES = {
    "voice": 'write it as in voice = "auto"',
    "voice_files": 'write it as in voice_files = ["/home/me/amy.onnx"]',
    "command": 'write it as in command = ["my-tts", "{file}", "{out}"]',
    "device": 'write it as in device = "Headphones"',
    "shaken": "write [shaken] on a line of its own, and pace = 0.95 under it",
    "settled": "write [settled] on a line of its own, and pace = 0.95 under it",
}


def _is_word(item: object) -> bool:
    """Whether it can be a part of a command, or a file."""
    return isinstance(item, str) and bool(item) and "\0" not in item


def _profile(mood: str, told: Mapping[str, object]) -> Profile:
    found = USUAL
    for key, value in told.items():
        if key == "voice" and isinstance(value, str):
            found = replace(found, voice=value)
            continue
        if key not in LIMITS:
            known = ", ".join(field.name for field in fields(Profile))
            raise CompanionError(f'there is no "{key}" in {mood}', f"there are {known}")
        low, high = LIMITS[key]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= value <= high:  # type: ignore[operator]
            raise CompanionError(
                f"{key} in {mood} cannot be that", f"it is a number from {low:g} to {high:g}"
            )
        numbers: dict[str, Any] = {key: float(value)}  # type: ignore[arg-type]
        found = replace(found, **numbers)
    return found


def save(file: Path, **changes: Any) -> None:
    """Keep some settings; what else stands in the file stays as the person wrote it.

    Args:
        file: the settings.
        changes: values by their names; a `Profile` for a mood, None to let one go.

    Raises:
        CompanionError: when it cannot be written, or holds what must not be lost.
    """
    import tomlkit
    from tomlkit.exceptions import ParseError

    try:
        document = tomlkit.parse(file.read_text("utf-8-sig"))
    except FileNotFoundError:
        document = tomlkit.document()
    except (OSError, ValueError, ParseError) as error:
        remedy = "mend it or move it away; nothing in it was changed"
        raise CompanionError(f"{file} cannot be read: {error}", remedy) from error
    for key, value in changes.items():
        if value is None:
            document.pop(key, None)
        else:
            document[key] = _plain(value)
    text = tomlkit.dumps(document)
    if text.strip():
        _write(file, text)
    else:
        file.unlink(missing_ok=True)


def _plain(value: object) -> object:
    if not isinstance(value, Profile):
        return list(value) if isinstance(value, tuple) else value
    usual = USUAL
    told = {field.name: getattr(value, field.name) for field in fields(Profile)}
    return {name: own for name, own in told.items() if own != getattr(usual, name)}


def _write(file: Path, text: str) -> None:
    from companion.files import replace_whole  # which reading needs not

    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_whole(file, text.encode())
    except OSError as error:
        remedy = "what stood there is as it was"
        raise CompanionError(f"cannot write {file}: {error.strerror or error}", remedy) from error

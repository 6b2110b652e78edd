"""Changing settings in the file, one by one, and forgetting those of a kind."""

from pathlib import Path

from companion.errors import CompanionError
from companion.store.preferences.kinds import Value
from companion.store.preferences.setting import Setting
from companion.store.preferences.table import PERSON, SETTINGS
from companion.store.remembered import LAST_CHOICES
from companion.store.settings import write


def change(file: Path, row: Setting, value: Value | None) -> str:
    """Write the value of a setting, or remove it; return a line to tell, which may be empty.

    Args:
        file: the settings file.
        row: the setting.
        value: a value that was checked; None or an empty one removes it.

    Raises:
        CompanionError: when the file can't be read or written; it stays as it was.
    """
    is_kept = value is not None and (value != "" or row.part == "keys") and value != ()
    changes: dict[tuple[str, ...], object] = {row.place: value if is_kept else None}
    if row.id == LAST_CHOICES and value != "yes":
        changes["last",] = None
    if not is_kept and not file.exists():
        return ""
    write(file, changes, private=row.id in PERSON)
    is_said = is_kept and row.note and value != "no"
    return row.note.format(file=file) if is_said else ""


def forget_last(file: Path) -> None:
    """Delete the choices of the last sessions.

    Raises:
        CompanionError: when the file can't be read or written.
    """
    if file.exists():
        write(file, {("last",): None})


def forget_presets(file: Path) -> None:
    """Delete the named sits.

    Raises:
        CompanionError: when the file can't be read or written.
    """
    if file.exists():
        write(file, {("presets",): None})


def forget_person(file: Path) -> None:
    """Delete the name, the number and the line of the person who was chosen.

    Raises:
        CompanionError: when the file can't be read or written.
    """
    if file.exists():
        write(file, {SETTINGS[name].place: None for name in PERSON})


def forget_settings(file: Path) -> None:
    """Delete the whole settings file, even one that can't be read.

    Raises:
        CompanionError: when it can't be deleted.
    """
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise CompanionError(f"{file} can't be deleted: {reason}", "delete it yourself") from error

"""Changing settings in the file, one by one, and forgetting those of a kind."""

from collections.abc import Iterable
from pathlib import Path

from companion.errors import CompanionError
from companion.store.preferences.keeping import KEEP
from companion.store.preferences.kinds import Value
from companion.store.preferences.setting import Setting
from companion.store.preferences.table import KEYS, PERSON, SETTINGS
from companion.store.remembered import LAST_CHOICES
from companion.store.settings import write

_STAYS = "Nothing more is kept from now on. What's there already stays;"
_PERSON = frozenset(SETTINGS[name].place for name in PERSON)


def change(file: Path, row: Setting, value: Value | None) -> str:
    """Write the value of one setting, or remove it, as `change_all` does; return its note."""
    return "".join(change_all(file, [(row, value)]))


def change_all(file: Path, changed: Iterable[tuple[Setting, Value | None]]) -> list[str]:
    """Write the values of several settings at once; return the notes that a person has to read.

    Args:
        file: the settings file; not made where there is nothing to write.
        changed: settings with values that were checked; None or an empty one removes it.

    Raises:
        CompanionError: when the file can't be read or written; it stays as it was.
    """
    changes: dict[tuple[str, ...], object] = {}
    notes: list[str] = []
    for row, value in changed:
        is_kept = value is not None and value != () and (value != "" or row.id.startswith(KEYS))
        changes[row.place] = value if is_kept else None
        if row.id == LAST_CHOICES and value != "yes":
            changes["last",] = None
        if is_kept and row.note and value != "no":
            notes.append(row.note.format(file=file))
        if row.warning and value != "yes" and file.exists():
            notes.append(f"{_STAYS} companion forget --{row.id.removeprefix(KEEP)} deletes it.")
    if file.exists() or any(value is not None for value in changes.values()):
        write(file, changes, private=not changes.keys().isdisjoint(_PERSON))
    return list(dict.fromkeys(notes))


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
        write(file, dict.fromkeys(_PERSON))


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

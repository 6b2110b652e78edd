"""The user's own scripts on disk: created and saved whole or not at all, with a schema beside."""

import contextlib
import re
from pathlib import Path

from companion.errors import CompanionError
from companion.files import create_whole, make_folder, replace_whole
from companion.reading.document import FlawedTextError, decode
from companion.resources import shipped
from companion.script.schema import FILE
from companion.store.library import SUFFIX

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check_name(name: str, taken: frozenset[str]) -> str:
    """Return the name of a script without its suffix.

    Raises:
        CompanionError: when it cannot be a name, or is one of the `taken` ones.
    """
    bare = name.removesuffix(SUFFIX)
    if not _NAME.fullmatch(bare):
        remedy = "use small letters, digits and dashes"
        raise CompanionError(f'"{name}" can\'t be the name of a script', remedy)
    if bare in taken:
        raise CompanionError(f'the name "{bare}" is already taken', "choose another name")
    return bare


def create(file: Path, text: str) -> None:
    """Write a new script, private to the user, with the schema beside it.

    Raises:
        CompanionError: when it already exists, or cannot be written.
    """
    try:
        _make_folder(file.parent)
        create_whole(file, text.encode())
    except FileExistsError:
        raise CompanionError(f"{file} already exists", "choose another name") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise CompanionError(f"{file} can't be written: {reason}") from None
    # editors use the schema to explain the verbs; the script works without it
    with contextlib.suppress(CompanionError, OSError):
        save(file.parent / FILE, (shipped("meditations") / FILE).read_text("utf-8"))


def _make_folder(folder: Path) -> None:
    try:
        make_folder(folder)
    except FileExistsError as error:
        raise NotADirectoryError(error.errno, "there's a file where the folder should be") from None


def save(file: Path, text: str) -> None:
    """Replace a file as a whole, or leave it unchanged; its mode and its symlink stay.

    Raises:
        CompanionError: when it cannot be written, or could not be read back.
    """
    try:
        decode(text.encode())
    except (UnicodeEncodeError, FlawedTextError) as error:
        reason = error.flaws[0].message if isinstance(error, FlawedTextError) else "it isn't text"
        remedy = "nothing was changed"
        raise CompanionError(f"this couldn't be read back: {reason}", remedy) from None
    try:
        replace_whole(file, text.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = "nothing was changed"
        raise CompanionError(f"{file} can't be written: {reason}", remedy) from None

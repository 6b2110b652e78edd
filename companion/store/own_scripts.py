"""The user's own scripts on disk: created and saved whole or not at all, with a schema beside."""

import contextlib
import re
from pathlib import Path

from companion.errors import CompanionError
from companion.files import create_whole, make_folder, replace_whole
from companion.letters import PLAIN_LETTERS
from companion.reading.document import FlawedTextError, decode
from companion.resources import shipped
from companion.script.schema import FILE
from companion.store.library import SUFFIX

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NOT_IN_IDS = re.compile(r"[^a-z0-9-]")
_ALLOWED = "use letters a to z, digits and dashes, such as my-evening"


def id_of(name: str) -> str:
    """Return the id that a script's name becomes: `My evening` is `my-evening`.

    Raises:
        CompanionError: when something in the name can't be in an id.
    """
    id_ = "-".join(name.removesuffix(SUFFIX).lower().split())
    if not id_:
        raise CompanionError("a script needs a name", "such as my-evening")
    if "/" in id_ or "\\" in id_:
        remedy = "leave the slash out; to open a file in another folder, end its name with .yaml"
        raise CompanionError(f'"{name}" has a slash in it, which would name a folder', remedy)
    if "." in id_:
        raise CompanionError(f'"{name}" has a dot in it, as only file names have', _ALLOWED)
    if (match := _NOT_IN_IDS.search(id_)) is not None:
        plain = id_.encode("ascii", PLAIN_LETTERS).decode()
        remedy = f'"{plain}" would work, and the title can have any letters'
        message = f'"{match[0]}" can\'t be in the name of a script'
        raise CompanionError(message, remedy if _ID.fullmatch(plain) else _ALLOWED)
    if not _ID.fullmatch(id_):
        raise CompanionError(f'"{name}" has a dash with no word beside it', _ALLOWED)
    return id_


def new_id(name: str, taken: frozenset[str]) -> str:
    """Return the id of a new script.

    Raises:
        CompanionError: when its name can't be one, or is one of the `taken` ones.
    """
    id_ = id_of(name)
    if id_ in taken:
        raise CompanionError(f'the name "{id_}" is already taken', "choose another name")
    return id_


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

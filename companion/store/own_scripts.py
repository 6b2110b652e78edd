"""Scripts of one's own on disk: begun, saved whole or not at all, the schema beside them."""

import contextlib
import os
import re
from pathlib import Path

from companion.errors import CompanionError
from companion.files import replace_whole
from companion.reading.document import FlawedTextError, decode
from companion.resources import shipped
from companion.script.schema import FILE

SUFFIX = ".yaml"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check_name(name: str, taken: frozenset[str]) -> str:
    """The name of a script, without its ending.

    Raises:
        CompanionError: when it is no name, or one of the program's own.
    """
    bare = name.removesuffix(SUFFIX)
    if not _NAME.fullmatch(bare):
        remedy = "use small letters, digits and dashes"
        raise CompanionError(f'"{name}" is no name for a script', remedy)
    if bare in taken:
        raise CompanionError(f'"{bare}" is a name of companion\'s own', "choose another name")
    return bare


def begin(file: Path, text: str) -> None:
    """Write a script that must not exist yet, for this person alone, with the schema beside it.

    Raises:
        CompanionError: when it exists, or cannot be written.
    """
    try:
        _make(file.parent)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CompanionError(f"{file} is there already", "choose another name") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise CompanionError(f"{file} cannot be written: {reason}") from None
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)
    # an editor explains the verbs by it; without it a script is as good
    with contextlib.suppress(CompanionError, OSError):
        save(file.parent / FILE, (shipped("meditations") / FILE).read_text("utf-8"))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(
            error.errno, "there is a file where the folder should be"
        ) from None


def save(file: Path, text: str) -> None:
    """Replace a file by a whole one, or leave it as it was; its mode and its link stay.

    Raises:
        CompanionError: when it cannot be written, or could not be read again.
    """
    try:
        decode(text.encode())
    except (UnicodeEncodeError, FlawedTextError) as error:
        reason = error.flaws[0].message if isinstance(error, FlawedTextError) else "it is no text"
        remedy = "what stood there is as it was"
        raise CompanionError(f"this could not be read again: {reason}", remedy) from None
    try:
        replace_whole(file, text.encode())
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = "what stood there is as it was"
        raise CompanionError(f"{file} cannot be written: {reason}", remedy) from None

"""Adding a respelling to a person's own lexicon, apart from reading it, which every line needs."""

import json
import re
from pathlib import Path

from companion.errors import CompanionError
from companion.files import make_folder, read_regular, replace_whole
from companion.reading.document import FlawedTextError
from companion.voice.lexicon import sections_of

_NEW = "# Words as they sound. Yours go before those that come along.\nlexicon: 1\n\nevery:\n"
_SECTION = re.compile(r"^every:[ \t]*(?:#.*)?$", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z' -]*")


def add_respelling(folder: Path, word: str, said: str) -> bool:
    """Add a respelling for every engine to the English lexicon; return whether it was new.

    Args:
        folder: of the person's lexicons; made if need be.
        word: as it is written.
        said: as it sounds.

    Raises:
        CompanionError: when the lexicon can't be read, has mistakes, or can't be written.
    """
    file = folder / "en.yaml"
    try:
        text = read_regular(file).decode("utf-8") if file.exists() else _NEW
    except (OSError, UnicodeDecodeError) as error:
        raise CompanionError(f"{file} can't be read: {error}", "look at it yourself") from None
    if text != _NEW:
        _check(text, file)  # nothing is written over a file with mistakes
    if re.search(rf"^[ \t]+[\"']?{re.escape(word)}[\"']?:", text, re.MULTILINE | re.IGNORECASE):
        return False
    line = f"  {_written(word)}: {_written(said)}\n"
    section = _SECTION.search(text)
    if section is None:
        text = f"{text.rstrip()}\n\nevery:\n{line}"
    else:
        rest = text[section.end() :].removeprefix("\n")
        text = f"{text[: section.end()]}\n{line}{rest}"
    _check(text, file)
    try:
        make_folder(folder)
        replace_whole(file, text.encode("utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise CompanionError(f"{file} can't be written: {reason}", "make room there") from error
    return True


def _check(text: str, file: Path) -> None:
    try:
        sections_of(text, str(file))
    except FlawedTextError as error:
        flaw = error.flaws[0]
        raise CompanionError(f"{file}: {flaw.message}", flaw.remedy) from None


def _written(words: str) -> str:
    """Words as YAML takes them, in quotes where they could mean something else."""
    is_plain = _PLAIN.fullmatch(words) and words.lower() not in ("yes", "no", "on", "off", "null")
    return words if is_plain else json.dumps(words, ensure_ascii=False)

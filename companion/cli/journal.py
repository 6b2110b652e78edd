"""`companion journal`: what was recorded, and what was written; words are opened by a passphrase.

Words are typed or read from a file. They are never an argument, because other people on the
computer can see those.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from time import time

from companion.cli.asking import opened, own_keeper, set_passphrase
from companion.errors import CompanionError, NotFoundError, WrongUsageError
from companion.files import MOST_BYTES, create_whole, read_regular
from companion.reading.diagnostic import printable
from companion.session import journal
from companion.session import journal_words as words
from companion.session.journal_page import page
from companion.store.kept.keeper import Keeper
from companion.store.kept.sealed import Entry
from companion.store.library import Library
from companion.store.places import places

_END = "."


def show(*, set_passphrase: bool) -> int:
    """Run `companion journal`: show what was recorded, or set the passphrase."""
    keeper = own_keeper()
    if set_passphrase:
        return _set_passphrase(keeper)
    for part in page(keeper, Titles().of, _now().date()).parts:
        if part.title:
            print(part.title)
        for line in (*part.dots, *part.lines):
            print(printable(f"  {line}" if part.title else line))
    if keeper.journal.is_ready:
        print(words.COMMANDS)
    return 0


def add() -> int:
    """Run `companion journal add`: keep what is typed, or what comes through a pipe."""
    keeper = own_keeper()
    keeper.journal.check_wanted()
    text = _typed_lines() if sys.stdin.isatty() else sys.stdin.read(MOST_BYTES)
    if not text.strip():
        print(words.NOTHING_WRITTEN)
        return 0
    keeper.journal.add({journal.TEXT: text.strip()}, _now())
    print(words.KEPT)
    return 0


def read() -> int:
    """Run `companion journal read`: show everything that was written."""
    _print(_entries(own_keeper()))
    return 0


def search() -> int:
    """Run `companion journal search`: show what has some words, which are asked for."""
    entries = _entries(own_keeper())
    typed = input("Which words? ")
    matches = journal.found(entries, typed)
    _print(matches)
    if not matches:
        print(words.NOTHING_FOUND)
    return 0


def export(file: Path) -> int:
    """Run `companion journal export`: write everything to a Markdown file, in clear.

    Raises:
        CompanionError: when the file exists, or can't be written.
    """
    if file.exists():
        raise CompanionError(f"{file} already exists", "choose another name, or delete it")
    text = journal.markdown(_entries(own_keeper()), _now())
    try:
        create_whole(file, text.encode())
    except OSError as error:
        raise CompanionError(
            f"{file} can't be written: {error.strerror or error}", "choose another place"
        ) from error
    print(printable(words.IN_CLEAR.format(file=file)))
    return 0


def import_file(file: Path) -> int:
    """Run `companion journal import`: keep the entries of a Markdown file, all of them or none.

    Raises:
        CompanionError: when the file can't be read, or nothing can be kept.
    """
    keeper, now = own_keeper(), _now()
    keeper.journal.check_wanted()
    try:
        raw = read_regular(file)
        source = raw.decode("utf-8-sig")
    except OSError as error:
        raise NotFoundError(
            f"{file} can't be read: {error.strerror or error}", "check its name"
        ) from error
    except UnicodeDecodeError:
        raise CompanionError(f"{file} isn't text", "save it as UTF-8") from None
    if len(raw) > MOST_BYTES:
        raise CompanionError(f"{file} is larger than 1 MB", "import it in parts")
    texts = journal.texts_in(source, now)
    keeper.journal.add_all([({journal.TEXT: text}, at) for at, text in texts])
    count = "1 entry is" if len(texts) == 1 else f"{len(texts)} entries are"
    print(printable(f"{count} in your journal now. {file} is still there, in clear."))
    return 0


def forget(number: int | None, *, everything: bool) -> int:
    """Run `companion journal forget`: delete one entry, or all of them.

    Raises:
        WrongUsageError: when neither is named.
        NotFoundError: when there is no such entry.
    """
    keeper = own_keeper()
    if everything:
        keeper.forget(["journal"])
        print("Everything you wrote in the journal is gone.")
    elif number is not None:
        keeper.journal.forget(number)
        print(f"Entry {number} is gone.")
    else:
        remedy = "its number, as companion journal read shows it, or --all"
        raise WrongUsageError("which entry should be forgotten?", remedy)
    return 0


def _set_passphrase(keeper: Keeper) -> int:
    set_passphrase(keeper.key)
    print(words.IS_SET)
    return 0


class Titles:
    """The titles of scripts by their ids."""

    def __init__(self) -> None:
        self._library = Library.of(places())

    def of(self, name: str) -> str:
        """The title of a script; its id where it is gone."""
        try:
            return self._library.load(self._library.find(name)).title
        except CompanionError:
            return name


def _entries(keeper: Keeper) -> list[Entry]:
    """Every entry, after the passphrase."""
    if not keeper.journal.count:
        raise NotFoundError(words.EMPTY, "companion journal add writes in it")
    return keeper.journal.all(opened(keeper.key))


def _print(entries: list[Entry]) -> None:
    for entry in entries:
        print(f"{entry.id}  {journal.when_words(journal.when(entry, _now()))}")
        for line in entry.words[journal.TEXT].split("\n"):
            print(f"  {printable(line)}".rstrip())
        print()


def _typed_lines() -> str:
    print(words.WRITE_LINES)
    lines = []
    while (line := sys.stdin.readline()) and line.rstrip("\r\n") != _END:
        lines.append(line)
    return "".join(lines)


def _now() -> datetime:
    return datetime.fromtimestamp(time(), tz=UTC).astimezone()

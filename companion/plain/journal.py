"""The journal as numbered lines: what was recorded, writing, and reading after the passphrase."""

import textwrap
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from companion.errors import CompanionError
from companion.plain.lines import Write
from companion.plain.typist import Typist
from companion.reading.diagnostic import printable
from companion.session import journal
from companion.session import journal_words as words
from companion.session.journal_page import JournalRow, page
from companion.store.preferences.table import SETTINGS

if TYPE_CHECKING:
    from companion.session.directory import Directory
    from companion.store.kept.keeper import Keeper
    from companion.store.kept.sealed import Entry
    from companion.store.own_preferences import OwnPreferences

_CELLS = 78
_PROMPT = "A number, or Enter for home:"
_READ_PROMPT = "A number, words to find something by, or Enter to go back:"
_FORGET_PROMPT = "f forgets this one for good; Enter goes back:"
_ALL_PROMPT = "yes forgets all that you wrote, for good; Enter keeps it:"
_END = "."


class JournalServices(Protocol):
    """The parts of the program that this room asks for."""

    @property
    def directory(self) -> "Directory":
        """The sessions, for their titles."""
        ...

    @property
    def own(self) -> "OwnPreferences":
        """The person's preferences."""
        ...

    @property
    def kept(self) -> "Keeper":
        """Everything that the person asked to keep."""
        ...

    def now(self) -> datetime:
        """The local time."""
        ...


class PlainJournal:
    """The journal.

    Args:
        services: what is kept, and the titles of sessions.
        typist: reads the lines.
        write: writes a line.
    """

    def __init__(self, services: JournalServices, typist: Typist, write: Write) -> None:
        self._services, self._typist, self._write = services, typist, write

    def run(self) -> None:
        """Show the journal, and do what is chosen, until the person goes home."""
        while True:
            try:
                rows = self._show()
                row = self._chosen(rows)
                if row is None:
                    return
                self._act(row.value)
            except CompanionError as error:
                self._write(printable(_sentences(error)))
                if self._typist.has_ended:
                    return

    def _show(self) -> list[JournalRow]:
        keeper, today = self._services.kept, self._services.now().date()
        made = page(keeper, self._title, today)
        self._write("")
        self._write(words.TITLE)
        for part in made.parts:
            if part.title:
                self._write(part.title)
            for line in part.lines:
                self._write(printable(line))
        rows = [row for row in made.rows if row.value != "settings"]
        for number, row in enumerate(rows, 1):
            about = f": {row.line}" if row.line else ""
            self._write(f"{number}  {row.title}{about}")
        return rows

    def _title(self, name: str) -> str:
        entry = self._services.directory.entry(name)
        return name if entry is None else entry.title

    def _chosen(self, rows: list[JournalRow]) -> JournalRow | None:
        while True:
            self._write(_PROMPT)
            typed = (self._typist.wait() or "").strip()
            if not typed:
                return None
            if typed.isascii() and typed.isdecimal() and 0 < int(typed[:4]) <= len(rows):
                return rows[int(typed) - 1]
            self._write(f"There's no {printable(typed)} here.")

    def _act(self, value: str) -> None:
        match value:
            case "on":
                self._turn_on()
            case "passphrase":
                self._set_passphrase()
            case "write":
                self._write_something()
            case "read":
                self._read()
            case _:
                self._forget_all()

    def _turn_on(self) -> None:
        """Say what a yes means, ask for it, and for a passphrase where there is none."""
        row = SETTINGS["keep.journal"]
        for paragraph in row.warning.split("\n"):
            for line in textwrap.wrap(paragraph, _CELLS):
                self._write(line)
        self._write("yes turns it on; Enter keeps nothing:")
        if (self._typist.wait() or "").strip().lower() not in ("y", "yes"):
            return
        if self._services.kept.needs_passphrase("journal"):
            self._set_passphrase()
        self._services.own.change(row, "yes")

    def _set_passphrase(self) -> None:
        self._write(words.IF_LOST)
        phrase = self._hidden(words.ASK_NEW)
        if self._hidden(words.ASK_AGAIN) != phrase:
            raise CompanionError(words.DIFFERENT, "do it once more")
        self._services.kept.key.set_up(phrase)
        self._write(words.IS_SET)

    def _write_something(self) -> None:
        self._write(words.WRITE_LINES)
        lines = []
        while (line := self._typist.wait()) is not None and line.strip() != _END:
            lines.append(line)
        text = "\n".join(lines).strip()
        if not text:
            self._write(words.NOTHING_WRITTEN)
            return
        self._services.kept.journal.add({journal.TEXT: text}, self._services.now())
        self._write(words.KEPT)

    def _read(self) -> None:
        """List what was written, find by words, and show what is chosen."""
        key = self._services.kept.key.open(self._hidden(words.ASK))
        entries = self._services.kept.journal.all(key)
        listed = entries
        while True:
            self._list(listed)
            self._write(_READ_PROMPT)
            typed = (self._typist.wait() or "").strip()
            if not typed:
                return
            if not (typed.isascii() and typed.isdecimal()):
                listed = journal.found(entries, typed)
            elif 0 < int(typed[:6]) <= len(listed):
                entry = listed[int(typed) - 1]
                if self._show_entry(entry):
                    entries = [each for each in entries if each.id != entry.id]
                listed = entries

    def _list(self, entries: "list[Entry]") -> None:
        for number, entry in enumerate(entries, 1):
            at = journal.when_words(journal.when(entry, self._services.now()))
            self._write(printable(f"{number}  {at}: {journal.first_words(entry)}"))
        if not entries:
            self._write(words.NOTHING_FOUND)

    def _show_entry(self, entry: "Entry") -> bool:
        """Write an entry, and return whether it was forgotten then."""
        self._write("")
        for line in entry.words[journal.TEXT].split("\n"):
            self._write(printable(line))
        self._write(_FORGET_PROMPT)
        if (self._typist.wait() or "").strip().lower() != "f":
            return False
        self._services.kept.journal.forget(entry.id)
        self._write(words.FORGOTTEN)
        return True

    def _forget_all(self) -> None:
        self._write(_ALL_PROMPT)
        if (self._typist.wait() or "").strip().lower() == "yes":
            self._services.kept.forget(["journal"])
            self._write(words.FORGOTTEN)

    def _hidden(self, prompt: str) -> str:
        """A line that is typed without being shown."""
        self._write(f"{prompt} {words.NOT_SHOWN}")
        return self._typist.wait_hidden() or ""


def _sentences(error: CompanionError) -> str:
    """An error and its remedy as sentences."""
    parts = [part for part in (error.message, error.remedy) if part]
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)

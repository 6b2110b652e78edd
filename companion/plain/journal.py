"""The journal as numbered lines: what was recorded, writing, and reading after the passphrase."""

from typing import TYPE_CHECKING, Protocol

from companion.errors import CompanionError
from companion.plain.keeping import KeepingServices, PlainPageRoom
from companion.plain.typist import Typist
from companion.reading.diagnostic import printable
from companion.session import journal
from companion.session import journal_words as words
from companion.session.journal_page import JournalRow, page

if TYPE_CHECKING:
    from companion.session.directory import Directory
    from companion.store.kept.sealed import Entry

_PROMPT = "A number, or Enter for home:"
_READ_PROMPT = "A number, words to find something by, or Enter to go back:"
_FORGET_PROMPT = "f forgets this one for good; Enter goes back:"
_ALL_PROMPT = "yes forgets all that you wrote, for good; Enter keeps it:"


class JournalServices(KeepingServices, Protocol):
    """The parts of the program that this room asks for."""

    @property
    def directory(self) -> "Directory":
        """The sessions, for their titles."""
        ...


class PlainJournal:
    """The journal.

    Args:
        services: what is kept, and the titles of sessions.
        typist: reads the lines.
        keeping: the questions before something is kept, and the pages.
    """

    def __init__(self, services: JournalServices, typist: Typist, keeping: PlainPageRoom) -> None:
        self._services, self._typist, self._keeping = services, typist, keeping
        self._write = keeping.write

    def run(self) -> str:
        """Show the journal, and do what is chosen; return `n` or `q` where that was typed."""
        while True:
            try:
                rows = self._show()
                typed = self._keeping.number(len(rows), self._show, _PROMPT)
                if not typed.isdecimal():
                    return typed
                self._act(rows[int(typed) - 1].value)
            except CompanionError as error:
                self._keeping.tell(error)
                if self._typist.has_ended:
                    return ""

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

    def _act(self, value: str) -> None:
        match value:
            case "on":
                self._keeping.make_ready("journal")
            case "passphrase":
                self._keeping.set_passphrase()
            case "write":
                self._write_something()
            case "read":
                self._read()
            case _:
                self._forget_all()

    def _write_something(self) -> None:
        self._write(words.WRITE_LINES)
        text = self._keeping.typed_text()
        if not text:
            self._write(words.NOTHING_WRITTEN)
            return
        self._services.kept.journal.add({journal.TEXT: text}, self._services.now())
        self._write(words.KEPT)

    def _read(self) -> None:
        """List what was written, find by words, and show what is chosen."""
        key = self._keeping.opened()
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

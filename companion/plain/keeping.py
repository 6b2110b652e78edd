"""Questions before something is kept, and pages of what is kept, as numbered lines."""

import textwrap
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from companion.errors import CompanionError
from companion.plain.lines import CELLS, Write, not_here
from companion.plain.pages import LETTERS, PlainPages
from companion.plain.typist import Typist
from companion.reading.diagnostic import printable
from companion.session import journal_words as words
from companion.session.kept_page import KeptPage
from companion.store.kept.kinds import KINDS, SealedId
from companion.store.kept.sealing import OpenWords, WrongPassphraseError
from companion.store.preferences.table import SETTINGS

if TYPE_CHECKING:
    from companion.store.kept.keeper import Keeper
    from companion.store.own_preferences import OwnPreferences

_YES = ("y", "yes")
_PROMPT = "A number, or Enter to go back:"
_SURE = "yes does it, for good; Enter leaves it:"
_END = "."


class KeepingServices(Protocol):
    """The parts of the program that these questions ask for."""

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


class PlainKeeping:
    """Asks what has to be known before something is kept, and shows pages.

    Args:
        services: what is kept, and the preferences.
        typist: reads the lines.
        write: writes a line.
    """

    def __init__(self, services: KeepingServices, typist: Typist, write: Write) -> None:
        self.services, self._typist, self.write = services, typist, write

    # --- before words are kept ---------------------------------------------------------------

    def make_ready(self, kind: SealedId) -> bool:
        """Ask for a yes and a passphrase where they are missing; return whether words can be kept.

        Raises:
            CompanionError: when the two passphrases differ, or nothing can be written.
        """
        keeper, row = self.services.kept, SETTINGS[KINDS[kind].setting]
        is_wanted = keeper.wants(kind)
        if not is_wanted:
            self.wrapped(row.warning)
            self.write("yes turns it on; Enter keeps nothing:")
            if self.typed().lower() not in _YES:
                return False
        if keeper.needs_passphrase(kind):
            self.set_passphrase()
        if not is_wanted:
            self.services.own.change(row, "yes")
        return True

    def set_passphrase(self) -> None:
        """Ask for a new passphrase twice, and set it.

        Raises:
            CompanionError: when the two differ, or it can't be set.
        """
        self.wrapped(words.IF_LOST)
        phrase = self.hidden(words.ASK_NEW)
        if self.hidden(words.ASK_AGAIN) != phrase:
            raise CompanionError(words.DIFFERENT, "do it once more")
        self.services.kept.key.set_up(phrase)
        self.write(words.IS_SET)

    def opened(self) -> OpenWords:
        """Ask for the passphrase until it's the right one, and return the key that it opens.

        Raises:
            CompanionError: when none is typed, or the key can't be used.
        """
        while True:
            phrase = self.hidden(words.ASK)
            try:
                return self.services.kept.key.open(phrase)
            except WrongPassphraseError as error:
                if not phrase:  # they gave up, or no more can be typed
                    raise CompanionError(words.NOT_OPENED, "") from None
                self.tell(error)

    def hidden(self, prompt: str) -> str:
        """A line that is typed without being shown."""
        return self._typist.wait_hidden(lambda: self.write(f"{prompt} {words.NOT_SHOWN}")) or ""

    # --- lines, and pages --------------------------------------------------------------------

    def typed(self) -> str:
        """The next line; empty where none will come."""
        return (self._typist.wait() or "").strip()

    def typed_text(self) -> str:
        """The lines until one with only a dot."""
        lines = []
        while (line := self._typist.wait()) is not None and line.strip() != _END:
            lines.append(line)
        return "\n".join(lines).strip()

    def wrapped(self, text: str) -> None:
        """Write a text in lines that fit a narrow screen."""
        for paragraph in text.split("\n"):
            for line in textwrap.wrap(printable(paragraph), CELLS) or [""]:
                self.write(line)

    def tell(self, error: CompanionError) -> None:
        """Write an error and its remedy as sentences."""
        parts = [part for part in (error.message, error.remedy) if part]
        self.write(printable(" ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)))


class PlainPageRoom(PlainKeeping):
    """The same questions, and pages of what is kept.

    Args:
        services: what is kept, and the preferences.
        typist: reads the lines.
        write: writes a line.
        pages: the pages that a letter opens.
    """

    def __init__(
        self, services: KeepingServices, typist: Typist, write: Write, pages: PlainPages
    ) -> None:
        super().__init__(services, typist, write)
        self._pages = pages

    def choose(self, page: KeptPage) -> str:
        """Write a page, and return the value of the row that is chosen.

        Returns:
            The value; `n` for right now, `q` to leave, or nothing to go back.
        """
        self._show(page)
        while (typed := self.number(len(page.rows), lambda: self._show(page))).isdecimal():
            row = page.rows[int(typed) - 1]
            if not row.is_final or self._is_sure(row.title):
                return row.value
        return typed

    def number(self, most: int, again: Callable[[], object], prompt: str = _PROMPT) -> str:
        """Ask for a number from 1 on; pages, hiding and help are there as anywhere.

        Args:
            most: the highest number there is.
            again: shows the page again after it was hidden.
            prompt: asks for it.

        Returns:
            The number; `n` for right now, `q` to leave, or nothing to go back.
        """
        while True:
            self.write(prompt)
            word = self.typed().lower()
            if word in ("", "b", "n", "q"):
                return "" if word == "b" else word
            if word.isascii() and word.isdecimal() and 0 < int(word[:4]) <= most:
                return word[:4]
            if word == "h":
                if not self._pages.hide():
                    return "q"
                again()
            elif word == "?":
                self._pages.help()
            elif word in LETTERS:
                self._pages.show(word)
            else:
                self.write(not_here(word))

    def _show(self, page: KeptPage) -> None:
        self.write("")
        self.wrapped(page.title)
        for line in page.lines:
            self.wrapped(line)
        for question, answer in page.answers:
            self.wrapped(question)
            for line in answer.split("\n"):
                self.write(printable(f"  {line}"))
        for note in page.notes:
            self.wrapped(note)
        for number, row in enumerate(page.rows, 1):
            about = f": {row.line}" if row.line else ""
            self.write(printable(f"{number}  {row.title}{about}"))

    def _is_sure(self, title: str) -> bool:
        self.write(f"{title}? {_SURE}")
        return self.typed().lower() == "yes"

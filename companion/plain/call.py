"""The page of whom one could call as lines: numbered rows, the country, a number alone, aloud."""

from collections.abc import Callable, Iterable
from textwrap import wrap
from typing import TYPE_CHECKING

from companion.errors import CompanionError, NotFoundError
from companion.plain.lines import CELLS, Write, not_here
from companion.plain.typist import Typist
from companion.reading.diagnostic import printable
from companion.session import call_words as words
from companion.session.calling import (
    CallCard,
    Contact,
    Group,
    call_card,
    known,
    spoken,
    spoken_contact,
)
from companion.store.helplines import Need
from companion.store.person import Person

if TYPE_CHECKING:
    from companion.store.own_preferences import OwnPreferences

_PROMPT = "A number shows that row alone, k says the country, . reads aloud, Enter goes back."
_MORE = "m shows more numbers."
_PROMPT_ALONE = ". reads it aloud, Enter goes back."
_KEEP = "Type y to keep {country} for the next time, {where}; Enter takes it for now only."


class Calling:
    """Knowledge of one run about whom to call: the person, the country, and how to keep and speak.

    Args:
        person: gives the one whom the listener chose.
        kept: the letters of the country in the settings; empty for none.
        keep: writes the country into the settings; None where that can't be done.
        speak: says words aloud, in which `[2s]` is a rest; None where nothing can speak.
    """

    def __init__(
        self,
        person: Callable[[], Person] = lambda: Person("", "", ""),
        kept: str = "",
        keep: Callable[[str], None] | None = None,
        speak: Callable[[str], None] | None = None,
    ) -> None:
        self.person, self.keep, self.speak = person, keep, speak
        self.kept = self.country = kept

    @classmethod
    def of(cls, own: "OwnPreferences", speak: Callable[[str], None] | None) -> "Calling":
        """Whom to call, as a person's preferences have it."""
        return cls(lambda: own.person, own.country, own.keep_country, speak)


class PlainCall:
    """The card, until Enter goes back or another letter leaves it.

    Args:
        calling: what's known of whom to call; a country that is said stays in it.
        typist: reads the lines.
        write: writes a line.
        said: what the listener has said it's about.
    """

    def __init__(
        self, calling: Calling, typist: Typist, write: Write, said: Need = "crisis"
    ) -> None:
        self._calling, self._typist, self._write, self._said = calling, typist, write, said
        self._has_more = False
        self._contacts: list[Contact] = []

    def run(self) -> str:
        """Show the card and obey what's typed; return a line that is meant for other rooms."""
        self._show()
        self._wrapped(self._prompt)
        while (typed := self._typist.wait()) is not None:
            word = typed.strip().lower()
            if word == "k":
                self._ask_country()
                self._show()
            elif word == "m" and self._card.more and not self._has_more:
                self._has_more = True
                self._show()
            elif word == ".":
                self._read_aloud(spoken(self._card))
            elif word.isdecimal() and 0 < int(word[:3]) <= len(self._contacts):
                self._show_alone(self._contacts[int(word) - 1])
            elif word.isdecimal():
                self._write(not_here(word))
            else:
                return word
            self._wrapped(self._prompt)
        return ""

    @property
    def _card(self) -> CallCard:
        return call_card(known(), self._calling.country, self._calling.person(), self._said)

    @property
    def _prompt(self) -> str:
        return f"{_PROMPT} {_MORE}" if self._card.more and not self._has_more else _PROMPT

    def _show(self) -> None:
        self._contacts = []
        card = self._card
        for line in card_lines(card, self._contacts, "type k", has_more=self._has_more):
            self._write(line)

    def _show_alone(self, contact: Contact) -> None:
        """One number with nothing beside it, for another telephone."""
        self._write("")
        for line in (contact.name, contact.line, "", contact.reached, "", *contact.more):
            self._wrapped(line)
        self._wrapped(words.NOT_DIALLED)
        self._write(_PROMPT_ALONE)
        while (self._typist.wait() or "").strip() == ".":
            self._read_aloud(spoken_contact(contact))
            self._write(_PROMPT_ALONE)

    def _ask_country(self) -> None:
        self._write(f"{words.COUNTRY} Type {words.COUNTRY_HINT}, or Enter for none.")
        typed = (self._typist.wait() or "").strip()
        if not typed:
            return
        try:
            country = known().find(typed)
        except NotFoundError as error:
            self._wrapped(f"{error.message[:1].upper()}{error.message[1:]}. {error.remedy}")
            return
        self._calling.country = country.code
        if self._calling.keep is None or country.code == self._calling.kept:
            return
        self._wrapped(_KEEP.format(country=country.name, where=words.COUNTRY_KEEP_LINE))
        if (self._typist.wait() or "").strip().lower() == "y":
            try:
                self._calling.keep(country.code)
            except CompanionError as error:
                self._wrapped(f"{error.message}. {error.remedy}")
                return
            self._calling.kept = country.code
            self._write("Kept.")

    def _read_aloud(self, said: str) -> None:
        if self._calling.speak is None:
            self._write("Nothing can read it aloud just now.")
            return
        self._write("Reading; Enter stops it.")
        try:
            self._calling.speak(said)
        except CompanionError as error:
            self._wrapped(f"{error.message}. {error.remedy}")

    def _wrapped(self, line: str) -> None:
        for row in _wrapped(line):
            self._write(row)


def card_lines(
    card: CallCard,
    contacts: list[Contact],
    how: str,
    *,
    has_more: bool = False,
    is_whole: bool = False,
) -> Iterable[str]:
    """The card as lines, with the rows numbered.

    Args:
        card: the card.
        contacts: takes the contacts in the order of their numbers.
        how: what one does to say the country.
        has_more: whether the numbers that come after the first ones are shown too.
        is_whole: whether each row says all that's known of it.
    """
    yield ""
    yield f"{words.TITLE}, {card.country}" if card.country else words.TITLE
    if not card.country:
        yield from _wrapped(words.NO_COUNTRY.format(how=how))
    for group in (*card.groups, *(card.more if has_more else ())):
        yield ""
        yield from _group_lines(group, contacts, is_whole=is_whole)
    yield ""
    start = f"Words to start with: {'  '.join(words.WORDS)}"
    for line in (card.note, card.found, start, *words.NOTES):
        yield from _wrapped(line) if line else ()


def _group_lines(group: Group, contacts: list[Contact], *, is_whole: bool) -> Iterable[str]:
    if not group.contacts:
        yield from _wrapped(f"{group.title}: {group.words}")
        return
    yield f"{group.title}:"
    for contact in group.contacts:
        contacts.append(contact)
        number = f": {contact.number}" if contact.number else ""
        yield from _wrapped(f"{len(contacts)}  {contact.name}{number}")
        for line in (contact.line, *(contact.more if is_whole else ())):
            yield from _wrapped(line, "   ") if line else ()


def _wrapped(line: str, indent: str = "") -> list[str]:
    rows = wrap(printable(line), CELLS, initial_indent=indent, subsequent_indent=indent)
    return rows or [""]

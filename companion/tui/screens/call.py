"""The page of whom one could call: numbers only once a country was said, and never dialled."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from companion.session import call_words as words
from companion.session.calling import Contact, Group, call_card, known, spoken
from companion.session.keys import ALWAYS, CALL, Key
from companion.store.helplines import Need
from companion.store.person import Person
from companion.tui.appearance import muted
from companion.tui.screens.aloud import AloudRoom
from companion.tui.screens.call_number import NumberScreen
from companion.tui.screens.country import CountryScreen
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.row import Row, RowList

_MORE, _KEEP = "more", "keep"
_PAGES = ("space", "instead")


class CallScreen(AloudRoom):
    """Shows whom one could call, in the order of how urgent it is, and words to start with.

    Args:
        person: the one whom the listener chose.
        code: the letters of the country that was confirmed; empty for none.
        said: what the listener has said it's about.
        kept: the letters of the country in the settings.
        guess: the letters of the country of this computer's language.
    """

    KEYS: ClassVar[tuple[Key, ...]] = CALL
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (*(key for key in CALL if key.id != "alone"), *ALWAYS)
    )

    class CountrySaid(Message):
        """Posted when a country was confirmed, for this run or, if it `keeps`, for good."""

        def __init__(self, code: str, *, keeps: bool) -> None:
            super().__init__()
            self.code, self.keeps = code, keeps

    def __init__(
        self,
        person: Person,
        code: str = "",
        said: Need = "crisis",
        *,
        kept: str = "",
        guess: str = "",
    ) -> None:
        super().__init__()
        self._person, self._code, self._said = person, code, said
        self._kept, self._guess = kept, guess
        self._has_more = False
        self._contacts: list[Contact] = []

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; without a row there's nothing to copy or to show alone."""
        own = [key for key in CALL if self._contacts or key.id not in ("copy", "alone")]
        return (*own, *ALWAYS)

    def compose(self) -> ComposeResult:
        """Lay out the kinds of help, words to start with, and the ways to other pages."""
        card = call_card(known(), self._code, self._person, self._said)
        self._contacts = []
        with RowList(id="card"):
            yield Static(self._title(card.country), classes="title")
            if not card.country:
                yield Static(words.NO_COUNTRY.format(how="press k"), classes="note", markup=False)
            for group in card.groups:
                yield from self._group(group)
            for group in card.more if self._has_more else ():
                yield from self._group(group)
            if card.more and not self._has_more:
                yield Row(words.MORE.format(country=card.country), value=_MORE)
            start = "  ".join(words.WORDS)
            for note in (card.note, card.found, f"Words to start with: {start}", *words.NOTES):
                if note:
                    yield Static(note, classes="note", markup=False)
            if self._code and self._code != self._kept:
                keep = words.COUNTRY_KEEP.format(country=card.country)
                yield Row(keep, line=words.COUNTRY_KEEP_LINE, value=_KEEP)
            yield Static("", classes="air", markup=False)
            yield Row("Is this space, or something else?", key="i", value="space")
            yield Row("Flooded, numb or unreal? Stop, and do this", key="x", value="instead")
        yield self.key_bar()

    def _title(self, country: str) -> Content:
        """The title, with the country, which never leaves the numbers, and the key that sets it."""
        quiet = muted(self)
        place = country or "no country yet"
        change = " change" if country else " says which"
        return Content.assemble(
            words.TITLE, (f"   {place}   ", quiet), ("k", "$primary"), (change, quiet)
        )

    def _group(self, group: Group) -> ComposeResult:
        if not group.contacts:
            line = Content.assemble((f"{group.title}:", "bold"), " ", group.words)
            yield Static(line, classes="paragraph", markup=False)
            return
        yield Static(group.title, classes="heading", markup=False)
        for contact in group.contacts:
            at = str(len(self._contacts))
            self._contacts.append(contact)
            yield Row(
                contact.name, right=contact.number, line=contact.line, value=at, is_number=True
            )

    def on_mount(self) -> None:
        """Begin at the top of the page."""
        self.query_one("#card", RowList).scroll_home(animate=False)

    async def on_row_chosen(self, event: Row.Chosen) -> None:
        """Show a number alone, more of them, or the page of a row; nothing is dialled."""
        event.stop()
        value = event.row.value
        if value.isdecimal():
            self.app.push_screen(NumberScreen(self._contacts[int(value)]))
        elif value == _MORE:
            self._has_more = True
            await self._show_anew(at=len(self._contacts))
        elif value == _KEEP:
            self._kept = self._code
            self.post_message(self.CountrySaid(self._code, keeps=True))
            await self._show_anew()
        elif value in _PAGES:
            await self.run_action(f"app.{value}")

    def action_country(self) -> None:
        """Ask for the country."""
        self.app.push_screen(CountryScreen(self._guess), self._take_country)

    def action_copy(self) -> None:
        """Show the chosen number alone, with what has to be known before it's copied."""
        if isinstance(self.focused, Row) and self.focused.value.isdecimal():
            contact = self._contacts[int(self.focused.value)]
            self.app.push_screen(NumberScreen(contact, is_copying=True))

    @property
    def aloud(self) -> str:
        """The card."""
        return spoken(call_card(known(), self._code, self._person, self._said))

    async def _take_country(self, code: str | None) -> None:
        if code:
            self._code, self._has_more = code, False
            self.post_message(self.CountrySaid(code, keeps=False))
            await self._show_anew()

    async def _show_anew(self, at: int = 0) -> None:
        """Lay the page out again, and go to one of its numbers."""
        await self.recompose()
        rows = [row for row in self.query(Row) if row.value.isdecimal()]
        if at < len(rows):
            rows[at].focus(scroll_visible=bool(at))
        if not at:
            self.query_one("#card", RowList).scroll_home(animate=False)

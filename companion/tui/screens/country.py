"""The page that asks for the country whose numbers are shown; nothing is taken without Enter."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from companion.session import call_words as words
from companion.session.calling import directory_words, known, matching
from companion.session.keys import ALWAYS, COUNTRY, PAGE, WHILE_WRITING, Key
from companion.tui.screens.room import Room
from companion.tui.widgets.key_bar import KeyBar, bindings
from companion.tui.widgets.row import Row, RowList


class CountryScreen(Room[str | None]):
    """Lists the countries by what is typed; dismissed with two letters, or with None.

    Args:
        guess: the letters of the country of this computer's language, which stands first.
    """

    KEYS: ClassVar[tuple[Key, ...]] = PAGE
    BINDINGS: ClassVar[list[BindingType]] = bindings((PAGE[-1], *ALWAYS))

    def __init__(self, guess: str = "") -> None:
        super().__init__()
        self._guess = guess

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; while a name is typed, those that aren't letters."""
        return (*COUNTRY, *WHILE_WRITING) if isinstance(self.focused, Input) else super().keys

    def compose(self) -> ComposeResult:
        """Lay out the question, the field for a name, and the countries."""
        with RowList(id="card"):
            yield Static(words.COUNTRY, classes="title", markup=False)
            yield Static(words.COUNTRY_WHY, classes="line", markup=False)
            yield Input(placeholder=words.COUNTRY_HINT, id="country", max_length=40)
            yield RowList(*self._rows(""), id="countries")
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the field."""
        self.query_one(Input).focus()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self.query_one(KeyBar).show(self.keys)

    def things(self) -> Sequence[Widget]:
        """The field and the countries, those that are scrolled away too."""
        return [self.query_one(Input), *self.query(Row)]

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Show the countries that begin as typed."""
        event.stop()
        countries = self.query_one("#countries", RowList)
        with self.app.batch_update():
            await countries.remove_children()
            await countries.mount(*self._rows(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the first country for what was typed; with nothing typed, go into the list."""
        event.stop()
        first = next(iter(self.query(Row)), None)
        if first is not None and event.value.strip():
            first.action_choose()
        elif first is not None:
            first.focus()

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Confirm a country."""
        event.stop()
        self.dismiss(event.row.value)

    def leave(self) -> None:
        """Go back, and leave the country as it was."""
        self.dismiss(None)

    def _rows(self, typed: str) -> list[Widget]:
        rows: list[Widget] = [
            Row(
                country.name,
                right=country.code,
                line=words.COUNTRY_GUESS if country.code == self._guess else "",
                value=country.code,
            )
            for country in matching(known(), typed, self._guess)
        ]
        none = words.COUNTRY_NONE.format(directories=directory_words(known()))
        return rows or [Static(none, classes="note", markup=False)]

"""The page of one number, alone and large, so that it can be dialled from another telephone."""

import re
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Digits, Static

from companion.session import call_words as words
from companion.session.calling import Contact, spoken_contact
from companion.session.keys import ALWAYS, NUMBER, Key
from companion.tui.appearance import is_ascii
from companion.tui.screens.aloud import AloudRoom
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.row import RowList

_CELLS_A_DIGIT = 3
_MARGIN = 8
_MOST_CELLS = 62


class NumberScreen(AloudRoom):
    """Shows one number; a copy is made by the second press of its key.

    Args:
        contact: whose number it is.
        is_copying: whether the key that copies was pressed once already.
    """

    KEYS: ClassVar[tuple[Key, ...]] = NUMBER
    BINDINGS: ClassVar[list[BindingType]] = bindings((*NUMBER, *ALWAYS))

    def __init__(self, contact: Contact, *, is_copying: bool = False) -> None:
        super().__init__()
        self._contact = contact
        self._is_copying = is_copying

    def compose(self) -> ComposeResult:
        """Lay out whose it is and where, the number, and all that's known about it."""
        contact = self._contact
        with RowList(id="card"):
            yield Static(contact.name, classes="title", markup=False)
            yield Static(contact.line, classes="line", markup=False)
            for row in self._rows(contact.number):
                if is_ascii(self):
                    yield Static(" ".join(row), classes="spaced", markup=False)
                else:
                    yield Digits(row, classes="large")
            if not contact.number and contact.text:
                yield Static(contact.text, classes="spaced", markup=False)
            copying = Static(words.COPY.format(key="y"), id="copying", classes="note", markup=False)
            copying.display = self._is_copying
            yield copying
            for line in (*contact.more, words.NOT_DIALLED):
                yield Static(line, classes="note", markup=False)
        yield self.key_bar()

    def _rows(self, number: str) -> list[str]:
        """The number in rows that fit, broken where it is written apart."""
        room = max(4, (min(_MOST_CELLS, self.app.size.width - _MARGIN)) // _CELLS_A_DIGIT)
        rows: list[str] = []
        for group in re.split(r"[ -]+", number.strip()):
            if rows and len(rows[-1]) + 1 + len(group) <= room:
                rows[-1] += f" {group}"
            elif group:
                rows.append(group)
        return rows

    def action_copy(self) -> None:
        """Say where a copy may stay; the second time, copy."""
        if not self._contact.reached:
            return
        told = self.query_one("#copying", Static)
        if self._is_copying:
            self.app.copy_to_clipboard(self._contact.reached)
            told.update(words.COPIED)
        else:
            told.update(words.COPY.format(key="y"))
        self._is_copying, told.display = not self._is_copying, True
        self.call_after_refresh(told.scroll_visible, animate=False)

    @property
    def aloud(self) -> str:
        """The number, and what's known of it."""
        return spoken_contact(self._contact)

"""The page after a session: its closing lines, the card of its answers, and the keys to go on."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion.session.keys import AFTER, ALWAYS, Key
from companion.tui.screens.room import Room
from companion.tui.widgets.key_bar import bindings
from companion.wording import NOTHING_KEPT


class AfterScreen(Room[None]):
    """Shows the closing lines, and the card if there is one, until a key is pressed."""

    KEYS: ClassVar[tuple[Key, ...]] = AFTER
    BINDINGS: ClassVar[list[BindingType]] = bindings((*AFTER, *ALWAYS))

    def __init__(self, lines: tuple[str, ...], card: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._lines = lines
        self._card = card

    def compose(self) -> ComposeResult:
        """Lay out the closing lines, the card and the footer."""
        with Vertical(id="after-all"):
            for line in self._lines:
                yield Static(line, classes="closing", markup=False)
            if self._card:
                yield Static("\n".join(self._card), id="card", markup=False)
                yield Static(NOTHING_KEPT, classes="about")
        yield self.key_bar()

"""The page after a session: its closing lines, the card of its answers, and the keys to go on."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Footer, Static

from companion.wording import NOTHING_KEPT


class AfterScreen(Screen[None]):
    """Shows the closing lines, and the card if there is one, until a key is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "app.home", "home"),
        Binding("q", "app.leave", "leave"),
        Binding("h", "app.hide", "hide"),
        Binding("question_mark", "app.explain", "help", key_display="?"),
        Binding("a", "app.again", "again"),
        Binding("n", "app.now", "right now"),
        Binding("s", "app.sit", "sit"),
        Binding("escape", "app.home", "home", show=False),
    ]

    def __init__(self, lines: tuple[str, ...], card: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._lines = lines
        self._card = card

    def compose(self) -> ComposeResult:
        """Lay out the closing lines, the card and the footer."""
        with Vertical(id="after-words"):
            for line in self._lines:
                yield Static(line, classes="closing", markup=False)
            if self._card:
                yield Static("\n".join(self._card), id="card", markup=False)
                yield Static(NOTHING_KEPT, classes="about")
        yield Footer(show_command_palette=False, compact=True)

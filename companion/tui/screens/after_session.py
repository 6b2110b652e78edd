"""What follows a session: its closing words, however it ended, and what there is next."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Footer, Static

from companion.wording import NOTHING_KEPT


class AfterScreen(Screen[None]):
    """The closing words stay, and a card where there is one; nothing is counted or asked."""

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
        """The words in the middle, the ways on below."""
        with Vertical(id="after-words"):
            for line in self._lines:
                yield Static(line, classes="closing", markup=False)
            if self._card:
                yield Static("\n".join(self._card), id="card", markup=False)
                yield Static(NOTHING_KEPT, classes="about")
        yield Footer(show_command_palette=False, compact=True)

"""What is seen while a slow voice gets ready: how far it is, and a way back."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Footer, ProgressBar, Static

from companion.tui.player import Beginning

_LOOKS_A_SECOND = 20
# Nobody should see a page that goes before it can be read.
_SHOWN_AFTER_S = 0.4


class ReadyScreen(Screen[bool]):
    """Waits for a session; dismissed with whether it is wanted still."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "back"),
        Binding("h", "app.hide", "hide"),
        Binding("n", "app.now", "right now"),
        Binding("q", "dismiss(False)", show=False),
    ]

    def __init__(self, beginning: Beginning, waited_s: float) -> None:
        super().__init__()
        self._beginning = beginning
        self._waited_s = waited_s

    def compose(self) -> ComposeResult:
        """A line, and a bar."""
        with Vertical(id="ready"):
            yield Static("The voice is getting ready.", classes="closing", markup=False)
            yield ProgressBar(show_eta=False, show_percentage=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Look again and again."""
        self.query_one("#ready").visible = False
        self.set_interval(1 / _LOOKS_A_SECOND, self._look)

    def _look(self) -> None:
        self._waited_s += 1 / _LOOKS_A_SECOND
        done, whole = self._beginning.progress
        self.query_one(ProgressBar).update(total=whole, progress=done)
        self.query_one("#ready").visible = self._waited_s >= _SHOWN_AFTER_S
        if self._beginning.is_ready(self._waited_s) and self.is_active:
            self.dismiss(True)

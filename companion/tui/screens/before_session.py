"""The page that waits for the voice before a session."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import ProgressBar, Static

from companion.session.keys import ALWAYS, PAGE, Key
from companion.session.prepare import Preparation
from companion.tui.screens.room import Room
from companion.tui.widgets.key_bar import bindings

_CHECKS_A_SECOND = 20
# A page that goes away sooner than this could not be read, so it stays invisible.
_SHOWN_AFTER_S = 0.4


class ReadyScreen(Room[bool]):
    """Waits for a session to get ready; dismissed with whether it is still wanted."""

    KEYS: ClassVar[tuple[Key, ...]] = PAGE
    BINDINGS: ClassVar[list[BindingType]] = bindings((PAGE[0], *ALWAYS))

    def __init__(self, preparation: Preparation, waited_s: float) -> None:
        super().__init__()
        self._preparation = preparation
        self._waited_s = waited_s

    def compose(self) -> ComposeResult:
        """Lay out a line of text and a progress bar."""
        with Vertical(id="ready"):
            yield Static("The voice is getting ready.", classes="closing", markup=False)
            yield ProgressBar(show_eta=False, show_percentage=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Hide the content at first, and check the preparation twenty times a second."""
        self.query_one("#ready").visible = False
        self.set_interval(1 / _CHECKS_A_SECOND, self._check)

    def leave(self) -> None:
        """Go back, because it isn't wanted any more."""
        self.dismiss(False)

    def _check(self) -> None:
        self._waited_s += 1 / _CHECKS_A_SECOND
        done, total = self._preparation.progress
        self.query_one(ProgressBar).update(total=total, progress=done)
        self.query_one("#ready").visible = self._waited_s >= _SHOWN_AFTER_S
        if self._preparation.is_ready(self._waited_s) and self.is_active:
            self.dismiss(True)

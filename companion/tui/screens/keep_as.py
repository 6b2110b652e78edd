"""The sheet that asks for the name under which the choices of a card are kept."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from companion import wording_pages as wording
from companion.session.keys import TYPING, WHILE_WRITING, Key
from companion.tui.screens.room import Sheet


class KeepAsSheet(Sheet[str | None]):
    """Asks for a name; dismissed with it, or with None.

    Args:
        name: what was typed before.
        problem: what was wrong with that.
    """

    def __init__(self, name: str = "", problem: str = "") -> None:
        super().__init__()
        self._name, self._problem = name, problem

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; letters are letters."""
        return (TYPING[-1], *WHILE_WRITING)

    def compose(self) -> ComposeResult:
        """Lay out the name, and what keeping it means."""
        with Vertical(id="sheet"):
            yield Static(wording.KEEP_AS, classes="title", markup=False)
            yield Input(self._name, placeholder=wording.KEEP_AS_EXAMPLE, id="name", max_length=30)
            hint = self._problem or wording.KEEP_AS_NOTE
            yield Static(hint, id="name-told", classes="note", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Dismiss the sheet with the name as it was typed."""
        event.stop()
        if event.value.strip():
            self.dismiss(event.value)
        else:
            self.query_one("#name-told", Static).update(wording.KEEP_AS_EMPTY)

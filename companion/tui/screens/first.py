"""The first start, once before home: what this is, and a sentence, to find the loudness."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from companion import wording_pages as wording
from companion.session.keys import ALWAYS, FIRST, Key
from companion.tui.screens.room import Room
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.row import Row, RowList

HEAR, YES, QUIETER, SILENT, VOICE = "hear", "1", "2", "3", "v"


class FirstScreen(Room[None]):
    """Says what this is and isn't; plays a sentence, and asks whether it is all right like that.

    Args:
        file: where the answer would be written, in words for the person.
    """

    KEYS: ClassVar[tuple[Key, ...]] = FIRST
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((*FIRST, *ALWAYS)),
        *(Binding(key, f"take('{key}')", show=False) for key in (YES, QUIETER, SILENT)),
    ]

    class Taken(Message):
        """Posted with what was chosen: to hear the sentence, or an answer to it."""

        def __init__(self, choice: str) -> None:
            super().__init__()
            self.choice = choice

    class Left(Message):
        """Posted when the page is skipped; nothing is written then."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = file

    def compose(self) -> ComposeResult:
        """Lay out the words, and the row that plays a sentence."""
        with RowList(id="card"):
            yield Static(wording.FIRST.title, classes="title", markup=False)
            for part in wording.FIRST.parts:
                yield Static(part.text, classes="paragraph", markup=False)
            yield Static("", classes="air", markup=False)
            yield Row(wording.FIRST_HEAR, key="⏎", value=HEAR)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the row that plays a sentence, and at the top."""
        self.query_one(Row).focus(scroll_visible=False)
        self.call_after_refresh(self.query_one("#card").scroll_home, animate=False)

    async def ask(self) -> None:
        """Ask whether the sentence was all right like that, and who may hear it (rule R26)."""
        box = self.query_one("#card", RowList)
        rows = [Row(words, key=key, value=key) for key, words in wording.FIRST_ROWS]
        self.set_focus(None)
        with self.app.batch_update():
            await box.remove_children()
            await box.mount(
                Static(wording.FIRST_ASK, classes="title", markup=False),
                Static(wording.FIRST_OVERHEARD, classes="line", markup=False),
                *rows,
                Static(wording.FIRST_WRITES.format(file=self._file), classes="note", markup=False),
            )
        rows[0].focus()

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Take a row."""
        event.stop()
        self.action_take(event.row.value)

    def action_on(self) -> None:
        """Take the first row that is there."""
        rows = self.query(Row)
        if rows:
            rows.first().action_choose()

    def action_take(self, choice: str) -> None:
        """Take an answer by its key."""
        if choice == VOICE:
            self.app.call_later(self.app.run_action, "app.fit")
        else:
            self.post_message(self.Taken(choice))

    def leave(self) -> None:
        """Skip it."""
        self.post_message(self.Left())

"""Pages before something is kept: what a yes means, and the passphrase for what is written."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from companion.errors import CompanionError
from companion.session import journal_words as words
from companion.session.keys import ALWAYS, JOURNAL, WHILE_WRITING, Key
from companion.store.preferences.setting import Setting
from companion.tui.screens.room import Room, Sheet
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.row import Row, RowList

_NO, _YES = "no", "yes"


class OptInScreen(Room[bool]):
    """Says what a setting keeps, and asks for a yes; dismissed with whether it was given.

    Args:
        row: the setting.
    """

    KEYS: ClassVar[tuple[Key, ...]] = JOURNAL
    BINDINGS: ClassVar[list[BindingType]] = bindings((*JOURNAL, *ALWAYS))

    def __init__(self, row: Setting) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        """Lay out the words, and the two answers."""
        with RowList(id="card"):
            yield Static(words.OPT_IN.format(name=self._row.label), classes="title", markup=False)
            for line in self._row.warning.split("\n"):
                yield Static(line, classes="paragraph", markup=False)
            yield Static("", classes="air", markup=False)
            yield Row(words.KEEP_NOTHING, value=_NO)
            yield Row(words.KEEP_IT, value=_YES)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with keeping nothing, at the top of the words."""
        self.query(Row).first(Row).focus(scroll_visible=False)

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Take the answer."""
        event.stop()
        self.dismiss(event.row.value == _YES)

    def leave(self) -> None:
        """Close the page; that is no yes."""
        self.dismiss(result=False)


class PassphraseSheet(Sheet[bool]):
    """Asks for a passphrase without showing it; dismissed with True once one was taken.

    Args:
        take: uses the passphrase, in another thread because that takes a while; it raises a
            CompanionError when it can't be used.
        is_new: whether it is to be set, so that it is typed twice.
    """

    def __init__(self, take: Callable[[str], None], *, is_new: bool) -> None:
        super().__init__()
        self._take, self._is_new = take, is_new

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; letters are letters."""
        return WHILE_WRITING

    def compose(self) -> ComposeResult:
        """Lay out one line to type in, or two for a new passphrase."""
        with Vertical(id="sheet"):
            title = words.ASK_NEW if self._is_new else words.ASK
            yield Static(title, classes="title", markup=False)
            yield Input(password=True, id="phrase", max_length=200)
            if self._is_new:
                yield Static(words.ASK_AGAIN, classes="line", markup=False)
                yield Input(password=True, id="again", max_length=200)
                yield Static(words.IF_LOST, classes="note", markup=False)
            yield Static(words.TYPING_HINT, id="phrase-told", classes="note", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the first line."""
        self.query_one("#phrase").focus()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the second line, or take what was typed."""
        event.stop()
        phrase = self.query_one("#phrase", Input).value
        if self._is_new:
            again = self.query_one("#again", Input)
            if event.input is not again:
                again.focus()
                return
            if again.value != phrase:
                self._refuse(words.DIFFERENT)
                return
        self._tell(words.OPENING)
        try:
            await asyncio.to_thread(self._take, phrase)
        except CompanionError as error:
            self._refuse(error.message)
            return
        self.dismiss(result=True)

    def _refuse(self, problem: str) -> None:
        """Empty the lines, and say what was wrong."""
        for line in self.query(Input):
            line.value = ""
        self.query_one("#phrase").focus()
        self._tell(f"{problem[:1].upper()}{problem[1:]}.")

    def _tell(self, line: str) -> None:
        self.query_one("#phrase-told", Static).update(line)

    def leave(self) -> None:
        """Close the sheet; nothing was taken."""
        self.dismiss(result=False)

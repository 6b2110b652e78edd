"""The journal: what was recorded, a page to write on, and what was written, once it is opened."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from companion.session import journal
from companion.session import journal_words as words
from companion.session.journal_page import JournalPage
from companion.session.keys import ALWAYS, FORM, JOURNAL, TYPING, WHILE_WRITING, Key
from companion.store.kept.sealed import Entry
from companion.tui.screens.room import Room
from companion.tui.widgets.key_bar import KeyBar, bindings
from companion.tui.widgets.row import Row, RowList

FORGET = "forget"


class JournalScreen(Room[None]):
    """Shows what was recorded, and the ways to write and to read.

    Args:
        page: the words and rows.
    """

    KEYS: ClassVar[tuple[Key, ...]] = JOURNAL
    BINDINGS: ClassVar[list[BindingType]] = bindings((*JOURNAL, *ALWAYS))

    class Chosen(Message):
        """Posted when a row is chosen; `value` is its value in `JournalPage`."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, page: JournalPage) -> None:
        super().__init__()
        self._page = page
        self._is_sure = False

    def compose(self) -> ComposeResult:
        """Lay out the title, the rows, and the parts."""
        with RowList(id="card"):
            yield Static(words.TITLE, classes="title", markup=False)
            yield Static("", classes="air", markup=False)
            for row in self._page.rows:
                yield Row(row.title, line=row.line, value=row.value)
            for part in self._page.parts:
                if part.title:
                    yield Static(part.title, classes="part-name", markup=False)
                text = "\n".join((*part.dots, *part.lines))
                yield Static(text, classes="lines", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the first row, at the top."""
        self.query(Row).first(Row).focus(scroll_visible=False)

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Go where a row leads; what can't be taken back needs a second Enter."""
        event.stop()
        if event.row.value == FORGET and not self._is_sure:
            self._is_sure = True
            event.row.line = words.FORGET_SURE
            event.row.refresh(layout=True)
            return
        self.post_message(self.Chosen(event.row.value))

    def on_row_reached(self, event: Row.Reached) -> None:
        """Ask again after the row was left."""
        event.stop()
        self._is_sure = self._is_sure and event.row.value == FORGET


class WriteScreen(Room[None]):
    """A page to write on; what was written is kept when it is left.

    Args:
        keep: keeps a text, and tells what goes wrong; returns whether it was kept.
        hint: the line that says what becomes of it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("ctrl+s", "back", show=False),
    ]

    def __init__(self, keep: Callable[[str], bool], hint: str = words.WRITE_HINT) -> None:
        super().__init__()
        self._keep, self._hint = keep, hint

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; letters are letters."""
        return (FORM[-1], *WHILE_WRITING)

    @property
    def text(self) -> str:
        """The text so far."""
        boxes = self.query(TextArea)
        return boxes.first().text.strip() if boxes else ""

    def compose(self) -> ComposeResult:
        """Lay out the box, and two lines under it."""
        yield TextArea(id="writing", soft_wrap=True)
        yield Static(self._hint, classes="note write-note", markup=False)
        yield Static(words.HELP_LINE, classes="note write-note", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin in the box."""
        self.query_one(TextArea).focus()

    def keep(self) -> bool:
        """Keep what was written; return whether the page may be closed."""
        return not self.text or self._keep(self.text)

    def leave(self) -> None:
        """Keep what was written, and close the page."""
        if self.keep():
            self.dismiss(None)


class EntriesScreen(Room[None]):
    """Lists what was written, the last first, and finds by words.

    Args:
        read: reads every entry, by its time.
        now: the local time.
    """

    holds_words: ClassVar[bool] = True
    KEYS: ClassVar[tuple[Key, ...]] = JOURNAL
    BINDINGS: ClassVar[list[BindingType]] = bindings((*JOURNAL, *ALWAYS))

    class Opened(Message):
        """Posted when an entry is to be read."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, read: Callable[[], Sequence[Entry]], now: datetime) -> None:
        super().__init__()
        self._read, self._now = read, now
        self._entries: Sequence[Entry] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; letters are letters while a word is typed."""
        return (TYPING[-1], *WHILE_WRITING) if isinstance(self.focused, Input) else super().keys

    def compose(self) -> ComposeResult:
        """Lay out the line to find with, and the list."""
        yield Static(words.WRITTEN, classes="title entries-title", markup=False)
        yield Input(placeholder=words.FIND, id="find-words")
        yield RowList(id="entries")
        yield self.key_bar()

    async def on_mount(self) -> None:
        """Show every entry, and begin with the last one."""
        await self.read()
        rows = self.query("#entries Row").results(Row)
        (next(rows, None) or self.query_one(Input)).focus()

    async def read(self) -> None:
        """Read every entry, and show them."""
        self._entries = self._read()
        await self._show()

    async def _show(self) -> None:
        """Show the entries that have what was typed."""
        matches = journal.found(self._entries, self.query_one(Input).value)
        box = self.query_one("#entries", RowList)
        with self.app.batch_update():
            await box.remove_children()
            for entry in reversed(matches):
                at = journal.when_words(journal.when(entry, self._now))
                await box.mount(Row(journal.first_words(entry), line=at, value=str(entry.id)))
            if not matches:
                await box.mount(Static(words.NOTHING_FOUND, classes="note", markup=False))

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self.query_one(KeyBar).show(self.keys)

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Show what has every typed word."""
        event.stop()
        await self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go into the list."""
        event.stop()
        self.action_go(1)

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Read an entry."""
        event.stop()
        number = int(event.row.value)
        entry = next((e for e in self._entries if e.id == number), None)
        if entry is not None:
            self.post_message(self.Opened(entry))

    def leave(self) -> None:
        """Close the page, and the words with it."""
        self.dismiss(None)


class EntryScreen(Room[bool]):
    """Shows one entry; dismissed with whether it is to be forgotten.

    Args:
        entry: the entry.
        now: the local time.
    """

    holds_words: ClassVar[bool] = True
    KEYS: ClassVar[tuple[Key, ...]] = JOURNAL
    BINDINGS: ClassVar[list[BindingType]] = bindings((*JOURNAL, *ALWAYS))

    def __init__(self, entry: Entry, now: datetime) -> None:
        super().__init__()
        self._entry, self._now = entry, now
        self._is_sure = False

    def compose(self) -> ComposeResult:
        """Lay out the time, the words, and the way to forget them."""
        with RowList(id="card"):
            at = journal.when_words(journal.when(self._entry, self._now))
            yield Static(at, classes="title", markup=False)
            yield Static(self._entry.words[journal.TEXT], classes="paragraph", markup=False)
            yield Static("", classes="air", markup=False)
            yield Row(words.BACK, value="back")
            yield Row(words.FORGET_ONE, value=FORGET)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with going back, at the top of the words."""
        self.query(Row).first(Row).focus(scroll_visible=False)

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Go back; or forget the entry, at the second Enter."""
        event.stop()
        if event.row.value == FORGET and not self._is_sure:
            self._is_sure = True
            event.row.line = words.FORGET_SURE
            event.row.refresh(layout=True)
            return
        self.dismiss(event.row.value == FORGET)

    def on_row_reached(self, event: Row.Reached) -> None:
        """Ask again after the row was left."""
        event.stop()
        self._is_sure = self._is_sure and event.row.value == FORGET

    def leave(self) -> None:
        """Close the page; nothing is forgotten."""
        self.dismiss(result=False)

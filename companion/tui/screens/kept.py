"""Pages of what is kept or put away: words with what can be done, lines to type in, a time."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from companion.errors import CompanionError
from companion.session import agreement_words, journal_words, unsent_words
from companion.session.check_in import parse_check_in, reading
from companion.session.kept_page import KeptPage
from companion.session.keys import ALWAYS, COPY, FORM, JOURNAL, WHILE_WRITING, Key
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.room import Room, Sheet
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.row import Row, RowList

NO_TIME = "none"
_LONGEST = 400


class KeptScreen(Room[None]):
    """Shows a page, and does what is chosen on it.

    Args:
        page: the page.
        choose: called with the value of the row that is chosen.
        holds_words: whether its words may only come back with the passphrase, once it was hidden.
        again: makes the page anew, for when something has changed on a page over it.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings((*JOURNAL, COPY, *ALWAYS))

    def __init__(
        self,
        page: KeptPage,
        choose: Callable[[str], None],
        *,
        holds_words: bool = False,
        again: Callable[[], KeptPage] | None = None,
    ) -> None:
        super().__init__()
        self.page, self._choose, self.holds_words = page, choose, holds_words
        self._again = again
        self._is_warned = False
        self._sure = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; copying only where there is something to copy."""
        copy = (COPY,) if self.page.copy else ()
        return (JOURNAL[0], *copy, *JOURNAL[1:], *ALWAYS)

    def compose(self) -> ComposeResult:
        """Lay out the words, and the rows."""
        page = self.page
        with RowList(id="card"):
            yield Static(page.title, classes="title", markup=False)
            for line in page.lines:
                yield Static(line, classes="paragraph", markup=False)
            for question, answer in page.answers:
                yield Static(question, classes="asked", markup=False)
                yield Static(answer, classes="answered", markup=False)
            for note in page.notes:
                yield Static(note, classes="note", markup=False)
            yield Static("", id="copy-told", classes="note", markup=False)
            yield Static("", classes="air", markup=False)
            for row in page.rows:
                yield Row(row.title, line=row.line, value=row.value)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the first row, at the top of the words."""
        self.query_one("#copy-told").display = False
        if rows := list(self.query(Row)):
            rows[0].focus(scroll_visible=False)

    async def on_screen_resume(self) -> None:
        """Show the page as it is now."""
        if self._again is None or not self.is_current:  # it may be closed already
            return
        with contextlib.suppress(CompanionError):  # what can't be read is told where it's chosen
            if (page := self._again()) != self.page:
                self.page = page
                await self.recompose()
                if self.is_current:
                    self.on_mount()

    def leave(self) -> None:
        """Go one step back; home is shown as it is now."""
        if any(isinstance(page, HomeScreen) for page in self.app.screen_stack[-2:-1]):
            self.app.call_later(self.app.run_action, "app.home")
        else:
            super().leave()

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Do what was chosen; what can't be taken back needs a second Enter."""
        event.stop()
        chosen = next(row for row in self.page.rows if row.value == event.row.value)
        if chosen.is_final and self._sure != chosen.value:
            self._sure = chosen.value
            event.row.line = journal_words.FORGET_SURE
            event.row.refresh(layout=True)
            return
        # by the app, because a page that is closed by it can wait for nothing any more
        self.app.call_later(self._choose, chosen.value)

    def on_row_reached(self, event: Row.Reached) -> None:
        """Ask again after the row was left."""
        event.stop()
        if self._sure != event.row.value:
            self._sure = ""

    def action_copy(self) -> None:
        """Say where a copy may stay; the second time, copy."""
        if not self.page.copy:
            return
        told = self.query_one("#copy-told", Static)
        told.display = True
        if self._is_warned:
            self.app.copy_to_clipboard(self.page.copy)
        told.update(unsent_words.COPIED if self._is_warned else unsent_words.COPY_WARNING)
        told.scroll_visible(animate=False)
        self._is_warned = not self._is_warned


class FormScreen(Room[Sequence[str]]):
    """Several lines to type in; dismissed with their texts, whichever way it is left.

    Args:
        title: what it is.
        note: how to fill it in.
        lines: the label of each line, with the text to begin with.
        typed: called with the texts after each change, so that nothing is lost.
        above: the words that stay in sight.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "back", show=False)]

    def __init__(
        self,
        title: str,
        note: str,
        lines: Mapping[str, str],
        typed: Callable[[Sequence[str]], None],
        above: str = "",
    ) -> None:
        super().__init__()
        self._title, self._note, self._lines = title, note, lines
        self._typed, self._above = typed, above

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; letters are letters."""
        return (*FORM, *WHILE_WRITING)

    @property
    def texts(self) -> list[str]:
        """The texts so far."""
        return [line.value.strip() for line in self.query(Input)]

    def compose(self) -> ComposeResult:
        """Lay out the words above, and each line under its label."""
        with RowList(id="card"):
            yield Static(self._title, classes="title", markup=False)
            if self._above:
                yield Static(self._above, classes="answered", markup=False)
            yield Static(self._note, classes="note", markup=False)
            for label, text in self._lines.items():
                yield Static(label, classes="asked", markup=False)
                yield Input(text, max_length=_LONGEST, classes="typed-line")
            yield Static(unsent_words.HELP_LINE, classes="note", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the first line."""
        self.query(Input).first().focus(scroll_visible=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        self._typed(self.texts)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the next line; after the last one, leave."""
        event.stop()
        lines = list(self.query(Input))
        if event.input is lines[-1]:
            self.leave()
        else:
            lines[lines.index(event.input) + 1].focus()

    def leave(self) -> None:
        """Close the page with what was typed."""
        self.dismiss(self.texts)


class CheckInSheet(Sheet[datetime | str]):
    """Asks for the time of a check-in; dismissed with it, with `NO_TIME`, or None for esc.

    Args:
        text: the text to begin with.
        now: the moment it is.
    """

    def __init__(self, text: str, now: datetime) -> None:
        super().__init__()
        self._text, self._now = text, now

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; letters are letters."""
        return WHILE_WRITING

    def compose(self) -> ComposeResult:
        """Lay out the line, how it was read, and who can read it."""
        with Vertical(id="sheet"):
            yield Static(agreement_words.ASK_TIME, classes="title", markup=False)
            yield Input(self._text, max_length=_LONGEST, id="check-in")
            yield Static("", id="time-read", classes="line", markup=False)
            yield Static(agreement_words.ASK_TIME_HOW, classes="note", markup=False)
            yield Static(agreement_words.IN_CLEAR, classes="note", markup=False)
            yield Static(agreement_words.TIME_KEYS, classes="note", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the line."""
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how it is read, as soon as it can be."""
        event.stop()
        try:
            self._tell(reading(parse_check_in(event.value, self._now)))
        except CompanionError:
            self._tell("")  # told with Enter, because it may not be finished

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the time, or say what would make it one."""
        event.stop()
        if not event.value.strip():
            self.dismiss(NO_TIME)
            return
        try:
            self.dismiss(parse_check_in(event.value, self._now))
        except CompanionError as error:
            self._tell(f"{error.message[:1].upper()}{error.message[1:]}; {error.remedy}.")

    def _tell(self, line: str) -> None:
        self.query_one("#time-read", Static).update(line)

"""The page of a course: its words, its rows, and the line of the row that is chosen."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, Static

from companion.session.course_pages import Act, CoursePage, CourseRow
from companion.session.keys import ALWAYS, COURSE, TYPING, WHILE_WRITING, Key
from companion.tui.screens.room import Room
from companion.tui.widgets.key_bar import KeyBar, bindings
from companion.tui.widgets.row import Row, RowList

_BY_NUMBER = 9


class CourseScreen(Room[None]):
    """Shows one page of a course; what its rows do is decided elsewhere.

    Args:
        page: the page.
    """

    KEYS: ClassVar[tuple[Key, ...]] = COURSE
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((*(key for key in COURSE if key.id in ("escape", "leave")), *ALWAYS)),
        *(Binding(str(n), f"row({n})", show=False) for n in range(1, 10)),
    ]

    class Chosen(Message):
        """Posted when a row is chosen."""

        def __init__(self, act: Act) -> None:
            super().__init__()
            self.act = act

    class Typed(Message):
        """Posted when something was typed, or nothing."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Left(Message):
        """Posted for one step back."""

    def __init__(self, page: CoursePage) -> None:
        super().__init__()
        self.page = page

    @property
    def space_first(self) -> str:
        """The words for someone alone with the screen, for the page about space."""
        return self.page.alone

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of the page, or those of the field to type in."""
        if isinstance(self.focused, Input):
            return (COURSE[0], TYPING[-1], *WHILE_WRITING)
        return super().keys

    def compose(self) -> ComposeResult:
        """Lay out the title, the words, the rows, and the line under them."""
        page = self.page
        with RowList(id="card"):
            yield Static(page.title, classes="title", markup=False)
            for words in page.words:
                yield Static(words, classes="paragraph", markup=False)
            yield Static("", classes="air", markup=False)
            if page.types:
                yield Input(id="typed-course")
            yield from self._rows()
            if page.note:
                yield Static(page.note, classes="note", markup=False)
        if page.shows_lines:
            yield Static("", id="course-line", markup=False)
        yield self.key_bar()

    def _rows(self) -> ComposeResult:
        number = 0
        for index, row in enumerate(self.page.rows):
            number += not row.key
            key = row.key or (str(number) if number <= _BY_NUMBER else " ")
            line = "" if self.page.shows_lines else row.line
            yield Row(row.title, key=key, right=row.right, line=line, value=str(index))

    def on_mount(self) -> None:
        """Begin with the field, or with the row that is offered; the words stay in sight."""
        if self.page.types:
            self.query_one("#typed-course", Input).focus()
            return
        rows = list(self.query(Row))
        if rows:
            at = min(self.page.at, len(rows) - 1)
            rows[at].focus(scroll_visible=at > 0)
        if self.page.at == 0:
            self.call_after_refresh(self.query_one("#card").scroll_home, animate=False)

    def on_row_reached(self, event: Row.Reached) -> None:
        """Show the line of a row."""
        event.stop()
        if self.page.shows_lines:
            self.query_one("#course-line", Static).update(self._row(event.row.value).line)

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Say what a row does."""
        event.stop()
        self.post_message(self.Chosen(self._row(event.row.value).act))

    @on(Input.Submitted, "#typed-course")
    def take(self, event: Input.Submitted) -> None:
        """Say what was typed."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def action_row(self, number: int) -> None:
        """Choose a row by its number."""
        row = next((row for row in self.query(Row) if row.key == str(number)), None)
        if row is not None:
            row.action_choose()

    async def action_open(self) -> None:
        """Take what is chosen, or what was typed."""
        if isinstance(self.focused, Row):
            self.focused.action_choose()
        elif isinstance(self.focused, Input):
            await self.focused.action_submit()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self.query_one(KeyBar).show(self.keys)

    def leave(self) -> None:
        """Go one step back."""
        self.post_message(self.Left())

    def _row(self, value: str) -> CourseRow:
        return self.page.rows[int(value)]

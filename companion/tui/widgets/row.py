"""The row widget: one thing to choose, with its key, its title and one dim line under it."""

from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from companion.tui.appearance import is_stark, muted

_KEY_CELLS = 3
_LEAST_ROOM = 10


class Row(Widget, can_focus=True):
    """A row of a list; it takes the focus, and Enter or a click chooses it.

    Args:
        title: what can be chosen; never parsed as markup.
        key: the key that chooses it from anywhere on the page, if any.
        right: a length or a number at its right end, left out where the title needs the space.
        line: one dim line under the title.
        value: what the row stands for.
        key_cells: the width of the column of keys.
        is_number: whether `right` is a telephone number, which never gives way.
        does: what a click does besides; rows of one page may share a value.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", show=False)]

    class Chosen(Message):
        """Posted when the row is chosen."""

        def __init__(self, row: "Row") -> None:
            super().__init__()
            self.row = row

    class Reached(Message):
        """Posted when the row gets the focus."""

        def __init__(self, row: "Row") -> None:
            super().__init__()
            self.row = row

    def __init__(  # noqa: PLR0913 - each part of a row by its name
        self,
        title: str,
        *,
        key: str = "",
        right: str = "",
        line: str = "",
        value: str = "",
        key_cells: int = _KEY_CELLS,
        is_number: bool = False,
        classes: str = "",
    ) -> None:
        super().__init__(classes=classes)
        self.title, self.key, self.right, self.line, self.value = title, key, right, line, value
        self._key_cells = key_cells if key else 0
        self._is_number = is_number

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row for the title, and as many as its line needs; Textual asks for it."""
        return 1 + len(self._rows(width))

    def _rows(self, width: int) -> list[str]:
        """The line under the title, in rows that fit."""
        indent = " " * self._key_cells
        room = max(_LEAST_ROOM, width - self._key_cells)
        return [f"{indent}{row}" for row in wrap(self.line, room)] if self.line else []

    def render(self) -> Content:
        """Draw the title between key and right end, and the dim line under it."""
        width = self.content_size.width
        used = self._key_cells + cell_len(self.title)
        is_room = self._is_number or used + cell_len(self.right) + 2 <= width
        right = self.right if is_room else ""
        gap = " " * max(1, width - used - cell_len(right)) if right else ""
        rows = self._rows(width)
        if self.has_focus and is_stark(self):  # reversed as a whole, so nothing in it has a colour
            text = f"{self.key:<{self._key_cells}}{self.title}{gap}{right}"
            return Content("\n".join(row.ljust(width) for row in (text, *rows)))
        is_chosen = self.has_focus or self.has_class("-here")
        head = Content.assemble(
            (f"{self.key:<{self._key_cells}}", "$primary"),
            (self.title, "$lit" if is_chosen else "$foreground"),
            gap,
            (right, "$foreground bold" if self._is_number else muted(self)),
        )
        under = [Content.styled(row, muted(self)) for row in rows]
        return Content("\n").join([head, *under])

    def on_focus(self) -> None:
        """Say that the focus has reached this row."""
        self.refresh()
        self.post_message(self.Reached(self))

    def on_blur(self) -> None:
        """Draw the row as one among others."""
        self.refresh()

    def on_click(self) -> None:
        """Choose the row."""
        self.focus()
        self.action_choose()

    def action_choose(self) -> None:
        """Choose the row."""
        self.post_message(self.Chosen(self))

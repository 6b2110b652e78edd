"""The row widget: one thing to choose, with its key, its title and at most one dim line."""

from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from companion.tui.appearance import is_stark, muted

_KEY_CELLS = 3


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
        self.styles.height = 2 if line else 1

    def render(self) -> Content:
        """Draw the title between key and right end, and the dim line under it."""
        width = self.content_size.width
        used = self._key_cells + cell_len(self.title)
        is_room = self._is_number or used + cell_len(self.right) + 2 <= width
        right = self.right if is_room else ""
        gap = " " * max(1, width - used - cell_len(right)) if right else ""
        indent = " " * self._key_cells
        if self.has_focus and is_stark(self):  # reversed as a whole, so nothing in it has a colour
            text = f"{self.key:<{self._key_cells}}{self.title}{gap}{right}"
            return Content("\n".join([text.ljust(width), (indent + self.line).ljust(width)]))
        is_chosen = self.has_focus or self.has_class("-here")
        head = Content.assemble(
            (f"{self.key:<{self._key_cells}}", "$primary"),
            (self.title, "$lit" if is_chosen else "$foreground"),
            gap,
            (right, "$foreground bold" if self._is_number else muted(self)),
        )
        if not self.line:
            return head
        return Content("\n").join([head, Content.styled(indent + self.line, muted(self))])

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

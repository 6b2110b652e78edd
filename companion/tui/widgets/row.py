"""The row widget: one thing to choose, with its key, its title and one dim line under it."""

from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from companion.tui.appearance import is_ascii, is_stark, muted
from companion.tui.ascii_filter import plain_words

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

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as the title and its line need; Textual asks for it."""
        return len(self._titles(width)) + len(self._lines(width))

    def render(self) -> Content:
        """Draw the title between key and right end, and the dim line under it."""
        width = self.content_size.width
        first, *others = self._titles(width)
        used = self._key_cells + cell_len(first)
        right = plain_words(self.right) if is_ascii(self) else self.right
        is_room = self._is_number or used + cell_len(right) + 2 <= width
        right = right if is_room else ""
        gap = " " * max(1, width - used - cell_len(right)) if right else ""
        lines = self._lines(width)
        if self.has_focus and is_stark(self):  # reversed as a whole, so nothing in it has a colour
            text = f"{self.key:<{self._key_cells}}{first}{gap}{right}"
            rows = (text, *map(self._indented, (*others, *lines)))
            return Content("\n".join(row.ljust(width) for row in rows))
        style = "$lit" if self.has_focus or self.has_class("-here") else "$foreground"
        head = Content.assemble(
            (f"{self.key:<{self._key_cells}}", "$primary"),
            (first, style),
            gap,
            (right, "$foreground bold" if self._is_number else muted(self)),
        )
        more = [Content.styled(self._indented(row), style) for row in others]
        under = [Content.styled(self._indented(row), muted(self)) for row in lines]
        return Content("\n").join([head, *more, *under])

    def _titles(self, width: int) -> list[str]:
        beside = cell_len(self.right) + 2 if self._is_number and self.right else 0
        return self._wrapped(self.title, width - beside) or [""]

    def _lines(self, width: int) -> list[str]:
        return self._wrapped(self.line, width)

    def _wrapped(self, words: str, width: int) -> list[str]:
        return wrap(words, max(_LEAST_ROOM, width - self._key_cells))

    def _indented(self, row: str) -> str:
        return f"{' ' * self._key_cells}{row}"

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


class RowList(VerticalScroll, can_focus=False, inherit_bindings=False):
    """A list that may scroll. It has no keys, because they would keep those of the page away."""

"""Fields of a card: a value among named ones, and a length among the ones that can be had."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click, Key, MouseMove
from textual.message import Message
from textual.reactive import reactive

from companion.tui.appearance import faint, is_ascii, muted
from companion.tui.ascii_filter import plain_words
from companion.tui.widgets.clickable import Clickable, runs

_WIDE = 44
_LABEL, _NARROW_LABEL = 14, 11
_MOST_TRACK, _LEAST_TRACK = 30, 8
_VALUE_CELLS = 10


class Field(Clickable, can_focus=True):
    """A label and one of several values, which left and right change.

    Args:
        label: what is chosen.
        values: the words of each value.
        at: the index of the first value.
        origin: where the value comes from, shown at the right end.
        told: one line about the field, for the page to show.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
    ]
    at: reactive[int] = reactive(0)

    class Changed(Message):
        """Posted when the value changes."""

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> "Field":
            """The field, for `on(Field.Changed, "#id")`."""
            return self.field

    def __init__(  # noqa: PLR0913 - each part of a field by its name
        self,
        label: str,
        values: Sequence[str],
        at: int = 0,
        *,
        origin: str = "",
        told: str = "",
        name: str = "",
    ) -> None:
        super().__init__(id=name or None)
        self.label, self.values, self.origin, self.told = label, list(values), origin, told
        self.set_reactive(Field.at, at)

    @property
    def value(self) -> str:
        """The words of the value."""
        words = self.values[self.at]
        return plain_words(words) if is_ascii(self) else words

    def offer(self, values: Sequence[str], at: int) -> None:
        """Replace the values, because something else on the page has changed them."""
        self.values = list(values)
        self.set_reactive(Field.at, at)
        self.refresh()

    def render(self) -> Content:
        """Draw label, value and origin, with an arrow for each way the value can go."""
        is_here = self.has_focus
        body = Content.assemble(
            self._head(),
            self._arrow("‹ ", -1) if is_here and self.at > 0 else "  ",
            (self.value, "$lit" if is_here else "$foreground"),
            self._arrow(" ›", 1) if is_here and self.at < len(self.values) - 1 else "",
        )
        gap = self.content_size.width - body.cell_length - cell_len(self.origin)
        if not self.origin or gap < 2:  # noqa: PLR2004 - two spaces between two columns
            return body
        style = faint(self) if self.origin == "default" else muted(self)
        return Content.assemble(body, " " * gap, (self.origin, style))

    def action_step(self, by: int) -> None:
        """Go to another value."""
        self.focus()
        self._set(self.at + by)

    def on_focus(self) -> None:
        """Draw the field as the chosen one."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw the field as one among others."""
        self.refresh()

    def _set(self, at: int) -> None:
        at = min(len(self.values) - 1, max(0, at))
        if at != self.at:
            self.at = at
            self.post_message(self.Changed(self))

    @property
    def _label_cells(self) -> int:
        return _LABEL if self.content_size.width >= _WIDE else _NARROW_LABEL

    def _head(self) -> Content:
        style = "$primary" if self.has_focus else muted(self)
        return Content.styled(f"{self.label:<{self._label_cells}}", style)

    def _arrow(self, text: str, by: int) -> Content:
        return Content(text).stylize("$primary").stylize(runs(f"step({by})"))


class Slider(Field):
    """A field whose values lie on a line.

    Args:
        label: what is chosen.
        values: the words of each stop.
        at: the index of the first value.
        ends: the words under the ends of the line.
        note: the words beside them, such as the time at which it ends.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "step(-99)", show=False),
        Binding("end", "step(99)", show=False),
    ]

    def __init__(  # noqa: PLR0913 - each part of a slider by its name
        self,
        label: str,
        values: Sequence[str],
        at: int = 0,
        *,
        ends: tuple[str, str] = ("", ""),
        note: str = "",
        name: str = "",
    ) -> None:
        super().__init__(label, values, at, name=name)
        self.ends, self.note = ends, note
        self._typed = ""

    def render(self) -> Content:
        """Draw the line with its stops, and the least and the most under it."""
        start, width = self._label_cells + 2, self._width
        if not width:  # no room for a line: the value alone, between its arrows
            head = super().render()
        else:
            style = "$lit" if self.has_focus else "$foreground"
            head = Content.assemble(self._head(), "  ", *self._cells(width), "  ")
            head = Content.assemble(head, (self.value, style))
        low, high = map(plain_words, self.ends) if is_ascii(self) else self.ends
        gap = " " * max(1, width - cell_len(low) - cell_len(high))
        under = Content.assemble(" " * start, (f"{low}{gap}{high}", muted(self)))
        if self.note and under.cell_length + cell_len(self.note) + 2 <= self.content_size.width:
            under = Content.assemble(under, "  ", (self.note, muted(self)))
        return Content("\n").join([head, under])

    async def on_click(self, event: Click) -> None:
        """Go to the stop that was clicked."""
        await super().on_click(event)
        self._go_to_cell(event.x - self.gutter.left)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Follow the mouse while its button is held."""
        if event.button == 1:
            self._go_to_cell(event.x - self.gutter.left)

    def type_digit(self, event: Key) -> None:
        """Go to the stop nearest to a number that is typed."""
        if event.character is None or not event.character.isdecimal():
            self._typed = ""
            return
        event.stop()
        self._typed = (self._typed + event.character)[-2:]
        wanted = int(self._typed)
        self._set(min(range(len(self.values)), key=lambda i: abs(self._number(i) - wanted)))

    def _number(self, index: int) -> float:
        """The number at the start of a value, such as 2.5 for `2½ min`."""
        text = self.values[index].split()[0]
        parts = {"¼": 0.25, "½": 0.5, "¾": 0.75}
        part = parts.get(text[-1], 0.0)
        digits = text[:-1] if part else text
        return (float(digits) if digits.replace(".", "").isdecimal() else 0.0) + part

    @property
    def _width(self) -> int:
        """The cells of the line; 0 where there is no room for one."""
        room = self.content_size.width - self._label_cells - 2 - _VALUE_CELLS
        return min(_MOST_TRACK, room) if room >= _LEAST_TRACK and len(self.values) > 1 else 0

    def _cell(self, index: int) -> int:
        """The cell of a stop on the line."""
        return round(index * (self._width - 1) / (len(self.values) - 1))

    def _cells(self, width: int) -> list[tuple[str, str]]:
        here = self._cell(self.at)
        cells = [("━", "$primary")] * here
        cells.append(("●", "$lit" if self.has_focus else "$primary"))
        return cells + [
            ("•" if x == width - 1 else "─", faint(self)) for x in range(here + 1, width)
        ]

    def _go_to_cell(self, x: int) -> None:
        x -= self._label_cells + 2
        if 0 <= x < self._width:
            self.focus()
            self._set(min(range(len(self.values)), key=lambda n: abs(self._cell(n) - x)))

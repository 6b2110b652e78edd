"""The text area of the writer's room: colours a script, and underlines what is wrong in it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.widgets import TextArea

from companion.reading.diagnostic import Diagnostic, printable
from companion.reading.flaw import Edit
from companion.script.authoring import first_value, place_for_step
from companion.script.verbs.table import VERBS

_COMMENT = re.compile(r"^\s*#.*|\s#.*")
_KEY = re.compile(r"^\s*(?:- )?(?:- )*([a-z_]+):")
_REST = re.compile(r"\[[^\[\]]*\]|\{[a-zA-Z_]+\}")
_OPENS = re.compile(r"^(?P<indent>\s*(?:- )?)[a-z_]+:\s*(?:[|>]-?)?\s*$")


class ScriptArea(TextArea):
    """Edits a script as text, and marks its flaws."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "top", show=False),
        Binding("ctrl+end", "bottom", show=False),
    ]

    def __init__(self, text: str) -> None:
        super().__init__(
            text,
            soft_wrap=True,
            show_line_numbers=True,
            tab_behavior="indent",
            id="page",
            highlight_cursor_line=True,
        )
        self.indent_width = 2
        self._flaws: dict[int, list[Diagnostic]] = {}

    def mark(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Mark the places of diagnostics, in place of all earlier marks."""
        flaws: dict[int, list[Diagnostic]] = defaultdict(list)
        for diagnostic in diagnostics:
            flaws[diagnostic.flaw.span.line].append(diagnostic)
        if flaws != self._flaws:
            self._flaws = dict(flaws)
            self.notify_style_update()
            self.refresh()

    def at(self, line: int) -> list[Diagnostic]:
        """The diagnostics on a line, counted from zero."""
        return self._flaws.get(line, [])

    def next_flaw(self) -> bool:
        """Move the cursor to the next flaw, or from the last one to the first.

        Returns:
            Whether the cursor has moved.
        """
        before = self.cursor_location
        places = sorted(
            (diagnostic.flaw.span.line, diagnostic.flaw.span.column)
            for diagnostics in self._flaws.values()
            for diagnostic in diagnostics
        )
        if places:
            self.go_to(next((place for place in places if place > before), places[0]))
        return self.cursor_location != before

    def go_to(self, place: tuple[int, int]) -> None:
        """Move the cursor to a line and column, as near to it as the text has one."""
        line = min(place[0], self.document.line_count - 1)
        column = min(place[1], len(self.document.get_line(line)))
        self.move_cursor((line, column), center=True)

    def apply(self, edit: Edit) -> None:
        """Make a change to the text that one undo takes back."""
        line, column = edit.span.line, edit.span.column
        self.history.checkpoint()
        self.replace(edit.text, (line, column), (line, column + edit.span.width))
        self.history.checkpoint()

    @property
    def place(self) -> tuple[str, tuple[int, int]]:
        """The text and the place of the cursor, to know whether either has changed."""
        return self.text, self.cursor_location

    def insert_step(self, verb: str) -> None:
        """Insert an example of a step below the cursor's step, with the cursor on its value."""
        lines = list(self.document.lines)
        row, indent = place_for_step(lines, self.cursor_location[0])
        example = VERBS[verb].example
        text = "".join(f"{indent}{line}\n" for line in example.split("\n"))
        at_end = row >= len(lines)
        place = (len(lines) - 1, len(lines[-1])) if at_end else (row, 0)
        self.history.checkpoint()
        self.insert(f"\n{text.rstrip()}" if at_end else text, place)
        down, right = first_value(example)
        self.move_cursor((row + down, len(indent) + right), center=True)

    def get_line(self, line_index: int) -> Text:
        """Return a line with its colours and marks."""
        # control characters must not reach the terminal; each is replaced by one other character
        line = Text(printable(super().get_line(line_index).plain), end="", no_wrap=True)
        self._paint(line)
        for diagnostic in self.at(line_index):
            span = diagnostic.flaw.span
            name = "error" if diagnostic.severity == "error" else "warning"
            style = Style.combine([self._style(name), Style(underline=True)])
            line.stylize(style, span.column, span.column + span.width)
        return line

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.action_new_line()
            return
        await super()._on_key(event)

    def action_top(self) -> None:
        """Move the cursor to the first line."""
        self.move_cursor((0, 0))

    def action_bottom(self) -> None:
        """Move the cursor to the end of the last line."""
        self.move_cursor(self.document.end)

    def action_new_line(self) -> None:
        """Begin a line with the same indent, or a deeper one after a key with a block below it."""
        row, column = self.cursor_location
        line = self.document.get_line(row)[:column]
        indent = line[: len(line) - len(line.lstrip())]
        if (opens := _OPENS.match(line)) is not None:
            indent = " " * (len(opens["indent"]) + 2)
        self.insert(f"\n{indent}")

    def _paint(self, line: Text) -> None:
        if (key := _KEY.match(line.plain)) is not None:
            line.stylize(self._style("muted"), key.start(1), key.end(1) + 1)
        for rest in _REST.finditer(line.plain):
            line.stylize(self._style("secondary"), rest.start(), rest.end())
        if (comment := _COMMENT.search(line.plain)) is not None:
            style = Style.combine([self._style("muted"), Style(italic=True)])
            line.stylize(style, comment.start())

    def _style(self, name: str) -> Style:
        """The style of a token; where the colours are the terminal's, what matters less is dim."""
        if self.app.native_ansi_color and name == "muted":
            return Style(dim=True)
        return Style(color=Color.parse(self.app.theme_variables[name]).rich_color)

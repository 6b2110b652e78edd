"""The text area of the writer's room: colours a script and shows flaws in and beside its lines."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from companion.reading.diagnostic import Diagnostic, printable

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

    def next_flaw(self) -> None:
        """Move the cursor to the next line with a flaw; from the last one, to the first."""
        current = self.cursor_location[0]
        lines = sorted(self._flaws)
        if lines:
            line = next((line for line in lines if line > current), lines[0])
            self.move_cursor((line, self._flaws[line][0].flaw.span.column), center=True)

    def get_line(self, line_index: int) -> Text:
        """Return a line with its colours and marks, and its first flaw's message after its end."""
        # control characters must not reach the terminal; each is replaced by one other character
        line = Text(printable(super().get_line(line_index).plain), end="", no_wrap=True)
        self._paint(line)
        diagnostics = self.at(line_index)
        for diagnostic in diagnostics:
            span = diagnostic.flaw.span
            style = Style(color=self._colour(diagnostic), underline=True)
            line.stylize(style, span.column, span.column + span.width)
        if diagnostics:
            first = diagnostics[0]
            style = Style(color=self._colour(first), italic=True)
            others = f" (+{len(diagnostics) - 1})" if len(diagnostics) > 1 else ""
            line.append(f"   ◂ {printable(first.flaw.message)}{others}", style)
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
        colours = self.app.theme_variables
        if (comment := _COMMENT.search(line.plain)) is not None:
            line.stylize(Style(color=colours["secondary"], italic=True), comment.start())
        if (key := _KEY.match(line.plain)) is not None:
            line.stylize(Style(color=colours["primary"]), key.start(1), key.end(1))
        for rest in _REST.finditer(line.plain):
            line.stylize(Style(color=colours["secondary"]), rest.start(), rest.end())

    def _colour(self, diagnostic: Diagnostic) -> str:
        is_error = diagnostic.severity == "error"
        return self.app.theme_variables["error" if is_error else "warning"]

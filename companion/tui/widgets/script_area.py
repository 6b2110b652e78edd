"""The page one writes on: it marks what is wrong in its lines, and says it beside them."""

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
    """A script as text."""

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
        """Mark what is wrong, and nothing else."""
        flaws: dict[int, list[Diagnostic]] = defaultdict(list)
        for diagnostic in diagnostics:
            flaws[diagnostic.flaw.span.line].append(diagnostic)
        if flaws != self._flaws:
            self._flaws = dict(flaws)
            self.notify_style_update()
            self.refresh()

    def at(self, line: int) -> list[Diagnostic]:
        """What is wrong on a line."""
        return self._flaws.get(line, [])

    def next_flaw(self) -> None:
        """Go to the next line with something to mend, and from the last one to the first."""
        here = self.cursor_location[0]
        lines = sorted(self._flaws)
        if lines:
            line = next((line for line in lines if line > here), lines[0])
            self.move_cursor((line, self._flaws[line][0].flaw.span.column), center=True)

    def get_line(self, line_index: int) -> Text:
        """A line with its colours, its marks, and what is wrong with it behind its end."""
        # nothing raw of a script reaches the terminal; every character keeps its place
        line = Text(printable(super().get_line(line_index).plain), end="", no_wrap=True)
        self._paint(line)
        flaws = self.at(line_index)
        for flaw in flaws:
            span = flaw.flaw.span
            style = Style(color=self._colour(flaw), underline=True)
            line.stylize(style, span.column, span.column + span.width)
        if flaws:
            first = flaws[0]
            told = Style(color=self._colour(first), italic=True)
            more = f" (+{len(flaws) - 1})" if len(flaws) > 1 else ""
            line.append(f"   ◂ {printable(first.flaw.message)}{more}", told)
        return line

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.prevent_default()
            event.stop()
            self.action_new_line()
            return
        await super()._on_key(event)

    def action_top(self) -> None:
        """Go to the first line."""
        self.move_cursor((0, 0))

    def action_bottom(self) -> None:
        """Go to the end of the last line."""
        self.move_cursor(self.document.end)

    def action_new_line(self) -> None:
        """A line under this one, as far in as it; further in after a key that opens something."""
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
        is_wrong = diagnostic.severity == "error"
        return self.app.theme_variables["error" if is_wrong else "warning"]

"""The caption: the line that is said with its word lit, the one before and the one after dim."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from companion.timeline.timeline import Moment


class Caption(Vertical):
    """Three lines in the middle of the screen. Scripts' words are never read as markup."""

    def compose(self) -> ComposeResult:
        """Three lines."""
        yield Static("", id="before", markup=False)
        yield Static("", id="line", markup=False)
        yield Static("", id="after", markup=False)

    def show(self, moment: Moment) -> None:
        """Show what a moment says."""
        self._put("before", Content(moment.before))
        line = Content(moment.line)
        if moment.lit is not None:
            line = line.stylize("$lit", *moment.lit)
        self._put("line", line)
        self._put("after", Content(moment.after))

    def say(self, line: str) -> None:
        """Show one line and nothing round it."""
        self._put("before", Content(""))
        self._put("line", Content(line))
        self._put("after", Content(""))

    def _put(self, name: str, content: Content) -> None:
        line = self.query_one(f"#{name}", Static)
        if line.content != content:
            line.update(content)

"""The caption: the line that is said with its word lit, the one before and the one after dim."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from companion.timeline.timeline import Moment


class CaptionLines(Vertical):
    """Three lines in the middle of the screen. Scripts' words are never read as markup."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[str, tuple[str, tuple[int, int] | None]] = {}

    def compose(self) -> ComposeResult:
        """Three lines."""
        yield Static("", id="before", markup=False)
        yield Static("", id="line", markup=False)
        yield Static("", id="after", markup=False)

    def show(self, moment: Moment) -> None:
        """Show what a moment says."""
        self._put("before", moment.before)
        self._put("line", moment.line, moment.lit)
        self._put("after", moment.after)

    def _put(self, name: str, words: str, lit: tuple[int, int] | None = None) -> None:
        # contents compare equal when only their styles differ, so what is shown is kept here
        if self._shown.get(name) == (words, lit):
            return
        self._shown[name] = (words, lit)
        content = Content(words)
        self.query_one(f"#{name}", Static).update(content.stylize("$lit", *lit) if lit else content)

"""The caption widget: the spoken line with its word lit, between its neighbours.

It is apart from the session page because it has to remember what it shows.
"""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from companion.timeline.timeline import Moment


class CaptionLines(Vertical):
    """Three lines of a session; their text is never parsed as markup."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[str, tuple[str, tuple[int, int] | None]] = {}

    def compose(self) -> ComposeResult:
        """Lay out the line before, the line and the line after."""
        yield Static("", id="before", markup=False)
        yield Static("", id="line", markup=False)
        yield Static("", id="after", markup=False)

    def show(self, moment: Moment) -> None:
        """Show the lines of a moment and the word that is being said."""
        self._put("before", moment.before)
        self._put("line", moment.line, moment.lit)
        self._put("after", moment.after)

    def _put(self, name: str, text: str, lit: tuple[int, int] | None = None) -> None:
        # Content ignores styles when compared, so the shown word is remembered here
        if self._shown.get(name) == (text, lit):
            return
        self._shown[name] = (text, lit)
        content = Content(text)
        self.query_one(f"#{name}", Static).update(content.stylize("$lit", *lit) if lit else content)

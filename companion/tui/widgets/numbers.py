"""The numbers from 0 to 10 in a row, apart because questions and the page after one need them."""

from textual.content import Content
from textual.widgets import Static

from companion.session.questions import HIGHEST
from companion.tui.appearance import lit
from companion.tui.widgets.clickable import Clickable, runs


class Numbers(Static, Clickable):
    """The numbers from 0 to 10 in a row; each can be clicked."""

    def show(self, typed: str) -> None:
        """Show the row, with the number that is typed so far lit."""
        pieces = []
        for number in range(HIGHEST + 1):
            style = lit(self) if str(number) == typed else "$foreground"
            piece = Content.styled(f" {number} ", style)
            pieces.append(piece.stylize(runs(f"screen.number({number})")))
        self.update(Content("").join(pieces))

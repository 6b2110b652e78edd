"""The caption widget: the spoken line fills with light word by word, between its neighbours.

It is apart from the session page because it has to remember what it shows.
"""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from companion.timeline.timeline import Moment
from companion.tui.appearance import lit, muted

_MOST_CELLS = 54
_LEAST_CELLS = 20


def balanced(text: str, width: int) -> str:
    """Break a text into lines of about the same length, so that no word is left alone.

    Each break replaces one space, so the places of all characters stay the same.

    Args:
        text: one line of text.
        width: the most cells of a line; a longer word gets a line to itself.
    """
    lines = _break(text, width)
    for narrower in range(width - 1, _LEAST_CELLS // 2, -1):
        candidate = _break(text, narrower)
        if candidate.count("\n") > lines.count("\n"):
            break
        lines = candidate
    return lines


def _break(text: str, width: int) -> str:
    first, *others = text.split(" ")
    pieces, used = [first], cell_len(first)
    for word in others:
        cells = cell_len(word)
        is_room = used + 1 + cells <= width
        pieces.append(f" {word}" if is_room else f"\n{word}")
        used = used + 1 + cells if is_room else cells
    return "".join(pieces)


class CaptionLines(Vertical):
    """Three lines of a session; their text is never parsed as markup."""

    def __init__(self) -> None:
        super().__init__(id="caption")
        self._shown: dict[str, tuple[str, tuple[int, int] | None, int]] = {}

    def compose(self) -> ComposeResult:
        """Lay out the line before, the line and the line after."""
        yield Static("", id="before", markup=False)
        yield Static("", id="line", markup=False)
        yield Static("", id="after", markup=False)

    def show(self, moment: Moment, *, is_said: bool) -> None:
        """Show the lines of a moment, with the word that is being said lit.

        Args:
            moment: the moment.
            is_said: whether its line is being said now, and not only shown in a breath or a rest.
        """
        self._put("before", moment.before)
        self._put("line", moment.line, moment.lit if is_said else None)
        self._put("after", moment.after)

    def _put(self, name: str, text: str, word: tuple[int, int] | None = None) -> None:
        width = min(_MOST_CELLS, max(_LEAST_CELLS, self.content_size.width - 4))
        # Content ignores styles when compared, so the shown word is remembered here
        shown = self._shown.get(name)
        if shown == (text, word, width):
            return
        self._shown[name] = (text, word, width)
        content = Content(balanced(text, width))
        if word is not None:
            content = content.stylize(muted(self), word[1]).stylize(lit(self), *word)
        # a word that is lit moves nothing, and laying out the page costs more than drawing it
        is_moved = shown is None or (shown[0], shown[2]) != (text, width)
        self.query_one(f"#{name}", Static).update(content, layout=is_moved)

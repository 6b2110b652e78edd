"""The keys of a page: the bar at its foot, and the panel with all of them beside it."""

from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from companion.session.keys import GROUPS, Key
from companion.tui.appearance import is_ascii, muted
from companion.tui.ascii_filter import plain_words
from companion.tui.widgets.clickable import Clickable, runs

_KEY_CELLS = 8
# Keys that share one row of the panel, because they do the same two ways.
_PAIRS = {
    "softer": ("[ ]", "the voice"),
    "thinner": ("{ }", "the sound underneath"),
    "back": ("← →", "15 s back, next step"),
}
_SECOND = ("louder", "fuller", "next")


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """Return Textual's bindings for keys."""
    return [
        Binding(
            key.keys,
            key.action,
            key.label or key.help,
            key_display=key.shown,
            show=False,
            id=key.id,
            priority=key.priority,
        )
        for key in keys
    ]


@runtime_checkable
class KeyNames(Protocol):
    """An app that knows the keys that a person gave to something."""

    def shown(self, name: str, usual: str) -> str:
        """The name of the key for something on the screen."""
        ...


class KeyBar(Clickable):
    """One line with the most important keys of a page; each can be clicked.

    What doesn't fit is left out whole from the right; the key of the help never is.

    Args:
        keys: the keys of the page, by importance.
    """

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = tuple(keys)

    def show(self, keys: Sequence[Key]) -> None:
        """Show other keys, because the page takes others now."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh()

    def render(self) -> Content:
        """Draw as many keys as there is room for, and the help at the right end."""
        width = self.content_size.width
        last = Content("")
        pieces = []
        for key in self._keys:
            if key.id == "keys":
                last = self._piece(key)
            elif key.label:
                pieces.append(self._piece(key))
        line, room = Content(""), width - last.cell_length - 3
        for piece in pieces:
            if line.cell_length + piece.cell_length + 3 > room:
                break
            line = Content.assemble(line, "   ", piece) if line else piece
        gap = " " * max(1, width - line.cell_length - last.cell_length)
        return Content.assemble(line, gap, last)

    def _piece(self, key: Key) -> Content:
        action = key.action if "." in key.action else f"screen.{key.action}"
        words = Content.assemble(
            (shown_key_of(self, key), "$primary"), " ", (key.label, muted(self))
        )
        return words.stylize(runs(action))


class HelpPanel(VerticalScroll, can_focus=False):
    """All keys of a page beside what is going on there; the words make room for it.

    Args:
        keys: the keys of the page.
    """

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        """Lay out a title, and the keys in their groups."""
        yield Static("Keys, here and now", classes="title", markup=False)
        for group in GROUPS:
            keys = [key for key in self._keys if key.group == group and key.help]
            rows = [self._row(key) for key in keys if key.id not in _SECOND]
            if rows:
                yield Static(group, classes="part", markup=False)
                yield Static(Content("\n").join(rows), markup=False)

    def _row(self, key: Key) -> Content:
        is_session = key.action.startswith("control")
        shown, words = shown_key_of(self, key), key.help
        if is_session and key.id in _PAIRS:
            shown, words = _PAIRS[key.id]
        return Content.assemble((f"{shown:<{_KEY_CELLS}}", "$primary"), words)


def shown_key_of(widget: Widget, key: Key) -> str:
    """The name of a key on the screen: the person's own, in characters that can be shown."""
    app = widget.app
    shown = app.shown(key.id, key.shown) if isinstance(app, KeyNames) else key.shown
    return plain_words(shown) if is_ascii(widget) else shown

"""The base of every page: moving between its things, its keys, and the help beside it."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from companion.session.controls import CONTROLS
from companion.session.keys import ALWAYS, Key
from companion.tui.widgets.key_bar import HelpPanel, KeyBar
from companion.tui.widgets.row import RowList

Result = TypeVar("Result")
_THINGS = "Row, Field, Input, MaskedInput"


class Room(Screen[Result]):
    """A page whose rows and fields are reached with the arrows.

    Subclasses set `KEYS` to their own keys, by importance.
    """

    AUTO_FOCUS: ClassVar[str | None] = ""  # each page says itself where it begins
    KEYS: ClassVar[tuple[Key, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "go(-1)", show=False),
        Binding("down,j", "go(1)", show=False),
        Binding("shift+tab", "go(-1)", show=False),
        Binding("tab", "go(1)", show=False),
        Binding("escape", "back", show=False),
    ]

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that work here now."""
        return (*self.KEYS, *ALWAYS)

    def session_keys(self) -> dict[str, str]:
        """The ids of a session's controls by their keys, the person's own ones too."""
        own = getattr(self.app, "own_keys", {})
        return {own.get(c.id, c.keys): c.id for c in CONTROLS}

    def key_bar(self) -> KeyBar:
        """The bar for the foot of this page."""
        return KeyBar(self.keys)

    def things(self) -> Sequence[Widget]:
        """The rows and fields that the arrows go through, in order."""
        return [w for w in self.query(_THINGS) if w.focusable and w.region.area]

    def action_go(self, by: int) -> None:
        """Go to the next thing, or the one before."""
        things = self.things()
        if not things:
            self.scroll_page(by)
            return
        focused = self.focused
        if by > 0 and focused is things[0] and self._scroll_down_to(focused):
            return
        at = things.index(focused) + by if focused in things else 0
        if focused in things and not 0 <= at < len(things):
            self.scroll_page(by)  # there may be words above the first thing, and below the last
            return
        # at once, so that several keys in one moment move as many rows
        self.set_focus(things[min(len(things) - 1, max(0, at))])

    @staticmethod
    def _scroll_down_to(thing: Widget) -> bool:
        """Scroll half a page towards a thing below what is shown; return whether it was there.

        So the words above the first row are read before the second one is reached.
        """
        lists = [widget for widget in thing.ancestors if isinstance(widget, RowList)]
        if not lists:
            return False
        below = thing.region.bottom - lists[0].region.bottom
        if below <= 0 or lists[0].scroll_y >= lists[0].max_scroll_y:
            return False
        half = max(1, lists[0].size.height // 2)
        lists[0].scroll_relative(y=min(below, half), animate=False)
        return True

    def scroll_page(self, by: int) -> None:
        """Scroll the words of a page that has nothing to choose."""
        for scroll in self.query("RowList, HelpPanel").results(Widget):
            scroll.scroll_relative(y=by, animate=False)

    def action_back(self) -> None:
        """Close the help, or else the page."""
        if not self.close_help():
            self.leave()

    def leave(self) -> None:
        """Close the page."""
        self.app.pop_screen()

    def toggle_help(self) -> None:
        """Show the keys of this page beside it, or close them."""
        if not self.close_help():
            self.mount(HelpPanel(self.keys))

    def close_help(self) -> bool:
        """Close the help; return whether it was open."""
        panels = self.query(HelpPanel)
        is_open = bool(panels)
        panels.remove()
        return is_open


class Sheet(Room[Result], ModalScreen[Result]):
    """A page at the foot of another one, which stays visible behind it."""

    def leave(self) -> None:
        """Close the sheet without a result."""
        self.dismiss(None)

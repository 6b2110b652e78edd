"""The base of every page: moving between its things, its keys, and the help beside it."""

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual.await_complete import AwaitComplete
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
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "edge(-1)", show=False),
        Binding("end", "edge(1)", show=False),
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
        """Go to the next thing, or the one before; words on the way are shown first."""
        things = self.things()
        if not things:
            self.scroll_page(by)
            return
        focused = self.focused if self.focused in things else None
        at = 0 if focused is None else things.index(focused) + by
        if focused is not None and not 0 <= at < len(things):
            self.scroll_page(by)  # there may be words above the first thing, and below the last
            return
        is_first = focused is not None and focused is things[0] and by > 0
        if is_first and self._scroll_towards(things[0], None, by):
            return
        if self._scroll_towards(things[at], focused, by):
            return
        # at once, so that several keys in one moment move as many rows
        self.set_focus(things[at])

    @staticmethod
    def _scroll_towards(thing: Widget, focused: Widget | None, by: int) -> bool:
        """Scroll half a page towards a thing, where words that aren't shown stand before it.

        Args:
            thing: the one to go to.
            focused: the one to come from; none at the beginning of a page.
            by: 1 downwards, -1 upwards.

        Returns:
            Whether there were such words.
        """
        lists = [widget for widget in thing.ancestors if isinstance(widget, RowList)]
        if not lists:
            return False
        view, goal = lists[0].region, thing.region
        half = max(1, view.height // 2)
        if by > 0:
            beyond = goal.bottom - view.bottom
            words = goal.y - (view.y if focused is None else focused.region.bottom)
        else:
            beyond = view.y - goal.y
            words = (view.bottom if focused is None else focused.region.y) - goal.bottom
        is_title_seen = view.contains_point(goal.offset)
        if is_title_seen or beyond <= 0 or words < half:
            return False
        lists[0].scroll_relative(y=by * min(beyond, half), animate=False)
        return True

    def scroll_page(self, by: int) -> None:
        """Scroll the words of a page by so many rows."""
        for scroll in self.query("RowList, HelpPanel").results(Widget):
            scroll.scroll_relative(y=by, animate=False)

    def action_turn(self, by: int) -> None:
        """Show the next page of words, or the one before."""
        for scroll in self.query("RowList, HelpPanel").results(Widget):
            scroll.scroll_relative(y=by * max(1, scroll.size.height - 1), animate=False)

    def action_edge(self, by: int) -> None:
        """Show the beginning of the words, or their end."""
        for scroll in self.query("RowList, HelpPanel").results(Widget):
            scroll.scroll_to(y=scroll.max_scroll_y if by > 0 else 0, animate=False)

    def action_back(self) -> None:
        """Close the help, or else the page."""
        if not self.close_help():
            self.leave()

    def leave(self) -> None:
        """Close the page."""
        if self.is_active:
            self.app.pop_screen()

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the page with a result; only once, as a key that is held comes again."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

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

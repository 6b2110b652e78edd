"""The blank page: nothing on it says what was there."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static


class HiddenScreen(Screen[None]):
    """Empty until the key that hid everything is pressed again."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("h", "dismiss", show=False)]

    def compose(self) -> ComposeResult:
        """Nothing."""
        yield Static("")

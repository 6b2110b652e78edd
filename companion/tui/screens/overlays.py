"""Overlays for any page: the help, the page about space and control, and the blank page."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from companion import wording
from companion.session.controls import HELP_HELP, HIDE_HELP, NOW_HELP, help_rows

_ELSEWHERE = (
    ("n", "start the first two minutes at once"),
    ("s", "a timed sit; it asks how long"),
    ("w", "write a script of your own"),
    ("v", "find a voice that suits you, in about 90 seconds"),
    ("↑ ↓", "choose a meditation; Enter plays it"),
    ("a", "after a session: play it again"),
    ("enter", "after a session: go home"),
    ("q", "leave"),
)


class HelpScreen(ModalScreen[None]):
    """Lists the keys that work on the page below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, "dismiss", show=False) for key in ("escape", "enter", "question_mark")),
        Binding("q", "app.stop", show=False),
        Binding("h", "app.hide", show=False),
        Binding("n", "app.now", show=False),
    ]

    def __init__(self, *, in_session: bool) -> None:
        super().__init__()
        self._in_session = in_session

    def compose(self) -> ComposeResult:
        """Lay out the keys with what they do, and the limits of the program."""
        rows = [*help_rows(), ("i", wording.SPACE_HELP), ("n", NOW_HELP)]
        rows = [*(rows if self._in_session else _ELSEWHERE)]
        rows += [("h", HIDE_HELP), ("?", HELP_HELP), ("ctrl+c", "leave at once")]
        keys = "\n".join(f"{key:>7}  {words}" for key, words in rows)
        with VerticalScroll(id="sheet"):
            yield Static(
                "The keys here (esc closes this, ↓ scrolls)", classes="title", markup=False
            )
            yield Static(keys, markup=False)
            about = f"{wording.ABOUT_LIMITS} {wording.EMERGENCY}"
            yield Static(about, classes="about", markup=False)


class SpaceScreen(ModalScreen[None]):
    """Shows a text that helps to tell space from control; nothing is asked or stored."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, "dismiss", show=False) for key in ("escape", "enter", "i")),
        Binding("q", "app.stop", show=False),
        Binding("h", "app.hide", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the title and the paragraphs."""
        with VerticalScroll(id="sheet"):
            title = f"{wording.SPACE_TITLE}  (esc closes this)"
            yield Static(title, classes="title", markup=False)
            yield Static("\n\n".join(wording.SPACE_PARAGRAPHS), markup=False)


class HiddenScreen(Screen[None]):
    """A blank page, until h or F8 brings the page below back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("h", "dismiss", show=False)]

    def compose(self) -> ComposeResult:
        """Lay out an empty line."""
        yield Static("")

"""Pages that lie over any other: the keys, is this space, and the blank one."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from companion import wording
from companion.session.controls import HELP_HELP, HIDE_HELP, NOW_HELP, help_rows

_ELSEWHERE = (
    ("n", "the first two minutes, at once"),
    ("s", "a timed sit; it asks how long"),
    ("w", "write a script of your own"),
    ("v", "find the voice that suits you; about 90 seconds"),
    ("↑ ↓", "choose, and enter plays it"),
    ("a", "after a session: the same once more"),
    ("enter", "after a session: home"),
    ("q", "leave"),
)


class HelpScreen(ModalScreen[None]):
    """A sheet over the page."""

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
        """Keys and what they do."""
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
    """Is this space, or something else? Text only; nothing is counted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, "dismiss", show=False) for key in ("escape", "enter", "i")),
        Binding("q", "app.stop", show=False),
        Binding("h", "app.hide", show=False),
    ]

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="sheet"):
            title = f"{wording.SPACE_TITLE}  (esc closes this)"
            yield Static(title, classes="title", markup=False)
            yield Static("\n\n".join(wording.SPACE_PARAGRAPHS), markup=False)


class HiddenScreen(Screen[None]):
    """Empty until the key that hid everything is pressed again."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("h", "dismiss", show=False)]

    def compose(self) -> ComposeResult:
        """Nothing."""
        yield Static("")

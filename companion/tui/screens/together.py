"""The pages before a session for two who are apart: what they agreed on, and the wait for it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from companion import wording_pages as wording
from companion.session.keys import ALWAYS, TOGETHER, WAIT, WHILE_WRITING, Key
from companion.session.prepare import Preparation
from companion.session.together import Agreed, Meeting, begins_line
from companion.tui.screens.room import Room
from companion.tui.widgets.field import Field
from companion.tui.widgets.key_bar import KeyBar, bindings
from companion.tui.widgets.row import RowList
from companion.units import MINUTE, Millis

_MINUTES = (5, 10, 15, 20, 30, 45, 60)
_LONGEST_PHRASE, _LONGEST_TIME = 120, 12
_CHECKS_A_SECOND = 5
_OF_FIELDS = ("move", "change")


class TogetherScreen(Room[None]):
    """Asks for the phrase, the time, the session and its length.

    Args:
        sessions: the sessions to choose from, as (id, title), the usual one first.
        go_on: called with the id and what was typed; returns what is wrong with that, or nothing.
    """

    KEYS: ClassVar[tuple[Key, ...]] = TOGETHER
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (*(key for key in TOGETHER if key.id not in _OF_FIELDS), *ALWAYS)
    )

    def __init__(
        self, sessions: Sequence[tuple[str, str]], go_on: Callable[[str, Agreed], str]
    ) -> None:
        super().__init__()
        self._sessions, self._go_on = sessions, go_on

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; while words are typed, those that aren't letters."""
        if isinstance(self.focused, Input):
            return (TOGETHER[0], *WHILE_WRITING)
        return super().keys

    def compose(self) -> ComposeResult:
        """Lay out what is typed, what is chosen, and what it isn't."""
        with RowList(id="card"):
            yield Static(wording.TOGETHER, classes="title", markup=False)
            yield Static(wording.TOGETHER_LINE, classes="line", markup=False)
            with Horizontal(classes="slot"):
                yield Static(wording.TOGETHER_PHRASE, classes="name", markup=False)
                yield Input(password=True, id="phrase", max_length=_LONGEST_PHRASE)
            with Horizontal(classes="slot"):
                yield Static("It begins at", classes="name", markup=False)
                example = "21:30, or 20:30 UTC"
                yield Input(placeholder=example, id="start", max_length=_LONGEST_TIME)
            yield Field("What", [title for _, title in self._sessions], name="session")
            lengths = ["as usual", *(f"{minutes} min" for minutes in _MINUTES)]
            yield Field("How long", lengths, name="length")
            yield Static("", id="wrong", classes="caution", markup=False)
            yield Static(wording.TOGETHER_NOT, classes="note", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the phrase."""
        self.query_one("#phrase").focus()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self.query_one(KeyBar).show(self.keys)

    def action_begin(self) -> None:
        """Go on, or say what keeps it from that; the phrase is forgotten as soon as it was used."""
        phrase = self.query_one("#phrase", Input)
        at = self.query_one("#length", Field).at
        length = Millis(_MINUTES[at - 1] * MINUTE) if at else None
        agreed = Agreed(phrase.value, self.query_one("#start", Input).value, length)
        name, _ = self._sessions[self.query_one("#session", Field).at]
        wrong = self._go_on(name, agreed)
        self.query_one("#wrong", Static).update(wrong)
        if not wrong:
            phrase.value = ""


class WaitScreen(Room[bool]):
    """Waits for the time of a session for two; dismissed with whether it is still wanted.

    Args:
        meeting: what was agreed on.
        preparation: the session, which is getting ready.
        now: the local time.
    """

    KEYS: ClassVar[tuple[Key, ...]] = WAIT
    BINDINGS: ClassVar[list[BindingType]] = bindings((*WAIT, *ALWAYS))

    def __init__(
        self, meeting: Meeting, preparation: Preparation, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._meeting, self._preparation, self._now = meeting, preparation, now
        self._waited_s = 0.0

    def compose(self) -> ComposeResult:
        """Lay out what it is, when it begins, and the check word."""
        what, when, check = self._meeting.lines(self._now_ms)
        with RowList(id="card"):
            yield Static(what, classes="title", markup=False)
            yield Static(when, id="when", classes="line", markup=False)
            yield Static(check, classes="paragraph", markup=False)
            yield Static(wording.TOGETHER_NOT, classes="note", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Look at the clock five times a second."""
        self.set_interval(1 / _CHECKS_A_SECOND, self.look)

    def leave(self) -> None:
        """Go back, because it isn't wanted any more."""
        self.dismiss(False)

    def look(self) -> None:
        """Begin as soon as it is time; while the page is hidden or covered, it waits on."""
        self._waited_s += 1 / _CHECKS_A_SECOND
        now = self._now_ms
        self.query_one("#when", Static).update(begins_line(self._meeting.begins, now))
        is_due = self._meeting.wait_s(now) <= 0
        if is_due and self._preparation.is_ready(self._waited_s) and self.is_active:
            self.dismiss(True)

    @property
    def _now_ms(self) -> int:
        return round(self._now().timestamp() * 1000)

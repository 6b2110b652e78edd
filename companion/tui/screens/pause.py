"""The sheet over a paused session: what can be done now, with the key of each."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from companion import wording_pages as wording
from companion.session.controls import CONTROLS
from companion.session.keys import ALWAYS, PAUSE, Key
from companion.session.transport import Transport
from companion.tui.appearance import show_reply
from companion.tui.screens.room import Sheet
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.row import Row

_KEY_CELLS = 8
_STILL_HERE_S = 600.0
_GO_ON = "pause"
# What a control says here, and whether the session goes on after it.
_ROWS: tuple[tuple[str, str, str, bool], ...] = (
    (_GO_ON, "Go on", "", True),
    ("back", "The last 15 seconds again", "", True),
    ("longer", "Stay here a minute longer", "", True),
    ("fewer", "Fewer words from here on", "", True),
    ("bed", "Something else underneath", "", False),
    ("end", "End gently", "the closing words, then done", True),
    ("stop", "Stop now", "", False),
)
_BY_ID = {control.id: control for control in CONTROLS}


class PauseSheet(Sheet[None]):
    """Shows what can be done with a paused session; Enter goes on.

    Args:
        transport: the session.
    """

    KEYS: ClassVar[tuple[Key, ...]] = PAUSE
    BINDINGS: ClassVar[list[BindingType]] = bindings((*PAUSE, *ALWAYS))

    def __init__(self, transport: Transport) -> None:
        super().__init__()
        self._transport = transport

    def compose(self) -> ComposeResult:
        """Lay out a title, a row for each control, the way out of the script, and the keys."""
        with Vertical(id="sheet"):
            yield Static(wording.PAUSED, classes="title", markup=False)
            for name, words, right, _ in _ROWS:
                shown, beside = _BY_ID[name].shown, self._bed if name == "bed" else right
                yield Row(words, key=shown, right=beside, value=name, key_cells=_KEY_CELLS)
            if way_out := wording.way_out_line(self._transport.script.way_out):
                yield Static(way_out, id="way-out", classes="note", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Choose "go on", and say after ten minutes how to let the session go."""
        self.query(Row).first().focus()
        self.set_timer(_STILL_HERE_S, self._say_still_here)

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Do what a row says."""
        event.stop()
        self.action_control(event.row.value)

    def on_key(self, event: events.Key) -> None:
        """Take the keys of the session that the rows name."""
        keys = self.session_keys()
        name = next((row[0] for row in _ROWS if keys.get(event.key) == row[0]), "")
        if name:
            event.stop()
            self.action_control(name)

    def action_control(self, name: str) -> None:
        """Run a control by its id, and go on unless it leaves the session paused."""
        goes_on = {row[0]: row[3] for row in _ROWS}[name]
        if name != _GO_ON:
            reply = _BY_ID[name].act(self._transport)
            show_reply(self, reply)
        if name == "bed":
            row = next(row for row in self.query(Row) if row.value == name)
            row.right = self._bed
            row.refresh()
            return
        if goes_on:
            self._transport.play()
        self.dismiss(None)

    def action_go_on(self) -> None:
        """Go on from here."""
        self.action_control(_GO_ON)

    def leave(self) -> None:
        """Go on, because one step back from a pause is the session."""
        self.action_control(_GO_ON)

    @property
    def _bed(self) -> str:
        return self._transport.bed or "nothing now"

    def _say_still_here(self) -> None:
        self.query_one(".title", Static).update(wording.STILL_PAUSED)

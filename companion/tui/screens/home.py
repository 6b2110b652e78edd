"""Home: a greeting, what is happening in the person's own words, and the sessions for it."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from companion import wording_pages as wording
from companion.session.directory import DAILY, PANIC, Directory, Entry
from companion.session.keys import ALWAYS, FIND, HOME, WHILE_WRITING, Key
from companion.tui.screens.home_rows import (
    MINE,
    NOTES,
    PRESET,
    Yours,
    action_of,
    mine_rows,
    moment_rows,
    note_for,
    preset_rows,
    session_row,
)
from companion.tui.screens.room import Room
from companion.tui.widgets.key_bar import KeyBar, bindings
from companion.tui.widgets.row import Row, RowList

_SAYS_S = 3.0


class HomeScreen(Room[None]):
    """Lists the moments on the left, and the sessions for the chosen one on the right.

    Args:
        directory: the sessions.
        hour: of the day, for the greeting.
        at: the moment and the session to return to.
        yours: what is the person's own apart from their scripts.
    """

    KEYS: ClassVar[tuple[Key, ...]] = HOME
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((*HOME[1:], *ALWAYS)),
        *(Binding(str(n), f"moment({n})", show=False) for n in range(1, 10)),
        Binding("right", "over(1)", show=False),
        Binding("left", "over(-1)", show=False),
    ]

    class Chosen(Message):
        """Posted when a session is chosen."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    class Kept(Message):
        """Posted when a session that was kept under a name is chosen."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    class LookedAt(Message):
        """Posted when the cursor rests on a session."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(
        self,
        directory: Directory,
        hour: int,
        at: tuple[str, str],
        yours: Yours,
    ) -> None:
        super().__init__()
        self._directory, self._at, self._yours = directory, at, yours
        self._greeting = wording.greeting(hour)
        self._filled: Row | None = None
        self._before: Row | None = None
        self._is_asked = False

    @property
    def place(self) -> tuple[str, str]:
        """The moment and the session that are chosen, to return to later."""
        here = self.focused if isinstance(self.focused, Row) else None
        is_session = here is not None and here.has_class("session")
        return (
            self._filled.value if self._filled is not None else "",
            here.value if here is not None and is_session else "",
        )

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of home, or those of the field to find with."""
        if isinstance(self.focused, Input):
            return (*FIND, *WHILE_WRITING)
        return tuple(k for k in super().keys if k.id != "resume" or self._yours.left is not None)

    def compose(self) -> ComposeResult:
        """Lay out the greeting, the field, both lists and the keys."""
        with Horizontal(id="hello"):
            yield Static(self._greeting.hello, markup=False)
            yield Static(self._greeting.line, classes="line", markup=False)
        yield Input(placeholder="type a word: phone, night, breath, talk \u2026", id="find")
        with Horizontal(id="both"):
            with RowList(id="moments"):
                yield from moment_rows(self._directory, self._greeting.question, self._yours.left)
            yield RowList(id="sessions")
        yield self.key_bar()

    async def on_mount(self) -> None:
        """Return to the place that was left, or begin with the first row."""
        moment, session = self._at
        rows = self._moments()
        first = next((row for row in rows if row.value == PANIC), rows[0])
        row = next((row for row in rows if moment and row.value == moment), first)
        row.focus()
        if session:
            await self._fill(row)
            self.action_over(1)
            for each in self.query("#sessions Row").results(Row):
                if each.value == session:
                    each.focus()

    # --- moving ------------------------------------------------------------------------------

    async def on_row_reached(self, event: Row.Reached) -> None:
        """Show the sessions for a moment, or have the first words of a session spoken ahead."""
        event.stop()
        if event.row in self._moments():
            await self._fill(event.row)
        elif event.row.has_class("session"):
            self.post_message(self.LookedAt(event.row.value))

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Go to the sessions of a moment, or begin what was chosen."""
        event.stop()
        value = event.row.value
        if event.row.has_class("session"):
            if (entry := self._directory.entry(value)) is not None:
                self.post_message(self.Chosen(entry))
        elif value.startswith(PRESET):
            self.post_message(self.Kept(value.removeprefix(PRESET)))
        elif action := action_of(value):
            self.run_action_soon(action)
        else:
            self.action_over(1)

    def run_action_soon(self, action: str) -> None:
        """Run an action of the app once this message is done."""
        self.app.call_later(self.app.run_action, action)

    async def action_moment(self, number: int) -> None:
        """Show the sessions of a moment by its number, and go to the first one."""
        key = str(number)
        row = next((row for row in self._moments() if row.key == key), None)
        if row is not None and not self.has_class("-finding"):
            await self._fill(row)
            self.action_over(1)

    def action_resume(self) -> None:
        """Go on with the session that a crash ended, where there is one."""
        if self._yours.left is not None:
            self.run_action_soon("app.resume")

    async def action_mine(self) -> None:
        """Show what is the person's own."""
        row = next(row for row in self._moments() if row.value == MINE)
        await self._fill(row)
        self.action_over(1)

    def action_over(self, by: int) -> None:
        """Go to the sessions, or back to the moments."""
        sessions = self.query_one("#sessions")
        rows = list(sessions.query(Row))
        if by > 0 and rows:
            # what is hidden while it has the focus takes the focus away with it
            sessions.styles.display = "block"
            self.set_focus(rows[0])
            self.add_class("-over")
        elif by < 0 and not self.has_class("-finding"):
            self.remove_class("-over")
            sessions.styles.clear_rule("display")
            if self._filled is not None:
                self._filled.focus()

    def things(self) -> Sequence[Row | Input]:
        """The rows of the list with the focus, and the field while finding."""
        sessions = list(self.query("#sessions Row").results(Row))
        if self.has_class("-finding"):
            return [self.query_one("#find", Input), *sessions]
        return sessions if self.focused in sessions else self._moments()

    def action_back(self) -> None:
        """Close the help or the field, go to the moments, or leave on the second time."""
        if self.close_help():
            return
        if self.has_class("-finding"):
            self._stop_finding()
        elif isinstance(self.focused, Row) and self.focused not in self._moments():
            self.action_over(-1)
        elif self._is_asked:
            self.run_action_soon("app.leave")
        else:
            self._is_asked = True
            self.set_timer(_SAYS_S, self._forget_question)
            self.app.notify(wording.ESC_LEAVES, timeout=_SAYS_S, markup=False)

    def _forget_question(self) -> None:
        self._is_asked = False

    # --- finding -----------------------------------------------------------------------------

    async def action_find(self) -> None:
        """Open the field to find with; while it is open, letters are letters."""
        self._before = next((row for row in self._moments() if row.has_class("-here")), None)
        self.add_class("-finding", "-over")
        self.query_one("#find", Input).focus()
        self.query_one(KeyBar).show(self.keys)
        await self._put(self._directory.all())

    @on(Input.Changed, "#find")
    async def found(self, event: Input.Changed) -> None:
        """Show what has every typed word."""
        event.stop()
        if self.has_class("-finding"):
            self._filled = None
            entries = self._directory.find(event.value)
            await self._put(entries, "" if entries else wording.NOTHING_FOUND)

    @on(Input.Submitted, "#find")
    def take_first(self, event: Input.Submitted) -> None:
        """Begin the first session that was found."""
        event.stop()
        rows = self.query("#sessions Row").results(Row)
        if (first := next(rows, None)) is not None:
            first.action_choose()

    def _stop_finding(self) -> None:
        self.remove_class("-finding", "-over")
        self.query_one("#sessions").styles.clear_rule("display")
        field = self.query_one("#find", Input)
        with field.prevent(Input.Changed):
            field.value = ""
        place = self._before or self._moments()[0]
        place.focus()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self.query_one(KeyBar).show(self.keys)

    def on_key(self, event: events.Key) -> None:
        """Say how to find something when a letter is typed that is no key here."""
        is_letter = event.character is not None and event.character.isalpha()
        is_key = event.key in self.active_bindings
        if is_letter and not is_key and not isinstance(self.focused, Input):
            self.app.clear_notifications()
            self.app.notify(wording.TO_FIND, timeout=_SAYS_S, markup=False)

    # --- the lists ---------------------------------------------------------------------------

    def _moments(self) -> list[Row]:
        return list(self.query("#moments Row").results(Row))

    async def _fill(self, row: Row) -> None:
        """Show what there is for a row; done when it is there, so that it can be focused next."""
        if row is self._filled:
            return
        self._filled = row
        for each in self._moments():
            each.set_class(each is row, "-here")
        moment = next((m for m in self._directory.moments if m.moment == row.value), None)
        if moment is not None:
            entries = self._directory.at(moment)
            kept = self._yours.presets if moment.moment == DAILY else {}
            rows = [*map(session_row, entries), *preset_rows(kept, self._directory)]
            await self._mount(rows, note_for(moment, entries))
        elif row.value == MINE:
            nothing = "" if self._directory.own_count else wording.NOTHING_OWN
            await self._mount(mine_rows(self._directory.own(), self._yours.courses), nothing)
        else:
            await self._put([], NOTES[row.value])

    async def _put(self, entries: list[Entry], note: str = "") -> None:
        await self._mount([session_row(entry) for entry in entries], note)

    async def _mount(self, rows: list[Row], note: str) -> None:
        box = self.query_one("#sessions", RowList)
        notes = [Static(note, classes="note", markup=False)] if note else []
        if self.focused in [*box.query(Row)]:
            self.set_focus(None)  # or the focus would go to any row, and that row's list appear
        with self.app.batch_update():
            await box.remove_children()
            await box.mount(*rows, *notes)

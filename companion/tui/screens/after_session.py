"""The page after a session: its last words, one question, and what could come next."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from companion.session import after_words as words
from companion.session.after import (
    Page,
    StopTap,
    Tap,
    With,
    first_rating,
    page_after,
    page_for_stop,
    page_for_tap,
    page_for_with,
    very_strong,
)
from companion.session.call_words import HELP_IS_NEAR
from companion.session.directory import Entry
from companion.session.ended import Ended
from companion.session.keys import AFTER, ALWAYS, CHOICES, Key
from companion.session.questions import HIGHEST, Left
from companion.tui.appearance import Motion
from companion.tui.screens.after_rows import (
    left_rows,
    offered_rows,
    outward_rows,
    put_away_row,
    taps,
    with_keys,
)
from companion.tui.screens.leaving import Leaving
from companion.tui.screens.room import Room
from companion.tui.widgets.caption import balanced
from companion.tui.widgets.key_bar import KeyBar, bindings
from companion.tui.widgets.lamp import Lamp
from companion.tui.widgets.numbers import Numbers
from companion.tui.widgets.row import Row, RowList

# Nothing new appears before this, so that the session's own last words have their quiet.
_QUIET_S = 6.0
_EMBERS = {"finished": 0.5, "gentle": 0.42}
_SMALLEST_EMBER = 0.34
_EMBER_STRENGTH = 0.6
_TAPS: tuple[Tap, ...] = ("softer", "same", "stronger")
_STOP_TAPS: dict[int, StopTap] = {1: "too much", 2: "not right"}
_MOST_CELLS, _LEAST_CELLS = 62, 20
_NEVER_AGAIN = ("again", "longer")
_ACTIONS = {
    **{name: name for name in ("call", "space", "now")},
    "keep": "keep_agreement",
    "message": "see_message",
}
"""The actions of rows that begin no session."""


class AfterScreen(Room[None]):
    """Shows what follows a session, and goes on from what is tapped; Enter goes home.

    Args:
        leaving: the session that is over.
        entry: gives the title, lengths and gist of a session by its id.
        motion: how much may move.
    """

    KEYS: ClassVar[tuple[Key, ...]] = AFTER
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings((*(key for key in AFTER if key.id != "tap"), *ALWAYS)),
        *(Binding(str(n), f"tell({n})", show=False) for n in range(1, 10)),
    ]

    class Spoken(Message):
        """Posted when the voice should say something."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    class Told(Message):
        """Posted when someone says how it is after the session."""

        def __init__(self, ended: Ended, tap: Tap) -> None:
            super().__init__()
            self.ended, self.tap = ended, tap

    class ToldWith(Message):
        """Posted when someone says whether they can be with what stays."""

        def __init__(self, answer: With) -> None:
            super().__init__()
            self.answer = answer

    def __init__(
        self, leaving: Leaving, entry: Callable[[str], Entry | None], motion: Motion
    ) -> None:
        super().__init__()
        self._leaving, self._entry, self._motion = leaving, entry, motion
        self._page = page_after(leaving.ended)
        self._is_asking_number = False
        self._digits = self._kept = ""

    @property
    def is_very_strong(self) -> bool:
        """Whether the page says that it is very strong."""
        return self._page.name == "very strong"

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; after "stronger" the same isn't offered again."""
        own: tuple[Key, ...] = AFTER
        if self._page.hides_sessions:
            own = tuple(key for key in own if key.id not in _NEVER_AGAIN)
        if not self._page.asks:
            choices = (CHOICES,) if self._page.next or self._page.rows else ()
            own = (*choices, *(key for key in own if key.id not in ("number", "tap")))
        return (*own, *ALWAYS)

    def compose(self) -> ComposeResult:
        """Lay out an ember, and room for the words."""
        with Vertical(id="after-all"):
            yield Lamp(self._motion)
            yield Vertical(id="after-words")
        yield self.key_bar()

    async def on_mount(self) -> None:
        """Show the last words, and the rest once they have had their quiet."""
        self.set_class(self._motion != "full", "-still")
        ember = _EMBERS.get(self._page.name, _SMALLEST_EMBER)
        self.query_one(Lamp).show(ember, _EMBER_STRENGTH)
        closing = self._leaving.closing[-1:] if self._page.shows_closing else ()
        if closing:
            await self._put([self._centred(line, "title") for line in closing])
            self.set_timer(_QUIET_S, self.reveal)
        else:
            await self.reveal()

    async def reveal(self) -> None:
        """Show the whole page now."""
        page = self._page
        self.set_class(page.hides_sessions, "-strong")
        widgets: list[Widget] = []
        if page.shows_closing:
            widgets += [self._centred(line, "title") for line in self._leaving.closing[-1:]]
        for number, line in enumerate(page.lines):
            is_title = number == 0 and not page.shows_closing
            words_shown = line.format_map(self._leaving.slots)
            widgets.append(self._centred(words_shown, "title" if is_title else "line"))
        if page.way_out:
            widgets.append(self._centred(page.way_out, "line"))
        if self._leaving.left is not None:
            widgets.append(self._what_is_left(self._leaving.left))
        if self._leaving.has_put_away and not page.hides_sessions:
            widgets.append(put_away_row())
        widgets += self._next() if page.next or page.rows else []
        widgets += self._question() if page.asks else []
        if page.asks_with:
            widgets += [self._centred(words.BE_WITH, "question"), taps(with_keys(page))]
        await self._put(widgets)
        self.query_one(KeyBar).show(self.keys)
        if page.spoken:
            self.post_message(self.Spoken(page.spoken))

    # --- what is pressed ---------------------------------------------------------------------

    async def action_tell(self, number: int) -> None:
        """Take a tap: an answer to the question, or a row by its number."""
        page, ended = self._page, self._leaving.ended
        if self._is_asking_number:
            await self._take_digit(str(number))
        elif page.asks and number <= len(_TAPS):
            await self._take(_TAPS[number - 1])
        elif page.asks_with and str(number) in with_keys(page):
            answer = with_keys(page)[str(number)]
            self.post_message(self.ToldWith(answer))
            await self._go_on(page_for_with(ended, answer))
        elif page.rows == words.STOPPED_EARLY_ROWS and number in _STOP_TAPS:
            await self._go_on(page_for_stop(ended, _STOP_TAPS[number]))
        else:
            rows = self.query("#next Row").results(Row)
            row = next((row for row in rows if row.key == str(number)), None)
            if row is not None:
                row.action_choose()

    async def action_numbers(self) -> None:
        """Open the row of numbers, or take a zero."""
        if self._is_asking_number:
            await self._take_digit("0")
        elif self._page.asks:
            self._is_asking_number = True
            await self.reveal()

    async def action_number(self, number: int) -> None:
        """Take a number that was clicked."""
        await self._take(number)

    async def on_row_chosen(self, event: Row.Chosen) -> None:
        """Begin what was chosen, or show the page that a row leads to."""
        event.stop()
        value = event.row.value
        if value == "move":
            moving = (words.MOVE[1], words.TAKE_TIME)
            await self._go_on(replace(self._page, lines=moving, spoken="", rows=(), next=()))
        elif value in _ACTIONS:
            await self.run_action(f"app.{_ACTIONS[value]}")
        else:
            await self.run_action(f"app.next('{value}')")

    def leave(self) -> None:
        """Go home, or back to the course."""
        self.app.call_later(self.app.run_action, "app.onward")

    async def _take_digit(self, digit: str) -> None:
        digits = f"{self._digits}{digit}"
        if digits == "1":  # a 0 may follow
            self._digits = digits
            self.query_one(Numbers).show(digits)
            return
        is_number = digits.isdecimal() and int(digits) <= HIGHEST
        await self.action_number(int(digits if is_number else digit))

    async def _take(self, tap: Tap) -> None:
        """Take an answer to the question."""
        self.post_message(self.Told(self._leaving.ended, tap))
        await self._go_on(page_for_tap(self._leaving.ended, tap))

    async def _go_on(self, page: Page) -> None:
        self._is_asking_number = False
        if page.name == "home":
            self.leave()
            return
        is_second = page.name == "very strong" and self._leaving.is_second
        self._page = very_strong(self._leaving.ended, is_second=True) if is_second else page
        await self.reveal()

    # --- the parts ---------------------------------------------------------------------------

    def _question(self) -> list[Widget]:
        if self._is_asking_number:
            numbers = Numbers("", id="numbers")
            self.call_after_refresh(numbers.show, "")
            ended, help_line = self._leaving.ended, HELP_IS_NEAR.format(key="c")
            if self._leaving.is_kept and first_rating(ended.script, ended.answers) is None:
                help_line = f"{words.NOT_COMPARED} {help_line}"
            return [
                self._centred(words.QUESTION, "question"),
                numbers,
                self._centred(help_line, "note"),
            ]
        unkept = words.IS_BESIDE if self._leaving.has_put_away else words.NOT_KEPT
        kept = words.IS_KEPT if self._leaving.is_kept else unkept
        note = f"{words.OR_A_NUMBER}, or just enter. {kept} {HELP_IS_NEAR.format(key='c')}"
        return [
            self._centred(words.QUESTION, "question"),
            taps({key: label for key, label in words.QUESTION_ROWS if key.isdecimal()}),
            self._centred(note, "note"),
        ]

    def _next(self) -> list[Widget]:
        page = self._page
        if page.rows == words.STOPPED_EARLY_ROWS:
            pairs = (f"{key}  {label}".replace(" ", "\u00a0") for key, label in page.rows)
            keys = "   ".join(pairs)  # a key stays on one row with its words
            return [self._centred(keys, "line")]
        offered = [entry for name in page.next if (entry := self._entry(name)) is not None]
        rows = (
            outward_rows(page, offered, self._leaving.slots)
            if page.hides_sessions
            else offered_rows(page, offered)
        )
        return [Vertical(*rows, id="next")] if rows else []

    def _what_is_left(self, left: Left) -> RowList:
        leaving = self._leaving
        return left_rows(left, leaving.date, self._kept, is_offered=leaving.is_agreement)

    async def say_kept(self, line: str) -> None:
        """Say that what the session leaves is kept now."""
        self._kept = line
        await self.reveal()

    def _centred(self, line: str, kind: str) -> Static:
        """A line in the middle, in rows of about the same length."""
        width = max(_LEAST_CELLS, min(_MOST_CELLS, self.app.size.width - 6))
        return Static(balanced(line, width), classes=f"{kind} centre", markup=False)

    async def _put(self, widgets: Sequence[Widget]) -> None:
        box = self.query_one("#after-words", Vertical)
        self.set_focus(None)
        with self.app.batch_update():
            await box.remove_children()
            await box.mount(*widgets)

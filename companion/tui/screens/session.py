"""The page of a session: a lamp, the words, and how far it is; the rest only when touched."""

import os
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from companion.session.controls import CONTROLS, NO_SOUND
from companion.session.keys import ALWAYS, SESSION, Key
from companion.session.transport import Transport
from companion.timeline.timeline import Asking, Moment, Timeline
from companion.tui.appearance import Motion, faint, muted
from companion.tui.screens.pages import HiddenScreen
from companion.tui.screens.pause import PauseSheet
from companion.tui.screens.question import QuestionSheet
from companion.tui.screens.room import Room
from companion.tui.screens.session_look import (
    Look,
    TimeShown,
    fullness,
    look_of,
    next_tick_s,
    part_ends,
    phase_words,
    strength_of,
    time_words,
)
from companion.tui.widgets.caption import CaptionLines
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.lamp import Lamp
from companion.tui.widgets.progress_line import ProgressLine
from companion.units import Millis
from companion.wording_pages import SPACE

_METER_S = 2.5
# The caution of an emergency can be read at its beginning, and then leaves the words alone.
_CAUTION_MS = 20_000
_METER_CELLS = 20
_NEXT_SHOWN: dict[TimeShown, TimeShown] = {
    "minutes": "seconds",
    "seconds": "hidden",
    "hidden": "minutes",
}
_METERS = {"softer": "voice", "louder": "voice", "thinner": "bed", "fuller": "bed"}


class SessionScreen(Room[None]):
    """Plays one transport to its end, and asks its questions in sheets.

    Args:
        transport: the session.
        motion: how much may move.
        time_shown: how the time left is shown at first.
    """

    KEYS: ClassVar[tuple[Key, ...]] = SESSION
    BINDINGS: ClassVar[list[BindingType]] = bindings((*SESSION, *ALWAYS))

    class Over(Message):
        """Posted once, when the session has ended or was stopped."""

        def __init__(self, transport: Transport) -> None:
            super().__init__()
            self.transport = transport

    def __init__(
        self, transport: Transport, motion: Motion, time_shown: TimeShown = "minutes"
    ) -> None:
        super().__init__()
        self._transport, self._motion, self._time_shown = transport, motion, time_shown
        self._is_over = False
        self._sheet: QuestionSheet | None = None
        self._meter = Content("")
        self._look: Look | None = None
        self._timeline: Timeline | None = None
        self._ends: tuple[float, ...] = (1.0,)

    def compose(self) -> ComposeResult:
        """Lay out part and time, lamp and words, a line for what is touched, and progress."""
        with Horizontal(id="top"):
            yield Static("", id="part", markup=False)
            yield Static("", id="left", markup=False)
        with Vertical(id="middle"):
            yield Lamp(self._motion)
            yield Static("", id="phase", markup=False)
            yield CaptionLines()
        yield Static("", id="told", markup=False)
        yield ProgressLine()
        yield self.key_bar()

    def on_mount(self) -> None:
        """Start playing, if that has not happened yet, and follow the playhead."""
        self.set_class(self._motion != "full", "-still")
        self.set_class(self._motion == "none", "-wordy")
        self._transport.play()
        self._tick()

    def _tick(self) -> None:
        """Show the moment, and come back when something on the page changes."""
        moment = self.refresh_moment()
        if not self._is_over:
            is_playing = self._transport.state == "playing"
            tick_s = next_tick_s(
                moment,
                self._motion,
                self.query_one(Lamp).steps,
                is_playing=is_playing,
                is_far="SSH_CONNECTION" in os.environ,
            )
            self.set_timer(tick_s, self._tick)

    def refresh_moment(self) -> Moment:
        """Show the current moment, its question and new problems; post the end."""
        transport = self._transport
        moment = transport.tick()
        self._show(moment)
        self._ask(moment)
        if self.is_active and transport.state == "paused" and transport.question is None:
            self.app.push_screen(PauseSheet(transport))
        # notifications would show on top of the blank page that hides this one
        is_hidden = isinstance(self.app.screen, HiddenScreen)
        for problem in () if is_hidden else transport.new_problems():
            self.notify(problem, markup=False, timeout=8)
        if transport.state in ("ended", "stopped") and not self._is_over:
            self._is_over = True
            self.post_message(self.Over(transport))
        return moment

    # --- keys --------------------------------------------------------------------------------

    def action_control(self, name: str) -> None:
        """Run a control by its id, and show its reply or its meter."""
        control = next(c for c in CONTROLS if c.id == name)
        reply = control.act(self._transport)
        if name in _METERS and not self._transport.trouble():
            self._show_meter(name)
        elif name != "pause" and reply:  # the sheet says "paused"
            self._tell(Content(reply))
        self.refresh_moment()

    def leave(self) -> None:
        """Pause, because one step back from a session is its pause."""
        self.action_control("pause")

    def action_time(self) -> None:
        """Show the time in another way: minutes, seconds, or not at all."""
        self._time_shown = _NEXT_SHOWN[self._time_shown]
        self.refresh_moment()

    def _show_meter(self, name: str) -> None:
        levels = self._transport.levels
        share = levels.voice_share if _METERS[name] == "voice" else levels.bed_share
        done = round(share * _METER_CELLS)
        words = "voice  " if _METERS[name] == "voice" else "underneath  "
        self._tell(
            Content.assemble(
                (words, muted(self)),
                ("━" * done, "$primary"),
                ("─" * (_METER_CELLS - done), faint(self)),
            )
        )

    def _tell(self, words: Content) -> None:
        """Show words in the line under the caption for a moment, where they cover nothing."""
        self._meter = words
        self.set_timer(_METER_S, self._clear_meter)

    def _clear_meter(self) -> None:
        self._meter = Content("")
        self.refresh_moment()

    # --- showing -----------------------------------------------------------------------------

    def _ask(self, moment: Moment) -> None:
        """Open a sheet for the current question, and close the sheet of one that is over."""
        question, sheet = self._transport.question, self._sheet
        if sheet is not None and (question is None or question.key != sheet.question.key):
            if sheet.text and sheet.question.key not in self._transport.answers.given:
                self._transport.keep_text(sheet.question.key, sheet.text)
            if self.app.screen is sheet:
                self.app.pop_screen()
            self._sheet = sheet = None
        if sheet is not None and sheet.is_mounted:
            is_waiting = isinstance(moment.content, Asking)
            left = Millis(moment.until - moment.playhead) if is_waiting else None
            sheet.show_wait(left, Millis(moment.until - moment.since))
        elif question is not None and sheet is None and self.is_active:
            self._sheet = QuestionSheet(self._transport, question)
            self.app.push_screen(self._sheet)

    def _show(self, moment: Moment) -> None:
        look = look_of(moment)
        if look != self._look:
            self._look = look
            for name in ("say", "breath", "quiet"):
                self.set_class(name == look, f"-{name}")
        self._put("#part", moment.section or self._transport.script.title)
        self._put("#left", time_words(moment, self._time_shown))
        self._put("#phase", phase_words(moment, look, self._motion))
        self._put("#told", self._told())
        self.query_one(CaptionLines).show(moment, is_said=look == "say")
        self.query_one(Lamp).show(fullness(moment, look), strength_of(look))
        self._show_progress(moment)

    def _show_progress(self, moment: Moment) -> None:
        timeline = self._transport.timeline
        if timeline is not self._timeline:
            self._timeline, self._ends = timeline, part_ends(timeline)
        line = self.query_one(ProgressLine)
        line.display = not moment.is_open  # there is no whole that it could be a part of
        line.show(self._ends, moment.playhead / max(1, moment.total))

    def _told(self) -> Content:
        """The line under the words: missing sound, a meter, a caution, or the way to a page."""
        transport = self._transport
        is_new = transport.playhead < _CAUTION_MS
        caution = next(iter(transport.script.cautions), "")
        if is_new and caution and transport.script.kind == "emergency" and not self._meter:
            return Content(caution)  # even without sound; nothing else has said it
        if transport.trouble():
            return Content(f"{NO_SOUND.capitalize()}.")
        if self._meter:
            return self._meter
        if "relationship" in transport.script.safety:
            return Content.assemble(("i", "$primary"), f"  {SPACE.title.lower()}")
        return Content("")

    def _put(self, selector: str, text: str | Content) -> None:
        """Show a text, unless it is shown already: what doesn't change isn't drawn again."""
        widget = self.query_one(selector, Static)
        content = Content(text) if isinstance(text, str) else text
        if str(widget.content) != str(content):
            widget.update(content)

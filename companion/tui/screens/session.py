"""The page of a session: shows the transport's moment ten times a second, and its keys."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Digits, Footer, Static

from companion import wording
from companion.session.controls import CONTROLS, NO_SOUND
from companion.session.transport import Transport
from companion.timeline.timeline import Asking, Breathing, Moment, Quiet, Ringing
from companion.tui.appearance import Motion, show_reply
from companion.tui.screens.question import QuestionSheet
from companion.tui.widgets.breath import BreathOrb
from companion.tui.widgets.caption import CaptionLines
from companion.units import SECOND, Millis, clock_text

FRAMES_A_SECOND = 10
_SHOW_QUIET = Millis(4 * SECOND)


def _bindings() -> list[BindingType]:
    rows = [
        Binding(
            c.keys,
            f"control('{c.id}')",
            c.label,
            key_display=c.shown,
            id=f"session.{c.id}",
            show=c.always,
        )
        for c in CONTROLS
    ]
    always = [
        Binding("h", "app.hide", "hide", id="session.hide"),
        Binding("question_mark", "app.explain", "help", key_display="?", id="session.help"),
    ]
    hidden = [
        Binding("escape", "control('pause')", "pause", show=False),
        Binding("n", "app.now", "right now", show=False, id="session.now"),
        Binding("i", "app.space", "space?", show=False, id="session.space"),
    ]
    # a narrow terminal cuts the footer off on the right, so the most important keys come first
    return [*rows[:3], *always, *rows[3:], *hidden]


class SessionScreen(Screen[None]):
    """Plays one transport to its end, and asks its questions in sheets."""

    BINDINGS: ClassVar[list[BindingType]] = _bindings()

    class Over(Message):
        """Posted once, when the session has ended or was stopped."""

        def __init__(self, transport: Transport) -> None:
            super().__init__()
            self.transport = transport

    def __init__(self, transport: Transport, motion: Motion) -> None:
        super().__init__()
        self._transport = transport
        self._motion = motion
        self._is_over = False
        self._sheet: QuestionSheet | None = None

    def compose(self) -> ComposeResult:
        """Lay out section and time left, then breath and caption, a notice, and the footer."""
        with Horizontal(id="top"):
            yield Static("", id="section", markup=False)
            yield Digits("", id="left")
            yield Static("", id="left-small", markup=False)
        with Vertical(id="middle"):
            yield BreathOrb(self._motion)
            yield CaptionLines()
            yield Static("", id="quiet", markup=False)
        yield Static("", id="told", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Start playing, if that has not happened yet, and follow the playhead."""
        self._transport.play()
        self.refresh_moment()
        self.set_interval(1 / FRAMES_A_SECOND, self.refresh_moment)

    def refresh_moment(self) -> None:
        """Show the current moment, its question and new problems; post the end."""
        moment = self._transport.tick()
        self._show(moment)
        self._ask(moment)
        # notifications would show on top of the blank page that hides this one
        for problem in self._transport.new_problems() if self.is_active else ():
            self.notify(problem, markup=False, timeout=8)
        if self._transport.state in ("ended", "stopped") and not self._is_over:
            self._is_over = True
            self.post_message(self.Over(self._transport))

    def action_control(self, name: str) -> None:
        """Run a control by its id and show its reply."""
        control = next(c for c in CONTROLS if c.id == name)
        reply = control.act(self._transport)
        if name != "pause":  # the page itself says "paused"
            show_reply(self, reply)
        self.refresh_moment()

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
            sheet.show_wait(Millis(moment.until - moment.playhead) if is_waiting else None)
        elif question is not None and sheet is None and self.is_active:
            self._sheet = QuestionSheet(self._transport, question)
            self.app.push_screen(self._sheet)

    def _show(self, moment: Moment) -> None:
        left = clock_text(Millis(-(-moment.remaining // SECOND) * SECOND))
        has_sections = moment.section_count > 1
        place = f"{moment.section_number} of {moment.section_count}  " if has_sections else ""
        self._put("#section", f"{place}{moment.section or self._transport.script.title}")
        self._put("#left-small", left)
        digits = self.query_one("#left", Digits)
        if digits.value != left:
            digits.update(left)
        self.query_one(CaptionLines).show(moment)
        self.query_one(BreathOrb).show(moment)
        self.set_class(isinstance(moment.content, Breathing), "-breathing")
        self.set_class(self._transport.state == "paused", "-paused")
        self._put("#quiet", self._quiet_line(moment))
        self._put("#told", self._notice_line())

    def _notice_line(self) -> str:
        """A line about missing sound, or the key to the page about space (rule R9)."""
        if self._transport.trouble():
            return NO_SOUND.capitalize() + "."
        is_about_two = "relationship" in self._transport.script.safety
        return f"i  {wording.SPACE_TITLE}" if is_about_two else ""

    def _quiet_line(self, moment: Moment) -> str:
        if self._transport.state == "paused":
            return "paused"
        if isinstance(moment.content, Ringing) or moment.chime is not None:
            return "a bell"
        is_long = moment.until - moment.since >= _SHOW_QUIET
        return "quiet" if isinstance(moment.content, Quiet) and is_long else ""

    def _put(self, selector: str, text: str) -> None:
        widget = self.query_one(selector, Static)
        if str(widget.content) != text:
            widget.update(text)

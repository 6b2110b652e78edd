"""The session: what is said, how far it is, and the keys; asked of the transport, in ticks."""

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
from companion.timeline.timeline import Asking, Breathing, Moment, Quiet, Rung
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
    unseen = [
        Binding("escape", "control('pause')", "pause", show=False),
        Binding("n", "app.now", "right now", show=False, id="session.now"),
        Binding("i", "app.space", "space?", show=False, id="session.space"),
    ]
    # a narrow terminal cuts the footer off on the right, so what must be seen comes first
    return [*rows[:3], *always, *rows[3:], *unseen]


class SessionScreen(Screen[None]):
    """Carries one transport to its end."""

    BINDINGS: ClassVar[list[BindingType]] = _bindings()

    class Over(Message):
        """The session has come to an end of its own, or was stopped."""

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
        """Place in the session above, words in the middle, keys below."""
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
        """Begin, where that has not happened yet."""
        self._transport.play()
        self.refresh_moment()
        self.set_interval(1 / FRAMES_A_SECOND, self.refresh_moment)

    def refresh_moment(self) -> None:
        """Show what is true now."""
        moment = self._transport.tick()
        self._show(moment)
        self._ask(moment)
        # nothing may come up over a page that hides this one
        for problem in self._transport.new_problems() if self.is_active else ():
            self.notify(problem, markup=False, timeout=8)
        if self._transport.state in ("ended", "stopped") and not self._is_over:
            self._is_over = True
            self.post_message(self.Over(self._transport))

    def action_control(self, name: str) -> None:
        """Do what a key stands for."""
        control = next(c for c in CONTROLS if c.id == name)
        said = control.act(self._transport)
        if self._transport.state != "paused":  # which the page says already
            show_reply(self, said)
        self.refresh_moment()

    def _ask(self, moment: Moment) -> None:
        """Put up what is asked as a sheet, and take it away when it has gone on."""
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
        many = moment.section_count > 1
        place = f"{moment.section_number} of {moment.section_count}  " if many else ""
        self._put("#section", f"{place}{moment.section or self._transport.script.title}")
        self._put("#left-small", left)
        digits = self.query_one("#left", Digits)
        if digits.value != left:
            digits.update(left)
        self.query_one(CaptionLines).show(moment)
        self.query_one(BreathOrb).show(moment)
        self.set_class(isinstance(moment.content, Breathing), "-breathing")
        self._put("#quiet", self._quiet(moment))
        self._put("#told", self._told())

    def _told(self) -> str:
        """What may have to be known: that nothing sounds, or who could help (rule R9)."""
        if self._transport.trouble():
            return NO_SOUND.capitalize() + "."
        is_about_two = "relationship" in self._transport.script.safety
        return f"i  {wording.SPACE_TITLE}" if is_about_two else ""

    def _quiet(self, moment: Moment) -> str:
        if self._transport.state == "paused":
            return "paused"
        if isinstance(moment.content, Rung) or moment.chime is not None:
            return "a bell"
        long = moment.until - moment.since >= _SHOW_QUIET
        return "quiet" if isinstance(moment.content, Quiet) and long else ""

    def _put(self, selector: str, text: str) -> None:
        widget = self.query_one(selector, Static)
        if str(widget.content) != text:
            widget.update(text)

"""A question as a sheet over the session; it closes by itself when the question times out."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static, TextArea

from companion.script.step import Ask, Choose, Rate, Write
from companion.session.call_words import HELP_IS_NEAR
from companion.session.controls import CONTROLS
from companion.session.keys import ALWAYS, QUESTION, WHILE_WRITING, Key
from companion.session.questions import read
from companion.session.transport import Transport
from companion.timeline.cue import Question
from companion.tui.appearance import show_reply
from companion.tui.screens.room import Sheet
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.numbers import Numbers
from companion.tui.widgets.progress_line import ProgressLine
from companion.tui.widgets.row import Row
from companion.units import Millis

# Keys of the session that also work while a sheet covers it; the sheet has to pass them on.
_CONTROLS = {control.id: control for control in CONTROLS}
_HINTS = {
    Ask: "Enter when you're done, or to skip it. Nothing's kept.",
    Write: "esc when you're done. f8 hides it. Nothing's kept.",
}
_WAITS = "Take your time."
_PAUSED = "Paused. It goes on when you answer, or with space."
_PAUSED_WRITING = "Paused. It goes on when you answer."


class QuestionSheet(Sheet[None]):
    """Shows one question and gives the answer to the transport; the sound goes on.

    Args:
        transport: the session.
        question: what is asked.
    """

    KEYS: ClassVar[tuple[Key, ...]] = QUESTION
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(ALWAYS),
        Binding("escape", "done", show=False),
        Binding("ctrl+s", "done", show=False),
    ]

    def __init__(self, transport: Transport, question: Question) -> None:
        super().__init__()
        self._transport = transport
        self.question = question
        self._digits = ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here: digits and letters, unless words are typed."""
        return (*QUESTION, *ALWAYS) if self._has_keys else WHILE_WRITING

    def compose(self) -> ComposeResult:
        """Lay out the question, the input for its kind of answer, a hint, and the time left."""
        asked = self.question.asked
        with Vertical(id="sheet"):
            yield Static(asked.prompt, classes="title", markup=False)
            match asked:
                case Rate():
                    yield Numbers("", id="numbers")
                    with Horizontal(id="ends", classes="line"):
                        yield Static(asked.low, id="low", markup=False)
                        yield Static(asked.high, id="high", markup=False)
                case Choose():
                    for number, option in enumerate(asked.options, 1):
                        yield Row(option.label, key=str(number), value=str(number))
                case Ask():
                    yield Input(id="answer", max_length=400)
                case Write():
                    yield TextArea(id="box", soft_wrap=True)
            if type(asked) in _HINTS:
                yield Static(_HINTS[type(asked)], classes="note", markup=False)
            if isinstance(asked, Rate | Ask | Write):
                yield Static(self._help_line, id="help-line", classes="note", markup=False)
            yield Static("", id="waits", classes="note", markup=False)
            yield ProgressLine()
        yield self.key_bar()

    @property
    def _help_line(self) -> str:
        """The line that says how to get to whom one could call, never far from strong words."""
        return HELP_IS_NEAR.format(key="c" if self._has_keys else "esc, then c")

    def on_mount(self) -> None:
        """Choose the default option; hide the page behind an input for text."""
        asked = self.question.asked
        self.set_class(not self._has_keys, "-writing")
        match asked:
            case Choose():
                self.query(Row)[asked.options.index(asked.default)].focus()
            case Rate():
                self.query_one(Numbers).show("")
            case Ask():
                self.query_one(Input).focus()
            case Write():
                self.query_one(TextArea).focus()

    async def on_key(self, event: events.Key) -> None:
        """Take digits as an answer, and pass the session's keys on."""
        if not self._has_keys:
            return
        if event.character and event.character.isdecimal():
            event.stop()
            self._take_digit(event.character)
        elif event.key == "enter" and isinstance(self.question.asked, Rate):
            event.stop()
            self._answer(self._digits)
        elif event.key == "backspace":
            self._digits = ""
            self._show_digits()
        elif (name := self.session_keys().get(event.key)) is not None:
            event.stop()
            show_reply(self, _CONTROLS[name].act(self._transport))

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Answer with the chosen option."""
        event.stop()
        self._answer(event.row.value)

    def action_number(self, number: int) -> None:
        """Answer with the number that was clicked."""
        self._answer(str(number))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the line of text."""
        event.stop()
        self._answer(event.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the question open with every key, once there is text in the line."""
        event.stop()
        self._keep_open(event.value)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep the question open with every key, once there is text in the box."""
        event.stop()
        self._keep_open(event.text_area.text)

    def _keep_open(self, typed: str) -> None:
        """Stop the question's clock for someone who has begun to type."""
        if typed or self.question.key in self._transport.answers.begun:
            self._transport.begin_writing(self.question.key)

    def action_done(self) -> None:
        """Close the help; or answer with the text so far, or with the default."""
        if not self.close_help():
            self._answer(self.text)

    @property
    def text(self) -> str:
        """The text so far; empty for a question that has none."""
        if not self.is_mounted:
            return ""
        match self.question.asked:
            case Write():
                return self.query_one(TextArea).text.strip()
            case Ask():
                return self.query_one(Input).value.strip()
            case _:
                return ""

    def show_wait(self, left: Millis | None, whole: Millis) -> None:
        """Show how long the question still waits.

        Args:
            left: the time left, or None while it is read out.
            whole: the whole time to answer.
        """
        words = ""
        if self._transport.state == "paused":
            words = _PAUSED if self._has_keys else _PAUSED_WRITING
        elif self.question.key in self._transport.answers.begun:
            words, left = _WAITS, None
        for line in self.query("#waits").results(Static):  # empty before mount and after removal
            if str(line.content) != words:
                line.update(words)
        for progress in self.query(ProgressLine):
            share = 1.0 if left is None else left / max(1, whole)
            progress.show((1.0,), share)

    @property
    def _has_keys(self) -> bool:
        """Whether letters act as keys, because the answer isn't typed as text."""
        return not isinstance(self.question.asked, Ask | Write)

    def _take_digit(self, digit: str) -> None:
        digits = f"{self._digits}{digit}"
        if digits == "1" and isinstance(self.question.asked, Rate):  # a 0 may follow
            self._digits = digits
            self._keep_open(digits)
            self._show_digits()
        else:  # after a 1, any digit but 0 is the answer by itself
            is_answer = not read(self.question.asked, digits).problem
            self._answer(digits if is_answer else digit)

    def _answer(self, typed: str) -> None:
        reply = read(self.question.asked, typed)
        if reply.problem:
            show_reply(self, reply.problem)
            return
        is_taken = self._transport.answer(self.question.key, reply.value)
        if is_taken and self._transport.state == "paused":
            self._transport.play()

    def _show_digits(self) -> None:
        self.query_one(Numbers).show(self._digits)

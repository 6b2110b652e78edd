"""A question as a sheet over the session; it closes by itself when the question times out."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from companion.script.step import Ask, Choose, Rate, Write
from companion.session.controls import CONTROLS
from companion.session.questions import HIGHEST, read
from companion.session.transport import Transport
from companion.timeline.cue import Question
from companion.tui.appearance import show_reply
from companion.units import SECOND, Millis, spoken_duration

_HINTS = {
    Rate: "Type a number. Enter skips this.",
    Choose: "Type a number, or use ↑ ↓ and Enter.",
    Ask: "Press Enter when you're done, or to skip this. Nothing is kept.",
    Write: "Press esc when done. f8 hides it and shows it again. Nothing is kept.",
}


# Keys of the session that also work while a sheet covers it; the sheet has to pass them on.
_CONTROLS = {control.keys: control for control in CONTROLS}
_APP_ACTIONS = {
    "question_mark": "app.explain",
    "h": "app.hide",
    "n": "app.now",
    "i": "app.space",
    "q": "app.stop",
}


class QuestionSheet(ModalScreen[None]):
    """Shows one question and gives the answer to the transport; the sound goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "done", show=False),
        Binding("ctrl+s", "done", show=False),
    ]

    def __init__(self, transport: Transport, question: Question) -> None:
        super().__init__()
        self._transport = transport
        self.question = question
        self._digits = ""

    def compose(self) -> ComposeResult:
        """Lay out the question, the input for its kind of answer, a hint and the waiting time."""
        asked = self.question.asked
        with Vertical(id="sheet"):
            yield Static(asked.prompt, classes="title", markup=False)
            match asked:
                case Rate():
                    yield Static(self._scale(), id="scale", markup=False)
                    yield Static(f"0 {asked.low}    10 {asked.high}", classes="about", markup=False)
                case Choose():
                    labels = enumerate(asked.options, 1)
                    rows = [Option(Content(f"{n}  {option.label}")) for n, option in labels]
                    yield OptionList(*rows, id="options")
                case Ask():
                    yield Input(id="answer", max_length=400)
                case Write():
                    yield TextArea(id="box", soft_wrap=True)
            yield Static(_HINTS[type(asked)], classes="about", markup=False)
            yield Static("", id="waits", markup=False)

    def on_mount(self) -> None:
        """Highlight the default option; hide the page behind an input for text."""
        asked = self.question.asked
        self.set_class(not self._has_keys, "-writing")
        if isinstance(asked, Choose):
            options = self.query_one(OptionList)
            options.highlighted = asked.options.index(asked.default)
            options.focus()

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
            self._show_scale()
        elif (action := _APP_ACTIONS.get(event.key)) is not None:
            event.stop()
            await self.run_action(action)
        elif (control := _CONTROLS.get(event.key)) is not None:
            event.stop()
            show_reply(self, control.act(self._transport))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the chosen option."""
        event.stop()
        self._answer(str(event.option_index + 1))

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
        """Stop the question's clock for somebody who has begun to type."""
        if typed or self.question.key in self._transport.answers.begun:
            self._transport.begin_writing(self.question.key)

    def action_done(self) -> None:
        """Answer with the text so far, or with the default."""
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

    def show_wait(self, left: Millis | None) -> None:
        """Show how long the question still waits; `left` is None while it is read out."""
        words = ""
        if self._transport.state == "paused":
            words = "Paused. It goes on when you answer" + (
                " or press space." if self._has_keys else "."
            )
        elif self.question.key in self._transport.answers.begun:
            words = "Take your time."
        elif left is not None:
            seconds = Millis(max(SECOND, -(-left // SECOND) * SECOND))
            words = f"goes on by itself in {spoken_duration(seconds)}"
        for line in self.query("#waits").results(Static):  # empty before mount and after removal
            if str(line.content) != words:
                line.update(words)

    @property
    def _has_keys(self) -> bool:
        """Whether letters act as keys, because the answer isn't typed as text."""
        return not isinstance(self.question.asked, Ask | Write)

    def _take_digit(self, digit: str) -> None:
        digits = f"{self._digits}{digit}"
        if digits == "1" and isinstance(self.question.asked, Rate):  # a 0 may follow
            self._digits = digits
            self._keep_open(digits)
            self._show_scale()
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

    def _scale(self) -> Content:
        numbers = Content("  ".join(str(n) for n in range(HIGHEST + 1)))
        return numbers.stylize("$lit", 3, 4) if self._digits else numbers

    def _show_scale(self) -> None:
        self.query_one("#scale", Static).update(self._scale())

"""Pages before a session: introduction, slots, length of a sit, and waiting for the voice."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.validation import Function
from textual.widgets import Footer, Input, ProgressBar, Static

from companion.session.prepare import Preparation
from companion.units import MINUTE, Millis


class BeforeScreen(ModalScreen[bool]):
    """Shows the introduction of a session; dismissed with whether to begin."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", show=False),
        Binding("escape", "dismiss(False)", show=False),
        Binding("h", "app.hide", show=False),
        Binding("n", "app.now", show=False),
    ]

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay out the first line as the title, and the rest as paragraphs."""
        with VerticalScroll(id="sheet"):
            yield Static(self._lines[0], classes="title", markup=False)
            yield Static("\n\n".join(self._lines[1:]), markup=False)
            yield Static("Enter begins, esc goes back.", classes="about", markup=False)


class SlotsScreen(ModalScreen[dict[str, str] | None]):
    """Asks for the words of a script's slots; dismissed with them, or with None to go back.

    An empty field is left out, so that the script's default is used.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("f8", "app.hide", show=False),
    ]

    def __init__(self, slots: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__()
        self._slots = slots

    def compose(self) -> ComposeResult:
        """Lay out a question and an input for each slot."""
        with Vertical(id="sheet"):
            for name, question, default in self._slots:
                yield Static(question, classes="title", markup=False)
                yield Input(placeholder=default, id=f"slot-{name}", max_length=60)
            hint = "Enter goes on, esc goes back. Nothing is kept."
            yield Static(hint, classes="about", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Focus the next input; after the last one, dismiss the page with the words."""
        event.stop()
        inputs = list(self.query(Input))
        next_index = inputs.index(event.input) + 1
        if next_index < len(inputs):
            inputs[next_index].focus()
            return
        typed = {field.id or "": " ".join(field.value.split()) for field in inputs}
        words = {name.removeprefix("slot-"): word for name, word in typed.items() if word}
        self.dismiss(words)


class Digits(Input):
    """An input that takes only digits and leaves every other key to the page."""

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Whether the input uses a key instead of the page."""
        return bool(character and character.isdecimal())


class SitScreen(ModalScreen[Millis | None]):
    """Asks for the minutes of a sit; dismissed with the length, or with None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("h", "app.hide", show=False, priority=True),
    ]

    def __init__(self, minutes: int, least: int, most: int) -> None:
        super().__init__()
        self._minutes, self._least, self._most = minutes, least, most

    def compose(self) -> ComposeResult:
        """Lay out the question, and an input that holds the usual minutes."""
        with Vertical(id="sheet"):
            yield Static("How many minutes?", classes="title", markup=False)
            check = Function(self._fits, f"{self._least} to {self._most}")
            minutes = str(self._minutes)
            yield Digits(minutes, type="integer", max_length=3, validators=[check], id="minutes")
            hint = f"{self._least} to {self._most}. Enter begins, esc goes back."
            yield Static(hint, id="sheet-told", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Dismiss the page with the length, or say which numbers fit."""
        event.stop()
        if self._fits(event.value):
            self.dismiss(Millis(int(event.value) * MINUTE))
        else:
            problem = f"It can be {self._least} to {self._most} minutes long."
            self.query_one("#sheet-told", Static).update(problem)

    def _fits(self, value: str) -> bool:
        return value.isdecimal() and self._least <= int(value) <= self._most


_CHECKS_A_SECOND = 20
# A page that goes away sooner than this could not be read, so it stays invisible.
_SHOWN_AFTER_S = 0.4


class ReadyScreen(Screen[bool]):
    """Waits for a session to get ready; dismissed with whether it is still wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "back"),
        Binding("h", "app.hide", "hide"),
        Binding("n", "app.now", "right now"),
        Binding("q", "dismiss(False)", show=False),
    ]

    def __init__(self, preparation: Preparation, waited_s: float) -> None:
        super().__init__()
        self._preparation = preparation
        self._waited_s = waited_s

    def compose(self) -> ComposeResult:
        """Lay out a line of text and a progress bar."""
        with Vertical(id="ready"):
            yield Static("The voice is getting ready.", classes="closing", markup=False)
            yield ProgressBar(show_eta=False, show_percentage=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Hide the content at first, and check the preparation twenty times a second."""
        self.query_one("#ready").visible = False
        self.set_interval(1 / _CHECKS_A_SECOND, self._check)

    def _check(self) -> None:
        self._waited_s += 1 / _CHECKS_A_SECOND
        done, total = self._preparation.progress
        self.query_one(ProgressBar).update(total=total, progress=done)
        self.query_one("#ready").visible = self._waited_s >= _SHOWN_AFTER_S
        if self._preparation.is_ready(self._waited_s) and self.is_active:
            self.dismiss(True)

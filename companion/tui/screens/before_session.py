"""What comes before a session: what to know, what it asks for, how long, and a slow voice."""

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
    """What a session is for, and what to know first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "dismiss(True)", show=False),
        Binding("escape", "dismiss(False)", show=False),
        Binding("h", "app.hide", show=False),
        Binding("n", "app.now", show=False),
    ]

    def __init__(self, told: tuple[str, ...]) -> None:
        super().__init__()
        self._told = told

    def compose(self) -> ComposeResult:
        """Its title, and a paragraph for each thing."""
        with VerticalScroll(id="sheet"):
            yield Static(self._told[0], classes="title", markup=False)
            yield Static("\n\n".join(self._told[1:]), markup=False)
            yield Static("Enter begins, esc goes back.", classes="about", markup=False)


class SlotsScreen(ModalScreen[dict[str, str] | None]):
    """What shall I call them? Enter takes what stands there; nothing is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("f8", "app.hide", show=False),
    ]

    def __init__(self, asked: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__()
        self._asked = asked

    def compose(self) -> ComposeResult:
        """A line for each."""
        with Vertical(id="sheet"):
            for name, question, default in self._asked:
                yield Static(question, classes="title", markup=False)
                yield Input(placeholder=default, id=f"slot-{name}", max_length=60)
            told = "Enter goes on, esc goes back. Nothing is kept."
            yield Static(told, classes="about", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to the next line, or begin."""
        event.stop()
        inputs = list(self.query(Input))
        place = inputs.index(event.input)
        if place + 1 < len(inputs):
            inputs[place + 1].focus()
            return
        found = {field.id or "": " ".join(field.value.split()) for field in inputs}
        words = {name.removeprefix("slot-"): word for name, word in found.items() if word}
        self.dismiss(words)


class Digits(Input):
    """An input that takes digits only, and leaves every other key to the page."""

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Whether a key is typed into it."""
        return bool(character and character.isdecimal())


class SitScreen(ModalScreen[Millis | None]):
    """How many minutes? Enter takes what stands there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("h", "app.hide", show=False, priority=True),
    ]

    def __init__(self, minutes: int, least: int, most: int) -> None:
        super().__init__()
        self._minutes, self._least, self._most = minutes, least, most

    def compose(self) -> ComposeResult:
        """A question with its usual answer in it."""
        with Vertical(id="sheet"):
            yield Static("How many minutes?", classes="title", markup=False)
            check = Function(self._fits, f"{self._least} to {self._most}")
            minutes = str(self._minutes)
            yield Digits(minutes, type="integer", max_length=3, validators=[check], id="minutes")
            words = f"{self._least} to {self._most}. Enter begins, esc goes back."
            yield Static(words, id="sheet-told", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the number, or say which would do."""
        event.stop()
        if self._fits(event.value):
            self.dismiss(Millis(int(event.value) * MINUTE))
        else:
            told = f"It can be {self._least} to {self._most} minutes long."
            self.query_one("#sheet-told", Static).update(told)

    def _fits(self, value: str) -> bool:
        return value.isdecimal() and self._least <= int(value) <= self._most


_LOOKS_A_SECOND = 20
# Nobody should see a page that goes before it can be read.
_SHOWN_AFTER_S = 0.4


class ReadyScreen(Screen[bool]):
    """Waits for a session; dismissed with whether it is wanted still."""

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
        """A line, and a bar."""
        with Vertical(id="ready"):
            yield Static("The voice is getting ready.", classes="closing", markup=False)
            yield ProgressBar(show_eta=False, show_percentage=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Look again and again."""
        self.query_one("#ready").visible = False
        self.set_interval(1 / _LOOKS_A_SECOND, self._look)

    def _look(self) -> None:
        self._waited_s += 1 / _LOOKS_A_SECOND
        done, whole = self._preparation.progress
        self.query_one(ProgressBar).update(total=whole, progress=done)
        self.query_one("#ready").visible = self._waited_s >= _SHOWN_AFTER_S
        if self._preparation.is_ready(self._waited_s) and self.is_active:
            self.dismiss(True)

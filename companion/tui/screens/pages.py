"""Pages of words: whether this is space or something else; what a script asks before it begins."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from companion.session import space


class SpaceScreen(ModalScreen[None]):
    """Is this space, or something else? Text only; nothing is counted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, "dismiss", show=False) for key in ("escape", "enter", "i")),
        Binding("q", "app.stop", show=False),
        Binding("h", "app.hide", show=False),
    ]

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="sheet"):
            title = f"{space.TITLE}  (esc closes this)"
            yield Static(title, classes="title", markup=False)
            yield Static("\n\n".join(space.PARAGRAPHS), markup=False)


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

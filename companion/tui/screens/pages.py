"""Pages of words: whether this is space or something else; what a script asks before it begins."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from companion import wording


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
            title = f"{wording.SPACE_TITLE}  (esc closes this)"
            yield Static(title, classes="title", markup=False)
            yield Static("\n\n".join(wording.SPACE_PARAGRAPHS), markup=False)


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


class NameScreen(ModalScreen[str | None]):
    """Which script? A new name begins a new one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, mine: list[str], name: str = "", problem: str = "") -> None:
        super().__init__()
        self._mine = mine
        self._name = name
        self._problem = problem

    def compose(self) -> ComposeResult:
        """A new name, or one that is there."""
        with Vertical(id="sheet"):
            yield Static("What shall the new one be called?", classes="title", markup=False)
            hint = "a few words, such as my evening"
            yield Input(self._name, placeholder=hint, id="name", max_length=60)
            if self._mine:
                yield Static("Or one of yours:", classes="about", markup=False)
                yield OptionList(*(Option(name, id=name) for name in self._mine), id="options")
            told = self._problem or "Enter opens it, esc goes back."
            yield Static(told, id="name-told", classes="about", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A new one."""
        event.stop()
        if words := event.value.lower().split():
            self.dismiss("-".join(words))
        else:
            self.query_one("#name-told", Static).update("Type a name first, or press esc.")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """One of one's own."""
        event.stop()
        self.dismiss(event.option.id)

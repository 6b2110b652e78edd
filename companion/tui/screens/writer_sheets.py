"""Small sheets of the writer's room: which script, which step, what is not saved."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from companion.script.verbs.table import VERBS, Verb


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


def _row(verb: Verb) -> Option:
    help_line = (f"\n  {verb.help}", "$text-muted")
    return Option(Content.assemble(verb.name, help_line), id=verb.name)


class StepsSheet(ModalScreen[str | None]):
    """Which step?"""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def compose(self) -> ComposeResult:
        """Every verb with what it is."""
        with Vertical(id="sheet"):
            yield Static("What comes next? (esc goes back)", classes="title", markup=False)
            yield OptionList(*map(_row, VERBS.values()), id="options")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """One was chosen."""
        event.stop()
        self.dismiss(event.option.id)


class UnsavedSheet(ModalScreen[str | None]):
    """It is not saved yet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "dismiss('save')", show=False),
        Binding("d", "dismiss('go')", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Three ways on."""
        with Vertical(id="sheet"):
            yield Static("This is not saved yet.", classes="title", markup=False)
            words = "s    save it, and leave\nd    leave, and let the changes go\nesc  stay"
            yield Static(words, markup=False)

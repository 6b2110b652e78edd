"""Sheets of the writer's room: choosing a script, choosing a step, and unsaved text."""

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
    """Asks for a script by its name; a new name begins a new script."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, names: list[str], name: str = "", problem: str = "") -> None:
        super().__init__()
        self._names = names
        self._name = name
        self._problem = problem

    def compose(self) -> ComposeResult:
        """Lay out an input for a new name, and the user's own scripts."""
        with Vertical(id="sheet"):
            yield Static("What should the new one be called?", classes="title", markup=False)
            example = "a few words, such as my evening"
            yield Input(self._name, placeholder=example, id="name", max_length=60)
            if self._names:
                yield Static("Or open one of yours:", classes="about", markup=False)
                yield OptionList(*(Option(name, id=name) for name in self._names), id="options")
            hint = self._problem or "Enter opens it, esc goes back."
            yield Static(hint, id="name-told", classes="about", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Dismiss the sheet with the new name, its words joined by hyphens."""
        event.stop()
        if words := event.value.lower().split():
            self.dismiss("-".join(words))
        else:
            self.query_one("#name-told", Static).update("Type a name first, or press esc.")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the script that was chosen."""
        event.stop()
        self.dismiss(event.option.id)


def _row(verb: Verb) -> Option:
    help_line = (f"\n  {verb.help}", "$text-muted")
    return Option(Content.assemble(verb.name, help_line), id=verb.name)


class StepsSheet(ModalScreen[str | None]):
    """Asks for a kind of step; dismissed with its verb, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def compose(self) -> ComposeResult:
        """Lay out every verb with its help."""
        with Vertical(id="sheet"):
            yield Static("What comes next? (esc goes back)", classes="title", markup=False)
            yield OptionList(*map(_row, VERBS.values()), id="options")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Dismiss the sheet with the chosen verb."""
        event.stop()
        self.dismiss(event.option.id)


class UnsavedSheet(ModalScreen[str | None]):
    """Asks what to do with unsaved text; dismissed with `save`, `go` (without saving) or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "dismiss('save')", show=False),
        Binding("d", "dismiss('go')", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]

    def compose(self) -> ComposeResult:
        """Lay out the three choices."""
        with Vertical(id="sheet"):
            yield Static("This isn't saved yet.", classes="title", markup=False)
            choices = "s    save and leave\nd    leave without saving\nesc  stay"
            yield Static(choices, markup=False)

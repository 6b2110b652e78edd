"""Small sheets of the writer's room: which step, and what becomes of what is not saved."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from companion.script.verbs.table import VERBS, Verb


def _row(verb: Verb) -> Option:
    told = (f"\n  {verb.help}", "$text-muted")
    return Option(Content.assemble(verb.name, told), id=verb.name)


class StepsSheet(ModalScreen[str | None]):
    """Which step?"""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def compose(self) -> ComposeResult:
        """Every verb with what it is."""
        with Vertical(id="sheet"):
            yield Static("What comes next? (esc goes back)", classes="title", markup=False)
            rows = (
                Option(
                    Content.assemble(verb.name, (f"\n  {verb.help}", "$text-muted")), id=verb.name
                )
                for verb in VERBS.values()
            )
            yield OptionList(*rows, id="options")

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

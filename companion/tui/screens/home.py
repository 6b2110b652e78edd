"""Home: a question, two scripts that are always on top, and all other scripts."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list: the id of a script, its title, and a line about it."""

    id: str
    title: str
    about: str


class HomeScreen(Screen[None]):
    """Lists the scripts; posts the one that is chosen and the one that is highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "app.now", "right now"),
        Binding("s", "app.sit", "sit"),
        Binding("escape", "app.leave", "leave"),
        Binding("h", "app.hide", "hide"),
        Binding("w", "app.write", "write"),
        Binding("v", "app.fit", "voice"),
        Binding("q", "app.leave", "leave", show=False),
        Binding("question_mark", "app.explain", "help", key_display="?"),
    ]

    class Chosen(Message):
        """Posted when a script is chosen."""

        def __init__(self, entry: str) -> None:
            super().__init__()
            self.entry = entry

    class LookedAt(Message):
        """Posted when the cursor moves to a script."""

        def __init__(self, entry: str) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, doors: tuple[Entry, ...], entries: tuple[Entry, ...]) -> None:
        super().__init__()
        self._doors, self._entries = doors, entries

    def compose(self) -> ComposeResult:
        """Lay out the question, the doors, the other scripts and the footer."""
        doors = [self._option(entry) for entry in self._doors]
        others = [self._option(entry) for entry in self._entries]
        with Vertical(id="home"):
            yield Static("What is here right now?", id="question", markup=False)
            yield OptionList(*doors, *([None] if others else []), *others, id="entries")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Highlight the first row, so that Enter chooses it."""
        entries = self.query_one(OptionList)
        entries.highlighted = 0
        entries.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Post the chosen script."""
        event.stop()
        self.post_message(self.Chosen(event.option.id or ""))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Post the highlighted script."""
        event.stop()
        self.post_message(self.LookedAt(event.option.id or ""))

    @staticmethod
    def _option(entry: Entry) -> Option:
        label = Content(entry.title)
        if entry.about:
            label = Content.assemble(entry.title, "\n", (entry.about, "$text-muted"))
        return Option(label, id=entry.id)

"""Home: a question, and the shortest ways to an answer."""

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
    """One line to choose: what is played, and what it says."""

    id: str
    title: str
    about: str


class HomeScreen(Screen[None]):
    """What is here right now?"""

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
        """Somebody chose a line."""

        def __init__(self, entry: str) -> None:
            super().__init__()
            self.entry = entry

    class LookedAt(Message):
        """Somebody is at a line."""

        def __init__(self, entry: str) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, doors: tuple[Entry, ...], entries: tuple[Entry, ...]) -> None:
        super().__init__()
        self._doors, self._entries = doors, entries

    def compose(self) -> ComposeResult:
        """The question, the two doors, everything else, the keys."""
        doors = [self._option(entry) for entry in self._doors]
        others = [self._option(entry) for entry in self._entries]
        with Vertical(id="home"):
            yield Static("What is here right now?", id="question", markup=False)
            yield OptionList(*doors, *([None] if others else []), *others, id="entries")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Let Enter mean the first line."""
        entries = self.query_one(OptionList)
        entries.highlighted = 0
        entries.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A line was chosen."""
        event.stop()
        self.post_message(self.Chosen(event.option.id or ""))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Somebody came to a line."""
        event.stop()
        self.post_message(self.LookedAt(event.option.id or ""))

    @staticmethod
    def _option(entry: Entry) -> Option:
        words = Content(entry.title)
        if entry.about:
            words = Content.assemble(entry.title, "\n", (entry.about, "$text-muted"))
        return Option(words, id=entry.id)

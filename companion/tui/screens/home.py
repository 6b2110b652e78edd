"""Home: a question, and the shortest ways to an answer."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.validation import Function
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from companion.units import MINUTE, Millis


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

"""Sheets and lists of the writer's room: scripts by name, steps to add, help, a rehearsal."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from companion.script.authoring import FORM
from companion.script.verbs.table import VERBS
from companion.session.keys import ALWAYS, SESSION, UNSAVED, WHILE_WRITING, Key
from companion.tui.appearance import muted
from companion.tui.screens.room import Sheet
from companion.tui.screens.session import SessionScreen
from companion.tui.widgets.key_bar import HelpPanel, KeyBar, bindings
from companion.tui.widgets.row import Row, RowList
from companion.tui.widgets.writer_lines import sentence

_TO_SCRIPT = Key("escape", "escape", "esc", "back", "your script", "back to your script")


class NameScreen(Sheet[str | None]):
    """Asks for a script by its name; a new name begins a new script.

    Args:
        names: the ids of the scripts that are there.
        name: what was typed before.
        problem: what was wrong with that.
    """

    def __init__(self, names: Sequence[str], name: str = "", problem: str = "") -> None:
        super().__init__()
        self._names, self._name, self._problem = names, name, problem

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys here; letters are letters while a name is typed."""
        return WHILE_WRITING if isinstance(self.focused, Input) else ALWAYS

    def compose(self) -> ComposeResult:
        """Lay out an input for a new name, and the user's own scripts."""
        with Vertical(id="sheet"):
            yield Static("What should the new one be called?", classes="title", markup=False)
            example = "a few words, such as my evening"
            yield Input(self._name, placeholder=example, id="name", max_length=60)
            hint = self._problem or "Enter opens it, esc goes back."
            yield Static(hint, id="name-told", classes="note", markup=False)
            if self._names:
                yield Static("Or open one of yours", classes="part", markup=False)
                with RowList(id="names"):
                    for name in self._names:
                        yield Row(name, value=name)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begin with the name."""
        self.query_one(Input).focus()

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus."""
        self.query_one(KeyBar).show(self.keys)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Dismiss the sheet with the new name as it was typed."""
        event.stop()
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.query_one("#name-told", Static).update("Type a name first, or press esc.")

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Open the script that was chosen."""
        event.stop()
        self.dismiss(event.row.value)


class StepList(RowList):
    """Every kind of step with a few words about it, to be chosen beside the text."""

    def compose(self) -> ComposeResult:
        """Lay out a title, and a row for each verb."""
        yield Static("Add a step", classes="part", markup=False)
        for verb in VERBS.values():
            yield Row(verb.name, line=verb.brief, value=verb.name)


class WriterHelp(HelpPanel, can_focus=True):
    """The keys of the writer's room, and below them the form of a script."""

    def compose(self) -> ComposeResult:
        """Lay out the keys in their groups, then what an author needs of the format."""
        keys, *others = super().compose()
        yield keys
        yield Static("page down shows the form", classes="note more", markup=False)
        yield from others
        yield Static("The form", classes="part", markup=False)
        for written, words in FORM:
            about = (f"  {words}", muted(self))
            yield Static(Content.assemble((written, "$primary"), about), markup=False)


class RehearsalScreen(SessionScreen):
    """Plays a script that is being written; one step back from it is the writer's room."""

    KEYS: ClassVar[tuple[Key, ...]] = (
        *(key for key in SESSION if key.id != _TO_SCRIPT.id),
        _TO_SCRIPT,
    )

    def leave(self) -> None:
        """Stop, because one step back from a rehearsal is the text."""
        self.action_control("stop")


class UnsavedSheet(Sheet[str | None]):
    """Asks what to do with unsaved text; dismissed with `save`, `go` (without saving) or None."""

    KEYS: ClassVar[tuple[Key, ...]] = UNSAVED
    BINDINGS: ClassVar[list[BindingType]] = bindings((*UNSAVED, *ALWAYS))

    def compose(self) -> ComposeResult:
        """Lay out the three choices."""
        with Vertical(id="sheet"):
            yield Static("This isn't saved yet.", classes="title", markup=False)
            for key in UNSAVED:
                yield Row(sentence(key.help).rstrip("."), key=key.shown, value=key.id, key_cells=5)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Choose saving."""
        self.query(Row).first(Row).focus()

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Do what a row says."""
        event.stop()
        self.action_choose(event.row.value)

    def action_choose(self, name: str) -> None:
        """Take a choice by the id of its key."""
        self.dismiss({"save": "save", "drop": "go"}.get(name))

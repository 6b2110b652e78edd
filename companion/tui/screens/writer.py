"""The writer's room: a script as text with its flaws marked, below a strip of its timeline."""

import os
import shlex
import subprocess
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from companion.errors import CompanionError
from companion.reading.diagnostic import Diagnostic, printable
from companion.script.authoring import place_for_step
from companion.script.verbs.table import VERBS
from companion.session.editor import Editor, OpenScript, Preview
from companion.session.keys import WHILE_WRITING, WRITER, Key
from companion.tui.screens.room import Room
from companion.tui.screens.writer_sheets import StepsSheet, UnsavedSheet
from companion.tui.widgets.key_bar import bindings
from companion.tui.widgets.script_area import ScriptArea
from companion.tui.widgets.strip import TimelineStrip

if TYPE_CHECKING:
    from textual.timer import Timer

# How long after the last key the script is checked again.
_CHECK_AFTER_S = 0.15


class WriterScreen(Room[None]):
    """Edits one open script: checks it while the user types, saves it, and has it played."""

    KEYS: ClassVar[tuple[Key, ...]] = WRITER
    BINDINGS: ClassVar[list[BindingType]] = bindings(WRITER)

    class Play(Message):
        """Posted when the script should be played from a line on."""

        def __init__(self, script: OpenScript, text: str, line: int) -> None:
            super().__init__()
            self.script, self.text, self.line = script, text, line

    class Left(Message):
        """Posted when the user leaves the room."""

    def __init__(self, editor: Editor, script: OpenScript) -> None:
        super().__init__()
        self._editor, self.script = editor, script
        # the file's text when it was read or saved last; an older draft counts as a conflict
        self._file_text = "" if script.is_older else script.text
        # the page's text when it was loaded or saved last
        self._saved_text = script.text
        self._preview: Preview | None = None
        self._check_timer: Timer | None = None
        # a message, and the text and cursor for which it stays
        self._notice = ("", "", (-1, -1))

    @property
    def unsaved(self) -> str | None:
        """The page's text if it isn't saved yet, else None."""
        text = self._page.text
        return None if text == self._saved_text else text

    def compose(self) -> ComposeResult:
        """Lay out name and lengths, the strip, the text, a line of help and the footer."""
        with Horizontal(id="writer-top"):
            yield Static(self.script.name, id="writer-name", markup=False)
            yield Static("", id="writer-fits", markup=False)
        yield TimelineStrip()
        yield ScriptArea(self.script.unsaved or self.script.text)
        yield Static("", id="writer-told", markup=False)
        yield self.key_bar()

    def on_mount(self) -> None:
        """Put the cursor below `steps:`, check the script, and report text from last time."""
        self._page.focus()
        lines = list(self._page.document.lines)
        first = next((i for i, line in enumerate(lines) if line.startswith("steps:")), -1) + 1
        self._page.move_cursor((first if 0 < first < len(lines) else 0, 0), center=True)
        if not self.script.unsaved:
            self._saved_text = self._page.text  # the text area has normalised the line ends
        self._check()
        if self.script.is_older:
            self._say(
                "Here's what wasn't saved last time. The file is newer, so ctrl+s asks first."
            )
        elif self.script.unsaved:
            self._say("Here's what wasn't saved last time; ctrl+s saves it.")

    def on_text_area_changed(self) -> None:
        """Check the script again once the user has stopped typing."""
        if self._check_timer is not None:
            self._check_timer.stop()
        self._check_timer = self.set_timer(_CHECK_AFTER_S, self._check)
        self._show_name()

    def on_text_area_selection_changed(self) -> None:
        """Show help for the cursor's line."""
        self._show_help()

    def action_play(self) -> None:
        """Play the script from the cursor's line, or go to its first mistake."""
        self._check()
        mistakes = self._preview.review.mistakes if self._preview else ()
        if mistakes:
            self._page.next_flaw()
            self._say("Fix what's marked first, then it'll play.")
            return
        self.post_message(self.Play(self.script, self._page.text, self._line))

    def action_save(self) -> None:
        """Save the script."""
        self.save()

    def save(self) -> bool:
        """Save the script and return True, or show the problem and return False."""
        text = self._page.text
        try:
            self._editor.save(self.script, text, self._file_text)
        except CompanionError as error:
            self._file_text = self._editor.raw_text(self.script)  # a second save replaces the file
            self._say(f"{error.message}\n= {error.remedy}" if error.remedy else error.message)
            return False
        self._file_text = self._saved_text = text
        self._show_name()
        self._say("Saved.")
        return True

    def action_next_flaw(self) -> None:
        """Move the cursor to the next flaw."""
        self._page.next_flaw()

    def action_add(self) -> None:
        """Ask for a step and insert an example of it below the current step."""

        def insert(verb: str | None) -> None:
            if verb is not None:
                self._insert(verb)

        self.app.push_screen(StepsSheet(), insert)

    def action_editor(self) -> None:
        """Save the script and open it in the user's own editor; load it again afterwards."""
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
        if not command:
            self._say("Set EDITOR to the program you like to write in.")
            return
        if self.unsaved is not None and not self.save():
            return
        try:
            with self.app.suspend():
                subprocess.run([*shlex.split(command), str(self.script.file)], check=False)
            self._file_text = self._editor.text(self.script)
        except (CompanionError, OSError, ValueError) as error:
            self._say(f"{command} didn't work: {error}")
            return
        self._page.load_text(self._file_text)
        self._saved_text = self._page.text
        self._check()

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of the room; letters are letters here."""
        return (*self.KEYS, *WHILE_WRITING)

    def leave(self) -> None:
        """Leave the room; ask first when there is unsaved text."""
        if self.unsaved is None:
            self.post_message(self.Left())
            return

        def decide(answer: str | None) -> None:
            if answer == "go" or (answer == "save" and self.save()):
                if answer == "go":
                    self._editor.discard_unsaved(self.script)
                    self._saved_text = self._page.text
                self.post_message(self.Left())

        self.app.push_screen(UnsavedSheet(), decide)

    @property
    def _page(self) -> ScriptArea:
        return self.query_one(ScriptArea)

    @property
    def _line(self) -> int:
        return self._page.cursor_location[0]

    def _check(self) -> None:
        self._preview = self._editor.preview(self.script, self._page.text)
        self._page.mark(self._preview.review.diagnostics)
        self._show_name()
        self._show_help()

    def _show_name(self) -> None:
        mark = "" if self.unsaved is None else "  (not saved)"
        self.query_one("#writer-name", Static).update(f"{self.script.name}{mark}")

    def _show_help(self) -> None:
        """Show the lengths, the strip, and a notice, a flaw or help for the cursor's line."""
        if self._preview is None:
            return
        self.query_one("#writer-fits", Static).update(self._preview.fits)
        self.query_one(TimelineStrip).show(self._preview, self._line)
        flaws = self._page.at(self._line)
        text = _flaw_text(flaws[0]) if flaws else self._step_help()
        if self._notice[1:] == self._place:
            text = self._notice[0]
        self.query_one("#writer-told", Static).update(text)

    @property
    def _place(self) -> tuple[str, tuple[int, int]]:
        return self._page.text, self._page.cursor_location

    def _say(self, message: str) -> None:
        """Show a message until the text changes or the cursor moves."""
        self._notice = (message, *self._place)
        self.query_one("#writer-told", Static).update(message)

    def _step_help(self) -> str:
        line = self._page.document.get_line(self._line)
        word = line.strip().removeprefix("- ").split(":")[0]
        verb = VERBS.get(word)
        if verb is not None:
            return f"{verb.name}: {verb.help}\nTakes {verb.takes.says}"
        return _count(self._preview.review.diagnostics if self._preview else ())

    def _insert(self, verb: str) -> None:
        """Insert an example of a step below the step that the cursor is in."""
        lines = list(self._page.document.lines)
        row, indent = place_for_step(lines, self._line)
        text = "".join(f"{indent}{line}\n" for line in VERBS[verb].example.split("\n"))
        at_end = row >= len(lines)
        place = (len(lines) - 1, len(lines[-1])) if at_end else (row, 0)
        self._page.insert(f"\n{text.rstrip()}" if at_end else text, place)
        self._page.move_cursor((row, len(indent) + 2), center=True)


def _flaw_text(diagnostic: Diagnostic) -> str:
    flaw = diagnostic.flaw
    text = f"{flaw.message}\n= {flaw.remedy}" if flaw.remedy else flaw.message
    return "\n".join(map(printable, text.split("\n")))


def _count(diagnostics: tuple[Diagnostic, ...]) -> str:
    mistakes = sum(d.severity == "error" for d in diagnostics)
    advice = len(diagnostics) - mistakes
    counts = [
        *([f"{mistakes} mistake{'s' if mistakes > 1 else ''}"] if mistakes else []),
        *([f"{advice} to think about"] if advice else []),
    ]
    return " · ".join(counts) + (" (F4)" if counts else "Nothing to fix.")

"""The writer's room: a script as text, what is wrong beside its lines, how it will be above it."""

import os
import shlex
import subprocess
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Static

from companion.errors import CompanionError
from companion.reading.diagnostic import Diagnostic, printable
from companion.script.authoring import place_for_step
from companion.script.verbs.table import VERBS
from companion.session.editor import Editor, OpenScript, Preview
from companion.tui.screens.writer_sheets import StepsSheet, UnsavedSheet
from companion.tui.widgets.script_area import ScriptArea
from companion.tui.widgets.strip import TimelineStrip

if TYPE_CHECKING:
    from textual.timer import Timer

# So long after the last key a script is looked at again.
_LOOK_AFTER_S = 0.15


class WriterScreen(Screen[None]):
    """One script, open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "play", "hear from here"),
        Binding("ctrl+s", "save", "save", key_display="^s"),
        Binding("f4", "next_flaw", "next mistake"),
        Binding("f3", "add", "add a step"),
        Binding("f9", "editor", "$EDITOR"),
        Binding("escape", "leave", "leave", key_display="esc", priority=True),
    ]

    class Play(Message):
        """Somebody wants to hear it from a line on."""

        def __init__(self, script: OpenScript, text: str, line: int) -> None:
            super().__init__()
            self.script, self.text, self.line = script, text, line

    class Left(Message):
        """The room was left."""

    def __init__(self, editor: Editor, script: OpenScript) -> None:
        super().__init__()
        self._editor, self.script = editor, script
        # what stands in the file, and what of the page is safe in it
        self._known = "" if script.is_older else script.text
        self._saved = script.text
        self._outlook: Preview | None = None
        self._due: Timer | None = None
        self._notice = ("", "", (-1, -1))

    @property
    def unsaved(self) -> str | None:
        """What is not saved yet, or None when all is."""
        text = self._page.text
        return None if text == self._saved else text

    def compose(self) -> ComposeResult:
        """What it is and which lengths it fits, the strip, the page, a line of help, the keys."""
        with Horizontal(id="writer-top"):
            yield Static(self.script.name, id="writer-name", markup=False)
            yield Static("", id="writer-fits", markup=False)
        yield TimelineStrip()
        yield ScriptArea(self.script.unsaved or self.script.text)
        yield Static("", id="writer-told", markup=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Look at it at once."""
        self._page.focus()
        lines = list(self._page.document.lines)
        first = next((i for i, line in enumerate(lines) if line.startswith("steps:")), -1) + 1
        self._page.move_cursor((first if 0 < first < len(lines) else 0, 0), center=True)
        if not self.script.unsaved:
            self._saved = self._page.text  # line ends are the page's own
        self._look()
        if self.script.is_older:
            self._say("What was not saved last time is here. The file is newer; ctrl+s asks once.")
        elif self.script.unsaved:
            self._say("What was not saved last time is here; ctrl+s saves it.")

    def on_text_area_changed(self) -> None:
        """Look again when nobody has typed for a moment."""
        if self._due is not None:
            self._due.stop()
        self._due = self.set_timer(_LOOK_AFTER_S, self._look)
        self._show_name()

    def on_text_area_selection_changed(self) -> None:
        """Tell about the line one is on."""
        self._tell()

    def action_play(self) -> None:
        """Hear it from the line one is on."""
        self._look()
        mistakes = self._outlook.review.mistakes if self._outlook else ()
        if mistakes:
            self._page.next_flaw()
            self._say("It plays when what is marked is mended.")
            return
        self.post_message(self.Play(self.script, self._page.text, self._line))

    def action_save(self) -> None:
        """Save it, whole or not at all."""
        self.save()

    def save(self) -> bool:
        """Save it; False when that could not be done, which is said."""
        text = self._page.text
        try:
            self._editor.save(self.script, text, self._known)
        except CompanionError as error:
            self._known = self._editor.stands(self.script)  # a second time it is meant
            self._say(f"{error.message}\n= {error.remedy}" if error.remedy else error.message)
            return False
        self._known = self._saved = text
        self._show_name()
        self._say("Saved.")
        return True

    def action_next_flaw(self) -> None:
        """Go to the next thing to mend."""
        self._page.next_flaw()

    def action_add(self) -> None:
        """Choose a step, and put an example of it under this line."""

        def put(verb: str | None) -> None:
            if verb is not None:
                self._insert(verb)

        self.app.push_screen(StepsSheet(), put)

    def action_editor(self) -> None:
        """Write on in an editor of one's own; the room waits."""
        command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
        if not command:
            self._say("Set EDITOR to the program you like to write in.")
            return
        if self.unsaved is not None and not self.save():
            return
        try:
            with self.app.suspend():
                subprocess.run([*shlex.split(command), str(self.script.file)], check=False)
            self._known = self._editor.text(self.script)
        except (CompanionError, OSError, ValueError) as error:
            self._say(f"{command} cannot be used: {error}")
            return
        self._page.load_text(self._known)
        self._saved = self._page.text
        self._look()

    def action_leave(self) -> None:
        """Go, and ask first where something is not saved."""
        if self.unsaved is None:
            self.post_message(self.Left())
            return

        def decide(answer: str | None) -> None:
            if answer == "go" or (answer == "save" and self.save()):
                if answer == "go":
                    self._editor.let_go(self.script)
                    self._saved = self._page.text
                self.post_message(self.Left())

        self.app.push_screen(UnsavedSheet(), decide)

    @property
    def _page(self) -> ScriptArea:
        return self.query_one(ScriptArea)

    @property
    def _line(self) -> int:
        return self._page.cursor_location[0]

    def _look(self) -> None:
        self._outlook = self._editor.look(self.script, self._page.text)
        self._page.mark(self._outlook.review.diagnostics)
        self._show_name()
        self._tell()

    def _show_name(self) -> None:
        mark = "" if self.unsaved is None else "  (not saved)"
        self.query_one("#writer-name", Static).update(f"{self.script.name}{mark}")

    def _tell(self) -> None:
        """What is wrong on this line, else what its step is."""
        if self._outlook is None:
            return
        self.query_one("#writer-fits", Static).update(self._outlook.fits)
        self.query_one(TimelineStrip).show(self._outlook, self._line)
        flaws = self._page.at(self._line)
        words = _words(flaws[0]) if flaws else self._about()
        if self._notice[1:] == self._place:
            words = self._notice[0]
        self.query_one("#writer-told", Static).update(words)

    @property
    def _place(self) -> tuple[str, tuple[int, int]]:
        return self._page.text, self._page.cursor_location

    def _say(self, words: str) -> None:
        """Say something, until somebody writes or moves on."""
        self._notice = (words, *self._place)
        self.query_one("#writer-told", Static).update(words)

    def _about(self) -> str:
        line = self._page.document.get_line(self._line)
        word = line.strip().removeprefix("- ").split(":")[0]
        verb = VERBS.get(word)
        told = f"{verb.name}: {verb.help}\nTakes {verb.takes.says}" if verb else ""
        return told or _count(self._outlook.review.diagnostics if self._outlook else ())

    def _insert(self, verb: str) -> None:
        """Put an example of a step under the step that the cursor is in."""
        lines = list(self._page.document.lines)
        row, indent = place_for_step(lines, self._line)
        text = "".join(f"{indent}{part}\n" for part in VERBS[verb].example.split("\n"))
        at_end = row >= len(lines)
        place = (len(lines) - 1, len(lines[-1])) if at_end else (row, 0)
        self._page.insert(f"\n{text.rstrip()}" if at_end else text, place)
        self._page.move_cursor((row, len(indent) + 2), center=True)


def _words(diagnostic: Diagnostic) -> str:
    flaw = diagnostic.flaw
    words = f"{flaw.message}\n= {flaw.remedy}" if flaw.remedy else flaw.message
    return "\n".join(map(printable, words.split("\n")))


def _count(found: tuple[Diagnostic, ...]) -> str:
    mistakes = sum(d.severity == "error" for d in found)
    advice = len(found) - mistakes
    words = [
        *([f"{mistakes} mistake{'s' if mistakes > 1 else ''}"] if mistakes else []),
        *([f"{advice} to think about"] if advice else []),
    ]
    return " · ".join(words) + (" (F4)" if words else "Nothing to mend.")

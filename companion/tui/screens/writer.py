"""The writer's room: a script as text, what is wrong in its line below, its timeline above."""

import os
import shlex
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget

from companion.errors import CompanionError
from companion.reading.diagnostic import Diagnostic
from companion.script.authoring import help_at
from companion.session.editor import Editor, OpenScript, Preview
from companion.session.keys import WHILE_WRITING, WRITER, Key
from companion.tui.screens.room import Room
from companion.tui.screens.writer_sheets import StepList, UnsavedSheet, WriterHelp
from companion.tui.widgets.key_bar import KeyBar, bindings
from companion.tui.widgets.row import Row
from companion.tui.widgets.script_area import ScriptArea
from companion.tui.widgets.strip import TimelineStrip
from companion.tui.widgets.writer_lines import ToldLines, TopLine, error_words

if TYPE_CHECKING:
    from textual.timer import Timer

# How long after the last key the script is checked again.
_CHECK_AFTER_S = 0.15
_MEND, _NEXT_FLAW = "mend", "flaw"


class WriterScreen(Room[None]):
    """Edits one open script: checks it while the user types, saves it, and has it played."""

    KEYS: ClassVar[tuple[Key, ...]] = WRITER
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(WRITER),
        Binding("pageup", "page_help(-1)", show=False, priority=True),
        Binding("pagedown", "page_help(1)", show=False, priority=True),
    ]
    # Textual declares it as an instance variable; names of parts stand on the strip from 30 rows on
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012
        (0, "-short"),
        (20, "-middle"),
        (30, "-tall"),
    ]

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
        self._title = script.name
        self._page = ScriptArea(script.unsaved or script.text)

    @property
    def unsaved(self) -> str | None:
        """The page's text if it isn't saved yet, else None."""
        text = self._page.text
        return None if text == self._saved_text else text

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that do something now; letters are letters here."""
        has_flaws = self._preview is not None and bool(self._preview.review.diagnostics)
        works = {_MEND: self._mendable is not None, _NEXT_FLAW: has_flaws}
        return (*(key for key in self.KEYS if works.get(key.id, True)), *WHILE_WRITING)

    def compose(self) -> ComposeResult:
        """Lay out name and lengths, the strip, the text beside the steps, and what is told."""
        yield TopLine()
        yield TimelineStrip()
        with Horizontal(id="desk"):
            yield self._page
            yield StepList()
        yield ToldLines()
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
        if mistakes := self._preview.review.mistakes if self._preview else ():
            self._page.go_to((mistakes[0].flaw.span.line, mistakes[0].flaw.span.column))
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

    def action_mend(self) -> None:
        """Make the one change that mends the mistake on this line, or say that there is none."""
        self._check()
        found = self._mendable
        edit = None if found is None else found.edit
        if edit is not None:
            self._page.apply(edit)
            self._check()
            if not self._page.at(self._line):
                self._say("Mended. ctrl+z takes it back.")
        elif self._page.at(self._line):
            self._say("There's more than one way to mend this, so it's left to you.")
        else:
            self._say("Nothing on this line needs mending.")

    def action_next_flaw(self) -> None:
        """Move the cursor to the next flaw, or say that there is none."""
        self._check()
        if self._preview is not None and not self._preview.review.diagnostics:
            self._say("Nothing to mend here.")
        self._page.next_flaw()

    def action_play(self) -> None:
        """Play the script from the cursor's line, or go to its first mistake."""
        self._check()
        mistakes = self._preview.review.mistakes if self._preview else ()
        if not mistakes:
            self.post_message(self.Play(self.script, self._page.text, self._line))
            return
        note = "It plays once this is mended."
        if not any(mistake.flaw.span.line == self._line for mistake in mistakes):
            span = mistakes[0].flaw.span
            self._page.go_to((span.line, span.column))
            note += " The cursor is on it now."
        self._say(note, after_flaw=True)

    @property
    def _mendable(self) -> Diagnostic | None:
        """The first flaw on the cursor's line that one change mends."""
        return next((found for found in self._page.at(self._line) if found.edit is not None), None)

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
            self._say(error_words(error))
            return False
        self._file_text = self._saved_text = text
        self._show_name()
        self._say("Saved.")
        return True

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

    def action_add(self) -> None:
        """Open the list of steps beside the text, or close it."""
        self._show_steps(shows=not self.has_class("-adding"))

    def on_row_chosen(self, event: Row.Chosen) -> None:
        """Insert an example of the chosen step, and go on writing in it."""
        event.stop()
        self._show_steps(shows=False)
        self._page.insert_step(event.row.value)

    def things(self) -> Sequence[Widget]:
        """The steps while they are listed; in the text the arrows move the cursor."""
        return list(self.query("StepList Row").results(Row)) if self.has_class("-adding") else []

    def action_back(self) -> None:
        """Close the help, or the list of steps, or else the room."""
        if self.close_help():
            self._page.focus()
        elif self.has_class("-adding"):
            self._show_steps(shows=False)
        else:
            self.leave()

    def toggle_help(self) -> None:
        """Show the keys and the form of a script, or close them."""
        if self.close_help():
            self._page.focus()
            return
        panel = WriterHelp((*self.KEYS, *WHILE_WRITING))
        self.mount(panel)
        if self.has_class("-narrow"):  # it stands in place of the text, which nobody can see then
            self.call_after_refresh(panel.focus)

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys that turn pages to the text, unless the help is open."""
        return bool(self.query(WriterHelp)) if action == "page_help" else True

    def action_page_help(self, by: int) -> None:
        """Turn a page of the help."""
        panel = self.query_one(WriterHelp)
        panel.scroll_relative(y=by * panel.content_size.height, animate=False)

    def _show_steps(self, *, shows: bool) -> None:
        self.set_class(shows, "-adding")
        if shows:
            self.set_focus(self.query("StepList Row").first(Row))  # before the next key comes
        else:
            self.set_focus(self._page)

    @property
    def _line(self) -> int:
        return self._page.cursor_location[0]

    def _check(self) -> None:
        self._preview = self._editor.preview(self.script, self._page.text)
        if (script := self._preview.review.script) is not None:
            self._title = script.title
        self._page.mark(self._preview.review.diagnostics)
        self._show_name()
        self._show_help()

    def _show_name(self) -> None:
        fits = ("", "") if self._preview is None else self._preview.fits
        note = "" if self.unsaved is None else "not saved yet"
        self.query_one(TopLine).show(self._title, note, fits)

    def _show_help(self) -> None:
        """Show the strip, the keys, and a notice, a flaw or help for the cursor's line."""
        if self._preview is None:
            return
        page, line = self._page, self._line
        self.query_one(TimelineStrip).show(self._preview, line)
        self.query_one(KeyBar).show(self.keys)
        found = self._mendable or next(iter(page.at(line)), None)
        about = help_at(page.document.lines, line)
        self.query_one(ToldLines).show(page.place, found, about, self._preview.review.diagnostics)

    def _say(self, message: str, *, after_flaw: bool = False) -> None:
        """Show a message until the text changes or the cursor moves."""
        self.query_one(ToldLines).keep(message, self._page.place, after_flaw=after_flaw)
        self._show_help()

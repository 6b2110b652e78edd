"""The lines of the writer's room around its text: the name above it, a mistake or help below."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from companion.errors import CompanionError
from companion.reading.diagnostic import Diagnostic, printable
from companion.tui.appearance import muted
from companion.tui.widgets.clickable import Clickable, runs

_GAP = 3
Place = tuple[str, tuple[int, int]]
"""The text of the room, and where its cursor is."""


class TopLine(Widget):
    """The name of a script, whether it is saved, and the lengths it fits.

    Where there isn't room for all, the lengths give way first; the name never does.
    """

    def __init__(self) -> None:
        super().__init__(id="writer-top")
        self.shown: tuple[str, str, tuple[str, str]] = ("", "", ("", ""))

    def show(self, name: str, note: str, fits: tuple[str, str]) -> None:
        """Show a name, a note such as `not saved yet`, and the lengths in two parts."""
        shown = (printable(name), note, fits)
        if shown != self.shown:
            self.shown = shown
            self.refresh()

    def render(self) -> Content:
        """Draw as much as there is room for."""
        width = self.content_size.width
        name, note, (fits, usual) = self.shown
        if cell_len(name) > width:
            return Content.styled(set_cell_size(name, max(0, width - 1)) + "…", "bold")
        left = Content.styled(name, "bold")
        room = width - cell_len(name)
        if note and cell_len(note) + _GAP <= room:
            left = Content.assemble(left, " " * _GAP, (note, muted(self)))
            room -= cell_len(note) + _GAP
        whole = f"{fits}, {usual}" if usual else fits
        right = next((words for words in (whole, fits) if cell_len(words) + _GAP <= room), "")
        gap = " " * max(0, room - cell_len(right))
        return Content.assemble(left, gap, (right, muted(self)))


class ToldLines(Clickable, Static):
    """Says what is wrong in the line under the cursor and how to mend it, or shows help."""

    def __init__(self) -> None:
        super().__init__("", id="writer-told", markup=False)
        # a message, the text and cursor for which it stays, and whether a flaw stands before it
        self._kept: tuple[str, Place | None, bool] = ("", None, False)

    def keep(self, message: str, place: Place, *, after_flaw: bool = False) -> None:
        """Keep a message until the place changes; after a flaw, or in place of it."""
        self._kept = (message, place, after_flaw)

    def show(
        self,
        place: Place,
        found: Diagnostic | None,
        about: tuple[str, str],
        diagnostics: Sequence[Diagnostic],
    ) -> None:
        """Show the message that is kept for this place, or a flaw, or help, or what is left to do.

        Args:
            place: the text and the cursor now.
            found: a flaw on the cursor's line.
            about: the name and the help of the step or key on that line.
            diagnostics: all flaws of the script.
        """
        message, of_place, after_flaw = self._kept
        message = message if of_place == place else ""
        name, words = about
        if found is not None and (after_flaw or not message):
            self.update(self._flaw(found, message))
        elif message or not words:
            self.update(Content(printable(message or _count(diagnostics))))
        else:
            told = (printable(sentence(words)), muted(self))
            self.update(Content.assemble((printable(name), "$primary"), "  ", told))

    def _flaw(self, found: Diagnostic, note: str) -> Content:
        """The words of a mistake: its place, its remedy, the key that applies it, and a note."""
        flaw = found.flaw
        words = " ".join(map(sentence, filter(None, (flaw.message, flaw.remedy))))
        label = "$warning" if found.severity == "error" else "$secondary"
        parts = [Content.assemble((f"Line {flaw.span.line + 1}", label), "  ", printable(words))]
        if found.edit is not None:
            hint = Content.assemble(("f2", "$primary"), (" mends it", muted(self)))
            parts.append(hint.stylize(runs("screen.mend")))
        return Content("  ").join([*parts, *([Content(note)] if note else [])])


def sentence(words: str) -> str:
    """Words as a sentence: with a capital letter, and a full stop."""
    end = "" if words.endswith((".", "?", "!")) else "."
    return f"{words[:1].upper()}{words[1:]}{end}"


def error_words(error: CompanionError) -> str:
    """The words of an error, and of its remedy."""
    return " ".join(map(sentence, filter(None, (error.message, error.remedy))))


def _count(diagnostics: Sequence[Diagnostic]) -> str:
    mistakes = sum(d.severity == "error" for d in diagnostics)
    advice = len(diagnostics) - mistakes
    counts = [
        *([f"{mistakes} mistake{'s' if mistakes > 1 else ''}"] if mistakes else []),
        *([f"{advice} to think about"] if advice else []),
    ]
    return f"{', '.join(counts)}; f4 goes to the next." if counts else "Nothing to mend."

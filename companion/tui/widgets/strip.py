"""The strip widget: a whole session on two lines, to scale, with the cursor's step marked."""

from textual.content import Content
from textual.widget import Widget

from companion.session.editor import Preview
from companion.timeline.views.strip import Sort, Strip, strip

_CELLS: dict[Sort, str] = {"talk": "█", "quiet": "·", "bell": "♪", "breath": "≈", "question": "?"}
_STYLES: dict[Sort, str] = {
    "talk": "$primary",
    "quiet": "$text-muted",
    "bell": "$accent",
    "breath": "$secondary",
    "question": "$warning",
}


class TimelineStrip(Widget):
    """Shows the sections of a script above its cells of speech, silence, bells and so on."""

    def __init__(self) -> None:
        super().__init__(id="strip")
        self._preview: Preview | None = None
        self._line = 0

    def show(self, preview: Preview, line: int) -> None:
        """Show a preview, with the steps on a line marked.

        A preview without a timeline, because the script has mistakes, leaves the last one in place.
        """
        if preview.timeline is not None:
            self._preview = preview
        self._line = line
        self.refresh()

    def render(self) -> Content:
        """Draw the section titles above the cells."""
        preview, width = self._preview, max(10, self.size.width)
        if preview is None or preview.timeline is None:
            return Content("")
        shown = strip(preview.timeline, width, preview.steps_at(self._line))
        return Content("\n").join([_titles(shown, width), _cells(shown)])


def _titles(shown: Strip, width: int) -> Content:
    row = ""
    for i, (column, title) in enumerate(shown.sections):
        later = shown.sections[i + 1 :]
        room = (later[0][0] if later else width) - max(column, len(row)) - 1
        if room > 1 and column >= len(row):
            row = row.ljust(column) + (title if len(title) <= room else title[: room - 1] + "…")
    return Content(row)


def _cells(shown: Strip) -> Content:
    cells = Content("".join(_CELLS[sort] for sort in shown.cells))
    for column, sort in enumerate(shown.cells):
        cells = cells.stylize(_STYLES[sort], column, column + 1)
    return cells.stylize("reverse", *shown.marked) if shown.marked else cells

"""The strip widget: a whole session on one thin line to scale, with the cursor's step bright."""

from textual.content import Content
from textual.widget import Widget

from companion.session.editor import Preview
from companion.timeline.views.strip import Sort, Strip, strip
from companion.tui.appearance import faint, is_stark, muted

_CELLS: dict[Sort, str] = {"talk": "━", "quiet": "─", "bell": "♪", "breath": "≈", "question": "?"}
_ROWS_WITH_TITLES = 2


class TimelineStrip(Widget):
    """Shows the cells of speech, silence, bells and so on, and the sections where there is room."""

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
        """Draw the cells, and the titles of the sections above them if there are two rows."""
        preview, width = self._preview, max(10, self.content_size.width)
        if preview is None or preview.timeline is None:
            return Content("")
        shown = strip(preview.timeline, width, preview.steps_at(self._line))
        rows = [self._cells(shown)]
        if self.content_size.height >= _ROWS_WITH_TITLES:
            rows.insert(0, Content.styled(_titles(shown, width), muted(self)))
        return Content("\n").join(rows)

    def _cells(self, shown: Strip) -> Content:
        """Draw a cell for each moment, and a gap before each section."""
        first, last = shown.marked or (0, 0)
        begins = {column for column, _ in shown.sections if column}
        cells: list[Content | tuple[str, str]] = []
        before: Sort = "quiet"
        for column, sort in enumerate(shown.cells):
            is_marked = first <= column < last
            style = (
                "$primary bold" if is_marked else faint(self) if sort == "quiet" else muted(self)
            )
            if is_marked and is_stark(self):
                style = "reverse"
            letter = _CELLS["quiet" if before == sort == "bell" else sort]  # one note a bell
            letter = " " if column + 1 in begins and not is_marked else letter
            before = sort
            cells.append((letter, style))
        return Content.assemble(*cells)


def _titles(shown: Strip, width: int) -> str:
    row = ""
    for i, (column, title) in enumerate(shown.sections):
        later = shown.sections[i + 1 :]
        room = (later[0][0] if later else width) - max(column, len(row)) - 1
        if room > 1 and column >= len(row):
            row = row.ljust(column) + (title if len(title) <= room else title[: room - 1] + "…")
    return row

"""The line of progress: how far a session is, a piece for each of its parts, without numbers."""

from textual.content import Content
from textual.widget import Widget

from companion.tui.appearance import faint, muted


class ProgressLine(Widget):
    """One thin line; a gap stands between two parts."""

    def __init__(self) -> None:
        super().__init__(id="progress")
        self._ends: tuple[float, ...] = (1.0,)
        self._at = 0.0
        self._shown: tuple[int, int] = (-1, -1)

    def show(self, ends: tuple[float, ...], at: float) -> None:
        """Show how far it is.

        Args:
            ends: the end of each part, as a share of the whole; the last one is 1.
            at: the place now, as a share of the whole.
        """
        width = self.content_size.width
        shown = (round(at * width), sum(end <= at for end in ends))
        if ends == self._ends and shown == self._shown:
            return
        self._ends, self._at, self._shown = ends, at, shown
        self.refresh()

    def render(self) -> Content:
        """Draw the past bright, this part in the colour of keys, and the rest faint."""
        width = self.content_size.width
        here = round(self._at * width)
        pieces: list[tuple[str, str] | str] = []
        start = 0.0
        for number, end in enumerate(self._ends):
            first, last = round(start * width), round(end * width)
            gap = 1 if number + 1 < len(self._ends) and last - first > 1 else 0
            done = min(max(0, here - first), last - first - gap)
            is_now = start <= self._at < end
            pieces += [
                ("━" * done, "$primary" if is_now else muted(self)),
                ("─" * (last - first - gap - done), faint(self)),
                " " * gap,
            ]
            start = end
        return Content.assemble(*pieces)

"""A picture that moves ten times a second, drawn as any app of Textual does: the yardstick.

    python benchmarks/moving_picture.py

`playing.py` runs it beside the sessions, because a share of a core says little without the core:
on two machines, the same breath was measured to cost 4.7 and 6.2 %.
"""

import itertools
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from companion.tui.widgets.lamp_drawing import Colours, draw_smooth

_COLOURS = ("#101014", "#402010", "#a06030", "#ffd0a0")
_TICK_S, _STEPS = 0.1, 40


class Picture(Widget):
    """A light that grows and shrinks; every picture is drawn once and kept."""

    DEFAULT_CSS = "Picture { width: 100%; height: 55%; }"

    def __init__(self) -> None:
        super().__init__()
        self._ramp = Colours(*map(Color.parse, _COLOURS)).ramp()
        self._kept: dict[int, tuple[Strip, ...]] = {}
        self._step = 0

    def on_mount(self) -> None:
        """Begin to move."""
        there_and_back = itertools.cycle((*range(_STEPS), *reversed(range(_STEPS))))
        self.set_interval(_TICK_S, lambda: self._show(next(there_and_back)))

    def render_line(self, y: int) -> Strip:
        """Return one row of the picture."""
        if self._step not in self._kept:
            full = 0.3 + 0.7 * self._step / _STEPS
            self._kept[self._step] = draw_smooth(*self.size, full, 1.0, self._ramp)
        return self._kept[self._step][y]

    def _show(self, step: int) -> None:
        self._step = step
        self.refresh()


class MovingPicture(App[None]):
    """Nothing but the picture."""

    BINDINGS = [("q", "quit", "")]  # noqa: RUF012 - as Textual declares it

    def compose(self) -> ComposeResult:
        """Lay out the picture."""
        yield Picture()


if __name__ == "__main__":
    MovingPicture().run()

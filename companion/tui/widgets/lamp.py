"""The lamp widget: it widens with a breath, swells a little in a silence, and else is still."""

import os
from typing import Literal

from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from companion.tui.appearance import Motion, is_ascii
from companion.tui.widgets.lamp_drawing import (
    FEWER_LEVELS,
    LEVELS,
    Colours,
    draw_bar,
    draw_dots,
    draw_rings,
    draw_smooth,
    reach_of,
)
from companion.tui.widgets.terminal_rows import write_rows

Drawing = Literal["smooth", "rings", "dots", "bar"]
# A step is a fifth of a pixel: finer ones can't be seen, and each is one more picture to draw.
_STEPS_A_PIXEL, _STEPS, _FEWER_STEPS = 5, 120, 60
_MOST_KEPT = 600


class Lamp(Widget):
    """Shows a fullness from 0 to 1; every picture is drawn once and kept.

    Args:
        motion: how much may move; without full motion it is a bar of `=`.
    """

    def __init__(self, motion: Motion) -> None:
        super().__init__(id="lamp")
        self._is_bar = motion != "full"
        self._is_far = "SSH_CONNECTION" in os.environ  # over ssh fewer bytes are sent
        self._full = 0.3
        self._strength = 1.0
        self._kept: dict[tuple[int, int, int, float, Drawing | None], tuple[Strip, ...]] = {}
        self._shown: tuple[Strip, ...] = ()
        self.drawing: Drawing | None = None
        """The way to draw; None for the best one that the terminal can show."""

    def on_mount(self) -> None:
        """Draw again when the theme changes."""
        self.app.theme_changed_signal.subscribe(self, self._forget)

    def show(self, full: float, strength: float = 1.0) -> None:
        """Show a fullness.

        Args:
            full: 0 to 1.
            strength: how bright it is, 0 to 1; a faint lamp is an ember.
        """
        steps = self.steps
        if (round(full * steps), strength) == (round(self._full * steps), self._strength):
            return
        self._full, self._strength = full, strength
        old, new = self._shown, self._picture()
        if len(old) != len(new) or not self.is_mounted:
            self.refresh()
            return
        # only rows that differ are sent to the terminal
        changed = {y: b for y, (a, b) in enumerate(zip(old, new, strict=True)) if a != b}
        if not changed or write_rows(self, changed):
            self._shown = new
        else:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def render_line(self, y: int) -> Strip:
        """Return one row of the picture."""
        self._shown = picture = self._picture()
        return picture[y] if y < len(picture) else Strip.blank(self.size.width)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows of the picture; it has no border that would have to be drawn around it."""
        if crop.size != self.size or self.app.get_line_filters():
            return super().render_lines(crop)
        self._shown = self._picture()
        return list(self._shown)

    @property
    def steps(self) -> int:
        """The number of pictures from an empty lamp to a full one, as many as can be told apart."""
        most = _FEWER_STEPS if self._is_far else _STEPS
        if (self.drawing or self._best()) == "bar":
            return most  # it steps in eighths by itself
        return min(most, round(_STEPS_A_PIXEL * reach_of(*self.size)) or most)

    def _forget(self, _: object) -> None:
        self._kept.clear()
        self.refresh()

    def _picture(self) -> tuple[Strip, ...]:
        steps = self.steps
        step = round(self._full * steps)
        key = (*self.size, step, self._strength, self.drawing)
        if key not in self._kept:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = self._draw(step / steps)
        return self._kept[key]

    def _draw(self, full: float) -> tuple[Strip, ...]:
        width, height = self.size
        room = self.background_colors[1]
        match self.drawing or self._best():
            case "bar":
                return draw_bar(width, height, full, self.rich_style)
            case "dots":
                return draw_dots(width, height, full, self._strength, self._one_colour())
            case "rings":
                return draw_rings(width, height, full, self._strength, room)
            case _:
                names = ("orb-rim", "orb-body", "orb-heart")
                tokens = (Color.parse(self.app.theme_variables[name]) for name in names)
                levels = FEWER_LEVELS if self._is_far else LEVELS
                ramp = Colours(room, *tokens).ramp(levels)
                return draw_smooth(width, height, full, self._strength, ramp)

    def _best(self) -> Drawing:
        if self._is_bar or is_ascii(self):
            return "bar"
        app = self.app
        system = app.console.color_system
        if app.no_color or app.native_ansi_color or system in ("standard", None):
            return "dots"
        return "rings" if system == "256" else "smooth"

    def _one_colour(self) -> Style:
        style = self.rich_style
        if self.app.no_color or self.app.native_ansi_color:
            return style
        colour = Color.parse(self.app.theme_variables["orb-body"])
        return style + Style(color=colour.rich_color)

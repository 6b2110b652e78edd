"""Drawing of the lamp that shows a breath: a light in mist, with soft edges.

Pure functions from a size and a fullness to strips of cells. Brightness falls off from a bright
heart to an edge a third of the radius wide, with a glow that ends before the picture does.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import exp, hypot

from rich.color import Color as TerminalColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

LEVELS, FEWER_LEVELS = 128, 40
# 256 colours: rings of one warm ramp, because dithering looks like noise
_RINGS = (0, 233, 234, 235, 236, 237, 95, 95, 137, 137, 137, 180, 180, 180, 223, 223)
_BAYER = ((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5))
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BRAILLE = 0x2800
_BAR = 24
_EIGHTHS = 8
# The brightness is looked up by eighths of a pixel.
_FINE = 8


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of the lamp: the room around it, its rim, its body and its heart."""

    room: Color
    rim: Color
    body: Color
    heart: Color

    def ramp(self, levels: int = LEVELS) -> list[TerminalColor]:
        """Return `levels` colours from the room to the heart."""
        stops = ((0.0, self.room), (0.14, self.rim), (0.52, self.body), (1.0, self.heart))
        colours = []
        for number in range(levels):
            at = number / (levels - 1)
            last = next(i for i in range(1, len(stops)) if at <= stops[i][0])
            (start, low), (end, high) = stops[last - 1], stops[last]
            colours.append(low.blend(high, (at - start) / (end - start)).rich_color)
        return colours


def brightness(distance: float, radius: float, reach: float) -> float:
    """Return how bright a point is, 0 for the room to 1 for the heart.

    Args:
        distance: from the middle, in pixels.
        radius: of the lamp now.
        reach: the radius of the fullest lamp that fits the picture.
    """
    soft = 1.2 + radius * 0.20
    edge = min(1.0, max(0.0, (radius + soft * 0.7 - distance) / (1.7 * soft)))
    edge = edge * edge * (3 - 2 * edge)
    inside = min(1.0, distance / (radius + 0.01))
    body = 0.38 + 0.62 * float((1 - inside * inside) ** 1.5)
    glow = 0.20 * exp(-max(0.0, distance - radius) / (reach * 0.22))
    fade = min(1.0, max(0.0, (reach * 1.22 - distance) / (reach * 0.5)))
    return edge * body + (1 - edge) * glow * fade * fade


def reach_of(width: int, height: int) -> float:
    """The radius of the fullest lamp in half blocks, in pixels; a cell is two, one on another."""
    return min(height, width / 2) * 0.80


def draw_smooth(
    width: int, height: int, full: float, strength: float, ramp: list[TerminalColor]
) -> tuple[Strip, ...]:
    """Draw the lamp in half blocks of true colour: each cell is two square pixels."""
    return _halves(width, height, full, strength, ramp)


def draw_rings(
    width: int, height: int, full: float, strength: float, room: Color
) -> tuple[Strip, ...]:
    """Draw the lamp in half blocks of the 256 colours of a terminal."""
    ramp = [room.rich_color, *(TerminalColor.from_ansi(number) for number in _RINGS[1:])]
    return _halves(width, height, full, strength, ramp)


def _halves(
    width: int, height: int, full: float, strength: float, ramp: list[TerminalColor]
) -> tuple[Strip, ...]:
    if not width or not height:  # before the page is laid out
        return tuple(Strip.blank(width) for _ in range(height))
    reach = reach_of(width, height)
    radius = full * reach
    distances = _distances(width, height)
    furthest = max(map(max, distances))
    levels = [
        int(brightness(n / _FINE, radius, reach) * strength * (len(ramp) - 1) + 0.5)
        for n in range(furthest + 1)
    ]
    # a quarter of the picture is all of it: the rest is its mirror image
    quarter = [[levels[n] for n in row] for row in distances]
    rows = quarter + quarter[::-1]
    styles: dict[tuple[int, int], Style] = {}
    strips = []
    half = (width + 1) // 2
    for y in range(height):
        left = list(zip(rows[2 * y], rows[2 * y + 1], strict=True))
        cells = left + left[: width - half][::-1]
        segments, run = [], 0
        for x, cell in enumerate(cells):
            run += 1
            if x + 1 == width or cells[x + 1] != cell:
                if cell not in styles:
                    styles[cell] = Style(color=ramp[cell[0]], bgcolor=ramp[cell[1]])
                segments.append(Segment((" " if cell[0] == cell[1] else "▀") * run, styles[cell]))
                run = 0
        strips.append(Strip(segments, width))
    return tuple(strips)


@lru_cache(maxsize=2)
def _distances(width: int, height: int) -> list[list[int]]:
    """The distance of each pixel of a quarter from the middle, in parts of a pixel, by rows."""
    middle_x, middle_y = (width - 1) / 2, height - 0.5
    return [
        [round(_FINE * hypot(x - middle_x, y - middle_y)) for x in range((width + 1) // 2)]
        for y in range(height)
    ]


def draw_dots(
    width: int, height: int, full: float, strength: float, style: Style
) -> tuple[Strip, ...]:
    """Draw the lamp in braille, of one colour or none: its edge dissolves into fewer dots."""
    reach = min(height * 2, width) * 0.86
    radius = full * reach
    middle_x, middle_y = width - 0.5, height * 2 - 0.5

    def is_dot(x: int, y: int) -> bool:
        distance = ((x - middle_x) ** 2 + (y - middle_y) ** 2) ** 0.5
        value = brightness(distance, radius, reach) * strength
        return (value - 0.03) * 1.25 > (_BAYER[y % 4][x % 4] + 0.5) / 16

    strips = []
    for y in range(height):
        row = []
        for x in range(width):
            cell = ((dx, dy) for dy in range(4) for dx in range(2))
            bits = sum(_DOTS[dy][dx] for dx, dy in cell if is_dot(2 * x + dx, 4 * y + dy))
            row.append(chr(_BRAILLE + bits) if bits else " ")
        strips.append(Strip([Segment("".join(row), style)], width))
    return tuple(strips)


def draw_bar(width: int, height: int, full: float, style: Style) -> tuple[Strip, ...]:
    """Draw one line of `=` and `-` that steps in eighths, in the middle row."""
    length = max(1, min(_BAR, width - 4))
    done = round(round(full * _EIGHTHS) / _EIGHTHS * length)
    bar = ("=" * done + "-" * (length - done)).center(width)
    rows = (bar if y == height // 2 else " " * width for y in range(height))
    return tuple(Strip([Segment(row, style)], width) for row in rows)

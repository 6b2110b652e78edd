"""The lamp: its picture is a light in the middle, the same on all sides, at every size."""

from itertools import product

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.strip import Strip

from companion.tui.widgets.lamp_drawing import LEVELS, Colours, brightness, draw_smooth

RAMP = Colours(*map(Color.parse, ("#101014", "#402010", "#a06030", "#ffd0a0"))).ramp()
ORDER = {colour.triplet: number for number, colour in enumerate(RAMP)}
SIZES = ((39, 11), (40, 12), (61, 20), (1, 1))


def pixels(picture: tuple[Strip, ...]) -> list[list[int]]:
    """The brightness of each pixel, two rows of them for each row of cells."""
    rows: list[list[int]] = []
    for strip in picture:
        top: list[int] = []
        bottom: list[int] = []
        for segment in strip:
            top += len(segment.text) * [level(segment, is_top=segment.text[0] != " ")]
            bottom += len(segment.text) * [level(segment, is_top=False)]
        rows += [top, bottom]
    return rows


def level(segment: Segment, *, is_top: bool) -> int:
    assert segment.style is not None
    colour = segment.style.color if is_top else segment.style.bgcolor
    assert colour is not None
    return ORDER[colour.triplet]


@pytest.mark.parametrize(("size", "full"), list(product(SIZES, (0.3, 0.65, 1.0))))
def test_it_is_the_same_on_all_sides_and_as_bright_as_it_should_be(
    size: tuple[int, int], full: float
) -> None:
    width, height = size
    rows = pixels(draw_smooth(width, height, full, 1.0, RAMP))
    assert rows == rows[::-1]
    assert rows == [row[::-1] for row in rows]
    reach = min(height, width / 2) * 0.80
    for y, x in product(range(2 * height), range(width)):
        distance = ((x - (width - 1) / 2) ** 2 + (y - height + 0.5) ** 2) ** 0.5
        exact = brightness(distance, full * reach, reach) * (LEVELS - 1)
        # a sixteenth of a pixel away, at the steepest place
        assert rows[y][x] == pytest.approx(exact, abs=4)


@pytest.mark.parametrize("size", [(0, 0), (0, 5), (5, 0)])
def test_before_the_page_is_laid_out_there_is_nothing_to_draw(size: tuple[int, int]) -> None:
    width, height = size
    picture = draw_smooth(width, height, 0.5, 1.0, RAMP)
    assert [strip.cell_length for strip in picture] == [width] * height

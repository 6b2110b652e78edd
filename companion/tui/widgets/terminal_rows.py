"""Rows of a widget, written straight to the terminal.

Textual puts a page together from all its widgets for each change, which costs seven times as much
as writing one picture of the lamp. This is apart from the lamp because it knows what Textual keeps
to itself.
"""

import sys
from collections.abc import Mapping

from rich.control import Control
from textual.strip import Strip
from textual.widget import Widget


def write_rows(widget: Widget, rows: Mapping[int, Strip]) -> bool:
    """Write rows of a widget, unless more is to be drawn or something stands over it.

    Args:
        widget: what the rows belong to; it draws them like this from now on.
        rows: whole rows by their number.

    Returns:
        Whether they were written; if not, the widget has to be refreshed.
    """
    app = widget.app
    driver = app._driver  # noqa: SLF001
    if driver is None or app.is_headless or not _is_alone(widget):
        return False
    x, y = widget.region.offset
    pieces = [_move_to(x, y + row) + strip.render(app.console) for row, strip in rows.items()]
    app._begin_update()  # noqa: SLF001
    driver.write("".join(pieces) + _move_to(*app.cursor_position))
    app._end_update()  # noqa: SLF001
    driver.flush()
    return True


def _move_to(x: int, y: int) -> str:
    return Control.move_to(x, y).segment.text


def _is_alone(widget: Widget) -> bool:
    """Whether all of a widget is to be seen, and nothing else is to be drawn."""
    app, screen = widget.app, widget.screen
    if app.screen is not screen or app.get_line_filters() or sys.platform == "win32":
        return False  # Windows garbles long writes, which Textual divides
    compositor = screen._compositor  # noqa: SLF001
    if screen._layout_required or screen._dirty_widgets or compositor._dirty_regions:  # noqa: SLF001
        return False
    places = compositor.visible_widgets
    if widget not in places:
        return False
    region, clip = places[widget]
    around = {widget, *widget.ancestors}
    return clip.contains_region(region) and not any(
        region.overlaps(place) for other, (place, _) in places.items() if other not in around
    )

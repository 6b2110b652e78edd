"""Screens as rows of text, compared with files: `COMPANION_UPDATE_SCREENS=1` writes them again."""

import asyncio
import html
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot

FOLDER = Path(__file__).parent / "snapshots"
_CELL = 12.2
_TEXT = re.compile(r'<text class="[^"]*-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')
# read at import, before the fixture that clears the environment
UPDATE = "COMPANION_UPDATE_SCREENS" in os.environ


def rows(app: App[int]) -> str:
    """The text on the screen, row by row."""
    cells: dict[float, dict[int, str]] = {}
    for x, y, escaped in _TEXT.findall(app.export_screenshot()):
        text = html.unescape(escaped).replace("\xa0", " ")
        cells.setdefault(float(y), {})[round(float(x) / _CELL)] = text
    lines = []
    for y in sorted(cells):
        line = ""
        for x in sorted(cells[y]):
            line = line.ljust(x) + cells[y][x]
        lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


async def compare(pilot: Pilot[int], name: str) -> None:
    """Check that a screen comes to show the text in its file."""
    file = FOLDER / f"{name}.txt"
    if UPDATE:
        await settle(pilot)
        file.parent.mkdir(exist_ok=True)
        file.write_text(rows(pilot.app), "utf-8")
    wanted = file.read_text("utf-8")
    with suppress(AssertionError):
        await until(pilot, lambda: rows(pilot.app) == wanted)
    assert rows(pilot.app) == wanted


async def settle(pilot: Pilot[int], most_s: float = 10.0) -> None:
    """Wait until the page on top has its widgets, and has drawn them."""
    deadline = time.monotonic() + most_s
    await pilot.pause()
    while not pilot.app.screen.is_mounted and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
        await pilot.pause()
    await pilot.pause()


async def until(pilot: Pilot[int], condition: Callable[[], object], most_s: float = 10.0) -> None:
    """Wait until a condition holds and the page is whole; after `most_s` seconds, fail and show it."""
    deadline = time.monotonic() + most_s
    await pilot.pause()
    while not condition():
        if time.monotonic() > deadline:
            code = condition.__code__
            place = f"{Path(code.co_filename).name}:{code.co_firstlineno}"
            message = f"the condition at {place} did not hold within {most_s:g} s; the screen is\n"
            raise AssertionError(message + rows(pilot.app))
        await asyncio.sleep(0.01)
        await pilot.pause()
    await settle(pilot)

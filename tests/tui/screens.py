"""Screens as rows of text, compared with files: `COMPANION_UPDATE_SCREENS=1` writes them anew."""

import html
import os
import re
from pathlib import Path

from textual.app import App

FOLDER = Path(__file__).parent / "snapshots"
_CELL = 12.2
_TEXT = re.compile(r'<text class="[^"]*-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')
# read at import, before the fixture that clears the environment
UPDATE = "COMPANION_UPDATE_SCREENS" in os.environ


def rows(app: App[int]) -> str:
    """What is on the screen."""
    lines: dict[float, dict[int, str]] = {}
    for x, y, words in _TEXT.findall(app.export_screenshot()):
        text = html.unescape(words).replace("\xa0", " ")
        lines.setdefault(float(y), {})[round(float(x) / _CELL)] = text
    shown = []
    for y in sorted(lines):
        row = ""
        for x in sorted(lines[y]):
            row = row.ljust(x) + lines[y][x]
        shown.append(row.rstrip())
    return "\n".join(shown) + "\n"


def compare(app: App[int], name: str) -> None:
    """Hold a screen against its file."""
    file = FOLDER / f"{name}.txt"
    shown = rows(app)
    if UPDATE:
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown, "utf-8")
    assert shown == file.read_text("utf-8")

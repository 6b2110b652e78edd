"""The pictures of the README, drawn by `make screenshots` without network or sound."""

import asyncio
import html
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from companion.audio.recipe import Kit
from companion.session.sitting import Sitting
from companion.session.transport import Transport
from companion.store.library import Library
from companion.timeline.arranging.arrange import arrange
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.timeline import Breathing
from companion.tui.app import CompanionApp
from companion.tui.screens.session import SessionScreen
from companion.tui.services import Opening
from companion.tui.widgets.lamp import Lamp
from companion.tui.widgets.script_area import ScriptArea
from tests.fakes import arrivals
from tests.tui.services import FakeServices

SIZE = (80, 24)
DOORS = ("first-two-minutes", "sit-with-it")
_CELL, _LINE = 12.2, 24.4
_BLOCKS = {  # x, y, width and height as shares of a cell
    "▀": (0, 0, 1, 0.5), "▄": (0, 0.5, 1, 0.5), "█": (0, 0, 1, 1), "▌": (0, 0, 0.5, 1),
    "▐": (0.5, 0, 0.5, 1),
}  # fmt: skip
_TEXT = re.compile(
    r'<text class="([^"]+-r\d+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" '
    r'clip-path="url\(#[^)]*-line-(\d+)\)">([^<]*)</text>'
)
_FONT = re.compile(r"@font-face\s*{[^}]*}", re.DOTALL)


def begun(services: FakeServices, name: str, request: Request) -> Transport:
    """A session that only a crank moves."""
    library = Library(Path("none"), Path("none"))
    script = library.load(library.find(name))
    kit = Kit(library.bells)
    planned = plan(script, request, kit.lengths)
    timeline = arrange(planned, {}, request.length)
    sitting = Sitting(script, planned, timeline.total, timeline, {}, kit)
    return Transport(sitting, arrivals(), services.sink, services.notices)


def save(app: CompanionApp, name: str) -> None:
    """Write the screen as an SVG that renders the same everywhere, without a font from the web.

    Each word is placed by itself, because renderers that aren't browsers drop runs of spaces, and
    block characters become rectangles, because fonts leave seams between them.
    """
    svg = _FONT.sub("", app.export_screenshot(title="companion"))
    svg = re.sub(r"<!--.*?-->", "", svg)
    svg = svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    svg = _TEXT.sub(_place, svg)
    assert "http" not in svg.replace("http://www.w3.org", "")
    (Path(__file__).parent / name).write_text(svg + "\n", "utf-8")


def _place(match: re.Match[str]) -> str:
    """Place each word of a run of text, and each run of one block character, by itself."""
    kind, left, base, line = match[1], float(match[2]), float(match[3]), int(match[4] or 0)
    text = html.unescape(match[5]).replace("\xa0", " ")
    pieces = []
    for piece in re.finditer(r"([▀▄█▌▐])\1*|[^ ▀▄█▌▐]+", text):
        x, width = left + piece.start() * _CELL, len(piece[0]) * _CELL
        if piece[1]:
            dx, dy, share, height = _BLOCKS[piece[1]]
            y = line * _LINE + 1.5 + dy * _LINE
            wide = width if share == 1 else _CELL * share
            pieces.append(
                f'<rect class="{kind}" x="{x + dx * _CELL:.1f}" y="{y:.1f}" width="{wide:.1f}" '
                f'height="{height * _LINE + 0.3:.1f}" shape-rendering="crispEdges"/>'
            )
        else:
            words = html.escape(piece[0], quote=False)
            pieces.append(
                f'<text class="{kind}" x="{x:.1f}" y="{base:g}" textLength="{width:.1f}" '
                f'lengthAdjust="spacingAndGlyphs">{words}</text>'
            )
    return "".join(pieces)


async def session(name: str, request: Request, at: int, file: str) -> None:
    services = FakeServices(Path("none"))
    opening = Opening((name, request), begun(services, name, request))
    app = CompanionApp(services, opening, DOORS)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        timeline = screen._transport.timeline  # noqa: SLF001
        breaths = [p.start for p in timeline.placements if isinstance(p.content, Breathing)]
        services.sink.crank(at or breaths[2] + 2_500)
        lamp = screen.query_one(Lamp)
        lamp.drawing = "smooth"
        lamp.refresh()
        screen.refresh_moment()
        await pilot.pause()
        save(app, file)


async def home(theme: str, file: str) -> None:
    services = FakeServices(Path("none"))
    app = CompanionApp(services, Opening(("", Request())), DOORS)
    async with app.run_test(size=SIZE) as pilot:
        app.theme = theme
        await pilot.press("2")
        await pilot.pause()
        save(app, file)


SCRIPT = """\
companion: 1
title: My evening
steps:
  - section: Arriving
  - bell: soft
  - say: |
      These few minutes are for you. You can stop at any time.
      [3s] Eyes open, lowered or closed, as you like.
  - silence: 6s..20s..2m
  - section: Breathing
  - breathe: {in: 3s, out: 5s, rounds: 3..4..8}
  - section: Coming back
  - say: That's nearly it. It might still hurt. Look around, and get yourself some water.
  - silence: 3s
"""


async def writer(folder: Path) -> None:
    own = folder / "own"
    own.mkdir()
    text = SCRIPT.replace("- bell: soft", "- bell: sfot", 1)
    (own / "my-evening.yaml").write_text(text, "utf-8")
    services = FakeServices(folder)
    opened = services.editor.open("my-evening")
    app = CompanionApp(services, Opening(("my-evening", Request()), script=opened), DOORS)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        area = app.screen.query_one(ScriptArea)
        area.load_text(SCRIPT)
        await pilot.pause(0.4)
        area.load_text(text)
        await pilot.pause(0.4)
        area.cursor_blink = False
        await pilot.press("f4")
        await pilot.pause(0.2)
        save(app, "writer.svg")


async def main() -> None:
    await home("night", "home.svg")
    await home("paper", "home-light.svg")
    await session("first-two-minutes", Request(), 2_100, "session.svg")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "my-evening.yaml"
        file.write_text(SCRIPT, "utf-8")
        await session(str(file), Request(), 0, "breath.svg")
        await writer(Path(folder))


if __name__ == "__main__":
    asyncio.run(main())

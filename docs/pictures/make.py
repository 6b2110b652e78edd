"""The pictures of the README, drawn by `make screenshots` without network or sound."""

import asyncio
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
from companion.tui.widgets.script_area import ScriptArea
from tests.fakes import arrivals
from tests.tui.services import FakeServices

SIZE = (80, 24)
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
    """Write the screen as an SVG, without the font that it would fetch from the web."""
    svg = _FONT.sub("", app.export_screenshot(title="companion"))
    svg = re.sub(r"<!--.*?-->", "", svg)
    svg = svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    assert "http" not in svg.replace("http://www.w3.org", "")
    (Path(__file__).parent / name).write_text(svg + "\n", "utf-8")


async def session(name: str, request: Request, at: int, file: str) -> None:
    services = FakeServices(Path("none"))
    opening = Opening((name, request), begun(services, name, request))
    app = CompanionApp(services, opening, ("", ""))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        timeline = screen._transport.timeline  # noqa: SLF001
        breaths = [p.start for p in timeline.placements if isinstance(p.content, Breathing)]
        services.sink.crank(at or breaths[2] + 2_500)
        screen.refresh_moment()
        await pilot.pause()
        save(app, file)


SCRIPT = """\
companion: 1
title: My evening
steps:
  - section: Arriving
  - bell: soft
  - say: |
      This is a few minutes for you. You can stop at any time.
      [3s] Eyes open, lowered or closed, as you like.
  - silence: 6s..20s..2m
  - section: Breathing
  - breathe: {in: 3s, out: 5s, rounds: 3..4..8}
  - section: Coming back
  - say: This is ending. What you feel may still be here, and that is allowed.
  - silence: 3s
"""


async def writer(folder: Path) -> None:
    own = folder / "own"
    own.mkdir()
    text = SCRIPT.replace("- bell: soft", "- bell: sfot", 1)
    (own / "my-evening.yaml").write_text(text, "utf-8")
    services = FakeServices(folder)
    opened = services.editor.open("my-evening")
    app = CompanionApp(services, Opening(("my-evening", Request()), script=opened), ("", ""))
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
    await session("first-two-minutes", Request(), 2_100, "session.svg")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "my-evening.yaml"
        file.write_text(SCRIPT, "utf-8")
        await session(str(file), Request(), 0, "breath.svg")
        await writer(Path(folder))


if __name__ == "__main__":
    asyncio.run(main())

"""Draw the pictures of the README: `make screenshots`. Nothing is fetched, nothing sounds."""

import asyncio
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from companion.session.prepare import Sitting
from companion.session.transport import Transport
from companion.store.library import Library
from companion.timeline.arrange import arrange
from companion.timeline.plan import Request, plan
from companion.timeline.timeline import Breathing
from companion.tui.app import CompanionApp
from companion.tui.player import Opening
from companion.tui.screens.session import SessionScreen
from tests.fakes import CrankSink, arrivals

SIZE = (80, 24)
_FONT = re.compile(r"@font-face\s*{[^}]*}", re.DOTALL)


class Shelf:
    """Begins sessions that only a crank moves."""

    def __init__(self) -> None:
        self.library = Library(Path("none"), Path("none"))
        self.sink = CrankSink()

    def begin(self, name: str, request: Request) -> Transport:
        script = self.library.load(self.library.find(name))
        lengths = {bell: b.length for bell, b in self.library.bells.items()}
        planned = plan(script, request, lengths)
        timeline = arrange(planned, {}, request.length)
        sitting = Sitting(script, planned, timeline.total, timeline, {}, self.library.bells)
        return Transport(sitting, arrivals(), self.sink, list)

    def entries(self) -> tuple[tuple[str, str, str], ...]:
        return ()


def save(app: CompanionApp, name: str) -> None:
    """Write the screen, without the outside font that the drawing would fetch."""
    svg = _FONT.sub("", app.export_screenshot(title="companion"))
    svg = re.sub(r"<!--.*?-->", "", svg)
    svg = svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, DejaVu Sans Mono")
    assert "http" not in svg.replace("http://www.w3.org", "")
    (Path(__file__).parent / name).write_text(svg + "\n", "utf-8")


async def session(name: str, request: Request, at: int, file: str) -> None:
    shelf = Shelf()
    app = CompanionApp(shelf, Opening((name, request), shelf.begin(name, request)), ("", ""))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, SessionScreen)
        timeline = screen._transport.timeline  # noqa: SLF001
        breaths = [p.start for p in timeline.placements if isinstance(p.content, Breathing)]
        shelf.sink.crank(at or breaths[2] + 2_500)
        screen.refresh_moment()
        await pilot.pause()
        save(app, file)


async def main() -> None:
    await session("first-two-minutes", Request(), 2_100, "session.svg")
    with tempfile.TemporaryDirectory() as folder:
        from companion.cli.new import TEMPLATE

        file = Path(folder) / "my-evening.yaml"
        file.write_text(TEMPLATE.format(name="my-evening", title="My evening"), "utf-8")
        await session(str(file), Request(), 0, "breath.svg")


if __name__ == "__main__":
    asyncio.run(main())

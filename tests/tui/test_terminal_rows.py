"""Rows of the lamp that go straight to the terminal: what Textual would write, and only there."""

import re
from pathlib import Path

import pytest
from textual.containers import Vertical
from textual.pilot import Pilot

from companion.timeline.timeline import Breathing
from companion.tui.app import CompanionApp
from companion.tui.screens.pages import HiddenScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.widgets import lamp as lamp_module
from companion.tui.widgets.lamp import Lamp
from tests.tui.services import FakeServices
from tests.tui.stage import go_to, make_app, session

_MARKS = re.compile(r"\x1b\[\?2026[hl]|\n")
_PLACE = re.compile(r"\x1b\[(\d+);(\d+)H")


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeServices:
    monkeypatch.setenv("COMPANION_MOTION", "full")
    # the page looks once, so that only the test moves the lamp
    monkeypatch.setattr(SessionScreen, "_tick", SessionScreen.refresh_moment)
    return FakeServices(tmp_path)


class Terminal:
    """What an app writes, once it believes that it has a terminal."""

    def __init__(self, app: CompanionApp, monkeypatch: pytest.MonkeyPatch) -> None:
        self._written: list[str] = []
        monkeypatch.setattr(type(app), "is_headless", False)
        monkeypatch.setattr(app._driver, "write", self._written.append)
        monkeypatch.setattr(app._driver, "flush", lambda: None)

    def taken(self) -> str:
        """What was written since the last call, without the marks around an update."""
        text = _MARKS.sub("", "".join(self._written))
        self._written.clear()
        return text


async def drawn(pilot: Pilot[int]) -> None:
    """Wait until nothing is to be drawn."""
    for _ in range(3):
        await pilot.pause()


async def lamp_of(app: CompanionApp, services: FakeServices, pilot: Pilot[int]) -> Lamp:
    """The lamp of a breath, as it is drawn in true colour."""
    await drawn(pilot)
    timeline = session(app)._transport.timeline
    start = next(p.start for p in timeline.placements if isinstance(p.content, Breathing))
    go_to(app, services, start + 100)
    lamp = app.screen.query_one(Lamp)
    lamp.drawing = "smooth"
    lamp.show(0.4, 1.0)
    await drawn(pilot)
    return lamp


async def test_a_picture_is_written_as_the_whole_page_would_write_it(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        lamp = await lamp_of(app, services, pilot)
        terminal = Terminal(app, monkeypatch)
        lamp.show(0.7, 1.0)
        at_once = terminal.taken()
        await drawn(pilot)
        assert terminal.taken() == ""  # nothing is drawn twice
        monkeypatch.setattr(lamp_module, "write_rows", lambda *_: False)
        lamp.show(0.4, 1.0)
        await drawn(pilot)
        terminal.taken()
        lamp.show(0.7, 1.0)
        assert terminal.taken() == ""
        await drawn(pilot)
        assert at_once == terminal.taken()
        places = [(int(y) - 1, int(x) - 1) for y, x in _PLACE.findall(at_once)][:-1]
        assert places
        assert all(lamp.region.contains(x, y) for y, x in places)


@pytest.mark.parametrize("over", ["a page", "a message", "a page to lay out", "too little room"])
async def test_it_is_left_to_textual_where_more_is_to_be_drawn(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch, over: str
) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        lamp = await lamp_of(app, services, pilot)
        match over:
            case "a page":
                app.push_screen(HiddenScreen("h"))
                await drawn(pilot)
            case "a message":
                app.notify("words " * 200, timeout=60)
                await drawn(pilot)
            case "a page to lay out":
                app.screen.refresh(layout=True)
            case _:
                lamp.styles.min_height = 9
                lamp.query_ancestor(Vertical).styles.height = 5
                await drawn(pilot)
        terminal = Terminal(app, monkeypatch)
        lamp.show(0.7, 1.0)
        assert terminal.taken() == ""


async def test_without_a_terminal_it_is_drawn_as_ever(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        lamp = await lamp_of(app, services, pilot)
        small = app.export_screenshot()
        lamp.show(0.9, 1.0)
        await drawn(pilot)
        assert app.export_screenshot() != small

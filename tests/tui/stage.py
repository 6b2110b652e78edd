"""The app on fake services, and the pages that tests look at."""

import asyncio

from textual.pilot import Pilot
from textual.widgets import Static

from companion.timeline.request import AT_ONCE, Request
from companion.tui.app import CompanionApp
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.services import Opening
from companion.tui.widgets.row import Row
from tests.tui.screens import settle, until
from tests.tui.services import FakeServices

NOW, SIT = "first-two-minutes", "sit-with-it"
SIZES = [(80, 24), (120, 40), (40, 12)]


def make_app(services: FakeServices, *, session: bool = True) -> CompanionApp:
    """The app, playing a session or on home."""
    transport = services.start("mine", AT_ONCE) if session else None
    return CompanionApp(services, Opening(("mine", Request(seed=4)), transport), (NOW, SIT))


def session(app: CompanionApp) -> SessionScreen:
    """The page of the session, which must be on top."""
    assert isinstance(app.screen, SessionScreen)
    return app.screen


def go_to(app: CompanionApp, services: FakeServices, ms: int) -> None:
    """Play on to a place, and show it."""
    screen = next(page for page in app.screen_stack if isinstance(page, SessionScreen))
    services.sink.crank(ms - screen._transport.playhead)
    screen.refresh_moment()


async def on(pilot: Pilot[int], page: type) -> None:
    """Wait until a page is on top, with its widgets."""
    await until(pilot, lambda: isinstance(pilot.app.screen, page))


async def reveal(pilot: Pilot[int]) -> AfterScreen:
    """Wait for the page after a session, and show it whole, without the quiet before its question."""
    await on(pilot, AfterScreen)
    page, is_whole = pilot.app.screen, asyncio.Event()
    assert isinstance(page, AfterScreen)

    async def show() -> None:
        await page.reveal()
        is_whole.set()

    page.call_later(show)  # in turn with what the page itself does
    await is_whole.wait()
    await settle(pilot)
    return page


def text(app: CompanionApp, selector: str) -> str:
    """The text of a widget."""
    return str(app.screen.query_one(selector, Static).content)


def titles(app: CompanionApp, selector: str) -> list[str]:
    """The titles of rows."""
    return [row.title for row in app.screen.query(selector).results(Row)]


def chosen(app: CompanionApp) -> str:
    """The title of the row with the focus."""
    assert isinstance(app.focused, Row)
    return app.focused.title

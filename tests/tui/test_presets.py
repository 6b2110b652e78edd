"""Sessions kept under a name: from a card, on home, and played without their card."""

from pathlib import Path

import pytest
from textual.widgets import Input

from companion.session.card import STRENGTH
from companion.tui.app import CompanionApp
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.keep_as import KeepAsSheet
from companion.tui.screens.sit import SitScreen
from companion.tui.widgets.row import Row
from companion.units import MINUTE
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import SIT, make_app, on
from tests.tui.test_cards import CALM, LONG, field, open_card, open_sit


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    services = FakeServices(tmp_path)
    services.texts = {"enough": CALM, "mine": CALM, SIT: LONG}
    return services


def titles(app: CompanionApp) -> list[str]:
    return [row.title for row in app.screen.query("#sessions Row").results(Row)]


async def test_a_sit_is_kept_from_its_card_and_played_from_home(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await open_sit(app, pilot)
        await pilot.press("2", "0")
        page.query_one(".keep", Row).focus()
        await pilot.press("enter")
        await on(pilot, KeepAsSheet)
        await compare(pilot, "keep-as-80x24")
        await pilot.press("enter")
        assert "Type a name first" in rows(app)
        app.screen.query_one(Input).value = "20 minutes"
        await pilot.press("enter")
        await until(pilot, lambda: "begin with a letter" in rows(app))
        app.screen.query_one(Input).value = "evening"
        await pilot.press("enter")
        await on(pilot, SitScreen)
        assert services.begun == [], "keeping is no beginning"
        assert services.own.presets["evening"].length == "20m"
        assert services.own.presets["evening"].script == ""
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        app.action_home()  # home reads what is kept when it's shown
        await pilot.pause()
        home = app.screen
        daily = next(r for r in home.query("#moments Row").results(Row) if r.value == "daily")
        daily.focus()
        await until(pilot, lambda: "evening" in titles(app))
        assert "Sit for a while, 20 min" in rows(app)
        await pilot.press("right")
        kept = next(r for r in home.query("#sessions Row").results(Row) if r.title == "evening")
        kept.focus()
        await pilot.press("enter")
        await until(pilot, lambda: services.begun != [])
        ((name, request),) = services.begun
        assert (name, request.length) == (SIT, 20 * MINUTE)


async def test_any_card_can_be_kept_and_escape_keeps_nothing(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_card(app, pilot)
        app.screen.query_one(".keep", Row).focus()
        await pilot.press("enter")
        await on(pilot, KeepAsSheet)
        await pilot.press("escape")
        await pilot.pause()
        assert services.own.presets == {}
        await pilot.press("enter")
        await on(pilot, KeepAsSheet)
        app.screen.query_one(Input).value = "mondays"
        await pilot.press("enter")
        await until(pilot, lambda: "mondays" in services.own.presets)
        assert services.own.presets["mondays"].script == "enough"


async def test_very_strong_on_a_card_names_something_plainer(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_card(app, pilot)
        assert "Stop if it gets worse." in rows(app)
        field(app, STRENGTH).action_step(9)
        await pilot.pause()
        assert "That's very strong." in rows(app)
        assert "Stop if it gets worse." not in rows(app)
        field(app, STRENGTH).action_step(-6)
        await pilot.pause()
        assert "Stop if it gets worse." in rows(app)
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        await open_card(app, pilot)
        field(app, STRENGTH).action_step(5)
        await pilot.pause()
        app.screen.query_one("#begin").focus()
        await pilot.press("enter")
        await until(pilot, lambda: services.begun != [])
        assert services.begun[0][1].strength == 4

"""R26: one key for a blank page and silence, and a second one, of the person's choice, back."""

from pathlib import Path

import pytest
from textual import events

from companion.audio.device_sink import CUT_S
from companion.store.places import places
from companion.tui.screens.pages import HiddenScreen, WordsScreen
from companion.tui.screens.pause import PauseSheet
from companion.wording_pages import SPACE, SPACE_DISCREET
from tests.tui.screens import rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import make_app, on, text


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


@pytest.fixture
def own_key() -> None:
    settings = places().settings
    settings.parent.mkdir(parents=True)
    settings.write_text('[hide]\nkey = "j"\n', "utf-8")


@pytest.mark.usefixtures("own_key")
async def test_r26_one_key_hides_and_only_the_chosen_one_returns_paused(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("h")
        assert services.sink.calls[-1] == "cut"
        assert CUT_S <= 0.25  # after that, a device that doesn't fall silent is ended
        assert isinstance(app.screen, HiddenScreen)
        assert rows(app).strip() == ""
        for key in ("h", "f8", "escape", "enter", "q", "n", "f1", "ctrl+p", "ctrl+n"):
            await pilot.press(key)
            assert isinstance(app.screen, HiddenScreen), key
        await pilot.press("j")
        await on(pilot, PauseSheet)
        assert not services.sink.playing


@pytest.mark.parametrize("discreet", [True, False])
async def test_the_page_about_space_has_a_neutral_title_in_discreet_mode(
    services: FakeServices, discreet: bool
) -> None:
    services.is_discreet = discreet
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("i")
        await on(pilot, WordsScreen)
        assert text(app, ".title") == (SPACE_DISCREET if discreet else SPACE.title)


@pytest.mark.parametrize("is_session", [True, False])
async def test_a_key_that_is_held_brings_the_page_back_once(
    services: FakeServices, is_session: bool
) -> None:
    app = make_app(services, session=is_session)
    async with app.run_test() as pilot:
        await pilot.pause()
        pages = list(app.screen_stack)
        await pilot.press("h")
        hidden = app.screen
        assert isinstance(hidden, HiddenScreen)
        for _ in range(5):
            hidden.post_message(events.Key("h", "h"))
        await until(pilot, lambda: not isinstance(app.screen, HiddenScreen))
        assert app.screen_stack[: len(pages)] == pages


async def test_a_key_that_is_held_closes_one_page(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        for key in ("c", "i"):
            await pilot.press(key)
            await pilot.pause()
        first, page = app.screen_stack[-2:]
        assert isinstance(page, WordsScreen)
        for _ in range(3):
            page.action_back()
        await until(pilot, lambda: app.screen is first)


async def test_a_sheet_is_answered_once(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("space")
        await on(pilot, PauseSheet)
        page, sheet = app.screen_stack[-2:]
        assert isinstance(sheet, PauseSheet)
        for _ in range(3):
            sheet.dismiss(None)
        await until(pilot, lambda: sheet not in app.screen_stack)
        assert page in app.screen_stack

"""The pages before a session for two, on fake services with a clock of the test's."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from companion.session.together import Agreed, meet
from companion.tui.app import CompanionApp
from companion.tui.palette import Palette
from companion.tui.screens.pages import HiddenScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.together import TogetherScreen, WaitScreen
from companion.tui.services import Opening
from companion.units import SECOND
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import NOW, SIT, SIZES, make_app, on, titles


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeServices:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    return FakeServices(tmp_path)


async def open_page(pilot: object, app: CompanionApp) -> None:
    await app.run_action("app.together")
    await pilot.pause()  # type: ignore[attr-defined]


async def test_home_leads_there_from_what_is_mine_and_the_palette_does_too(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("m")
        place = titles(app, "#sessions Row").index("Apart, together")
        await pilot.press(*["down"] * place, "enter")
        await on(pilot, TogetherScreen)
        doings = [doing.title for doing in Palette(app.screen)._doings()]
        assert "Apart, together" in doings


@pytest.mark.parametrize("size", SIZES)
async def test_the_page_and_the_wait(services: FakeServices, size: tuple[int, int]) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await open_page(pilot, app)
        await compare(pilot, f"together-{size[0]}x{size[1]}")
        await pilot.press(*"blue door", "down", *"23:45 UTC")
        assert "blue" not in rows(app)  # the phrase isn't shown
        await pilot.press("enter")
        await on(pilot, WaitScreen)
        await compare(pilot, f"together-wait-{size[0]}x{size[1]}")


async def test_what_is_wrong_is_said_on_the_page(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_page(pilot, app)
        await pilot.press("enter")
        assert "There's no phrase" in rows(app)
        await pilot.press(*"a b", "down", *"soon", "enter")
        assert "isn't a time of day" in rows(app)
        assert isinstance(app.screen, TogetherScreen)


async def test_letters_are_letters_in_the_phrase_and_it_is_gone_afterwards(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_page(pilot, app)
        page = app.screen
        await pilot.press(*"nchi", "down", *"23:45", "enter")
        await on(pilot, WaitScreen)
        assert page.query_one("#phrase", Input).value == ""
        assert services.begun == [(services.begun[0][0], services.begun[0][1])]


def waiting(services: FakeServices, phrase: str = "blue door") -> CompanionApp:
    now = round(services.time.timestamp() * 1000)
    start = (services.time + timedelta(minutes=5)).strftime("%H:%M UTC")
    meeting = meet(services.open("mine"), Agreed(phrase, start), now)
    assert meeting.begins > now
    return CompanionApp(services, Opening(("mine", meeting.request), meeting=meeting), (NOW, SIT))


async def test_it_begins_two_seconds_ahead_and_says_the_check_word_again(
    services: FakeServices,
) -> None:
    app = waiting(services)
    async with app.run_test() as pilot:
        page = app.screen
        assert isinstance(page, WaitScreen)
        check = page._meeting.check
        assert check in rows(app)
        begins = page._meeting.begins
        left = begins - round(services.time.timestamp() * 1000)
        services.time += timedelta(milliseconds=left - 3 * SECOND)
        page.look()
        assert isinstance(app.screen, WaitScreen)
        services.time += timedelta(seconds=1)
        page.look()
        await on(pilot, SessionScreen)
        told = f"Check word: {check}"
        await until(pilot, lambda: told in [n.message for n in app._notifications])


async def test_while_it_is_hidden_it_does_not_begin_and_esc_leaves(services: FakeServices) -> None:
    app = waiting(services)
    async with app.run_test() as pilot:
        page = app.screen
        assert isinstance(page, WaitScreen)
        await pilot.press("h")
        services.time += timedelta(minutes=6)
        page.look()
        await pilot.pause()
        assert isinstance(app.screen, HiddenScreen)
        assert not services.sink.playing
        services.time -= timedelta(minutes=6)
        await pilot.press("f8")
        assert isinstance(app.screen, WaitScreen)
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, WaitScreen))
        assert services.preparations[-1].cancelled


async def test_q_leaves_the_program_while_it_waits(services: FakeServices) -> None:
    app = waiting(services)
    async with app.run_test() as pilot:
        assert isinstance(app.screen, WaitScreen)
        await pilot.press("enter", "q")
    assert app.return_code == 0
    assert services.preparations[-1].cancelled or not services.sink.playing

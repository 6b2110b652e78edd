"""The page after a session: words for how it ended, one question, and what could come next."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from companion.session import after_words as words
from companion.timeline.request import AT_ONCE
from companion.tui.app import CompanionApp
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.call import CallScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.pages import NightScreen, WordsScreen
from companion.tui.widgets.numbers import Numbers
from companion.units import MINUTE
from tests.fakes import SCRIPT
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import SIT, SIZES, go_to, make_app, on, reveal, titles


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


async def finish(app: CompanionApp, services: FakeServices, pilot: Pilot[int]) -> AfterScreen:
    """Play to the end, and let the last words have had their quiet."""
    await pilot.pause()
    go_to(app, services, 10_000_000)
    return await reveal(pilot)


def shown(app: CompanionApp) -> str:
    """The text of the screen as one line."""
    return " ".join(rows(app).split())


@pytest.mark.parametrize("size", SIZES)
async def test_the_last_words_stand_on_top_and_one_question_below(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await finish(app, services, pilot)
        await compare(pilot, f"after-{size[0]}x{size[1]}")


async def test_nothing_new_appears_before_the_last_words_have_had_their_quiet(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 10_000_000)
        await on(pilot, AfterScreen)
        await pilot.pause()
        assert "This is ending." in shown(app)
        assert words.QUESTION not in shown(app)


@pytest.mark.parametrize(
    ("at", "line", "asks"),
    [(1_000, words.STOPPED, False), (25_000, "Was it too much", False), (50_000, words.STOPPED_LATE, False)],
)  # fmt: skip
async def test_a_stop_gets_words_for_an_early_end_and_not_the_closing(
    services: FakeServices, at: int, line: str, asks: bool
) -> None:
    services.text = SCRIPT.replace("30s..2m", "1m..2m")
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, at)
        await pilot.press("q")
        await on(pilot, AfterScreen)
        await pilot.pause()
        assert "cut" in services.sink.calls
        assert line in shown(app)
        assert "This is ending." not in shown(app)
        assert (words.QUESTION in shown(app)) is asks


async def test_too_much_leads_outward_and_not_the_right_one_to_others(
    services: FakeServices,
) -> None:
    app = make_app(services)
    for key, line in (("1", words.TOO_MUCH), ("2", words.NOT_RIGHT)):
        app = make_app(services)
        async with app.run_test(size=(80, 30)) as pilot:
            await pilot.pause()
            go_to(app, services, 25_000)
            await pilot.press("q")
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
            assert line in shown(app)


async def test_an_end_by_e_is_a_good_place_to_end(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 30_000)
        await pilot.press("e")
        await finish(app, services, pilot)
        assert words.GENTLE in shown(app)
        assert words.QUESTION in shown(app)


@pytest.mark.parametrize(
    ("key", "line", "suggests"),
    [("1", words.SOFTER, False), ("2", words.SAME, True), ("3", words.STRONGER, True)],
)
async def test_each_answer_has_its_words(
    services: FakeServices, key: str, line: str, suggests: bool
) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 30)) as pilot:
        page = await finish(app, services, pilot)
        await pilot.press(key)
        await pilot.pause()
        assert line in shown(app)
        assert words.QUESTION not in shown(app)
        assert bool(titles(app, "#next Row")) is suggests
        assert "[" not in shown(app)
        assert ("again" in [k.id for k in page.keys]) is (key != "3")


@pytest.mark.parametrize("size", SIZES)
async def test_after_stronger_the_ways_lead_outward(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await finish(app, services, pilot)
        await pilot.press("3")
        await pilot.pause()
        await compare(pilot, f"stronger-{size[0]}x{size[1]}")
        await pilot.press("4")
        await on(pilot, CallScreen)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("i")
        await on(pilot, WordsScreen)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("1")
        await until(pilot, lambda: services.begun[-1] == ("five-things", AT_ONCE))


async def test_moving_is_an_answer_too(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 30)) as pilot:
        await finish(app, services, pilot)
        await pilot.press("3")
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        assert words.TAKE_TIME in shown(app)


@pytest.mark.parametrize("size", SIZES)
async def test_what_stays_does_not_have_to_get_smaller(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await finish(app, services, pilot)
        await pilot.press("2")
        await pilot.pause()
        assert words.BE_WITH in shown(app)
        offered = len(titles(app, "#next Row"))
        assert offered == 2
        await compare(pilot, f"after-same-{size[0]}x{size[1]}")
        await pilot.press(str(offered + 1))
        await pilot.pause()
        assert words.IS_WITH in shown(app)
        assert words.BE_WITH not in shown(app)
        assert not titles(app, "#next Row")


@pytest.mark.parametrize(
    ("key", "line", "leads_outward"), [("4", words.A_LITTLE, False), ("5", words.TOO_MUCH, True)]
)
async def test_whoever_cannot_be_with_it_is_led_outward(
    services: FakeServices, key: str, line: str, leads_outward: bool
) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 30)) as pilot:
        page = await finish(app, services, pilot)
        await pilot.press("2")
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        assert line in shown(app)
        assert ("again" not in [k.id for k in page.keys]) is leads_outward


async def test_a_number_from_0_to_10_is_an_answer_and_ten_hears_no_go_on(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 30)) as pilot:
        await finish(app, services, pilot)
        await pilot.press("0")
        await pilot.pause()
        assert app.screen.query(Numbers)
        await pilot.press("1", "0")
        await pilot.pause()
        assert words.VERY_STRONG in shown(app)
        assert "congrat" not in shown(app).lower()


@pytest.mark.parametrize("keys", [("1",), ("x", "1")])
async def test_after_a_second_ten_no_session_is_offered(
    services: FakeServices, keys: tuple[str, ...]
) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 30)) as pilot:
        for offered in (True, False):
            await finish(app, services, pilot)
            await pilot.press("0", "9")
            await pilot.pause()
            assert ("eyes open" in " ".join(titles(app, "#next Row"))) is offered
            if offered:
                for key in keys:
                    await pilot.press(key)
                    await pilot.pause()
                await until(pilot, lambda: len(services.begun) == 2)
                await pilot.pause()


async def test_enter_goes_home_from_every_page_after_a_session(services: FakeServices) -> None:
    for keys in ((), ("1",), ("2",), ("3",), ("0", "9")):
        app = make_app(services)
        async with app.run_test() as pilot:
            await finish(app, services, pilot)
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            await pilot.press("enter")
            await until(pilot, lambda app=app: isinstance(app.screen, HomeScreen))  # type: ignore[misc]


async def test_plus_is_five_more_minutes(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await finish(app, services, pilot)
        await pilot.press("plus")
        await until(pilot, lambda: len(services.begun) == 2)
        name, request = services.begun[-1]
        assert (name, request.length) == (SIT, 5 * MINUTE)


async def test_after_a_night_the_screen_is_dark_until_a_key(services: FakeServices) -> None:
    services.text = SCRIPT.replace("title:", "kind: night\ntitle:", 1)
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 10_000_000)
        await on(pilot, NightScreen)
        assert rows(app).strip() == ""
        await pilot.press("x")
        await on(pilot, HomeScreen)


async def test_words_of_a_script_are_shown_as_they_are(services: FakeServices) -> None:
    services.text = SCRIPT.replace("This is ending.", "This {{is}} ending.")
    app = make_app(services)
    async with app.run_test() as pilot:
        await finish(app, services, pilot)
        assert "This {is} ending." in shown(app)


async def test_what_is_said_after_a_session_is_spoken(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await finish(app, services, pilot)
        await pilot.press("2")
        await until(pilot, lambda: [title for title, _ in services.said] == [words.SAME_SPOKEN])

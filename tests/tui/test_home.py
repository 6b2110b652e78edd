"""Home: the greeting, the moments in the person's words, the sessions for each, and finding."""

from pathlib import Path

import pytest
from textual.widgets import Input

from companion import wording_pages as wording
from companion.timeline.request import AT_ONCE
from companion.tui.screens.cards import BeginScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.writer_sheets import NameScreen
from tests.fakes import SCRIPT
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import NOW, SIZES, chosen, make_app, on, titles


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("is_plain", [False, True])
async def test_home_asks_what_is_here(
    services: FakeServices,
    size: tuple[int, int],
    is_plain: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if is_plain:
        monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await pilot.press("2")
        await pilot.pause()
        await compare(pilot, f"home-{size[0]}x{size[1]}")


@pytest.mark.parametrize(
    ("hour", "hello"),
    [(7, "Morning."), (13, "Hello."), (19, "It's evening,"), (23, "It's late."),
     (1, "It's late."), (3, "It's the middle of the night.")],
)  # fmt: skip
async def test_it_greets_by_the_hour(services: FakeServices, hour: int, hello: str) -> None:
    services.time = services.time.replace(hour=hour)
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert hello in rows(app)


async def test_enter_is_the_kind_thing_at_once(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert services.begun == [(NOW, AT_ONCE)]


@pytest.mark.parametrize("number", range(1, 10))
async def test_each_number_leads_to_its_sessions(services: FakeServices, number: int) -> None:
    app = make_app(services, session=False)
    moment = next(m for m in services.directory.moments if m.key == str(number))
    async with app.run_test() as pilot:
        await pilot.press(str(number))
        await pilot.pause()
        found = [entry.title for entry in services.directory.at(moment)]
        assert titles(app, "#sessions Row") == found
        assert chosen(app) == found[0]
        assert (wording.STRONGEST_FIRST in rows(app)) is (len(found) > 2)


async def test_arrows_go_through_one_list_and_esc_goes_back_to_the_other(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("down", "down", "right", "down")
        assert chosen(app) == "They asked for space"
        await pilot.press("down", "down", "down", "escape")
        assert chosen(app) == "they've asked for space"
        await pilot.press("right", "left", "up")
        assert chosen(app) == "my thumb is on their name"


async def test_esc_leaves_only_when_it_is_pressed_twice(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("escape")
        assert [n.message for n in app._notifications] == [wording.ESC_LEAVES]
        assert app.return_code is None
        await pilot.press("escape")
    assert app.return_code == 0


async def test_an_emergency_begins_at_once_and_another_one_shows_its_card(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    services.texts["enough"] = SCRIPT
    async with app.run_test() as pilot:
        await pilot.press("5", "down", "enter")
        await on(pilot, BeginScreen)
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        assert chosen(app) == "Enough"
        await pilot.press("up", "enter")
        await pilot.pause()
        assert services.begun == [("five-things", AT_ONCE)]


async def test_slash_finds_by_any_word_and_letters_are_letters_then(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("slash", *"night")
        await pilot.pause()
        assert services.begun == []
        assert titles(app, "#sessions Row")[0] == "First night alone"
        await compare(pilot, "find-80x24")
        await pilot.press(*"xyz")
        await pilot.pause()
        assert wording.NOTHING_FOUND in rows(app)
        await pilot.press("escape")
        assert not app.screen.query_one(Input).value
        assert chosen(app) == "it's too much right now"


async def test_enter_takes_the_first_that_was_found(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("slash", *"five", "enter")
        await pilot.pause()
        assert services.begun == [("five-things", AT_ONCE)]


async def test_a_letter_that_is_no_key_says_how_to_find(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("z")
        assert [n.message for n in app._notifications] == [wording.TO_FIND]


async def test_scripts_of_ones_own_stand_under_mine_and_under_their_moment(
    services: FakeServices,
) -> None:
    own = services.folder / "own"
    own.mkdir()
    head = "companion: 1\ntitle: My [b]own[/b]\ngist: a [red]line[/red]\nmoment: [angry]\n"
    (own / "mine.yaml").write_text(f"{head}steps: [Hello., {{silence: 30s}}]\n")
    (own / "broken.yaml").write_text("companion: 1\n")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("m")
        assert titles(app, "#sessions Row")[:3] == ["broken", "My [b]own[/b]", "Write one"]
        assert "a [red]line[/red]" in rows(app)
        await pilot.press("left", "6")
        await pilot.pause()
        assert titles(app, "#sessions Row")[-1] == "My [b]own[/b]"
        await pilot.press("m")
        await pilot.press("down", "down", "enter")
        await on(pilot, NameScreen)


async def test_home_is_left_and_found_again_at_the_same_place(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("3", "down", "n")
        await until(pilot, lambda: len(services.begun) == 1)
        await pilot.press("q", "enter")
        await on(pilot, HomeScreen)
        await pilot.pause()
        assert chosen(app) == "Left on read"


async def test_the_workers_start_after_the_first_paint(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await until(pilot, lambda: services.warmed == 1)


async def test_each_row_of_both_lists_can_be_clicked(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        row = next(r for r in app.screen.query("#moments Row") if r.key == "3")  # type: ignore[attr-defined]
        await pilot.click(row)
        await pilot.pause()
        assert titles(app, "#sessions Row")[0] == "Five things"
        await pilot.click(next(iter(app.screen.query("#sessions Row"))))
        await until(pilot, lambda: services.begun == [("five-things", AT_ONCE)])


async def test_arrows_go_down_a_list_that_scrolls_and_several_at_once_too(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        for _ in range(12):
            app.simulate_key("down")
        await until(pilot, lambda: chosen(app) == "is this space at all?")
        await pilot.pause()
        assert "is this space at all?" in rows(app)

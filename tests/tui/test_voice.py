"""Fitting a voice on the screen, and the waiting page for a slow voice."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from companion.timeline.request import USUAL, Request
from companion.tui.app import CompanionApp
from companion.tui.screens.before_session import ReadyScreen
from companion.tui.screens.fit import FitScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.pages import HiddenScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.services import Opening
from companion.tui.widgets.row import Row
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices

DOORS = ("now", "sit")
SIZES = [(80, 24), (40, 12)]


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


def make_app(services: FakeServices, *, fits: bool = False) -> CompanionApp:
    return CompanionApp(services, Opening(("mine", Request()), fits=fits), DOORS)


def text(app: CompanionApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).content)


def page(app: CompanionApp) -> type:
    return type(app.screen)


def is_playing(services: FakeServices) -> bool:
    return services.sink.playing


def check(app: CompanionApp) -> None:
    assert isinstance(app.screen, FitScreen)
    app.screen._check()


def finish(app: CompanionApp, services: FakeServices) -> None:
    """Play the sample to its end."""
    check(app)
    services.sink.crank(600_000)
    check(app)
    check(app)


def hear_both(app: CompanionApp, services: FakeServices) -> None:
    finish(app, services)
    finish(app, services)


@pytest.mark.parametrize("size", SIZES)
async def test_two_samples_play_one_after_the_other_and_then_the_page_waits(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.press("v")
        assert isinstance(app.screen, FitScreen)
        assert services.said == []
        await pilot.press("enter")
        assert len(services.said) == 1
        check(app)
        await pilot.pause()
        await compare(pilot, f"fit-{size[0]}x{size[1]}")
        finish(app, services)
        assert len(services.said) == 2
        assert services.said[0][1] != services.said[1][1]
        finish(app, services)
        assert len(services.said) == 2
        assert not is_playing(services)
        await pilot.press("space")
        assert len(services.said) == 3


async def test_an_answer_counts_only_once_the_second_sample_plays(services: FakeServices) -> None:
    app = make_app(services, fits=True)
    async with app.run_test() as pilot:
        await pilot.press("enter", "1", "1", "enter", "0")
        assert text(app, "#fit-number") == "1 of 6"
        hear_both(app, services)
        await pilot.press("1", "1", "1")
        assert text(app, "#fit-number") == "2 of 6"


async def answer_all(app: CompanionApp, services: FakeServices, pilot: Pilot[int]) -> None:
    await pilot.press("enter")
    for number, key in enumerate(("1", "2", "0", "1", "2", "2"), 1):
        assert text(app, "#fit-number") == f"{number} of 6"
        hear_both(app, services)
        await pilot.press(key)
    assert text(app, "#fit-number") == "What suits you best"


@pytest.mark.parametrize(
    ("keys", "kept"),
    [(("enter",), {"shaken", "settled"}), (("down", "enter"), {"shaken"}),
     (("down", "down", "enter"), {"settled"}), (("space", "enter"), {"shaken", "settled"})],
)  # fmt: skip
async def test_the_result_is_kept_for_the_chosen_moods(
    services: FakeServices, keys: tuple[str, ...], kept: set[str]
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("v")
        await answer_all(app, services, pilot)
        await pilot.pause()
        if keys == ("enter",):
            await compare(pilot, "fit-found-80x24")
        await pilot.press(*keys)
        await pilot.pause()
        assert set(services.voices.kept) == kept
        assert all(profile != USUAL for profile in services.voices.kept.values())
        assert isinstance(app.screen, HomeScreen)
        assert not is_playing(services)


@pytest.mark.parametrize(
    "keys", [("down", "down", "down", "enter"), ("escape",), ("1", "2", "escape")]
)
async def test_nothing_is_kept_unless_the_user_says_so(
    services: FakeServices, keys: tuple[str, ...]
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("v")
        await answer_all(app, services, pilot)
        await pilot.press(*keys)
        await pilot.pause()
        assert services.voices.kept == {}
        assert isinstance(app.screen, HomeScreen)


async def test_q_leaves_the_program_and_keeps_nothing(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("v")
        await answer_all(app, services, pilot)
        await pilot.press("q")
        await pilot.pause()
    assert app.return_value == 0
    assert services.voices.kept == {}
    assert not is_playing(services)


async def test_a_fitting_from_the_shell_goes_back_to_the_shell(services: FakeServices) -> None:
    app = make_app(services, fits=True)
    async with app.run_test() as pilot:
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_value == 0


async def test_the_page_stays_when_the_result_cannot_be_kept(services: FakeServices) -> None:
    services.voices.fails = True
    app = make_app(services, fits=True)
    async with app.run_test() as pilot:
        await answer_all(app, services, pilot)
        await pilot.press("enter")
        assert isinstance(app.screen, FitScreen)


async def test_a_comparison_waits_for_a_slow_voice(services: FakeServices) -> None:
    services.slow = True
    app = make_app(services, fits=True)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        check(app)
        assert not is_playing(services)
        services.slow = False
        check(app)
        assert is_playing(services)


async def test_there_is_no_fitting_for_people_who_chose_silence(services: FakeServices) -> None:
    services.voices.names = ()
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert services.said == []


async def test_hiding_stops_the_sample_and_comes_back_to_the_page(services: FakeServices) -> None:
    app = make_app(services, fits=True)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        check(app)
        assert is_playing(services)
        await pilot.press("h")
        assert page(app) is HiddenScreen
        assert not is_playing(services)
        await pilot.press("h")
        assert page(app) is FitScreen
        assert not is_playing(services)
        await pilot.press("n")
        assert page(app) is SessionScreen


@pytest.mark.parametrize("size", SIZES)
async def test_a_fitting_without_sound_says_so_before_it_explains_and_never_starts(
    services: FakeServices, size: tuple[int, int]
) -> None:
    services.sink.reason = "no device"
    app = make_app(services, fits=True)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "no sound here" in text(app, "#fit-words")
        assert "six times" not in rows(app)
        await compare(pilot, f"fit-silent-{size[0]}x{size[1]}")
        await pilot.press("enter")
        check(app)
        check(app)
        assert services.said == []
        services.sink.reason = ""
        check(app)
        assert "Six times" in text(app, "#fit-words")
        await pilot.press("enter")
        assert len(services.said) == 1


async def test_sound_that_goes_away_stops_a_sample_and_begins_it_again_when_it_is_back(
    services: FakeServices,
) -> None:
    app = make_app(services, fits=True)
    async with app.run_test() as pilot:
        await pilot.press("enter")
        check(app)
        assert is_playing(services)
        services.sink.reason = "no device"
        check(app)
        assert not is_playing(services)
        assert "no sound here" in text(app, "#fit-trouble")
        check(app)
        assert len(services.said) == 1
        services.sink.reason = ""
        check(app)
        check(app)
        assert len(services.said) == 2
        assert is_playing(services)
        assert text(app, "#fit-trouble") == ""


async def test_the_help_of_a_fitting_has_its_own_keys(services: FakeServices) -> None:
    app = make_app(services, fits=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert "begin" in rows(app)
        assert "find by a word" not in rows(app)
        await pilot.press("escape", "enter", "question_mark")
        await pilot.pause()
        shown = " ".join(rows(app).split())
        assert "first, second, same" in shown
        assert "play them again" in shown
        await pilot.press("escape")
        assert isinstance(app.screen, FitScreen)


async def test_a_slow_voice_shows_its_progress(services: FakeServices) -> None:
    services.slow = True
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("n")
        screen = app.screen
        assert isinstance(screen, ReadyScreen)
        assert not screen.query_one("#ready").visible
        for _ in range(10):
            screen._check()
        await pilot.pause()
        await compare(pilot, "ready-80x24")
        services.slow = False
        screen._check()
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)
        assert app.screen._transport.state == "playing"


async def test_esc_ends_the_wait_and_cancels_the_preparation(
    services: FakeServices,
) -> None:
    services.slow = True
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("n")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert services.preparations[0].cancelled


async def test_a_length_that_turns_out_not_to_fit_leads_home(services: FakeServices) -> None:
    services.slow = services.unfit = True
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("n")
        services.slow = False
        assert isinstance(app.screen, ReadyScreen)
        app.screen._check()
        await pilot.pause()
        assert page(app) is HomeScreen


async def test_a_highlighted_script_is_spoken_ahead_but_not_one_that_is_passed_by(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("5")
        await until(pilot, lambda: services.foreseen)
        listed = [row.value for row in app.screen.query("#sessions Row").results(Row)]
        await pilot.press("down", "down")
        await until(pilot, lambda: len(services.foreseen) > 1)
        assert services.foreseen == [listed[0], listed[2]]

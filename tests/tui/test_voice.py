"""Fitting a voice on the screen, and what is seen of a voice that is slow."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from companion.timeline.request import USUAL, Request
from companion.tui.app import CompanionApp
from companion.tui.screens.before_session import ReadyScreen
from companion.tui.screens.fit import FitScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.overlays import HiddenScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.services import Opening
from tests.tui.screens import compare
from tests.tui.services import FakeServices

DOORS = ("now", "sit")
SIZES = [(80, 24), (40, 12)]


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


def app(services: FakeServices, *, fits: bool = False) -> CompanionApp:
    return CompanionApp(services, Opening(("mine", Request()), fits=fits), DOORS)


def told(made: CompanionApp, selector: str) -> str:
    return str(made.screen.query_one(selector, Static).content)


def page(made: CompanionApp) -> type:
    return type(made.screen)


def sounds(services: FakeServices) -> bool:
    return services.sink.playing


def look(made: CompanionApp) -> None:
    assert isinstance(made.screen, FitScreen)
    made.screen._check()


def finish(made: CompanionApp, services: FakeServices) -> None:
    """Let what sounds come to its end."""
    look(made)
    services.sink.crank(600_000)
    look(made)
    look(made)


def hear_both(made: CompanionApp, services: FakeServices) -> None:
    finish(made, services)
    finish(made, services)


@pytest.mark.parametrize("size", SIZES)
async def test_the_two_are_heard_one_after_the_other_and_then_it_waits(
    services: FakeServices, size: tuple[int, int]
) -> None:
    made = app(services)
    async with made.run_test(size=size) as pilot:
        await pilot.press("v")
        assert isinstance(made.screen, FitScreen)
        assert services.said == []
        await pilot.press("enter")
        assert len(services.said) == 1
        look(made)
        await pilot.pause()
        compare(made, f"fit-{size[0]}x{size[1]}")
        finish(made, services)
        assert len(services.said) == 2
        assert services.said[0][1] != services.said[1][1]
        finish(made, services)
        assert len(services.said) == 2
        assert not sounds(services)
        await pilot.press("space")
        assert len(services.said) == 3


async def test_nobody_answers_before_the_second_one_is_heard(services: FakeServices) -> None:
    made = app(services, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter", "1", "1", "enter", "0")
        assert told(made, "#fit-number") == "1 of 6"
        hear_both(made, services)
        await pilot.press("1", "1", "1")
        assert told(made, "#fit-number") == "2 of 6"


async def answer_all(made: CompanionApp, services: FakeServices, pilot: Pilot[int]) -> None:
    await pilot.press("enter")
    for number, key in enumerate(("1", "2", "0", "1", "2", "2"), 1):
        assert told(made, "#fit-number") == f"{number} of 6"
        hear_both(made, services)
        await pilot.press(key)
    assert told(made, "#fit-number") == "What suits you best"


@pytest.mark.parametrize(
    ("keys", "kept"),
    [(("enter",), {"shaken", "settled"}), (("down", "enter"), {"shaken"}),
     (("down", "down", "enter"), {"settled"}), (("space", "enter"), {"shaken", "settled"})],
)  # fmt: skip
async def test_what_is_found_is_kept_as_it_is_wanted(
    services: FakeServices, keys: tuple[str, ...], kept: set[str]
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("v")
        await answer_all(made, services, pilot)
        await pilot.pause()
        if keys == ("enter",):
            compare(made, "fit-found-80x24")
        await pilot.press(*keys)
        await pilot.pause()
        assert set(services.voices.kept) == kept
        assert all(profile != USUAL for profile in services.voices.kept.values())
        assert isinstance(made.screen, HomeScreen)
        assert not sounds(services)


@pytest.mark.parametrize(
    "keys", [("down", "down", "down", "enter"), ("escape",), ("q",), ("1", "2", "escape")]
)
async def test_nothing_is_kept_unasked(services: FakeServices, keys: tuple[str, ...]) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("v")
        await answer_all(made, services, pilot)
        await pilot.press(*keys)
        await pilot.pause()
        assert services.voices.kept == {}
        assert isinstance(made.screen, HomeScreen)


async def test_from_the_shell_it_goes_back_to_the_shell(services: FakeServices) -> None:
    made = app(services, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("escape")
        await pilot.pause()
    assert made.return_value == 0


async def test_what_cannot_be_kept_is_said_and_the_page_stays(services: FakeServices) -> None:
    services.voices.fails = True
    made = app(services, fits=True)
    async with made.run_test() as pilot:
        await answer_all(made, services, pilot)
        await pilot.press("enter")
        assert isinstance(made.screen, FitScreen)


async def test_a_slow_voice_is_waited_for_before_it_is_compared(services: FakeServices) -> None:
    services.slow = True
    made = app(services, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter")
        look(made)
        assert not sounds(services)
        services.slow = False
        look(made)
        assert sounds(services)


async def test_whoever_chose_silence_is_told_how_a_voice_comes_back(services: FakeServices) -> None:
    services.voices.names = ()
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)
        assert services.said == []


async def test_hiding_is_silent_and_comes_back_to_the_page(services: FakeServices) -> None:
    made = app(services, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter")
        look(made)
        assert sounds(services)
        await pilot.press("h")
        assert page(made) is HiddenScreen
        assert not sounds(services)
        await pilot.press("h")
        assert page(made) is FitScreen
        assert not sounds(services)
        await pilot.press("n")
        assert page(made) is SessionScreen


async def test_without_sound_there_is_nothing_to_compare(services: FakeServices) -> None:
    services.sink.reason = "no device"
    made = app(services, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter")
        look(made)
        look(made)
        assert "no sound here" in told(made, "#fit-trouble")


async def test_a_slow_voice_shows_how_far_it_is(services: FakeServices) -> None:
    services.slow = True
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("n")
        screen = made.screen
        assert isinstance(screen, ReadyScreen)
        assert not screen.query_one("#ready").visible
        for _ in range(10):
            screen._check()
        await pilot.pause()
        compare(made, "ready-80x24")
        services.slow = False
        screen._check()
        await pilot.pause()
        assert isinstance(made.screen, SessionScreen)
        assert made.screen._transport.state == "playing"


async def test_whoever_will_not_wait_goes_back_and_the_voice_is_let_go(
    services: FakeServices,
) -> None:
    services.slow = True
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("n")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)
        assert services.preparations[0].cancelled


async def test_a_length_that_turns_out_not_to_fit_is_said_at_home(services: FakeServices) -> None:
    services.slow = services.unfit = True
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("n")
        services.slow = False
        assert isinstance(made.screen, ReadyScreen)
        made.screen._check()
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)


async def test_what_is_looked_at_is_spoken_ahead_and_what_is_passed_by_is_not(
    services: FakeServices,
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause(0.3)
        assert services.foreseen == ["now"]
        await pilot.press("down", "down")
        await pilot.pause(0.3)
        assert services.foreseen == ["now", "mine"]

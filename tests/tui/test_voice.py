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
def player(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


def app(player: FakeServices, *, fits: bool = False) -> CompanionApp:
    return CompanionApp(player, Opening(("mine", Request()), fits=fits), DOORS)


def told(made: CompanionApp, selector: str) -> str:
    return str(made.screen.query_one(selector, Static).content)


def page(made: CompanionApp) -> type:
    return type(made.screen)


def sounds(player: FakeServices) -> bool:
    return player.sink.playing


def look(made: CompanionApp) -> None:
    assert isinstance(made.screen, FitScreen)
    made.screen._look()


def finish(made: CompanionApp, player: FakeServices) -> None:
    """Let what sounds come to its end."""
    look(made)
    player.sink.crank(600_000)
    look(made)
    look(made)


def hear_both(made: CompanionApp, player: FakeServices) -> None:
    finish(made, player)
    finish(made, player)


@pytest.mark.parametrize("size", SIZES)
async def test_the_two_are_heard_one_after_the_other_and_then_it_waits(
    player: FakeServices, size: tuple[int, int]
) -> None:
    made = app(player)
    async with made.run_test(size=size) as pilot:
        await pilot.press("v")
        assert isinstance(made.screen, FitScreen)
        assert player.said == []
        await pilot.press("enter")
        assert len(player.said) == 1
        look(made)
        await pilot.pause()
        compare(made, f"fit-{size[0]}x{size[1]}")
        finish(made, player)
        assert len(player.said) == 2
        assert player.said[0][1] != player.said[1][1]
        finish(made, player)
        assert len(player.said) == 2
        assert not sounds(player)
        await pilot.press("space")
        assert len(player.said) == 3


async def test_nobody_answers_before_the_second_one_is_heard(player: FakeServices) -> None:
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter", "1", "1", "enter", "0")
        assert told(made, "#fit-number") == "1 of 6"
        hear_both(made, player)
        await pilot.press("1", "1", "1")
        assert told(made, "#fit-number") == "2 of 6"


async def answer_all(made: CompanionApp, player: FakeServices, pilot: Pilot[int]) -> None:
    await pilot.press("enter")
    for number, key in enumerate(("1", "2", "0", "1", "2", "2"), 1):
        assert told(made, "#fit-number") == f"{number} of 6"
        hear_both(made, player)
        await pilot.press(key)
    assert told(made, "#fit-number") == "What suits you best"


@pytest.mark.parametrize(
    ("keys", "kept"),
    [(("enter",), {"shaken", "settled"}), (("down", "enter"), {"shaken"}),
     (("down", "down", "enter"), {"settled"}), (("space", "enter"), {"shaken", "settled"})],
)  # fmt: skip
async def test_what_is_found_is_kept_as_it_is_wanted(
    player: FakeServices, keys: tuple[str, ...], kept: set[str]
) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.press("v")
        await answer_all(made, player, pilot)
        await pilot.pause()
        if keys == ("enter",):
            compare(made, "fit-found-80x24")
        await pilot.press(*keys)
        await pilot.pause()
        assert set(player.voices.kept) == kept
        assert all(profile != USUAL for profile in player.voices.kept.values())
        assert isinstance(made.screen, HomeScreen)
        assert not sounds(player)


@pytest.mark.parametrize(
    "keys", [("down", "down", "down", "enter"), ("escape",), ("q",), ("1", "2", "escape")]
)
async def test_nothing_is_kept_unasked(player: FakeServices, keys: tuple[str, ...]) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.press("v")
        await answer_all(made, player, pilot)
        await pilot.press(*keys)
        await pilot.pause()
        assert player.voices.kept == {}
        assert isinstance(made.screen, HomeScreen)


async def test_from_the_shell_it_goes_back_to_the_shell(player: FakeServices) -> None:
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("escape")
        await pilot.pause()
    assert made.return_value == 0


async def test_what_cannot_be_kept_is_said_and_the_page_stays(player: FakeServices) -> None:
    player.voices.fails = True
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await answer_all(made, player, pilot)
        await pilot.press("enter")
        assert isinstance(made.screen, FitScreen)


async def test_a_slow_voice_is_waited_for_before_it_is_compared(player: FakeServices) -> None:
    player.slow = True
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter")
        look(made)
        assert not sounds(player)
        player.slow = False
        look(made)
        assert sounds(player)


async def test_whoever_chose_silence_is_told_how_a_voice_comes_back(player: FakeServices) -> None:
    player.voices.names = ()
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)
        assert player.said == []


async def test_hiding_is_silent_and_comes_back_to_the_page(player: FakeServices) -> None:
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter")
        look(made)
        assert sounds(player)
        await pilot.press("h")
        assert page(made) is HiddenScreen
        assert not sounds(player)
        await pilot.press("h")
        assert page(made) is FitScreen
        assert not sounds(player)
        await pilot.press("n")
        assert page(made) is SessionScreen


async def test_without_sound_there_is_nothing_to_compare(player: FakeServices) -> None:
    player.sink.reason = "no device"
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter")
        look(made)
        look(made)
        assert "no sound here" in told(made, "#fit-trouble")


async def test_a_slow_voice_shows_how_far_it_is(player: FakeServices) -> None:
    player.slow = True
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.press("n")
        screen = made.screen
        assert isinstance(screen, ReadyScreen)
        assert not screen.query_one("#ready").visible
        for _ in range(10):
            screen._look()
        await pilot.pause()
        compare(made, "ready-80x24")
        player.slow = False
        screen._look()
        await pilot.pause()
        assert isinstance(made.screen, SessionScreen)
        assert made.screen._transport.state == "playing"


async def test_whoever_will_not_wait_goes_back_and_the_voice_is_let_go(
    player: FakeServices,
) -> None:
    player.slow = True
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.press("n")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)
        assert player.beginnings[0].cancelled


async def test_a_length_that_turns_out_not_to_fit_is_said_at_home(player: FakeServices) -> None:
    player.slow = player.unfit = True
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.press("n")
        player.slow = False
        assert isinstance(made.screen, ReadyScreen)
        made.screen._look()
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)


async def test_what_is_looked_at_is_spoken_ahead_and_what_is_passed_by_is_not(
    player: FakeServices,
) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause(0.3)
        assert player.foreseen == ["now"]
        await pilot.press("down", "down")
        await pilot.pause(0.3)
        assert player.foreseen == ["now", "mine"]

"""Fitting a voice on the screen, and what is seen of a voice that is slow."""

from pathlib import Path

import pytest
from textual.widgets import Static

from companion.timeline.plan import Request
from companion.timeline.profile import USUAL
from companion.tui.app import CompanionApp
from companion.tui.player import Opening
from companion.tui.screens.fit import FitScreen
from companion.tui.screens.hidden import HiddenScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.ready import ReadyScreen
from companion.tui.screens.session import SessionScreen
from tests.tui.player import FakePlayer
from tests.tui.screens import compare

DOORS = ("now", "sit")
SIZES = [(80, 24), (40, 12)]


@pytest.fixture
def player(tmp_path: Path) -> FakePlayer:
    return FakePlayer(tmp_path)


def app(player: FakePlayer, *, fits: bool = False) -> CompanionApp:
    return CompanionApp(player, Opening(("mine", Request()), fits=fits), DOORS)


def told(made: CompanionApp, selector: str) -> str:
    return str(made.screen.query_one(selector, Static).content)


def page(made: CompanionApp) -> type:
    return type(made.screen)


def sounds(player: FakePlayer) -> bool:
    return player.sink.playing


def finish(made: CompanionApp, player: FakePlayer) -> None:
    """Let what sounds come to its end."""
    player.sink.crank(600_000)
    assert isinstance(made.screen, FitScreen)
    made.screen._look()


@pytest.mark.parametrize("size", SIZES)
async def test_the_two_are_heard_one_after_the_other_and_then_it_waits(
    player: FakePlayer, size: tuple[int, int]
) -> None:
    made = app(player)
    async with made.run_test(size=size) as pilot:
        await pilot.press("v")
        assert isinstance(made.screen, FitScreen)
        assert player.said == []
        await pilot.press("enter")
        assert len(player.said) == 1
        await pilot.pause()
        compare(made, f"fit-{size[0]}x{size[1]}")
        finish(made, player)
        assert len(player.said) == 2
        assert player.said[0][1] != player.said[1][1]
        finish(made, player)
        assert len(player.said) == 2
        assert not player.sink.playing
        await pilot.press("space")
        assert len(player.said) == 3


async def test_six_answers_find_a_manner_that_is_kept_when_that_is_wanted(
    player: FakePlayer,
) -> None:
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter")
        for number, key in enumerate(("1", "2", "0", "1", "enter", "2"), 1):
            assert told(made, "#fit-number") == f"{number} of 6"
            await pilot.press(key)
        assert told(made, "#fit-number") == "What suits you best"
        await pilot.press("space")
        await pilot.press("1")
        assert set(player.voices.kept) == {"shaken"}
        assert player.voices.kept["shaken"] != USUAL
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)
        assert not player.sink.playing


@pytest.mark.parametrize("key", ["0", "enter", "escape", "q"])
async def test_nothing_is_kept_unasked(player: FakePlayer, key: str) -> None:
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter", "1", "1", "1", "1", "1", "1")
        await pilot.press(key)
        await pilot.pause()
        assert player.voices.kept == {}
        assert isinstance(made.screen, HomeScreen)


async def test_what_cannot_be_kept_is_said_and_the_page_stays(player: FakePlayer) -> None:
    player.voices.fails = True
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter", "1", "1", "1", "1", "1", "1", "3")
        assert isinstance(made.screen, FitScreen)


async def test_hiding_is_silent_and_comes_back_to_the_page(player: FakePlayer) -> None:
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter")
        assert sounds(player)
        await pilot.press("h")
        assert page(made) is HiddenScreen
        assert not sounds(player)
        await pilot.press("h")
        assert page(made) is FitScreen
        assert not sounds(player)
        await pilot.press("n")
        assert page(made) is SessionScreen


async def test_without_sound_there_is_nothing_to_compare(player: FakePlayer) -> None:
    player.sink.reason = "no device"
    made = app(player, fits=True)
    async with made.run_test() as pilot:
        await pilot.press("enter")
        assert isinstance(made.screen, FitScreen)
        made.screen._look()
        assert "no sound here" in told(made, "#fit-trouble")


async def test_a_slow_voice_shows_how_far_it_is(player: FakePlayer) -> None:
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


async def test_whoever_will_not_wait_goes_back_and_the_voice_is_let_go(player: FakePlayer) -> None:
    player.slow = True
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.press("n")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)
        assert player.beginnings[0].cancelled


async def test_a_length_that_turns_out_not_to_fit_is_said_at_home(player: FakePlayer) -> None:
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
    player: FakePlayer,
) -> None:
    made = app(player)
    async with made.run_test() as pilot:
        await pilot.pause(0.3)
        assert player.foreseen == ["now"]
        await pilot.press("down", "down")
        await pilot.pause(0.3)
        assert player.foreseen == ["now", "mine"]

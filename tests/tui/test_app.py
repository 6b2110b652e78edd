"""The screen by its keys, on a cranked sink: what is shown is what the moment says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from textual.widgets import Digits, Input, Static

from companion.timeline.request import Request
from companion.timeline.timeline import Breathing
from companion.tui.app import INTERRUPTED, CompanionApp
from companion.tui.appearance import motion
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.before_session import SitScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.overlays import HelpScreen, HiddenScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.services import Opening
from companion.tui.widgets.breath import BreathOrb, fullness, orb
from companion.units import MINUTE
from tests.fakes import SCRIPT
from tests.tui.screens import compare, rows
from tests.tui.services import FakeServices

DOORS = ("now", "sit")
SIZES = [(80, 24), (120, 40), (40, 12)]


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


def app(services: FakeServices, *, session: bool = True) -> CompanionApp:
    transport = services.start("mine", Request()) if session else None
    return CompanionApp(services, Opening(("mine", Request(seed=4)), transport), DOORS)


def session(made: CompanionApp) -> SessionScreen:
    assert isinstance(made.screen, SessionScreen)
    return made.screen


def to(made: CompanionApp, services: FakeServices, ms: int) -> None:
    screen = session(made)
    services.sink.crank(ms - screen._transport.playhead)
    screen.refresh_moment()


def text(made: CompanionApp, selector: str) -> str:
    return str(made.screen.query_one(selector, Static).content)


@pytest.mark.parametrize("size", SIZES)
async def test_a_session_shows_its_line_its_place_and_what_is_left(
    services: FakeServices, size: tuple[int, int]
) -> None:
    made = app(services)
    async with made.run_test(size=size) as pilot:
        await pilot.pause()
        to(made, services, 3_000)
        await pilot.pause()
        compare(made, f"session-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_breath_is_an_orb_that_widens(
    services: FakeServices, size: tuple[int, int]
) -> None:
    made = app(services)
    async with made.run_test(size=size) as pilot:
        await pilot.pause()
        breath = next(
            p
            for p in session(made)._transport.timeline.placements
            if isinstance(p.content, Breathing)
        )
        session(made).query_one(BreathOrb)._motion = "full"
        to(made, services, breath.start + 2_400)
        await pilot.pause()
        compare(made, f"breath-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES)
async def test_home_asks_its_question(services: FakeServices, size: tuple[int, int]) -> None:
    made = app(services, session=False)
    async with made.run_test(size=size) as pilot:
        await pilot.pause()
        compare(made, f"home-{size[0]}x{size[1]}")


async def test_after_and_help_and_the_length_are_as_they_were(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        compare(made, "help-80x24")
        await pilot.press("escape", "q")
        await pilot.pause()
        compare(made, "after-80x24")
        await pilot.press("s")
        await pilot.pause()
        compare(made, "sit-80x24")


async def test_without_colour_the_words_are_the_same(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    made = app(services)
    async with made.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        to(made, services, 3_000)
        await pilot.pause()
        compare(made, "session-80x24")


async def test_the_word_that_is_said_is_lit(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        to(made, services, 100)
        line = made.screen.query_one("#line", Static).content
        assert [(span.start, span.end) for span in line.spans] == [(0, 9)]  # type: ignore[union-attr]
        to(made, services, 1_500)
        assert not made.screen.query_one("#line", Static).content.spans  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "state", "call"),
    [("space", "paused", "pause"), ("escape", "paused", "pause"), ("left", "playing", "move"),
     ("right", "playing", "move"), ("e", "playing", "move"), ("plus", "playing", "play")],
)  # fmt: skip
async def test_each_key_does_its_thing(
    services: FakeServices, key: str, state: str, call: str
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        to(made, services, 2_500)
        await pilot.press(key)
        assert session(made)._transport.state == state
        assert services.sink.calls[-1] == call


async def test_staying_longer_shows_at_once(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        to(made, services, 9_000)
        before = made.screen.query_one("#left", Digits).value
        await pilot.press("plus")
        after = made.screen.query_one("#left", Digits).value
        assert int(after[0]) == int(before[0]) + 1


async def test_a_stop_cuts_and_shows_the_closing_words(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert "cut" in services.sink.calls
        assert isinstance(made.screen, AfterScreen)
        assert "This is ending." in rows(made)


async def test_the_end_shows_the_same_words_as_a_stop(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        to(made, services, 10_000_000)
        await pilot.pause()
        assert isinstance(made.screen, AfterScreen)
        assert "This is ending." in rows(made)


async def test_hiding_is_silent_and_blank_and_h_brings_it_back_paused(
    services: FakeServices,
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("h")
        assert services.sink.calls[-1] == "cut"
        assert isinstance(made.screen, HiddenScreen)
        assert rows(made).strip() == ""
        await pilot.press("x", "space", "q")
        assert isinstance(made.screen, HiddenScreen)
        await pilot.press("h")
        assert session(made)._transport.state == "paused"


@pytest.mark.parametrize("over", ["home", "after", "help", "sit"])
async def test_every_page_can_be_hidden_or_left_and_nothing_shows_through(
    services: FakeServices, over: str
) -> None:
    made = app(services, session=over != "home")
    async with made.run_test() as pilot:
        if over == "after":
            await pilot.press("q")
        elif over == "help":
            await pilot.press("question_mark")
        elif over == "sit":
            await pilot.press("q", "s")
        await pilot.pause()
        await pilot.press("h")
        assert rows(made).strip() == ""
        assert not services.sink.playing
        await pilot.press("h")
        await pilot.press("ctrl+c")
    assert made.return_code == INTERRUPTED


async def test_ctrl_c_stops_the_sound_and_leaves_with_130(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+c")
    assert "cut" in services.sink.calls
    assert made.return_code == INTERRUPTED


async def test_n_is_the_first_two_minutes_from_home_and_after(services: FakeServices) -> None:
    made = app(services, session=False)
    async with made.run_test() as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert services.begun == [("now", Request())]
        assert services.sink.playing
        await pilot.press("q", "n")
        await pilot.pause()
        assert len(services.begun) == 2


async def test_n_in_a_session_leaves_it_for_the_first_two_minutes(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        to(made, services, 20_000)
        old = session(made)._transport
        await pilot.press("n")
        await pilot.pause()
        assert services.begun[-1] == ("now", Request())
        assert session(made)._transport is not old
        assert session(made)._transport.playhead == 0
        assert services.sink.playing


async def test_a_session_that_cannot_be_begun_from_another_leads_home(
    services: FakeServices,
) -> None:
    transport = services.start("mine", Request())
    made = CompanionApp(services, Opening(("mine", Request()), transport), ("broken", "sit"))
    async with made.run_test() as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)
        assert not services.sink.playing


async def test_enter_on_home_is_the_first_line(services: FakeServices) -> None:
    made = app(services, session=False)
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert services.begun == [("now", Request())]


async def test_a_sit_asks_how_long_and_refuses_what_it_cannot_be(services: FakeServices) -> None:
    made = app(services, session=False)
    async with made.run_test() as pilot:
        await pilot.press("s")
        assert isinstance(made.screen, SitScreen)
        await pilot.press("3", "enter")
        assert "5 to 60" in rows(made)
        assert made.screen.query_one(Input).value == "3"
        await pilot.press("0", "enter")
        await pilot.pause()
        assert services.begun == [("sit", Request(30 * MINUTE))]  # type: ignore[arg-type]


async def test_choosing_sit_from_the_list_asks_too_and_esc_goes_back(
    services: FakeServices,
) -> None:
    made = app(services, session=False)
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(made.screen, SitScreen)
        await pilot.press("escape")
        assert isinstance(made.screen, HomeScreen)
        await pilot.press("escape")
    assert made.return_code == 0


async def test_a_script_that_cannot_be_played_is_said_in_a_line(services: FakeServices) -> None:
    made = app(services, session=False)
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("end", "enter")
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)
        assert [n.message for n in made._notifications] == ["it is broken. mend [it]"]


async def test_again_plays_the_same_and_enter_goes_home(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("q", "a")
        await pilot.pause()
        assert services.begun[-1] == ("mine", Request(seed=4))
        await pilot.press("q", "enter")
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)


async def test_help_lies_over_the_page_and_sound_goes_on(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("question_mark")
        assert isinstance(made.screen, HelpScreen)
        assert services.sink.playing
        await pilot.press("escape")
        assert isinstance(made.screen, SessionScreen)


@pytest.mark.parametrize(
    "keys", [("q", "n"), ("question_mark", "q", "n"), ("e", "n"), ("n", "n", "n")]
)
async def test_keys_pressed_faster_than_pages_change_leave_one_session_on_its_own_page(
    services: FakeServices, keys: tuple[str, ...]
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        for key in keys:
            made.simulate_key(key)
        await pilot.pause(0.5)
        assert isinstance(made.screen, SessionScreen)
        assert made.screen._transport is made.transport
        assert made.screen._transport.state == "playing"


async def test_leaving_is_leaving_whatever_is_pressed_after_it(services: FakeServices) -> None:
    made = app(services, session=False)
    async with made.run_test() as pilot:
        await pilot.pause()
        made.action_leave()
        made.action_now()
    assert services.begun == []


async def test_nothing_comes_up_over_the_page_that_hides(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test(notifications=True) as pilot:
        await pilot.press("plus", "h")
        services.notices.add("the voice x cannot speak")
        await pilot.pause(0.4)
        assert rows(made).strip() == ""


async def test_q_stops_the_sound_from_under_the_help_too(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.press("question_mark", "q")
        assert "cut" in services.sink.calls
        await pilot.pause(0.3)
        assert isinstance(made.screen, AfterScreen)
        await pilot.press("question_mark", "q")
        assert isinstance(made.screen, AfterScreen)


async def test_no_sound_is_said_on_the_page_and_problems_in_a_line(services: FakeServices) -> None:
    services.sink.reason = "no device"
    services.notices.add("the voice x cannot speak")
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        assert "There's no sound right now" in text(made, "#told")
        assert [n.message for n in made._notifications] == ["the voice x cannot speak"]
        services.sink.reason = ""
        session(made).refresh_moment()
        assert text(made, "#told") == ""


async def test_scripts_words_are_never_markup(services: FakeServices) -> None:
    made = app(services, session=False)
    async with made.run_test() as pilot:
        await pilot.pause()
        assert "My [b]own[/b]" in rows(made)
        assert "a [red]line[/red]" in rows(made)


async def test_a_bell_and_a_quiet_are_told(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        timeline = session(made)._transport.timeline
        for placement in timeline.placements:
            to(made, services, placement.start + 1)
            kind = type(placement.content).__name__
            expected = {
                "Rung": "a bell",
                "Quiet": "quiet" if placement.length >= 4_000 else "",
            }.get(kind, "")
            assert text(made, "#quiet") == expected


async def test_the_palette_leads_to_sessions(services: FakeServices) -> None:
    made = app(services, session=False)
    async with made.run_test() as pilot:
        await pilot.pause()
        titles = [command.title for command in made.get_system_commands(made.screen)]
        assert titles[:3] == ["Right now, it is too much", "Sit with it", "Write"]


@pytest.mark.parametrize(("level", "moves"), [("none", False), ("basic", True), ("full", True)])
async def test_reduced_motion_shows_words_and_a_bar_or_words_alone(
    services: FakeServices, level: str, moves: bool
) -> None:
    os.environ["COMPANION_MOTION"] = level
    try:
        made = app(services)
        async with made.run_test() as pilot:
            await pilot.pause()
            placements = session(made)._transport.timeline.placements
            breath = next(p for p in placements if isinstance(p.content, Breathing))
            to(made, services, breath.start + 1_000)
            await pilot.pause()
            shown = rows(made)
        assert "Breathing in" in shown
        assert ("━" in shown or "█" in shown) is moves
        assert ("█" in shown) is (level == "full")
    finally:
        del os.environ["COMPANION_MOTION"]


@pytest.mark.parametrize(
    ("environment", "level"),
    [({}, "full"), ({"COMPANION_MOTION": "none"}, "none"), ({"TEXTUAL_ANIMATIONS": "basic"}, "basic"),
     ({"COMPANION_MOTION": "wild"}, "full"), ({"COMPANION_MOTION": "full", "TEXTUAL_ANIMATIONS": "none"}, "full")],
)  # fmt: skip
def test_motion_is_what_was_asked_for(environment: dict[str, str], level: str) -> None:
    assert motion(environment) == level


def test_an_orb_is_round_and_grows() -> None:
    small, large = orb(0.3, 60, 9), orb(1.0, 60, 9)
    assert [
        row.replace("▀", "?").replace("▄", "▀").replace("?", "▄") for row in large[::-1]
    ] == large
    assert sum(row.count("█") for row in small) < sum(row.count("█") for row in large)


async def test_the_orb_is_fullest_between_in_and_out(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        timeline = session(made)._transport.timeline
        breath = next(p for p in timeline.placements if isinstance(p.content, Breathing))
        at = [fullness(timeline.at(breath.start + ms)) for ms in (0, 1_500, 2_999, 5_000, 7_999)]  # type: ignore[arg-type]
        assert at[0] < at[1] < at[2] > at[3] > at[4]
        assert fullness(timeline.at(breath.start - 1)) == 0.3  # type: ignore[arg-type]


NOISE = """
import os, sys
from companion.tui.stderr import quiet_stderr
with quiet_stderr() as overheard:
    os.write(2, b"ALSA lib pcm.c: underrun " * 4_000 + b"the end")
    print("drawn", file=sys.__stderr__)
    print("drawn too", file=sys.stderr)
os.write(2, b"after\\n")
print(overheard.text[-7:])
"""


def test_what_c_libraries_print_is_kept_off_the_screen() -> None:
    done = subprocess.run([sys.executable, "-c", NOISE], capture_output=True, text=True, check=True)
    assert done.stderr == "drawn\ndrawn too\nafter\n"
    assert done.stdout == "the end\n"


def test_every_line_of_the_small_script_fits_its_tests() -> None:
    assert "Something hurts." in SCRIPT

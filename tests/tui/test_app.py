"""Home, sessions and overlays, driven by keys on a cranked sink: pages show the moment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from textual.widgets import Digits, Input, Static

from companion.timeline.request import AT_ONCE, Request
from companion.timeline.timeline import Breathing, Quiet, Ringing
from companion.tui.app import INTERRUPTED, CompanionApp, _driver_class
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
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices

DOORS = ("now", "sit")
SIZES = [(80, 24), (120, 40), (40, 12)]


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


def make_app(services: FakeServices, *, session: bool = True) -> CompanionApp:
    transport = services.start("mine", AT_ONCE) if session else None
    return CompanionApp(services, Opening(("mine", Request(seed=4)), transport), DOORS)


def session(app: CompanionApp) -> SessionScreen:
    assert isinstance(app.screen, SessionScreen)
    return app.screen


def go_to(app: CompanionApp, services: FakeServices, ms: int) -> None:
    screen = session(app)
    services.sink.crank(ms - screen._transport.playhead)
    screen.refresh_moment()


def text(app: CompanionApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).content)


@pytest.mark.parametrize("size", SIZES)
async def test_a_session_shows_its_line_its_section_and_the_time_left(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        go_to(app, services, 3_000)
        await pilot.pause()
        compare(app, f"session-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES)
async def test_a_breath_is_an_orb_that_widens(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        breath = next(
            p
            for p in session(app)._transport.timeline.placements
            if isinstance(p.content, Breathing)
        )
        session(app).query_one(BreathOrb)._motion = "full"
        go_to(app, services, breath.start + 2_400)
        await pilot.pause()
        compare(app, f"breath-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES)
async def test_home_asks_its_question(services: FakeServices, size: tuple[int, int]) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        compare(app, f"home-{size[0]}x{size[1]}")


async def test_help_the_closing_page_and_the_question_of_a_sit_look_as_before(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        compare(app, "help-80x24")
        await pilot.press("escape", "q")
        await pilot.pause()
        compare(app, "after-80x24")
        await pilot.press("s")
        await pilot.pause()
        compare(app, "sit-80x24")


async def test_without_colour_the_words_are_the_same(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        go_to(app, services, 3_000)
        await pilot.pause()
        compare(app, "session-80x24")


async def test_the_word_that_is_said_is_lit(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 100)
        line = app.screen.query_one("#line", Static).content
        assert [(span.start, span.end) for span in line.spans] == [(0, 9)]  # type: ignore[union-attr]
        go_to(app, services, 1_500)
        assert not app.screen.query_one("#line", Static).content.spans  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "state", "call"),
    [("space", "paused", "pause"), ("escape", "paused", "pause"), ("left", "playing", "move"),
     ("right", "playing", "move"), ("e", "playing", "move"), ("plus", "playing", "play")],
)  # fmt: skip
async def test_each_key_does_its_thing(
    services: FakeServices, key: str, state: str, call: str
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 2_500)
        await pilot.press(key)
        assert session(app)._transport.state == state
        assert services.sink.calls[-1] == call


async def test_staying_longer_shows_at_once(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 9_000)
        before = app.screen.query_one("#left", Digits).value
        await pilot.press("plus")
        after = app.screen.query_one("#left", Digits).value
        assert int(after[0]) == int(before[0]) + 1


async def test_a_stop_cuts_the_sound_and_shows_the_closing_words(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert "cut" in services.sink.calls
        assert isinstance(app.screen, AfterScreen)
        assert "This is ending." in rows(app)


async def test_the_end_shows_the_same_words_as_a_stop(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 10_000_000)
        await pilot.pause()
        assert isinstance(app.screen, AfterScreen)
        assert "This is ending." in rows(app)


async def test_hiding_is_silent_and_blank_and_h_brings_it_back_paused(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("h")
        assert services.sink.calls[-1] == "cut"
        assert isinstance(app.screen, HiddenScreen)
        assert rows(app).strip() == ""
        await pilot.press("x", "space", "q")
        assert isinstance(app.screen, HiddenScreen)
        await pilot.press("h")
        assert session(app)._transport.state == "paused"


@pytest.mark.parametrize("over", ["home", "after", "help", "sit"])
async def test_every_page_can_be_hidden_or_left_and_nothing_shows_through(
    services: FakeServices, over: str
) -> None:
    app = make_app(services, session=over != "home")
    async with app.run_test() as pilot:
        if over == "after":
            await pilot.press("q")
        elif over == "help":
            await pilot.press("question_mark")
        elif over == "sit":
            await pilot.press("q", "s")
        await pilot.pause()
        await pilot.press("h")
        assert rows(app).strip() == ""
        assert not services.sink.playing
        await pilot.press("h")
        await pilot.press("ctrl+c")
    assert app.return_code == INTERRUPTED


async def test_ctrl_c_stops_the_sound_and_leaves_with_130(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+c")
    assert "cut" in services.sink.calls
    assert app.return_code == INTERRUPTED


async def test_n_starts_the_first_two_minutes_from_home_and_after_a_session(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert services.begun == [("now", AT_ONCE)]
        assert services.sink.playing
        await pilot.press("q", "n")
        await pilot.pause()
        assert len(services.begun) == 2


async def test_n_in_a_session_leaves_it_for_the_first_two_minutes(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 20_000)
        first = session(app)._transport
        await pilot.press("n")
        await pilot.pause()
        assert services.begun[-1] == ("now", AT_ONCE)
        assert session(app)._transport is not first
        assert session(app)._transport.playhead == 0
        assert services.sink.playing


async def test_a_session_that_cannot_start_from_another_one_leads_home(
    services: FakeServices,
) -> None:
    transport = services.start("mine", AT_ONCE)
    app = CompanionApp(services, Opening(("mine", Request()), transport), ("broken", "sit"))
    async with app.run_test() as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert not services.sink.playing


async def test_enter_on_home_is_the_first_line(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert services.begun == [("now", AT_ONCE)]


async def test_a_sit_asks_for_its_length_and_refuses_one_that_does_not_fit(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("s")
        assert isinstance(app.screen, SitScreen)
        await pilot.press("3", "enter")
        assert "5 to 60" in rows(app)
        assert app.screen.query_one(Input).value == "3"
        await pilot.press("0", "enter")
        await pilot.pause()
        assert services.begun == [("sit", Request(30 * MINUTE))]  # type: ignore[arg-type]


async def test_choosing_the_sit_in_the_list_asks_too_and_esc_goes_back(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, SitScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("escape")
    assert app.return_code == 0


async def test_a_script_that_cannot_be_played_is_shown_in_a_notification(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("end", "enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert [n.message for n in app._notifications] == ["it is broken. fix [it]"]


async def test_again_plays_the_same_and_enter_goes_home(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("q", "a")
        await pilot.pause()
        assert services.begun[-1] == ("mine", Request(seed=4))
        await pilot.press("q", "enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_help_lies_over_the_page_and_sound_goes_on(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert services.sink.playing
        await pilot.press("escape")
        assert isinstance(app.screen, SessionScreen)


@pytest.mark.parametrize(
    "keys", [("q", "n"), ("question_mark", "q", "n"), ("e", "n"), ("n", "n", "n")]
)
async def test_keys_pressed_faster_than_pages_change_leave_one_session_on_its_own_page(
    services: FakeServices, keys: tuple[str, ...]
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        for key in keys:
            app.simulate_key(key)
        starts = 1 + keys.count("n")  # the session the app began with, and one for each n
        await until(pilot, lambda: len(services.begun) == starts)
        services.sink.crank(3_000)
        # the new page shows a later moment only after all that the keys posted has been handled
        await until(pilot, lambda: text(app, "#line") == "You noticed.")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen._transport is app.transport
        assert app.screen._transport.state == "playing"


async def test_nothing_starts_once_the_app_is_leaving(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        app.action_leave()
        app.action_now()
    assert services.begun == []


async def test_notifications_wait_until_the_page_is_no_longer_hidden(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        page = session(app)
        await pilot.press("plus", "h")
        services.notices.add("the voice x cannot speak")
        page.refresh_moment()
        await pilot.pause()
        assert rows(app).strip() == ""
        await pilot.press("h")
        await until(pilot, lambda: "the voice x cannot speak" in rows(app))


async def test_q_stops_the_sound_from_under_the_help_too(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("question_mark", "q")
        assert "cut" in services.sink.calls
        await until(pilot, lambda: isinstance(app.screen, AfterScreen))
        await pilot.press("question_mark", "q")
        assert isinstance(app.screen, AfterScreen)


async def test_missing_sound_is_shown_on_the_page_and_problems_in_notifications(
    services: FakeServices,
) -> None:
    services.sink.reason = "no device"
    services.notices.add("the voice x cannot speak")
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "There's no sound right now" in text(app, "#told")
        assert [n.message for n in app._notifications] == ["the voice x cannot speak"]
        services.sink.reason = ""
        session(app).refresh_moment()
        assert text(app, "#told") == ""


async def test_words_of_scripts_are_never_parsed_as_markup(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "My [b]own[/b]" in rows(app)
        assert "a [red]line[/red]" in rows(app)


def test_without_what_our_driver_needs_the_screen_has_textuals_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = _driver_class()
    assert made is not None
    assert made.__name__ == "TerminalDriver"
    monkeypatch.delitem(sys.modules, "companion.tui.driver")
    monkeypatch.setitem(sys.modules, "textual._xterm_parser", None)
    assert _driver_class() is None


async def test_bells_and_long_silences_are_named(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        timeline = session(app)._transport.timeline
        for placement in timeline.placements:
            go_to(app, services, placement.start + 1)
            match placement.content:
                case Ringing():
                    expected = "a bell"
                case Quiet():
                    expected = "quiet" if placement.length >= 4_000 else ""
                case _:
                    expected = ""
            assert text(app, "#quiet") == expected


async def test_the_palette_leads_to_sessions(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert titles[:3] == ["Right now, it's too much", "Sit with it", "Write"]


@pytest.mark.parametrize(("level", "moves"), [("none", False), ("basic", True), ("full", True)])
async def test_reduced_motion_shows_words_and_a_bar_or_only_words(
    services: FakeServices, level: str, moves: bool
) -> None:
    os.environ["COMPANION_MOTION"] = level
    try:
        app = make_app(services)
        async with app.run_test() as pilot:
            await pilot.pause()
            placements = session(app)._transport.timeline.placements
            breath = next(p for p in placements if isinstance(p.content, Breathing))
            go_to(app, services, breath.start + 1_000)
            await pilot.pause()
            screen = rows(app)
        assert "Breathing in" in screen
        assert ("━" in screen or "█" in screen) is moves
        assert ("█" in screen) is (level == "full")
    finally:
        del os.environ["COMPANION_MOTION"]


@pytest.mark.parametrize(
    ("environment", "level"),
    [({}, "full"), ({"COMPANION_MOTION": "none"}, "none"), ({"TEXTUAL_ANIMATIONS": "basic"}, "basic"),
     ({"COMPANION_MOTION": "wild"}, "full"), ({"COMPANION_MOTION": "full", "TEXTUAL_ANIMATIONS": "none"}, "full")],
)  # fmt: skip
def test_the_environment_sets_the_level_of_motion(environment: dict[str, str], level: str) -> None:
    assert motion(environment) == level


def test_an_orb_is_round_and_grows() -> None:
    small, large = orb(0.3, 60, 9), orb(1.0, 60, 9)
    assert [
        row.replace("▀", "?").replace("▄", "▀").replace("?", "▄") for row in large[::-1]
    ] == large
    assert sum(row.count("█") for row in small) < sum(row.count("█") for row in large)


async def test_the_orb_is_fullest_between_in_and_out(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        timeline = session(app)._transport.timeline
        breath = next(p for p in timeline.placements if isinstance(p.content, Breathing))
        full = [fullness(timeline.at(breath.start + ms)) for ms in (0, 1_500, 2_999, 5_000, 7_999)]  # type: ignore[arg-type]
        assert full[0] < full[1] < full[2] > full[3] > full[4]
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
    result = subprocess.run(
        [sys.executable, "-c", NOISE], capture_output=True, text=True, check=True
    )
    assert result.stderr == "drawn\ndrawn too\nafter\n"
    assert result.stdout == "the end\n"


def test_the_small_script_has_the_line_that_these_tests_expect() -> None:
    assert "Something hurts." in SCRIPT


@pytest.mark.parametrize("name", ["before", "line", "after"])
async def test_a_small_terminal_shows_every_word_near_and_says_when_it_is_paused(
    services: FakeServices, name: str
) -> None:
    app = make_app(services)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        session(app).query_one(f"#{name}", Static).update(
            "If you are afraid of them, you can stop here and look at the helplines."
        )
        await until(pilot, lambda: "look at the helplines." in " ".join(rows(app).split()))
        await pilot.press("space")
        await until(pilot, lambda: "paused" in rows(app))

"""What works on every page: hiding, leaving, the pages over others, the help, and the palette."""

import sys
from pathlib import Path

import pytest
from textual.command import CommandPalette

from companion.session import call_words
from companion.session.after_offers import OUTWARD
from companion.session.keys import ALWAYS
from companion.store.preferences.palettes import PALETTES, TOKENS, contrast
from companion.timeline.request import AT_ONCE, Request
from companion.tui.app import INTERRUPTED, CompanionApp
from companion.tui.palette import Palette
from companion.tui.run import driver_class
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.call import CallScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.pages import HiddenScreen, InsteadScreen, WordsScreen
from companion.tui.screens.pause import PauseSheet
from companion.tui.screens.session import SessionScreen
from companion.tui.services import Opening
from companion.tui.themes import NAMES, TERMINAL, THEMES
from companion.tui.widgets.key_bar import HelpPanel, KeyBar
from companion.tui.widgets.row import Row
from companion.wording_pages import INSTEAD_SESSION
from tests.fakes import SCRIPT
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import NOW, SIT, SIZES, go_to, make_app, on, session, text


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


async def open_page(app: CompanionApp, services: FakeServices, pilot: object, name: str) -> None:
    """Go to a page by keys, from the session or home that the app begins with."""
    services.texts["enough"] = SCRIPT
    keys = {"home": [], "session": [], "pause": ["space"], "after": ["q"], "call": ["c"],
            "space": ["i"], "instead": ["x"], "card": ["5", "down", "enter"], "help": ["question_mark"]}  # fmt: skip
    await pilot.press(*keys[name])  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


PAGES = ["home", "session", "pause", "after", "call", "space", "instead", "card", "help"]
OF_HOME = ("home", "card")


async def test_hiding_is_silent_and_blank_and_h_brings_it_back_paused(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        page = session(app)
        await pilot.press("h")
        assert services.sink.calls[-1] == "cut"
        assert isinstance(app.screen, HiddenScreen)
        assert rows(app).strip() == ""
        assert app.theme == TERMINAL  # the terminal's own background
        await pilot.press("x", "space", "q", "n", "c", "question_mark", "ctrl+p")
        assert isinstance(app.screen, HiddenScreen)
        assert services.begun == [("mine", AT_ONCE)]
        await pilot.press("h")
        await on(pilot, PauseSheet)
        assert page._transport.state == "paused"
        assert app.theme == NAMES[0]


@pytest.mark.parametrize("name", PAGES)
async def test_every_page_can_be_hidden_and_left_and_nothing_shows_through(
    services: FakeServices, name: str
) -> None:
    app = make_app(services, session=name not in OF_HOME)
    async with app.run_test() as pilot:
        await open_page(app, services, pilot, name)
        await pilot.press("h")
        assert rows(app).strip() == ""
        assert not services.sink.playing
        await pilot.press("f8")
        assert not isinstance(app.screen, HiddenScreen)
        await pilot.press("ctrl+c")
    assert app.return_code == INTERRUPTED


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("key", ["n", "c", "i", "x", "question_mark", "ctrl+p"])
async def test_the_same_keys_do_the_same_on_every_page(
    services: FakeServices, name: str, key: str
) -> None:
    app = make_app(services, session=name not in OF_HOME)
    async with app.run_test() as pilot:
        await open_page(app, services, pilot, name)
        had_help = bool(app.screen.query(HelpPanel))
        await pilot.press(key)
        await pilot.pause()
        if key == "n":
            await until(pilot, lambda: services.begun[-1] == (NOW, AT_ONCE))
        elif key == "question_mark":
            assert bool(app.screen.query(HelpPanel)) is not had_help
        else:
            kinds = {"c": CallScreen, "i": WordsScreen, "x": WordsScreen, "ctrl+p": CommandPalette}
            assert isinstance(app.screen, kinds[key])


async def test_a_page_over_a_session_pauses_it(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("c")
        await pilot.pause()
        assert app.transport is not None
        assert app.transport.state == "paused"
        await pilot.press("escape")
        await on(pilot, PauseSheet)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["call", "space", "instead"])
async def test_pages_of_words_look_as_before(
    services: FakeServices, name: str, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await open_page(app, services, pilot, name)
        await compare(pilot, f"{name}-{size[0]}x{size[1]}")


async def test_no_number_is_shown_before_a_country_is_confirmed(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 60)) as pilot:
        for key in ("c", "i", "x"):
            await pilot.press(key)
            await pilot.pause()
            shown = rows(app)
            assert not any(len(word) > 2 and word.isdecimal() for word in shown.split()), shown
            await pilot.press("escape")
        assert "local emergency number" in call_words.NO_COUNTRY


async def test_a_page_of_words_scrolls_with_the_arrows(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("i")
        await pilot.pause()
        before = rows(app)
        await pilot.press("down", "down", "down")
        await pilot.pause()
        assert rows(app) != before


async def test_pages_of_words_turn_by_page_and_go_to_their_ends(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("i")
        await on(pilot, WordsScreen)
        top = rows(app)
        card = app.screen.query_one("#card")
        await pilot.press("pagedown")
        await pilot.pause()
        assert card.scroll_y == card.size.height - 1  # the last row is the first one now
        await pilot.press("end")
        await pilot.pause()
        assert card.scroll_y == card.max_scroll_y > 0
        await pilot.press("pageup", "home")
        await pilot.pause()
        assert rows(app) == top


async def test_down_passes_no_words_of_the_call_card(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("c")
        await pilot.pause()
        shown = rows(app)
        for _ in range(40):
            if isinstance(app.focused, Row):
                break
            await pilot.press("down")
            await pilot.pause()
            shown += rows(app)
        assert isinstance(app.focused, Row)
        words = " ".join(shown.split())
        for told in (
            "Danger now",
            "Someone you chose",
            "Thinking about suicide",
            "Afraid of your",
            "Worried",
        ):
            assert told in words, told


async def test_from_stop_and_do_this_one_key_leads_outward(services: FakeServices) -> None:
    assert INSTEAD_SESSION in OUTWARD
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await on(pilot, InsteadScreen)
        await pilot.press("1")
        await until(pilot, lambda: services.begun[-1][0] == INSTEAD_SESSION)
        await pilot.press("x")
        await on(pilot, InsteadScreen)
        for _ in range(9):
            await pilot.press("down")
        await pilot.press("enter")
        await on(pilot, CallScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_the_help_stands_beside_the_words_and_sound_goes_on(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        go_to(app, services, 3_000)
        await pilot.press("question_mark")
        await pilot.pause()
        await compare(pilot, f"help-{size[0]}x{size[1]}")
        assert services.sink.playing
        await pilot.press("escape")
        await pilot.pause()
        assert not app.screen.query(HelpPanel)
        assert isinstance(app.screen, SessionScreen)
        assert services.sink.playing


@pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 120])
@pytest.mark.parametrize("name", PAGES[:-1])
async def test_the_foot_of_every_page_has_whole_keys_and_always_the_help(
    services: FakeServices, name: str, width: int
) -> None:
    app = make_app(services, session=name not in OF_HOME)
    async with app.run_test(size=(width, 24)) as pilot:
        await open_page(app, services, pilot, name)
        bar = app.screen.query_one(KeyBar)
        drawn = str(bar.render())
        assert drawn.endswith("keys")
        shown = {f"{key.shown} {key.label}" for key in app.screen.keys}  # type: ignore[attr-defined]
        assert {piece.strip() for piece in drawn.split("   ") if piece.strip()} <= shown


async def test_a_key_at_the_foot_can_be_clicked(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(KeyBar, offset=(5, 0))
        await on(pilot, PauseSheet)


async def test_the_palette_has_our_own_lines_and_none_of_textuals(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        lines = [hit.text async for hit in Palette(app.screen).discover()]
        assert "Pause, and go on" in lines[:3]
        assert "Someone to call" in lines
        assert "Half of the night" in lines
        assert not any("creenshot" in str(line) or "axim" in str(line) for line in lines)
        await pilot.press("ctrl+p", *"angry", "enter")
        await pilot.pause()


async def test_what_the_palette_finds_is_done(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p", *"someone to")
        await until(pilot, lambda: "a person you chose" in rows(app))
        await pilot.press("enter")
        await on(pilot, CallScreen)


async def test_ctrl_c_stops_the_sound_and_leaves_with_130(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("ctrl+c")
    assert "cut" in services.sink.calls
    assert app.return_code == INTERRUPTED


async def test_n_in_a_session_leaves_it_for_the_first_two_minutes(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 20_000)
        first = session(app)._transport
        await pilot.press("n")
        await pilot.pause()
        assert services.begun[-1] == (NOW, AT_ONCE)
        assert session(app)._transport is not first
        assert session(app)._transport.playhead == 0
        assert services.sink.playing


async def test_a_session_that_cannot_start_from_another_one_leads_home(
    services: FakeServices,
) -> None:
    transport = services.start("mine", AT_ONCE)
    app = CompanionApp(services, Opening(("mine", Request()), transport), ("broken", SIT))
    async with app.run_test() as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert not services.sink.playing


async def test_a_script_that_cannot_be_played_is_shown_in_a_notification(
    services: FakeServices,
) -> None:
    services.broken.add("enough")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("5", "down", "enter")
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


@pytest.mark.parametrize("keys", [("q", "n"), ("question_mark", "q", "n"), ("e", "n"), ("n", "n", "n")])  # fmt: skip
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


async def test_q_stops_the_sound_under_the_help_too(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("question_mark", "q")
        assert "cut" in services.sink.calls
        await on(pilot, AfterScreen)


def test_every_theme_has_every_token_and_enough_contrast() -> None:
    assert [theme.name for theme in THEMES] == [*NAMES, TERMINAL]
    least = {"foreground": 7.0, "muted": 4.5, "primary": 4.5, "lit": 7.0, "faint": 3.0}
    for name, tokens in PALETTES.items():
        assert set(tokens) == set(TOKENS)
        for token, ratio in least.items():
            assert contrast(tokens[token], tokens["background"]) >= ratio, (name, token)


@pytest.mark.parametrize("name", [*NAMES, TERMINAL])
async def test_colours_change_while_it_runs(services: FakeServices, name: str) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        app.action_theme(name)
        await pilot.press("question_mark", "space", "h", "h")
        assert app.theme == name


async def test_without_colour_the_theme_is_the_terminals(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == TERMINAL
        assert app.native_ansi_color


def test_without_what_our_driver_needs_the_screen_has_textuals_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = driver_class()
    assert made is not None
    assert made.__name__ == "TerminalDriver"
    monkeypatch.delitem(sys.modules, "companion.tui.driver")
    monkeypatch.setitem(sys.modules, "textual._xterm_parser", None)
    assert driver_class() is None


def test_no_two_keys_of_every_page_are_the_same() -> None:
    names = [name for key in ALWAYS for name in key.keys.split(",")]
    assert len(names) == len(set(names))

"""The settings page, the first start, and what a person set: colours, characters, keys, hiding."""

from pathlib import Path

import pytest
from textual.widgets import Input

from companion import wording_pages as wording
from companion.session.keys import remappable
from companion.store.places import places
from companion.store.preferences.key_map import FIXED
from companion.store.preferences.table import PARTS, SETTINGS, setting
from companion.tui.app import CompanionApp
from companion.tui.screens.first import FirstScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.pages import HiddenScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.settings import SettingField, SettingsScreen
from companion.tui.themes import TERMINAL
from companion.tui.widgets.key_bar import KeyBar
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import SIZES, go_to, make_app, on, session, text


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


async def open_settings(app: CompanionApp, pilot: object) -> SettingsScreen:
    await pilot.press("comma")  # type: ignore[attr-defined]
    await on(pilot, SettingsScreen)  # type: ignore[arg-type]
    await pilot.pause()  # type: ignore[attr-defined]
    assert isinstance(app.screen, SettingsScreen)
    return app.screen


def field(app: CompanionApp, name: str) -> SettingField:
    fields = app.screen.query(SettingField).results(SettingField)
    return next(each for each in fields if each.found.setting.id == name)


@pytest.mark.parametrize("size", SIZES)
async def test_every_setting_stands_there_with_its_origin(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        page = await open_settings(app, pilot)
        await compare(pilot, f"settings-{size[0]}x{size[1]}")
        names = {f.found.setting.id for f in page.query(SettingField).results(SettingField)}
        assert set(SETTINGS) <= names
        keys = {f"keys.{name}": key for name, key, _ in remappable()}
        assert {name for name in keys if name in names} == {
            name for name, key in keys.items() if key not in FIXED
        }


async def test_the_end_key_shows_the_end_of_the_page_and_changes_nothing(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        page = await open_settings(app, pilot)
        values = [
            (f.found.setting.id, f.at) for f in page.query(SettingField).results(SettingField)
        ]
        await pilot.press("end")
        await pilot.pause()
        scroll = page.query_one("#settings")
        assert scroll.scroll_y == scroll.max_scroll_y > 0
        after = [(f.found.setting.id, f.at) for f in page.query(SettingField).results(SettingField)]
        assert after == values
        assert not places().settings.exists()


async def test_a_change_takes_effect_at_once_and_is_written_with_its_origin(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_settings(app, pilot)
        colours = field(app, "look.theme")
        colours.action_step(1)
        await pilot.pause()
        assert app.theme == "dawn"
        assert colours.origin == "settings file"
        assert "dawn" in places().settings.read_text()
        await pilot.press("r")
        await pilot.pause()
        assert app.theme == "night"
        assert colours.origin == "default"


async def test_what_the_environment_sets_cannot_be_changed_here_and_it_says_who_does(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANION_MOTION", "none")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_settings(app, pilot)
        motion = field(app, "look.motion")
        motion.action_step(-1)
        await pilot.pause()
        assert motion.origin == "COMPANION_MOTION"
        assert "COMPANION_MOTION sets it" in text(app, "#explain")
        assert not places().settings.exists()


async def test_a_number_jumps_to_a_part(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_settings(app, pilot)
        for number, part in enumerate(PARTS, 1):
            await pilot.press(str(number))
            assert isinstance(app.focused, SettingField)
            assert app.focused.found.setting.part == part


async def test_words_are_typed_and_a_mistake_teaches(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_settings(app, pilot)
        name = field(app, "privacy.person")
        name.focus()
        await pilot.press("enter", *"Mira", "enter")
        await until(pilot, lambda: name.found.words == "Mira")
        assert any("kept in clear" in n.message.lower() for n in app._notifications)
        country = field(app, "privacy.country")
        country.focus()
        await pilot.press("enter", *"nowhere", "enter")
        await pilot.pause()
        assert isinstance(app.focused, Input)
        await pilot.press("escape")
        assert app.screen.focused == country


async def test_a_key_of_ones_own_works_and_is_shown_and_a_fixed_one_is_refused(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(SettingsScreen(services.own))
        await pilot.pause()
        end = field(app, "keys.end")
        end.focus()
        await pilot.press("enter", "n", "enter")
        await pilot.pause()
        assert any("right now" in n.message for n in app._notifications)
        typed = app.screen.query_one("#typed", Input)
        typed.value = "z"
        await pilot.press("enter")
        await until(pilot, lambda: end.found.words == "z")
        await pilot.press("escape")
        await on(pilot, SessionScreen)
        assert "z end gently" in str(app.screen.query_one(KeyBar).render())
        go_to(app, services, 9_000)
        await pilot.press("z")
        assert session(app)._transport.is_gentle


async def test_another_key_brings_a_hidden_page_back(services: FakeServices) -> None:
    services.own.change(setting("hide.key"), "m")
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("h", "h", "x")
        assert isinstance(app.screen, HiddenScreen)
        await pilot.press("m")
        assert not isinstance(app.screen, HiddenScreen)


async def test_plain_characters_are_ascii_only(services: FakeServices) -> None:
    services.own.change(setting("look.characters"), "ascii")
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in (("2",), ("escape", "s"), ("escape", "comma"), ("escape", "n"), ("space",)):
            await pilot.press(*keys)
            await pilot.pause()
            await pilot.pause()
            shown = rows(app)
            assert shown.isascii(), [c for c in shown if not c.isascii()]
        assert "enter begin" not in shown


async def test_colours_of_ones_own_are_offered_and_mistakes_in_them_told(
    services: FakeServices,
) -> None:
    folder = places().themes
    folder.mkdir(parents=True)
    (folder / "sea.toml").write_text('base = "dawn"\nbackground = "#001020"\nlitt = "#ffffff"\n')
    services.own.change(setting("look.theme"), "sea")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == "sea"
        assert any("litt" in n.message for n in app._notifications)
    (folder / "sea.toml").unlink()
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == "night"
        assert any("sea" in n.message for n in app._notifications)


async def test_no_colour_goes_before_any_theme(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.own.change(setting("look.theme"), "dawn")
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == TERMINAL


# --- the first start -----------------------------------------------------------------------------


@pytest.fixture
def fresh(tmp_path: Path) -> FakeServices:
    services = FakeServices(tmp_path)
    services.own.is_fresh = True
    services.time = services.time.replace(hour=20)
    return services


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_start_says_what_this_is_once(
    fresh: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(fresh, session=False)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await compare(pilot, f"first-{size[0]}x{size[1]}")
        await pilot.press("enter")
        await until(pilot, lambda: wording.FIRST_ASK in rows(app))
        assert [title for title, _ in fresh.said] == [wording.FIRST_SENTENCE]
        assert "others nearby may hear it" in " ".join(rows(app).split())
        assert not places().settings.exists()
        await pilot.press("1")
        await on(pilot, HomeScreen)
        assert fresh.own.find("sound.gentle").value == "yes"
    app = make_app(fresh, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)


async def test_esc_on_the_first_start_writes_nothing(fresh: FakeServices) -> None:
    app = make_app(fresh, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        assert not places().settings.exists()
        assert not places().settings.parent.exists()


async def test_quieter_is_heard_again_and_kept_and_words_only_is_silence(
    fresh: FakeServices,
) -> None:
    app = make_app(fresh, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("2")
        await until(pilot, lambda: len(fresh.said) == 2)
        await pilot.pause()
        await pilot.press("1")
        await on(pilot, HomeScreen)
        assert fresh.own.now.number("sound.voice_level") == -6.0
    places().settings.unlink()
    app = make_app(fresh, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("3")
        await on(pilot, HomeScreen)
        assert fresh.own.now.text("voice.name") == "silent"


async def test_it_never_stands_before_n_and_waits_until_the_morning(fresh: FakeServices) -> None:
    app = make_app(fresh, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, FirstScreen)
        await pilot.press("n")
        await on(pilot, SessionScreen)
    fresh.time = fresh.time.replace(hour=3)
    app = make_app(fresh, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
    app = make_app(fresh)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, SessionScreen)


def test_the_words_of_the_first_start_promise_nothing() -> None:
    words = " ".join(part.text for part in wording.FIRST.parts).lower()
    assert not any(word in words for word in ("heal", "cure", "treat", "will help"))


async def test_the_person_whom_one_chose_stands_on_the_call_card_with_their_number(
    services: FakeServices,
) -> None:
    for name, words in (
        ("privacy.person", "Mira"),
        ("privacy.person_number", "+44 7700 900123"),
        ("privacy.person_line", "said: call any time"),
    ):
        services.own.change(setting(name), words)
    for size in ((80, 24), (40, 12)):
        app = make_app(services, session=False)
        async with app.run_test(size=size) as pilot:
            await pilot.press("c")
            await pilot.pause()
            await pilot.press("down")
            await pilot.pause()
            assert "+44 7700 900123" in rows(app)
            assert "Mira" in rows(app)


async def test_many_mistakes_in_settings_and_themes_are_one_message(
    services: FakeServices,
) -> None:
    folder = places().themes
    folder.mkdir(parents=True)
    (folder / "sea.toml").write_text("background = 3\nforeground = 4\nlit = 5\n")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        (told,) = app._notifications
        assert told.message == wording.SETTINGS_MISTAKES.format(count=3)

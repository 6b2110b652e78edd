"""The cards before a session: only what can be had, one caution, and Enter from anywhere."""

from pathlib import Path

import pytest
from textual.widgets import Input

from companion import wording_pages as wording
from companion.store.own_preferences import OwnPreferences
from companion.store.places import places
from companion.store.preferences.table import setting
from companion.timeline.bells import Bells
from companion.timeline.cue import Layer
from companion.timeline.request import Request
from companion.tui.app import CompanionApp
from companion.tui.screens.cards import BeginScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.pages import WordsScreen
from companion.tui.screens.sit import SitScreen
from companion.tui.services import Opening
from companion.tui.widgets.field import Field, Slider
from companion.units import MINUTE, SECOND
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import NOW, SIT, SIZES, make_app, on

CALM = """\
companion: 1
title: A calm one
intent: For an evening.
cautions: [Stop if it gets worse., Second.]
not_for: [Somebody else.]
way_out: Press your feet down.
vars: {partner: {default: your partner, ask: "What should I call them?"}}
length: {least: 1m, usual: 2m, most: 10m}
steps:
  - say: One for {partner}.
  - {say: Two., when: {words: guided}}
  - bell: soft
  - breathe: {in: 3s, out: 5s, rounds: 2..4..40, instead: [{silence: 6s..20s..5m}]}
  - silence: 6s..20s..5m
  - say: Three.
"""
LONG = "companion: 1\ntitle: Sit\nlength: {least: 5m, usual: 10m, most: 1h}\nsteps:\n  - say: One.\n  - {say: More., when: {words: guided}}\n  - silence: 10s..9m..2h\n  - say: Two.\n"


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    services = FakeServices(tmp_path)
    services.texts = {"enough": CALM, "mine": CALM, SIT: LONG}
    return services


def field(app: CompanionApp, name: str) -> Field:
    return app.screen.query_one(f"#choose-{name}", Field)


async def open_card(app: CompanionApp, pilot: object) -> None:
    await pilot.press("5", "down", "enter")  # type: ignore[attr-defined]
    await on(pilot, BeginScreen)  # type: ignore[arg-type]
    await pilot.pause()  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SIZES)
async def test_a_card_shows_what_can_be_chosen_and_one_caution(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await open_card(app, pilot)
        await compare(pilot, f"begin-{size[0]}x{size[1]}")
        assert "Second." not in rows(app)


async def test_enter_begins_from_any_row_and_the_usual_length_is_left_to_the_script(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_card(app, pilot)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: services.begun != [])
        assert services.begun == [("enough", Request())]


async def test_what_is_chosen_is_asked_for(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_card(app, pilot)
        await pilot.press("5", "down", "right", "down", "right", "down", "right", "right", "right")
        await pilot.press("down", "right", "enter")
        await until(pilot, lambda: services.begun != [])
        ((_, request),) = services.begun
        assert request.length == 5 * MINUTE
        assert request.bed == (Layer("rain"),)
        assert (request.words, request.bells, request.breath) == ("light", Bells("none"), False)


async def test_rows_that_mean_nothing_for_a_script_are_left_out(services: FakeServices) -> None:
    services.texts["enough"] = LONG.replace("  - {say: More., when: {words: guided}}\n", "")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_card(app, pilot)
        names = [each.id for each in app.screen.query(Field)]
        assert names == ["choose-length", "choose-bed", "choose-strength"]


async def test_a_number_takes_the_nearest_length_and_the_mouse_any(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_card(app, pilot)
        slider = app.screen.query_one(Slider)
        await pilot.press("1", "0")
        assert slider.value == "10 min"
        await pilot.press("home")
        assert slider.value == "1 min"
        await pilot.click(slider, offset=(3 + 16 + 29, 0))
        assert slider.value == "10 min"
        await pilot.press("left", "left")
        assert slider.value == "8 min"


async def test_the_words_of_slots_stand_on_the_card_and_letters_are_letters(
    services: FakeServices,
) -> None:
    app = CompanionApp(services, Opening(("mine", Request(seed=3)), starts=True), (NOW, SIT))
    async with app.run_test() as pilot:
        await on(pilot, BeginScreen)
        await pilot.press("up", *["down"] * 6)
        assert isinstance(app.focused, Input)
        assert app.focused.placeholder == "your partner"
        await pilot.press(*"Sam hn", "enter")
        await until(pilot, lambda: services.begun != [])
        assert services.begun == [("mine", Request(seed=3, slots={"partner": "Sam hn"}))]


async def test_esc_on_the_card_that_the_program_opened_with_goes_home(
    services: FakeServices,
) -> None:
    app = CompanionApp(services, Opening(("mine", Request()), starts=True), (NOW, SIT))
    async with app.run_test() as pilot:
        await on(pilot, BeginScreen)
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        assert services.begun == []


async def test_d_shows_all_that_is_known(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_card(app, pilot)
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(app.screen, WordsScreen)
        shown = rows(app)
        assert all(w in shown for w in ("Second.", "Somebody else.", "Press your feet down."))
        await pilot.press("escape")
        assert isinstance(app.screen, BeginScreen)


async def test_choosing_a_bed_lets_it_be_heard_and_p_the_voice(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_card(app, pilot)
        await pilot.press("down", "right")
        await until(pilot, lambda: [title for title, _ in services.said] == ["bed"])
        await pilot.press("p")
        await until(pilot, lambda: len(services.said) == 2)


async def test_last_choices_come_back_only_where_that_was_asked_for(
    services: FakeServices,
) -> None:
    async def choose_rain() -> None:
        app = make_app(services, session=False)
        async with app.run_test() as pilot:
            await open_card(app, pilot)
            await pilot.press("down", "right", "enter")
            await until(pilot, lambda: app.transport is not None)

    await choose_rain()
    assert not places().settings.exists()
    services.own.change(setting("privacy.last_choices"), "yes")
    await choose_rain()
    again, _ = OwnPreferences(places()).request("enough", Request())
    assert again.bed == (Layer("rain"),)
    services.own.change(setting("privacy.last_choices"), "no")
    assert OwnPreferences(places()).request("enough", Request())[0].bed is None


# --- the sit -------------------------------------------------------------------------------------


async def open_sit(app: CompanionApp, pilot: object) -> SitScreen:
    await pilot.press("s")  # type: ignore[attr-defined]
    await on(pilot, SitScreen)  # type: ignore[arg-type]
    await pilot.pause()  # type: ignore[attr-defined]
    assert isinstance(app.screen, SitScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_the_sit_card_offers_how_it_ends_and_its_bells(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await open_sit(app, pilot)
        await compare(pilot, f"sit-{size[0]}x{size[1]}")


async def test_two_keys_are_a_sit_of_ten_minutes_with_a_bell_at_both_ends(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_sit(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: services.begun != [])
        assert services.begun == [(SIT, Request(10 * MINUTE, bells=Bells("both")))]  # type: ignore[arg-type]


async def test_minutes_bells_and_time_to_get_ready(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await open_sit(app, pilot)
        await pilot.press("2", "0")
        field(app, "bells").action_step(1)
        field(app, "settle").action_step(2)
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: services.begun != [])
        ((_, request),) = services.begun
        assert request.length == 20 * MINUTE
        assert request.bells == Bells("both", every=5 * MINUTE)  # type: ignore[arg-type]
        assert request.settle == 30 * SECOND


async def test_an_end_at_a_time_and_one_that_is_open(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await open_sit(app, pilot)
        field(app, "end").action_step(1)
        await pilot.pause()
        assert not page.query_one(Slider).display
        page.query_one("#time").focus()
        assert page.card.until == "23:30"  # it is five past eleven, and a sit wants some time
        assert wording.SIT_LONG in rows(app)
        await pilot.press("up", "up")
        assert page.card.until == "00:00"
        assert "tomorrow" in rows(app)
        request = page.card.request(round(services.time.timestamp() * 1000))
        assert isinstance(request, Request)
        assert request.until is not None
        assert request.length is None
        field(app, "end").action_step(1)
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: services.begun != [])
        assert services.begun[0][1].open_end


async def test_bells_of_ones_own_and_a_mistake_in_them(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        page = await open_sit(app, pilot)
        field(app, "bells").action_step(9)
        await pilot.pause()
        times = page.query_one("#times", Input)
        times.value = "5, soon"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert services.begun == []
        assert "isn't a time for a bell" in rows(app)
        times.value = "3, 8"
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: services.begun != [])
        assert services.begun[0][1].bells == Bells(at=(3 * MINUTE, 8 * MINUTE))  # type: ignore[arg-type]


async def test_r15_over_twenty_minutes_one_line_says_so_without_a_question(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sit(app, pilot)
        await pilot.press("3", "0")
        await pilot.pause()
        assert "That's long for a first sit." in rows(app)
        await pilot.press("enter")
        await until(pilot, lambda: services.begun != [])


async def test_a_sit_comes_back_as_it_was_left_where_that_is_asked_for(
    services: FakeServices,
) -> None:
    services.own.change(setting("privacy.last_choices"), "yes")
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_sit(app, pilot)
        await pilot.press("2", "0")
        field(app, "bells").action_step(2)
        field(app, "settle").action_step(1)
        field(app, "words").action_step(1)
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: services.begun != [])
        await pilot.press("q", "enter")
        await on(pilot, HomeScreen)
        page = await open_sit(app, pilot)
        shown = {row.name: row.words[row.at] for row in page.card.rows}
        assert (shown["length"], shown["bells"]) == ("20 min", "every 10 minutes")
        assert (shown["settle"], shown["words"]) == ("10 seconds", "a few")
        assert "As you had it last time." in rows(app)

"""Questions on the screen: sheets with big keys that go away by themselves."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static, TextArea

from companion.timeline.request import Request
from companion.timeline.timeline import Asking
from companion.tui.app import CompanionApp
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.before_session import BeforeScreen, SlotsScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.overlays import HiddenScreen, SpaceScreen
from companion.tui.screens.question import QuestionSheet
from companion.tui.screens.session import SessionScreen
from companion.tui.services import Opening
from tests.fakes import SCRIPT
from tests.tui.screens import compare
from tests.tui.services import FakeServices

TEXT = """\
companion: 1
title: Asking
card: {title: Between us, lines: [need], review: 14d}
steps:
  - rate: {id: before, low: quiet, high: overwhelming}
  - choose:
      id: where
      prompt: Where would you like to rest?
      options:
        - {label: With sounds, default: true}
        - {label: With hands}
        - {label: Leave, next: first-two-minutes}
  - ask: {id: need, prompt: What would help}
  - write: {id: letter, prompt: What would you say, most: 5m}
  - section: Last
  - say: This is ending.
  - silence: 4s
"""


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    made = FakeServices(tmp_path)
    made.text = TEXT
    return made


def app(services: FakeServices) -> CompanionApp:
    opening = Opening(("mine", Request()), services.start("mine", Request()))
    return CompanionApp(services, opening, ("now", "sit"))


async def to(pilot: Pilot[int], services: FakeServices, key: str) -> None:
    """Go on until a question waits."""
    screen = next(s for s in pilot.app.screen_stack if isinstance(s, SessionScreen))
    place = next(
        p
        for p in screen._transport.timeline.placements
        if isinstance(p.content, Asking) and p.content.question.key == key
    )
    services.sink.crank(place.start + 1_000 - screen._transport.playhead)
    screen.refresh_moment()
    await pilot.pause()
    screen.refresh_moment()
    await pilot.pause()


def answers(made: CompanionApp) -> dict[str, object]:
    assert made.transport is not None
    return dict(made.transport.answers.given)


@pytest.mark.parametrize("key", ["before", "where", "need", "letter"])
async def test_a_sheet_says_how_to_answer_and_that_it_goes_on(
    services: FakeServices, key: str
) -> None:
    made = app(services)
    async with made.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await to(pilot, services, key)
        compare(made, f"question-{key}-80x24")


async def test_a_sheet_goes_away_by_itself_and_nothing_is_stuck(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        await to(pilot, services, "before")
        assert isinstance(made.screen, QuestionSheet)
        services.sink.crank(20_000)
        await pilot.pause(0.3)
        sheet = made.screen
        assert not isinstance(sheet, QuestionSheet) or sheet.question.key == "where"
        assert answers(made) == {}


@pytest.mark.parametrize(
    ("keys", "value"),
    [(["7"], 7), (["1", "0"], 10), (["1", "enter"], 1), (["enter"], None), (["escape"], None), (["1", "backspace", "3"], 3), (["1", "5"], 5)],
)  # fmt: skip
async def test_a_rating_is_one_key_or_two(
    services: FakeServices, keys: list[str], value: int | None
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await to(pilot, services, "before")
        await pilot.press(*keys)
        await pilot.pause(0.2)
        assert answers(made) == {"before": value}
        sheet = made.screen
        assert not isinstance(sheet, QuestionSheet) or sheet.question.key != "before"


@pytest.mark.parametrize(
    ("keys", "label"),
    [(["2"], "With hands"), (["enter"], "With sounds"), (["down", "enter"], "With hands"), (["escape"], "With sounds"), (["9", "1"], "With sounds")],
)  # fmt: skip
async def test_a_choice_is_a_number_or_the_line_one_is_on(
    services: FakeServices, keys: list[str], label: str
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await to(pilot, services, "where")
        assert made.screen.query_one(OptionList).highlighted == 0
        await pilot.press(*keys)
        await pilot.pause(0.2)
        assert answers(made) == {"where": label}


async def test_a_line_is_typed_with_any_letter_and_shown_on_the_card_alone(
    services: FakeServices,
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await to(pilot, services, "need")
        await pilot.press(*"hqn a walk", "enter")
        await pilot.pause(0.2)
        assert answers(made) == {"need": "hqn a walk"}
        services.sink.crank(600_000)
        await pilot.pause(0.3)
        assert isinstance(made.screen, AfterScreen)
        await pilot.pause(0.5)  # until it has drawn itself, also on a busy machine
        compare(made, "after-card-80x24")


async def test_a_box_stays_while_somebody_writes_and_esc_ends_it(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await to(pilot, services, "letter")
        box = made.screen.query_one(TextArea)
        box.focus()
        await pilot.press(*"dear")
        services.sink.crank(60_000)
        await pilot.pause(0.2)
        assert isinstance(made.screen, QuestionSheet)
        await pilot.press("escape")
        await pilot.pause(0.2)
        assert answers(made) == {"letter": "dear"}
        assert isinstance(made.screen, SessionScreen)


@pytest.mark.parametrize(("key", "asked"), [("h", "before"), ("f8", "letter"), ("f8", "need")])
async def test_a_question_can_be_hidden_at_once(
    services: FakeServices, key: str, asked: str
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await to(pilot, services, asked)
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(made.screen, HiddenScreen)
        assert not services.sink.playing


async def test_q_stops_and_n_leaves_for_the_first_two_minutes(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await to(pilot, services, "before")
        await pilot.press("q")
        await pilot.pause(0.3)
        assert isinstance(made.screen, AfterScreen)
        await pilot.press("a")
        await pilot.pause()
        await to(pilot, services, "where")
        await pilot.press("n")
        await pilot.pause(0.2)
        assert services.begun[-1][0] == "now"


async def test_an_option_leads_to_another_script_after_the_closing(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await to(pilot, services, "where")
        await pilot.press("3")
        await pilot.pause(0.2)
        services.sink.crank(60_000)
        await pilot.pause(0.3)
        assert services.begun[-1] == ("first-two-minutes", Request())


def asking(slots: str) -> str:
    """A script that asks for words before it begins."""
    return SCRIPT.replace("steps:", f"vars: {slots}\nsteps:", 1)


async def test_what_a_script_asks_for_is_asked_before_it_begins(services: FakeServices) -> None:
    services.texts["mine"] = asking(
        "{partner: {default: your partner, ask: What shall I call them?}, place: {default: here, ask: Where?}}"
    )
    made = CompanionApp(services, Opening(("mine", Request()), starts=True), ("now", "sit"))
    async with made.run_test() as pilot:
        await pilot.pause()
        assert isinstance(made.screen, SlotsScreen)
        assert made.screen.query_one(Input).placeholder == "your partner"
        await pilot.press(*"Sam", "enter", "enter")
        await pilot.pause()
        assert services.begun == [("mine", Request(slots={"partner": "Sam"}))]
        made.starting.start("mine", Request())
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert len(services.begun) == 1


async def test_who_does_not_want_to_say_goes_home(services: FakeServices) -> None:
    services.texts["mine"] = asking("{partner: {default: them, ask: Who?}}")
    made = CompanionApp(services, Opening(("mine", Request()), starts=True), ("now", "sit"))
    async with made.run_test() as pilot:
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(made.screen, HomeScreen)


async def test_the_page_about_space_is_one_key_away(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(made.screen, SpaceScreen)
        assert "You need not decide anything today." in str(
            list(made.screen.query(Static))[-1].content
        )
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(made.screen, QuestionSheet)


async def test_what_to_know_is_said_before_a_session_from_home(services: FakeServices) -> None:
    services.texts["mine"] = SCRIPT.replace(
        "steps:", "intent: For an evening.\ncautions: [Not while driving.]\nsteps:", 1
    )
    made = CompanionApp(services, Opening(("mine", Request())), ("now", "sit"))
    async with made.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert isinstance(made.screen, BeforeScreen)
        compare(made, "before-80x24")
        await pilot.press("escape")
        await pilot.pause()
        assert services.begun == []
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert services.begun == [("mine", Request())]


async def test_what_hides_brings_it_back_and_an_answer_goes_on(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await to(pilot, services, "before")
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(made.screen, HiddenScreen)
        await pilot.press("f8")
        await pilot.pause(0.2)
        assert isinstance(made.screen, QuestionSheet)
        assert str(made.screen.query_one("#waits", Static).content).startswith("Paused.")
        await pilot.press("5")
        await pilot.pause(0.2)
        assert services.sink.playing


@pytest.mark.parametrize(("key", "call"), [("space", "pause"), ("right", "move")])
async def test_the_keys_of_the_session_work_over_a_question(
    services: FakeServices, key: str, call: str
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await to(pilot, services, "before")
        await pilot.press(key)
        await pilot.pause()
        assert services.sink.calls[-1] == call


async def test_the_time_is_not_counted_while_a_question_is_read_out_or_somebody_writes(
    services: FakeServices,
) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause(0.3)
        assert isinstance(made.screen, QuestionSheet)
        assert str(made.screen.query_one("#waits", Static).content) == ""
        await to(pilot, services, "letter")
        made.screen.query_one(TextArea).focus()
        await pilot.press("d")
        await pilot.pause(0.3)
        assert str(made.screen.query_one("#waits", Static).content) == "Take your time."


async def test_what_was_typed_when_the_time_is_up_is_kept(services: FakeServices) -> None:
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause()
        await to(pilot, services, "need")
        await pilot.press(*"a walk")
        services.sink.crank(60_000)
        await pilot.pause(0.3)
        assert answers(made) == {"need": "a walk"}


async def test_a_session_about_two_people_shows_the_key_to_that_page(
    services: FakeServices,
) -> None:
    services.text = TEXT.replace("card:", "safety: [relationship]\ncard:")
    made = app(services)
    async with made.run_test() as pilot:
        await pilot.pause(0.3)
        screen = next(s for s in made.screen_stack if isinstance(s, SessionScreen))
        told = str(screen.query_one("#told", Static).content)
        assert told == "i  Is this space, or something else?"

"""Questions on the screen: sheets that take an answer, and close when the question times out."""

from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from companion.session.controls import CONTROLS
from companion.timeline.request import AT_ONCE, Request
from companion.timeline.timeline import Asking
from companion.tui.app import CompanionApp
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.pages import HiddenScreen, WordsScreen
from companion.tui.screens.question import QuestionSheet
from companion.tui.screens.session import SessionScreen
from companion.tui.services import Opening
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import chosen, on, reveal

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
    services = FakeServices(tmp_path)
    services.text = TEXT
    return services


def make_app(services: FakeServices) -> CompanionApp:
    opening = Opening(("mine", Request()), services.start("mine", AT_ONCE))
    return CompanionApp(services, opening, ("first-two-minutes", "sit-with-it"))


def session(app: App[int]) -> SessionScreen:
    """The page of the session, which may be below a sheet."""
    return next(s for s in app.screen_stack if isinstance(s, SessionScreen))


async def go_to(pilot: Pilot[int], services: FakeServices, key: str) -> None:
    """Go on until a question waits."""
    screen = session(pilot.app)
    placement = next(
        p
        for p in screen._transport.timeline.placements
        if isinstance(p.content, Asking) and p.content.question.key == key
    )
    services.sink.crank(placement.start + 1_000 - screen._transport.playhead)
    screen.refresh_moment()
    await pilot.pause()
    screen.refresh_moment()
    await pilot.pause()


def answers(app: CompanionApp) -> dict[str, object]:
    assert app.transport is not None
    return dict(app.transport.answers.given)


def asked(app: CompanionApp) -> str:
    """The key of the question on the screen; empty when there is no sheet."""
    return app.screen.question.key if isinstance(app.screen, QuestionSheet) else ""


def waiting(app: CompanionApp) -> str:
    """The line of a sheet that says how long it waits."""
    return str(app.screen.query_one("#waits", Static).content)


@pytest.mark.parametrize("key", ["before", "where", "need", "letter"])
async def test_a_sheet_says_how_to_answer_and_how_long_it_waits(
    services: FakeServices, key: str
) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await go_to(pilot, services, key)
        await compare(pilot, f"question-{key}-80x24")


async def test_a_sheet_closes_by_itself_without_an_answer(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        await go_to(pilot, services, "before")
        assert asked(app) == "before"
        services.sink.crank(20_000)
        await until(pilot, lambda: asked(app) in ("", "where"))
        assert answers(app) == {}


@pytest.mark.parametrize(
    ("keys", "value"),
    [(["7"], 7), (["1", "0"], 10), (["1", "enter"], 1), (["enter"], None), (["escape"], None), (["1", "backspace", "3"], 3)],
)  # fmt: skip
async def test_a_rating_is_one_key_or_two(
    services: FakeServices, keys: list[str], value: int | None
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "before")
        await pilot.press(*keys)
        await until(pilot, lambda: asked(app) != "before")
        assert answers(app) == {"before": value}


async def test_after_a_1_another_digit_than_0_is_the_answer_by_itself(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "before")
        await pilot.press("1")
        assert asked(app) == "before"
        assert answers(app) == {}
        await pilot.press("5")
        await until(pilot, lambda: asked(app) != "before")
        assert answers(app) == {"before": 5}


async def test_a_key_of_the_session_shows_its_reply_over_a_question(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "before")
        longer = next(control for control in CONTROLS if control.id == "longer")
        assert app.transport is not None
        reply = longer.act(app.transport)
        assert "answered" in reply
        await pilot.press("plus")
        await until(pilot, lambda: [n.message for n in app._notifications] == [reply])
        assert asked(app) == "before"


@pytest.mark.parametrize(
    ("keys", "label"),
    [(["2"], "With hands"), (["enter"], "With sounds"), (["down", "enter"], "With hands"), (["escape"], "With sounds"), (["9", "1"], "With sounds")],
)  # fmt: skip
async def test_a_choice_is_a_number_or_the_highlighted_option(
    services: FakeServices, keys: list[str], label: str
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "where")
        assert chosen(app) == "With sounds"
        await pilot.press(*keys)
        await until(pilot, lambda: asked(app) != "where")
        assert answers(app) == {"where": label}


async def test_a_line_takes_any_letter_and_is_shown_only_on_the_card(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "need")
        await pilot.press(*"hqn a walk", "enter")
        await until(pilot, lambda: asked(app) != "need")
        assert answers(app) == {"need": "hqn a walk"}
        services.sink.crank(600_000)
        await reveal(pilot)
        await until(pilot, lambda: "n right now" in rows(app))
        await compare(pilot, "after-card-80x24")


async def test_a_box_stays_open_while_somebody_writes_and_esc_closes_it(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "letter")
        box = app.screen.query_one(TextArea)
        box.focus()
        await pilot.press(*"dear")
        services.sink.crank(60_000)
        session(app).refresh_moment()
        await pilot.pause()
        assert asked(app) == "letter"
        await pilot.press("escape")
        await on(pilot, SessionScreen)
        assert answers(app) == {"letter": "dear"}


@pytest.mark.parametrize(("key", "question"), [("h", "before"), ("f8", "letter"), ("f8", "need")])
async def test_a_question_can_be_hidden_at_once(
    services: FakeServices, key: str, question: str
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, question)
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, HiddenScreen)
        assert not services.sink.playing


async def test_q_stops_and_n_leaves_for_the_first_two_minutes(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "before")
        await pilot.press("q")
        await on(pilot, AfterScreen)
        await pilot.press("a")
        await pilot.pause()
        await go_to(pilot, services, "where")
        await pilot.press("n")
        await until(pilot, lambda: services.begun[-1][0] == "first-two-minutes")


async def test_an_option_leads_to_another_script_after_the_closing(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "where")
        await pilot.press("3")
        await until(pilot, lambda: "where" in answers(app))
        services.sink.crank(60_000)
        await until(pilot, lambda: services.begun[-1] == ("first-two-minutes", Request()))


async def test_the_page_about_space_is_one_key_away(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, WordsScreen)
        assert "You don't have to decide anything today." in "".join(
            str(words.content) for words in app.screen.query(Static)
        )
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, QuestionSheet)


async def test_f8_hides_a_question_and_brings_it_back_and_an_answer_plays_on(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "before")
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, HiddenScreen)
        await pilot.press("f8")
        await until(pilot, lambda: asked(app) == "before" and waiting(app).startswith("Paused."))
        await pilot.press("5")
        await until(pilot, lambda: services.sink.playing)


@pytest.mark.parametrize(("key", "call"), [("space", "pause"), ("right", "move")])
async def test_the_keys_of_the_session_work_over_a_question(
    services: FakeServices, key: str, call: str
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "before")
        await pilot.press(key)
        await pilot.pause()
        assert services.sink.calls[-1] == call


async def test_no_time_is_counted_while_a_question_is_read_out_or_somebody_writes(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await until(pilot, lambda: asked(app) == "before")
        session(app).refresh_moment()
        assert waiting(app) == ""
        await go_to(pilot, services, "letter")
        app.screen.query_one(TextArea).focus()
        await pilot.press("d")
        await until(pilot, lambda: waiting(app) == "Take your time.")


async def test_no_box_closes_on_somebody_who_types_and_what_is_left_in_one_is_kept(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "need")
        await pilot.press(*"a walk")
        await until(pilot, lambda: waiting(app) == "Take your time.")
        services.sink.crank(20 * 60_000)  # a question of a minute, and somebody who thinks
        await pilot.press(*" o")
        await until(pilot, lambda: app.screen.query_one(Input).value == "a walk o")
        services.sink.crank(29 * 60_000)
        session(app).refresh_moment()
        assert asked(app) == "need"
        services.sink.crank(60_000)  # half an hour without a key: it has been left
        await until(pilot, lambda: asked(app) != "need")
        assert app.transport is not None
        assert app.transport.answers.text("need") == "a walk o"


async def test_the_first_digit_of_a_number_stops_the_clock(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        await go_to(pilot, services, "before")
        await pilot.press("1")
        await until(pilot, lambda: waiting(app) == "Take your time.")
        services.sink.crank(60_000)
        session(app).refresh_moment()
        assert asked(app) == "before"
        await pilot.press("0")
        await until(pilot, lambda: answers(app) == {"before": 10})


async def test_a_session_about_two_people_shows_the_key_to_that_page(
    services: FakeServices,
) -> None:
    services.text = TEXT.replace("card:", "safety: [relationship]\ncard:")
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        notice = session(app).query_one("#told", Static)
        await until(pilot, lambda: str(notice.content))
        assert str(notice.content) == "i  is this space, or something else?"

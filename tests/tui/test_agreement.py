"""An agreement on the screen: by hand, after its session, its check-in, and what home says."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from companion.session import agreement_words as words
from companion.session import journal_words, unsent_words
from companion.store.settings import write
from companion.tui.app import CompanionApp
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.keeping import OptInScreen, PassphraseSheet
from companion.tui.screens.kept import CheckInSheet, FormScreen, KeptScreen
from companion.tui.screens.pages import HiddenScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.widgets.row import Row
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import SIT, SIZES, make_app, on, reveal, titles

PHRASE = "four grey stones by water"
ANSWERS = {"begins": "Friday, after we've eaten", "checkin": "Sunday at six", "back": "tea first"}
SUNDAY = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
AGREEMENT = """\
companion: 1
title: An agreement
kind: agreement
card: {title: "What we'd like, until either of us changes it", lines: [begins, checkin, between, back], review: 14d}
steps:
  - ask: {id: begins, prompt: "When does the space begin?", timeout: 10s}
  - ask: {id: checkin, prompt: "Which day do we check in, and at what hour?", timeout: 10s}
  - ask: {id: between, prompt: "What can either of us send in between?", timeout: 10s}
  - ask: {id: back, prompt: "How do we come back to each other?", timeout: 10s}
  - say: That's all four.
"""


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    services = FakeServices(tmp_path)
    services.time = datetime(2026, 11, 26, 20, 5, tzinfo=UTC)
    return services


def keep(services: FakeServices, *kinds: str) -> None:
    write(services.own.file, {("keep", kind): "yes" for kind in kinds})
    services.kept.key.set_up(PHRASE)


def agree(services: FakeServices, at: datetime | None = SUNDAY) -> int:
    """Keep an agreement with a check-in."""
    keep(services, "agreements")
    number = services.kept.agreements.add(ANSWERS, services.time)
    services.kept.agreements.set_check_in(number, at)
    return number


async def choose(app: CompanionApp, pilot: Pilot[int], value: str) -> None:
    next(row for row in app.screen.query(Row) if row.value == value).focus()
    await pilot.press("enter")
    await pilot.pause()


async def open_page(app: CompanionApp, pilot: Pilot[int], value: str = "agreement") -> None:
    await pilot.press("m")
    await pilot.pause()
    row = next(r for r in app.screen.query("#sessions Row").results(Row) if r.value == value)
    row.focus()
    await pilot.press("enter")
    await on(pilot, KeptScreen)


async def type_in(pilot: Pilot[int], text: str) -> None:
    focused = pilot.app.focused
    assert isinstance(focused, Input)
    focused.value = text
    await pilot.press("enter")
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_without_one_it_says_how_to_make_one(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await open_page(app, pilot)
        await compare(pilot, f"agreement-none-{size[0]}x{size[1]}")
        await choose(app, pilot, "see")
        await until(pilot, lambda: services.begun)
        assert services.begun[0][0] == "an-agreement"
    assert not services.kept.database.folder.exists()


async def fill(pilot: Pilot[int]) -> None:
    await on(pilot, FormScreen)
    for text in (ANSWERS["begins"], ANSWERS["checkin"], "", ANSWERS["back"]):
        await type_in(pilot, text)


@pytest.mark.parametrize("size", SIZES)
async def test_by_hand_the_card_has_each_answer_under_its_question(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await open_page(app, pilot)
        await choose(app, pilot, "write")
        await on(pilot, FormScreen)
        await compare(pilot, f"agreement-form-{size[0]}x{size[1]}")
        await fill(pilot)
        await on(pilot, KeptScreen)
        await compare(pilot, f"agreement-card-{size[0]}x{size[1]}")
    assert not services.kept.database.folder.exists()


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_kept_only_after_the_opt_in_with_its_time_in_clear(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await open_page(app, pilot)
        await choose(app, pilot, "write")
        await fill(pilot)
        await on(pilot, KeptScreen)
        await choose(app, pilot, "keep")
        await on(pilot, OptInScreen)
        assert not services.kept.database.folder.exists()
        await choose(app, pilot, "yes")
        await on(pilot, PassphraseSheet)
        await type_in(pilot, PHRASE)
        await type_in(pilot, PHRASE)
        await on(pilot, CheckInSheet)
        await compare(pilot, f"check-in-{size[0]}x{size[1]}")
        await pilot.press("enter")
        await on(pilot, KeptScreen)
        assert "You said Sunday, six." in rows(app)
        assert sum(isinstance(page, KeptScreen) for page in app.screen_stack) == 1
    (entry,) = services.kept.agreements.all(services.kept.key.open(PHRASE))
    assert entry.words == ANSWERS
    assert entry.check_in == SUNDAY.timestamp() * 1000


async def test_after_a_no_the_card_is_still_there(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_page(app, pilot)
        await choose(app, pilot, "write")
        await fill(pilot)
        await on(pilot, KeptScreen)
        await choose(app, pilot, "keep")
        await on(pilot, OptInScreen)
        await pilot.press("enter")
        await on(pilot, KeptScreen)
        assert ANSWERS["back"] in rows(app)
        await choose(app, pilot, "back")
        await on(pilot, KeptScreen)
        assert ANSWERS["back"] not in rows(app)
    assert not services.kept.database.folder.exists()


async def test_a_time_that_can_be_read_in_two_ways_is_said_and_nothing_is_lost(
    services: FakeServices,
) -> None:
    agree(services, None)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_page(app, pilot)
        assert words.NO_CHECK_IN in rows(app)
        await choose(app, pilot, "time")
        await on(pilot, CheckInSheet)
        await type_in(pilot, "Sunday at nine")
        assert "Nine could be in the morning or in the evening" in rows(app)
        await type_in(pilot, "yesterday")
        assert "There's no day in that" in rows(app)
        await type_in(pilot, "Sunday at nine in the evening")
        await on(pilot, KeptScreen)
        assert "You said Sunday, nine in the evening." in rows(app)


async def test_no_time_at_all_is_fine_and_esc_changes_nothing(services: FakeServices) -> None:
    agree(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_page(app, pilot)
        await choose(app, pilot, "time")
        await on(pilot, CheckInSheet)
        await pilot.press("escape")
        await on(pilot, KeptScreen)
        assert "You said Sunday, six." in rows(app)
        await choose(app, pilot, "time")
        await on(pilot, CheckInSheet)
        await type_in(pilot, "")
        await on(pilot, KeptScreen)
        assert words.NO_CHECK_IN in rows(app)
    assert services.kept.agreements.check_ins() == []


@pytest.mark.parametrize("size", SIZES)
async def test_home_says_the_day_and_the_hour_and_never_how_long(
    services: FakeServices, size: tuple[int, int]
) -> None:
    agree(services)
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await on(pilot, HomeScreen)
        assert titles(app, "#moments Row")[0] == "You said Sunday, six."
        await choose(app, pilot, "check-in")
        await on(pilot, KeptScreen)
        await compare(pilot, f"agreement-coming-{size[0]}x{size[1]}")
        shown = rows(app).lower()
        assert not any(word in shown for word in ("days", "hours", "left", "until sunday"))


async def test_nothing_is_said_on_home_without_a_check_in_or_a_day_after_it(
    services: FakeServices,
) -> None:
    agree(services, services.time - timedelta(hours=25))
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        assert "You said" not in rows(app)


@pytest.mark.parametrize(
    ("minutes", "row"), [(30, "until"), (4, "short"), (60 * 24, "sit"), (1, "")]
)
async def test_one_sit_ends_exactly_then_or_fits_before(
    services: FakeServices, minutes: int, row: str
) -> None:
    at = services.time + timedelta(minutes=minutes)
    agree(services, at)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(app, pilot, "check-in")
        await on(pilot, KeptScreen)
        values = [each.value for each in app.screen.query(Row)]
        assert values[: 1 if row else 0] == [row][: 1 if row else 0]
        assert not {"until", "short", "sit"} & {*values} - {row}
        if row == "until":
            await pilot.press("enter")
            await on(pilot, SessionScreen)
            name, request = services.begun[-1]
            assert name == SIT
            assert request.until == at.timestamp() * 1000


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("phase", "minutes"), [("here", 0), ("passed", 61)])
async def test_at_its_time_it_helps_to_open_and_a_silence_leads_to_not_back_yet(
    services: FakeServices, size: tuple[int, int], phase: str, minutes: int
) -> None:
    agree(services, services.time - timedelta(minutes=minutes))
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await choose(app, pilot, "check-in")
        await on(pilot, KeptScreen)
        await compare(pilot, f"agreement-{phase}-{size[0]}x{size[1]}")
        await choose(app, pilot, "late")
        await until(pilot, lambda: services.begun)
        assert services.begun[0][0] == "not-back-yet"


async def test_we_have_talked_takes_the_time_away_and_leaves_the_words(
    services: FakeServices,
) -> None:
    agree(services, services.time)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await choose(app, pilot, "check-in")
        await on(pilot, KeptScreen)
        await choose(app, pilot, "talked")
        await pilot.press("escape")
        await on(pilot, HomeScreen)
    assert services.kept.agreements.check_ins() == []
    assert services.kept.agreements.count == 1


async def read(app: CompanionApp, pilot: Pilot[int]) -> None:
    await open_page(app, pilot)
    await choose(app, pilot, "read")
    await on(pilot, PassphraseSheet)
    await type_in(pilot, PHRASE)
    await until(pilot, lambda: words.CARD_TITLE in rows(app))


async def test_it_is_read_with_the_passphrase_changed_and_forgotten(
    services: FakeServices,
) -> None:
    agree(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        assert "tea first" in rows(app)
        await choose(app, pilot, "change")
        await on(pilot, FormScreen)
        await pilot.press("tab", "tab", "tab")
        await type_in(pilot, "a walk first")
        await on(pilot, KeptScreen)
        (entry,) = services.kept.agreements.all(services.kept.key.open(PHRASE))
        assert entry.words["back"] == "a walk first"
        assert entry.check_in == SUNDAY.timestamp() * 1000
        await choose(app, pilot, "read")
        await on(pilot, PassphraseSheet)
        await type_in(pilot, PHRASE)
        await until(pilot, lambda: words.CARD_TITLE in rows(app))
        await choose(app, pilot, "forget")
        assert journal_words.FORGET_SURE in rows(app)
        await pilot.press("enter")
        await until(pilot, lambda: services.kept.agreements.count == 0)
        await until(pilot, lambda: words.NONE in rows(app))


async def test_hiding_closes_the_words_that_were_opened(services: FakeServices) -> None:
    agree(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        await pilot.press("h")
        await on(pilot, HiddenScreen)
        await pilot.press("h")
        await on(pilot, KeptScreen)
        assert "tea first" not in rows(app)


async def test_copying_says_first_where_a_copy_may_stay(services: FakeServices) -> None:
    agree(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        await pilot.press("y")
        await pilot.pause()
        assert "A copy can stay in the clipboard" in rows(app)
        assert app.clipboard == ""
        await pilot.press("y")
        await pilot.pause()
        assert unsent_words.COPIED in " ".join(rows(app).split())
        assert "tea first" in app.clipboard


# --- after its session ---------------------------------------------------------------------------


async def play_agreement(app: CompanionApp, pilot: Pilot[int], services: FakeServices) -> None:
    for text in (ANSWERS["begins"], ANSWERS["checkin"], "", ANSWERS["back"]):
        assert app.transport is not None
        services.sink.crank(600)
        question = None
        while question is None:
            services.sink.crank(100)
            question = app.transport.question
        app.transport.answer(question.key, text or None)
    services.sink.crank(600_000)
    await on(pilot, AfterScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_after_its_session_the_card_offers_to_keep_it(
    services: FakeServices, size: tuple[int, int]
) -> None:
    services.text = AGREEMENT
    app = make_app(services)
    async with app.run_test(size=size) as pilot:
        await play_agreement(app, pilot, services)
        await reveal(pilot)
        await compare(pilot, f"agreement-after-{size[0]}x{size[1]}")
        keep(services)
        await choose(app, pilot, "keep")
        await on(pilot, OptInScreen)
        await choose(app, pilot, "yes")
        await on(pilot, CheckInSheet)
        await pilot.press("enter")
        await on(pilot, AfterScreen)
        await until(pilot, lambda: words.KEPT_NOW in " ".join(rows(app).split()))
        assert words.KEEP not in rows(app)
    (entry,) = services.kept.agreements.all(services.kept.key.open(PHRASE))
    assert entry.words == ANSWERS
    assert entry.check_in == SUNDAY.timestamp() * 1000


async def test_an_opt_in_that_is_refused_keeps_nothing(services: FakeServices) -> None:
    services.text = AGREEMENT
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        await play_agreement(app, pilot, services)
        await reveal(pilot)
        await choose(app, pilot, "keep")
        await on(pilot, OptInScreen)
        await pilot.press("enter")
        await on(pilot, AfterScreen)
    assert not services.own.file.exists()
    assert not services.kept.database.folder.exists()


async def test_a_session_without_such_a_card_offers_nothing(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test(size=(80, 24)) as pilot:
        services.sink.crank(600_000)
        await reveal(pilot)
        assert words.KEEP not in rows(app)


def test_the_session_asks_what_the_card_shows() -> None:
    """The session that ships has the questions of the form, under the same names."""
    from companion.script.parse import parse
    from companion.script.step import Ask, walk
    from tests.shipped import SCRIPTS

    text = next(file for file in SCRIPTS if file.stem == "an-agreement").read_text("utf-8")
    script = parse(text, file="an-agreement.yaml", id="an-agreement", bells=("soft",), beds=())
    asked = {step.id: step.prompt for step in walk(script.steps) if isinstance(step, Ask)}
    assert asked == words.QUESTIONS
    assert script.card is not None
    assert set(script.card.lines) == set(words.QUESTIONS)

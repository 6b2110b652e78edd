"""The card of whom one could call: the country, a number alone, a copy, reading aloud, keeping."""

from pathlib import Path

import pytest
from textual.widgets import Digits, Static

from companion import wording_pages as wording
from companion.session import after_words, call_words
from companion.session.calling import call_card, known, spoken
from companion.session.keys import ALWAYS, CALL, NUMBER
from companion.store.person import Person
from companion.store.preferences.table import setting
from companion.timeline.request import AT_ONCE
from companion.tui.app import CompanionApp
from companion.tui.screens.call import CallScreen
from companion.tui.screens.call_number import NumberScreen
from companion.tui.screens.country import CountryScreen
from companion.tui.screens.pause import PauseSheet
from companion.tui.screens.question import QuestionSheet
from companion.tui.widgets.row import Row
from tests.fakes import SCRIPT
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import SIZES, chosen, go_to, make_app, on, reveal, text, titles

WAY_OUT = "Stand up, open a tap, and find a person."
ASKING = """\
companion: 1
title: Asking
way_out: Stand up, open a tap, and find a person.
steps:
  - {kind}
  - say: This is ending.
  - silence: 4s
"""


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeServices:
    monkeypatch.setenv("LC_ALL", "pt_PT.UTF-8")
    return FakeServices(tmp_path)


def keep(services: FakeServices, code: str) -> None:
    services.own.change(setting("privacy.country"), code)


def file_of(services: FakeServices) -> str:
    return services.own.file.read_text("utf-8") if services.own.file.exists() else ""


@pytest.mark.parametrize("size", SIZES)
async def test_with_a_country_the_card_has_its_numbers(
    services: FakeServices, size: tuple[int, int]
) -> None:
    keep(services, "GB")
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await pilot.press("c")
        await pilot.pause()
        await compare(pilot, f"call-gb-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES)
async def test_enter_shows_a_number_alone_and_large(
    services: FakeServices, size: tuple[int, int]
) -> None:
    keep(services, "US")
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await pilot.press("c")
        for _ in range(20):  # on a small screen there are words on the way
            if isinstance(app.focused, Row) and app.focused.value == "2":
                break
            await pilot.press("down")
            await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, NumberScreen)
        assert "United States" in text(app, ".line")
        large = [str(digits.value) for digits in app.screen.query(Digits)]
        assert "".join(large).replace(" ", "") == "18007997233"
        assert all(len(row) * 3 <= size[0] for row in large)
        await compare(pilot, f"number-{size[0]}x{size[1]}")


async def test_without_unicode_the_digits_stand_apart(services: FakeServices) -> None:
    keep(services, "GB")
    services.own.change(setting("look.characters"), "ascii")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("c", "down", "down", "enter")
        await pilot.pause()
        assert text(app, ".spaced") == "1 1 6   1 2 3"


async def test_r6_a_guess_from_the_language_shows_no_number_and_only_stands_first(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("c")
        await pilot.pause()
        assert "your local emergency number" in " ".join(rows(app).split())
        assert "112" not in rows(app)
        await pilot.press("k")
        await pilot.pause()
        assert titles(app, "Row")[0] == "Portugal"
        await pilot.press("escape")
        await pilot.pause()
        assert "112" not in rows(app)


async def test_a_country_that_is_said_holds_for_this_run_and_is_not_kept(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("c", "k", "i", "r", "e", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen)
        assert "Ireland" in text(app, ".title")
        assert app.country == "IE"
        await pilot.press("escape", "i")
        await pilot.pause()
        assert any("1800 341 900" in str(w.content) for w in app.screen.query(Static))
        await pilot.press("escape", "c")
        await pilot.pause()
        assert "Ireland" in text(app, ".title")
        assert file_of(services) == ""


async def test_a_country_is_kept_only_when_that_row_is_chosen(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.press("c", "k", "N", "O", "enter")
        await pilot.pause()
        row = next(row for row in app.screen.query(Row) if row.value == "keep")
        assert row.title == "Keep Norway for the next time"
        row.action_choose()
        await until(pilot, lambda: 'country = "NO"' in file_of(services))
        assert all(row.value != "keep" for row in app.screen.query(Row))


async def test_the_country_page_lists_what_begins_as_typed_and_takes_nothing_without_a_choice(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("c", "k")
        await pilot.pause()
        await compare(pilot, "country-40x12")
        await pilot.press("enter")  # nothing is typed: it goes into the list
        await pilot.pause()
        assert isinstance(app.screen, CountryScreen)
        assert chosen(app) == "Portugal"
        await pilot.press("up", "z", "z", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CountryScreen)
        assert "findahelpline.com" in text(app, "#countries .note")
        await pilot.press("ctrl+n")
        await until(pilot, lambda: bool(services.begun))


async def test_a_copy_is_made_by_the_second_press_after_a_line_that_says_where_it_may_stay(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(CompanionApp, "copy_to_clipboard", lambda _, words: copied.append(words))
    keep(services, "GB")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("c", "down", "down", "y")
        await pilot.pause()
        assert isinstance(app.screen, NumberScreen)
        assert "A copy may stay" in rows(app)
        assert copied == []
        await pilot.press("y")
        await pilot.pause()
        assert copied == ["116 123"]
        assert "Copied" in rows(app)


async def test_more_numbers_open_below_and_the_focus_goes_there(services: FakeServices) -> None:
    keep(services, "GB")
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.press("c")
        await pilot.pause()
        assert "Shout" not in rows(app)
        next(row for row in app.screen.query(Row) if row.value == "more").action_choose()
        await until(pilot, lambda: "text SHOUT to 85258" in rows(app))
        assert chosen(app) == "Shout"
        await pilot.press("enter")
        await pilot.pause()
        assert text(app, ".spaced") == "SHOUT to 85258"


async def test_fear_brings_the_abuse_line_first(services: FakeServices) -> None:
    keep(services, "IE")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("i", "c")
        await pilot.pause()
        assert titles(app, "Row")[1] == "Women's Aid"
        await pilot.press("escape", "escape", "c")
        await pilot.pause()
        assert titles(app, "Row")[1] == "Samaritans"


async def test_p_reads_aloud_and_another_page_a_second_p_or_hiding_stops_it(
    services: FakeServices,
) -> None:
    keep(services, "GB")
    app = make_app(services, session=False)
    nobody = Person("", "", "")
    async with app.run_test() as pilot:
        await pilot.press("c", "p")
        await until(pilot, lambda: services.sink.playing)
        assert services.said[-1][0] == spoken(call_card(known(), "GB", nobody))
        await pilot.press("p")
        await until(pilot, lambda: not services.sink.playing)
        await pilot.press("p")
        await until(pilot, lambda: services.sink.playing)
        await pilot.press("h")
        await until(pilot, lambda: not services.sink.playing)
        await pilot.press("h", "down", "enter", "p")
        await until(pilot, lambda: services.sink.playing)
        assert "Nine. [600ms] Nine." in services.said[-1][0]
        await pilot.press("escape")
        await until(pilot, lambda: not services.sink.playing)


async def test_reading_aloud_leaves_a_paused_session_where_it_was(services: FakeServices) -> None:
    keep(services, "GB")
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.pause()
        go_to(app, services, 9_000)
        transport = app.transport
        assert transport is not None
        before, score = transport.playhead, services.sink.scores[-1]
        await pilot.press("c", "p")
        await until(pilot, lambda: services.sink.playing)
        services.sink.crank(2_000)
        assert transport.playhead == before
        assert transport.state == "paused"
        await pilot.press("escape")
        await on(pilot, PauseSheet)
        assert services.sink.scores[-1] == score
        assert transport.playhead == before
        await pilot.press("space")
        await until(pilot, lambda: services.sink.playing)
        services.sink.crank(1_000)
        assert transport.playhead == before + 1_000


async def test_n_while_numbers_are_read_begins_at_once_and_is_heard(services: FakeServices) -> None:
    keep(services, "GB")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("c", "p")
        await until(pilot, lambda: services.sink.playing)
        await pilot.press("n")
        await until(pilot, lambda: app.transport is not None)
        await pilot.pause()
        assert services.sink.playing


async def test_nothing_is_read_or_shown_twice_by_one_key() -> None:
    for keys in (CALL, NUMBER):
        names = [name for key in (*keys, *ALWAYS) for name in key.keys.split(",")]
        assert len(names) == len(set(names))


# --- pages around a session ----------------------------------------------------------------------


async def test_r8_the_page_about_space_is_never_spoken_and_has_no_score(
    services: FakeServices,
) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("i")
        await pilot.pause()
        await pilot.press("p", "1", "0", "enter")
        assert services.said == []
        assert not services.sink.playing
        assert "No score." in wording.SPACE.parts[0].text


async def test_the_way_out_is_on_the_pause_sheet_and_on_the_page_to_stop(
    services: FakeServices,
) -> None:
    services.text = SCRIPT.replace("title:", f"way_out: {WAY_OUT}\ntitle:", 1)
    app = make_app(services)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.press("space")
        await on(pilot, PauseSheet)
        assert text(app, "#way-out") == f"A way out: {WAY_OUT}"
        await pilot.press("x")
        await pilot.pause()
        assert f"A way out: {WAY_OUT}" in text(app, ".paragraph")


@pytest.mark.parametrize("keys", [("q", "1"), ("e", "3")])
async def test_the_way_out_is_there_when_it_was_too_much_or_got_stronger(
    services: FakeServices, keys: tuple[str, ...]
) -> None:
    services.text = SCRIPT.replace("title:", f"way_out: {WAY_OUT}\ntitle:", 1)
    keep(services, "GB")
    services.own.change(setting("privacy.person"), "Mira")
    app = make_app(services)
    async with app.run_test(size=(80, 50)) as pilot:
        await pilot.pause()
        go_to(app, services, 21_000)
        await pilot.press(keys[0])
        services.sink.crank(60_000)
        await reveal(pilot)
        await pilot.press(keys[1])
        await pilot.pause()
        assert f"A way out: {WAY_OUT}" in " ".join(rows(app).split())
        assert "Samaritans, 116 123 (United Kingdom), day and night" in " ".join(rows(app).split())
        assert "999 (United Kingdom)" in rows(app)
        assert "Mira" in rows(app)


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("rate: {id: before}", "c"),
        ("ask: {id: need, prompt: What would help}", "esc, then c"),
        ("write: {id: letter, prompt: What would you say, most: 5m}", "esc, then c"),
    ],
)
async def test_r10_a_quiet_help_line_is_under_every_box_and_on_every_rating(
    services: FakeServices, kind: str, key: str
) -> None:
    services.text = ASKING.replace("{kind}", kind)
    app = make_app(services)
    async with app.run_test() as pilot:
        await on(pilot, QuestionSheet)
        assert text(app, "#help-line") == call_words.HELP_IS_NEAR.format(key=key)
        if key == "c":
            await pilot.press("c")
            await pilot.pause()
            assert isinstance(app.screen, CallScreen)


async def test_r10_the_rating_after_a_session_has_the_help_line_too(services: FakeServices) -> None:
    app = make_app(services)
    async with app.run_test() as pilot:
        await pilot.press("e")
        services.sink.crank(60_000)
        await reveal(pilot)
        assert after_words.QUESTION in rows(app)
        assert "Too much? c: someone to call." in " ".join(rows(app).split())
        await pilot.press("0")
        await pilot.pause()
        assert "Too much? c: someone to call." in rows(app)


async def test_r10_what_is_written_is_never_looked_at(services: FakeServices) -> None:
    seen = []
    for written in ("a quiet day", "I want to die"):
        services.text = ASKING.replace("{kind}", "write: {id: letter, prompt: Say it, most: 5m}")
        services.sink.place = type(services.sink.place)(0)
        app = make_app(services)
        async with app.run_test() as pilot:
            await pilot.pause()
            sheet = app.screen
            assert isinstance(sheet, QuestionSheet)
            sheet.query_one("#box").load_text(written)  # type: ignore[attr-defined]
            await pilot.press("escape")
            await pilot.pause()
            seen.append((type(app.screen).__name__, rows(app)))
    assert seen[0] == seen[1]
    assert services.begun == [("mine", AT_ONCE)] * 2


async def test_when_nothing_can_be_heard_reading_aloud_says_so(services: FakeServices) -> None:
    services.sink.reason = "no loudspeaker"
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("c", "p")
        await pilot.pause()
        told = [notification.message for notification in app._notifications]
        assert told == ["It can't be heard now: no loudspeaker."]


async def test_a_country_changed_in_the_settings_counts_from_then_on(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("c", "k", "i", "r", "e", "enter", "escape")
        assert app.country == "IE"
        keep(services, "NL")
        app.take_on("privacy.country")
        assert app.country == "NL"

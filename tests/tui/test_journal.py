"""The journal on the screen: its opt-in, its passphrase, writing, reading, finding, forgetting."""

import asyncio
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from companion.session import journal_words as words
from companion.session.resuming import Unfinished
from companion.store.settings import write
from companion.timeline.request import AT_ONCE
from companion.tui.app import CompanionApp
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.journal import EntriesScreen, EntryScreen, JournalScreen, WriteScreen
from companion.tui.screens.keeping import OptInScreen, PassphraseSheet
from companion.tui.screens.pages import HiddenScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.settings import SettingField, SettingsScreen
from companion.tui.widgets.row import Row
from companion.units import Millis
from tests.environment import unmeasured
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import SIZES, make_app, on

PHRASE = "four grey stones by water"
SECRET = "I sat on the kitchen floor"


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    return FakeServices(tmp_path)


def keep(services: FakeServices, *kinds: str) -> None:
    write(services.own.file, {("keep", kind): "yes" for kind in kinds})


def fill(services: FakeServices) -> None:
    """Keep all kinds: two entries, some days and some ratings."""
    keep(services, "history", "ratings", "journal")
    services.kept.key.set_up(PHRASE)
    now = services.time
    services.kept.journal.add({"text": SECRET}, now - timedelta(days=2))
    services.kept.journal.add({"text": "The window was open.\n\nI closed it."}, now)
    for days in (0, 2, 9):
        services.kept.history.begin("five-things", now - timedelta(days=days), 180_000)
    for after in (5, 4, 8, 5):
        services.kept.ratings.add("five-things", now, 9, after)
    services.kept.ratings.add("enough", now, None, "same")


async def open_journal(app: CompanionApp, pilot: Pilot[int]) -> None:
    await pilot.press("m")
    await pilot.pause()
    row = next(r for r in app.screen.query("#sessions Row").results(Row) if r.value == "journal")
    row.focus()
    await pilot.press("enter")
    await on(pilot, JournalScreen)


async def choose(app: CompanionApp, pilot: Pilot[int], value: str) -> None:
    next(row for row in app.screen.query(Row) if row.value == value).focus()
    await pilot.press("enter")
    await pilot.pause()


async def type_in(pilot: Pilot[int], text: str) -> None:
    focused = pilot.app.focused
    assert isinstance(focused, Input)
    focused.value = text
    await pilot.press("enter")
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_with_nothing_kept_it_says_so(services: FakeServices, size: tuple[int, int]) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await open_journal(app, pilot)
        await compare(pilot, f"journal-off-{size[0]}x{size[1]}")
    assert not services.kept.database.folder.exists()


@pytest.mark.parametrize("size", SIZES)
async def test_counts_days_and_ways_to_write_and_read(
    services: FakeServices, size: tuple[int, int]
) -> None:
    fill(services)
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await open_journal(app, pilot)
        await compare(pilot, f"journal-{size[0]}x{size[1]}")
        assert SECRET not in rows(app)


async def turn_on(app: CompanionApp, pilot: Pilot[int]) -> None:
    await open_journal(app, pilot)
    await choose(app, pilot, "on")
    await on(pilot, OptInScreen)
    await choose(app, pilot, "yes")
    await on(pilot, PassphraseSheet)


async def test_the_words_come_before_the_yes_and_enter_keeps_nothing(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_journal(app, pilot)
        await choose(app, pilot, "on")
        await on(pilot, OptInScreen)
        await compare(pilot, "journal-opt-in-80x24")
        await pilot.press("enter")
        await on(pilot, JournalScreen)
    assert not services.own.now.is_on("keep.journal")
    assert not services.own.file.exists()


async def test_a_passphrase_is_typed_twice_and_never_shown(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await turn_on(app, pilot)
        for key in "four":
            await pilot.press(key)
        assert "four" not in rows(app)
        await compare(pilot, "journal-passphrase-80x24")
        await type_in(pilot, PHRASE)
        await type_in(pilot, "another one")
        assert words.DIFFERENT in rows(app).lower()
        assert not services.kept.key.is_set
        await type_in(pilot, "short")
        await type_in(pilot, "short")
        await until(pilot, lambda: "at least 8" in rows(app))
        await type_in(pilot, PHRASE)
        await type_in(pilot, PHRASE)
        await on(pilot, JournalScreen)
    assert services.own.now.is_on("keep.journal")
    services.kept.key.open(PHRASE)


async def test_esc_at_the_passphrase_turns_nothing_on(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await turn_on(app, pilot)
        await pilot.press("escape")
        await on(pilot, JournalScreen)
    assert not services.own.file.exists()
    assert not services.kept.key.is_set


async def test_what_is_written_is_kept_when_the_page_is_left(services: FakeServices) -> None:
    fill(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_journal(app, pilot)
        await choose(app, pilot, "write")
        await on(pilot, WriteScreen)
        app.screen.query_one(TextArea).text = "Nothing came, and I ate."
        await compare(pilot, "journal-write-80x24")
        await pilot.press("escape")
        await on(pilot, JournalScreen)
        assert services.kept.journal.count == 3
        await choose(app, pilot, "write")
        await on(pilot, WriteScreen)
        await pilot.press("escape")
        await on(pilot, JournalScreen)
    assert services.kept.journal.count == 3  # an empty page keeps nothing


@pytest.mark.parametrize("key", ["ctrl+n", "ctrl+q"])
async def test_what_is_being_written_is_not_lost_by_a_key(services: FakeServices, key: str) -> None:
    fill(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_journal(app, pilot)
        await choose(app, pilot, "write")
        await on(pilot, WriteScreen)
        app.screen.query_one(TextArea).text = "In the middle of"
        await pilot.press(key)
        await until(pilot, lambda: services.kept.journal.count == 3)
    entries = services.kept.journal.all(services.kept.key.open(PHRASE))
    assert entries[-1].words["text"] == "In the middle of"


async def test_what_cannot_be_kept_stays_on_the_page_and_is_told_at_the_end(
    services: FakeServices,
) -> None:
    fill(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_journal(app, pilot)
        await choose(app, pilot, "write")
        await on(pilot, WriteScreen)
        app.screen.query_one(TextArea).text = SECRET
        services.kept.key.file.write_text("{}")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, WriteScreen)
        assert app.screen.text == SECRET
        await pilot.press("ctrl+q")
        await pilot.pause()
    assert app.farewells == [words.NOT_KEPT]


async def read(app: CompanionApp, pilot: Pilot[int]) -> None:
    await open_journal(app, pilot)
    await choose(app, pilot, "read")
    await on(pilot, PassphraseSheet)
    await type_in(pilot, PHRASE)
    await on(pilot, EntriesScreen)


async def test_reading_asks_for_the_passphrase_every_time(services: FakeServices) -> None:
    fill(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_journal(app, pilot)
        await choose(app, pilot, "read")
        await on(pilot, PassphraseSheet)
        await type_in(pilot, "four grey stones")
        await until(pilot, lambda: "not the passphrase" in rows(app))
        await type_in(pilot, PHRASE)
        await on(pilot, EntriesScreen)
        await compare(pilot, "journal-entries-80x24")
        await pilot.press("enter")
        await on(pilot, EntryScreen)
        await compare(pilot, "journal-entry-80x24")
        await pilot.press("escape", "escape")
        await on(pilot, JournalScreen)
        await choose(app, pilot, "read")
        await on(pilot, PassphraseSheet)


async def test_entries_are_found_by_words(services: FakeServices) -> None:
    fill(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        field = app.screen.query_one(Input)
        field.focus()
        field.value = "KITCHEN"
        await until(pilot, lambda: len(app.screen.query("#entries Row")) == 1)
        assert SECRET in rows(app)
        field.value = "door"
        await until(pilot, lambda: words.NOTHING_FOUND in rows(app))


async def test_one_entry_is_forgotten_at_the_second_enter(services: FakeServices) -> None:
    fill(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        await pilot.press("enter")
        await on(pilot, EntryScreen)
        await choose(app, pilot, "forget")
        assert words.FORGET_SURE in rows(app)
        assert services.kept.journal.count == 2
        await pilot.press("enter")
        await on(pilot, EntriesScreen)
        assert SECRET in rows(app)
        assert "The window" not in rows(app)
    assert services.kept.journal.count == 1


async def test_all_that_was_written_is_forgotten_at_the_second_enter(
    services: FakeServices,
) -> None:
    fill(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_journal(app, pilot)
        await choose(app, pilot, "forget")
        await pilot.press("up")
        await choose(app, pilot, "forget")
        assert services.kept.journal.count == 2  # it was asked again
        await pilot.press("enter")
        await until(pilot, lambda: services.kept.journal.count == 0)
    assert not services.kept.key.is_set
    assert services.kept.count("ratings") == 5


async def test_hiding_closes_what_was_opened(services: FakeServices) -> None:
    fill(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(app, pilot)
        await pilot.press("enter")
        await on(pilot, EntryScreen)
        await pilot.press("h")
        await on(pilot, HiddenScreen)
        await pilot.press("h")
        await on(pilot, JournalScreen)


async def test_an_opt_in_in_the_settings_says_its_words_first(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        await on(pilot, SettingsScreen)
        fields = app.screen.query(SettingField).results(SettingField)
        field = next(f for f in fields if f.found.setting.id == "keep.ratings")
        field.focus()
        await pilot.press("right")
        await on(pilot, OptInScreen)
        assert not services.own.now.is_on("keep.ratings")
        assert field.value == "not kept"
        await choose(app, pilot, "yes")
        await on(pilot, SettingsScreen)
        assert services.own.now.is_on("keep.ratings")
        assert field.value == "kept"
        await pilot.press("left")
        await pilot.pause()
        assert not services.own.now.is_on("keep.ratings")


# --- a session that is recorded ------------------------------------------------------------------


async def test_a_session_and_an_answer_are_recorded_where_that_is_wanted(
    services: FakeServices,
) -> None:
    keep(services, "history", "ratings")
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await on(pilot, SessionScreen)
        assert [played.how for played in services.kept.history.all()] == ["playing"]
        assert app.transport is not None
        await pilot.press("e")
        services.sink.crank(600_000)
        await until(pilot, lambda: services.kept.history.all()[0].how == "gentle")


async def test_home_offers_to_go_on_after_a_crash_without_a_title(services: FakeServices) -> None:
    services.left = Unfinished(1, "enough", AT_ONCE, Millis(12_000), Millis(5 * 60_000))
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        await compare(pilot, "home-resume-80x24")
        await pilot.press("r")
        await on(pilot, SessionScreen)
        assert services.begun == [("enough", AT_ONCE)]
        assert app.transport is not None
        assert app.transport.playhead >= 12_000


async def test_without_a_crash_r_is_a_letter_like_others(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await on(pilot, HomeScreen)
        assert "go on where" not in rows(app)
        await pilot.press("r")
        await asyncio.sleep(0)
        assert isinstance(app.screen, HomeScreen)


async def test_r25_a_report_of_a_crash_has_no_words_in_it(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)):
        private = SECRET
        try:
            int(f"{len(private)} letters")
        except ValueError:
            app._fatal_error()
        told = str([vars(shown) for shown in app._exit_renderables])
        app._exit_renderables.clear()
    assert "ValueError" in told
    assert SECRET not in told


HOME = """
import asyncio, json, sys
from companion.session.options import Options
from companion.timeline.request import AT_ONCE
from companion.tui.app import CompanionApp
from companion.tui.services import Opening
from companion.wiring import Services

async def look():
    services = Services(Options(silent=True, output="none"))
    doors = ("first-two-minutes", "sit-with-it")
    app = CompanionApp(services, Opening(("first-two-minutes", AT_ONCE)), doors)
    async with app.run_test() as pilot:
        await pilot.pause()
        print(json.dumps([m for m in ("nacl", "sqlite3") if m in sys.modules]))
    services.close()

asyncio.run(look())
"""


@pytest.mark.parametrize("is_kept", [False, True])
def test_home_opens_nothing_that_nobody_asked_to_keep(
    services: FakeServices, is_kept: bool
) -> None:
    if is_kept:
        fill(services)
    done = subprocess.run(
        [sys.executable, "-c", HOME], capture_output=True, text=True, check=False, timeout=50,
        env=unmeasured(),
    )  # fmt: skip
    assert json.loads(done.stdout) == (["sqlite3"] if is_kept else []), done.stderr


@pytest.mark.parametrize(("value", "page"), [("on", OptInScreen), ("read", PassphraseSheet)])
async def test_the_smallest_screen_shows_where_to_answer(
    services: FakeServices, value: str, page: type
) -> None:
    if value == "read":
        fill(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(40, 12)) as pilot:
        await open_journal(app, pilot)
        await choose(app, pilot, value)
        await on(pilot, page)
        if value == "on":
            await compare(pilot, "journal-opt-in-40x12")
            shown = rows(app)
            while "Yes, keep" not in rows(app):
                await pilot.press("down")
                await pilot.pause()
                shown += rows(app)
            for word in app.screen.query_one("#card").query("Static").results(Static):
                first = str(word.content).split()[:3]
                assert " ".join(first) in " ".join(shown.split()), first
            await pilot.press("down")
            assert isinstance(app.focused, Row)
            assert app.focused.value == "yes"
            await choose(app, pilot, "yes")
            await on(pilot, PassphraseSheet)
            await compare(pilot, "journal-new-passphrase-40x12")
        else:
            await compare(pilot, "journal-passphrase-40x12")
            await type_in(pilot, PHRASE)
            await on(pilot, EntriesScreen)
            await compare(pilot, "journal-entries-40x12")

"""A message that isn't sent, on the screen: put away for a sit, seen again, and what becomes of it."""

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from companion.session import journal_words
from companion.session import unsent_words as words
from companion.store.settings import write
from companion.tui.app import CompanionApp
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.journal import WriteScreen
from companion.tui.screens.keeping import OptInScreen, PassphraseSheet
from companion.tui.screens.kept import FormScreen, KeptScreen
from companion.tui.screens.pages import HiddenScreen
from companion.tui.screens.session import SessionScreen
from tests.fakes import SCRIPT
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import SIZES, make_app, on, reveal
from tests.tui.test_agreement import choose, open_page, type_in

PHRASE = "four grey stones by water"
SECRET = "why won't you just answer me"
FILLED = ("lonely at night", "a word by Sunday", "tell me when we can talk")


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    services = FakeServices(tmp_path)
    services.text = SCRIPT.replace("title: A small one", "title: A small one\nkind: sit")
    return services


def keep(services: FakeServices) -> None:
    write(services.own.file, {("keep", "unsent"): "yes"})
    services.kept.key.set_up(PHRASE)


async def put_away(app: CompanionApp, pilot: Pilot[int], text: str = SECRET) -> None:
    """Write a message, and put it away."""
    await open_page(app, pilot, "unsent")
    await choose(app, pilot, "write")
    await on(pilot, WriteScreen)
    app.screen.query_one(TextArea).text = text
    await pilot.press("escape")
    await until(pilot, lambda: words.PUT_AWAY in rows(app))


async def sit(app: CompanionApp, pilot: Pilot[int], services: FakeServices) -> None:
    """Sit to the end, and wait for the page after it."""
    await choose(app, pilot, "sit")
    await on(pilot, SessionScreen)
    services.sink.crank(600_000)
    await reveal(pilot)


async def come_back(app: CompanionApp, pilot: Pilot[int], services: FakeServices) -> None:
    await put_away(app, pilot)
    await sit(app, pilot, services)
    await pilot.press("1")
    await pilot.pause()
    await choose(app, pilot, "message")
    await on(pilot, KeptScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_what_it_is_comes_first(services: FakeServices, size: tuple[int, int]) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await open_page(app, pilot, "unsent")
        await compare(pilot, f"unsent-{size[0]}x{size[1]}")


async def test_leaving_says_first_that_a_message_goes_with_it(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await put_away(app, pilot)
        await app.run_action("leave")
        await pilot.pause()
        assert app.is_running
        assert words.GOES_WITH_IT in [note.message for note in app._notifications]
        await app.run_action("leave")
        await pilot.pause()
    assert app.return_code == 0


async def test_the_page_is_as_things_are_once_a_message_is_gone(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await put_away(app, pilot)
        await choose(app, pilot, "later")
        await until(pilot, lambda: words.WAITING in rows(app))
        await choose(app, pilot, "memory")
        await until(pilot, lambda: SECRET in " ".join(rows(app).split()))
        await choose(app, pilot, "let go")
        await pilot.press("enter")
        await until(pilot, lambda: words.WHAT[:20] in rows(app))
        assert words.WAITING not in rows(app)


@pytest.mark.parametrize("size", SIZES)
async def test_under_the_box_is_a_quiet_line_to_somebody(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await open_page(app, pilot, "unsent")
        await choose(app, pilot, "write")
        await on(pilot, WriteScreen)
        app.screen.query_one(TextArea).text = SECRET
        await pilot.pause()
        await compare(pilot, f"unsent-write-{size[0]}x{size[1]}")
        assert "someone to call" in " ".join(rows(app).split())


@pytest.mark.parametrize("size", SIZES)
async def test_where_nothing_is_kept_it_is_only_in_memory_and_says_so(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await put_away(app, pilot)
        await compare(pilot, f"unsent-put-away-{size[0]}x{size[1]}")
        assert SECRET not in rows(app)
    assert not services.kept.database.folder.exists()
    assert not services.own.file.exists()


async def test_where_messages_are_kept_it_is_sealed_at_once(services: FakeServices) -> None:
    keep(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await put_away(app, pilot)
        assert words.SEALED in " ".join(rows(app).split())
        assert services.kept.unsent.count == 1
        assert app.unsending.drawer.in_memory == []


async def test_an_empty_page_puts_nothing_away(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_page(app, pilot, "unsent")
        await choose(app, pilot, "write")
        await on(pilot, WriteScreen)
        await pilot.press("escape")
        await on(pilot, KeptScreen)
        assert words.PUT_AWAY not in rows(app)


@pytest.mark.parametrize("size", SIZES)
async def test_after_the_sit_it_is_shown_beside_before_and_after(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await put_away(app, pilot)
        await sit(app, pilot, services)
        await compare(pilot, f"unsent-after-{size[0]}x{size[1]}")
        assert SECRET not in rows(app)
        app.unsending.drawer._strength["before"] = "7"  # as the card of the sit asks for it
        await pilot.press("1")
        await pilot.pause()
        await choose(app, pilot, "message")
        await on(pilot, KeptScreen)
        await compare(pilot, f"unsent-message-{size[0]}x{size[1]}")


async def test_after_stronger_it_stays_put_away(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await put_away(app, pilot)
        await sit(app, pilot, services)
        await pilot.press("3")
        await pilot.pause()
        assert words.AFTER_ROW not in rows(app)
        assert app.unsending.drawer.is_waiting
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        await open_page(app, pilot, "unsent")
        assert words.WAITING in rows(app)


async def test_a_sealed_one_comes_back_with_the_passphrase(services: FakeServices) -> None:
    keep(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await put_away(app, pilot)
        await sit(app, pilot, services)
        await choose(app, pilot, "message")
        await on(pilot, PassphraseSheet)
        await type_in(pilot, "something else")
        await until(pilot, lambda: "not the passphrase" in rows(app))
        assert SECRET not in rows(app)
        await type_in(pilot, PHRASE)
        await until(pilot, lambda: SECRET in rows(app))


async def soften(app: CompanionApp, pilot: Pilot[int]) -> None:
    await choose(app, pilot, "soften")
    await on(pilot, FormScreen)
    for text in FILLED:
        await type_in(pilot, text)
    await on(pilot, KeptScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_said_another_way_in_three_lines_with_the_original_above(
    services: FakeServices, size: tuple[int, int]
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=size) as pilot:
        await come_back(app, pilot, services)
        await choose(app, pilot, "soften")
        await on(pilot, FormScreen)
        await compare(pilot, f"unsent-soften-{size[0]}x{size[1]}")
        for text in FILLED:
            await type_in(pilot, text)
        await on(pilot, KeptScreen)
        await compare(pilot, f"unsent-softened-{size[0]}x{size[1]}")
    assert not services.kept.database.folder.exists()


async def test_what_was_filled_in_is_not_lost_on_the_way_to_something_else(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await come_back(app, pilot, services)
        await choose(app, pilot, "soften")
        await on(pilot, FormScreen)
        assert isinstance(app.focused, Input)
        app.focused.value = FILLED[0]
        await pilot.press("ctrl+n")
        await on(pilot, SessionScreen)
        (message,) = app.unsending.drawer.in_memory
        assert message.parts["feel"] == FILLED[0]


async def test_keeping_it_asks_for_a_yes_and_a_passphrase_first(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await come_back(app, pilot, services)
        await soften(app, pilot)
        await choose(app, pilot, "keep")
        await on(pilot, OptInScreen)
        await pilot.press("escape")
        await asyncio.sleep(0)
        assert not services.kept.database.folder.exists()
        await on(pilot, AfterScreen)
        (message,) = app.unsending.drawer.in_memory
        app.unsending._show_message(message)
        await on(pilot, KeptScreen)
        await choose(app, pilot, "keep")
        await on(pilot, OptInScreen)
        await choose(app, pilot, "yes")
        await on(pilot, PassphraseSheet)
        await type_in(pilot, PHRASE)
        await type_in(pilot, PHRASE)
        await until(pilot, lambda: services.kept.unsent.count == 1)
        assert app.unsending.drawer.in_memory == []
    (entry,) = services.kept.unsent.all(services.kept.key.open(PHRASE))
    assert entry.words["text"] == SECRET
    assert entry.words["would"] == FILLED[2]
    assert entry.words["after"] == "softer"


async def test_it_is_saved_for_the_check_in_and_offered_there(services: FakeServices) -> None:
    keep(services)
    write(services.own.file, {("keep", "agreements"): "yes"})
    number = services.kept.agreements.add({"back": "tea"}, services.time)
    services.kept.agreements.set_check_in(number, services.time)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        app.unsending.drawer.put(SECRET)
        app.unsending._show_message(app.unsending.drawer.sealed(services.kept.key.open(PHRASE))[0])
        await on(pilot, KeptScreen)
        await choose(app, pilot, "save")
        await until(pilot, lambda: words.FOR_CHECK_IN in rows(app))
        app.action_home()
        await on(pilot, HomeScreen)
        await choose(app, pilot, "check-in")
        await on(pilot, KeptScreen)
        assert SECRET not in rows(app)
        await choose(app, pilot, "saved")
        await on(pilot, PassphraseSheet)
        await type_in(pilot, PHRASE)
        await until(pilot, lambda: SECRET in rows(app))


async def test_it_is_let_go_at_the_second_enter(services: FakeServices) -> None:
    keep(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await put_away(app, pilot)
        await choose(app, pilot, "later")
        await on(pilot, KeptScreen)
        await choose(app, pilot, "sealed")
        await on(pilot, PassphraseSheet)
        await type_in(pilot, PHRASE)
        await until(pilot, lambda: SECRET in rows(app))
        await choose(app, pilot, "let go")
        assert journal_words.FORGET_SURE in rows(app)
        assert services.kept.unsent.count == 1
        await pilot.press("enter")
        await until(pilot, lambda: services.kept.unsent.count == 0)
        assert SECRET not in rows(app)


async def test_several_are_chosen_from_and_all_are_forgotten(services: FakeServices) -> None:
    keep(services)
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        for text in (SECRET, "another one"):
            services.kept.unsent.add({"text": text}, services.time)
        await open_page(app, pilot, "unsent")
        await choose(app, pilot, "sealed")
        await on(pilot, PassphraseSheet)
        await type_in(pilot, PHRASE)
        await until(pilot, lambda: words.CHOOSE in rows(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: words.AS_IT_IS in rows(app))
        assert SECRET in rows(app)
        await choose(app, pilot, "back")
        await on(pilot, KeptScreen)
        await choose(app, pilot, "forget")
        await pilot.press("enter")
        await until(pilot, lambda: services.kept.unsent.count == 0)


async def test_nothing_is_copied_before_the_second_y_and_nothing_ever_by_itself(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await come_back(app, pilot, services)
        await soften(app, pilot)
        assert app.clipboard == ""
        await pilot.press("y")
        await pilot.pause()
        assert "A copy can stay" in rows(app)
        assert app.clipboard == ""
        await pilot.press("y")
        await pilot.pause()
        assert app.clipboard == (
            "I feel lonely at night\nI need a word by Sunday\nWould you tell me when we can talk?"
        )


async def test_hiding_closes_it_and_it_is_still_put_away(services: FakeServices) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await come_back(app, pilot, services)
        await pilot.press("h")
        await on(pilot, HiddenScreen)
        await pilot.press("h")
        await on(pilot, AfterScreen)
        assert SECRET not in rows(app)
        assert len(app.unsending.drawer.in_memory) == 1


async def test_no_notification_has_a_word_of_it(services: FakeServices) -> None:
    app = make_app(services, session=False)
    told: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.notify = lambda message, **_: told.append(message)  # type: ignore[method-assign]
        await come_back(app, pilot, services)
        await soften(app, pilot)
        await choose(app, pilot, "let go")
        await pilot.press("enter")
        await pilot.pause()
    assert words.GONE in told
    assert not any(SECRET in line or any(text in line for text in FILLED) for line in told)


async def test_on_a_small_screen_down_shows_the_words_above_the_first_row(
    services: FakeServices,
) -> None:
    app = make_app(services, session=False)
    async with app.run_test(size=(40, 12)) as pilot:
        await open_page(app, pilot, "unsent")
        first = app.focused
        assert first is not None
        card = app.screen.query_one("#card")
        assert not card.region.contains_region(first.region)
        for _ in range(12):
            if card.region.contains_region(first.region):
                break
            await pilot.press("down")
            await pilot.pause()
            assert app.focused is first
        assert card.region.contains_region(first.region)
        assert "leave companion." in rows(app)

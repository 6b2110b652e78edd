"""Courses on the screen: from home to a day, to its session, and back to the course."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from companion.errors import CompanionError
from companion.session import course_words as words
from companion.session.card import STRENGTH
from companion.session.course_pages import ToSession
from companion.store.kept_courses import KeptCourses
from companion.timeline.request import AT_ONCE
from companion.tui.app import CompanionApp
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.call import CallScreen
from companion.tui.screens.cards import BeginScreen
from companion.tui.screens.course import CourseScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.pages import HiddenScreen, NightScreen, WordsScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.services import Opening
from tests.fakes import SCRIPT
from tests.tui.screens import compare, rows, until
from tests.tui.services import FakeServices
from tests.tui.stage import NOW, SIT, SIZES, chosen, go_to, make_app, on, titles

EVENINGS, TALK, WEEKEND, TWO = (
    "seven-evenings-of-waiting", "the-day-of-the-talk", "a-weekend-apart", "the-two-of-you",
)  # fmt: skip
END = 600_000


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    services = FakeServices(tmp_path)
    for name in ("they-asked-for-space", "first-night-alone", "an-agreement"):
        services.texts[name] = SCRIPT
    return services


def opened(services: FakeServices, course: str = EVENINGS) -> CompanionApp:
    """The app, opened by `companion course`."""
    opening = Opening(("mine", AT_ONCE), course="")
    if course:
        opening = replace(opening, course=services.courses.find(course))
    return CompanionApp(services, opening, (NOW, SIT))


def course_page(app: CompanionApp) -> CourseScreen:
    assert isinstance(app.screen, CourseScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("course", "keys", "name"),
    [
        (EVENINGS, ["down"], "course"),
        (EVENINGS, ["4"], "course-day"),
        (TWO, [], "course-gate"),
        (TALK, ["4", "5"], "course-fear"),
        (WEEKEND, [*"Sunday, six"], "course-talk"),
    ],
)
async def test_every_page_of_a_course_at_every_size(
    services: FakeServices, size: tuple[int, int], course: str, keys: list[str], name: str
) -> None:
    app = opened(services, course)
    async with app.run_test(size=size) as pilot:
        await on(pilot, CourseScreen)
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause()
        await compare(pilot, f"{name}-{size[0]}x{size[1]}")


async def test_m_lists_the_courses_and_enter_opens_one(services: FakeServices) -> None:
    (services.folder / "own").mkdir()
    (services.folder / "own" / "broken.yaml").write_text("course: 1\n")
    app = make_app(services, session=False)
    async with app.run_test() as pilot:
        await pilot.press("m")
        await pilot.pause()
        mine = titles(app, "#sessions Row")
        assert mine[-5:] == [
            "A weekend apart", "Seven evenings of waiting", "The day of the talk",
            "The two of you", "broken",
        ]  # fmt: skip
        await pilot.press(*["down"] * mine.index("Seven evenings of waiting"), "enter")
        await on(pilot, CourseScreen)
        assert chosen(app) == "Evening 1: They asked for space"
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        await pilot.press("m", *["down"] * mine.index("broken"), "enter")
        await until(pilot, lambda: app._notifications)
        (told,) = [n.message for n in app._notifications]
        assert "broken.yaml has 3 mistakes" in told
        assert isinstance(app.screen, HomeScreen)


async def test_the_list_of_courses_opens_them_and_shows_the_line_of_the_chosen_one(
    services: FakeServices,
) -> None:
    app = opened(services, "")
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        await pilot.press("down", "down")
        await pilot.pause()
        line = app.screen.query_one("#course-line", Static)
        assert str(line.content) == "before, at the door, and after"
        await pilot.press("3")
        await until(pilot, lambda: course_page(app).page.title == "The day of the talk")


async def test_after_a_session_of_a_course_home_is_the_course(services: FakeServices) -> None:
    app = opened(services)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        await pilot.press("enter")
        await until(pilot, lambda: course_page(app).page.title == "Evening 1")
        assert "The evening will still be here." in rows(app)
        await pilot.press("enter")
        await on(pilot, BeginScreen)
        await pilot.press("enter")
        await on(pilot, SessionScreen)
        assert services.begun[0][0] == "they-asked-for-space"
        go_to(app, services, END)
        await on(pilot, AfterScreen)
        await pilot.press("escape")
        await on(pilot, CourseScreen)
        assert course_page(app).page.words[0] == words.KEEP
        assert chosen(app) == words.KEEP_NO
        await pilot.press("2")
        await until(pilot, lambda: course_page(app).page.words == (words.NEXT,))
        assert chosen(app) == "Evening 2: Unclench"
        assert services.own.courses.place(EVENINGS) == 2
        await pilot.press("escape")
        await on(pilot, HomeScreen)


async def test_it_comes_back_with_the_same_words_and_says_them_by_day(
    services: FakeServices,
) -> None:
    services.own.courses.keep_place(EVENINGS, 3)
    services.time = services.time.replace(hour=19)
    app = opened(services)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        assert course_page(app).page.words == (words.BACK, words.NEXT)
        assert chosen(app) == "Evening 3: The story and the fact"
        assert len(services.said) == 1


async def test_hiding_ends_what_the_voice_says(services: FakeServices) -> None:
    services.time = services.time.replace(hour=19)
    app = opened(services, TWO)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.sampling._transport is not None)
        transport = app.sampling._transport
        assert transport is not None
        await pilot.press("h")
        await on(pilot, HiddenScreen)
        assert transport.state == "stopped"
        assert app.sampling._transport is None


async def test_at_night_it_says_nothing_aloud(services: FakeServices) -> None:
    services.own.courses.keep_place(EVENINGS, 3)
    app = opened(services)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        assert services.said == []


async def test_an_evening_that_is_left_for_n_is_still_there(services: FakeServices) -> None:
    app = opened(services)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        await pilot.press("1")
        await until(pilot, lambda: course_page(app).page.title == "Evening 1")
        await pilot.press("n")
        await on(pilot, SessionScreen)
        assert services.begun == [(NOW, AT_ONCE)]
        go_to(app, services, END)
        await on(pilot, AfterScreen)
        await pilot.press("escape")
        await on(pilot, CourseScreen)
        assert course_page(app).page.title == "Evening 1"


async def test_n_in_the_middle_of_an_evening_leaves_it_unplayed(services: FakeServices) -> None:
    app = opened(services)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        app.coursing.choose(course_page(app).page.rows[0].act)
        await until(pilot, lambda: course_page(app).page.title == "Evening 1")
        await pilot.press("enter")
        await on(pilot, BeginScreen)
        await pilot.press("enter")
        await on(pilot, SessionScreen)
        await pilot.press("n")
        await until(pilot, lambda: len(services.begun) == 2)
        await on(pilot, SessionScreen)
        go_to(app, services, END)
        await on(pilot, AfterScreen)
        await pilot.press("escape")
        await on(pilot, CourseScreen)
        assert course_page(app).page.title == "Evening 1"


async def test_not_today_leads_home_without_another_word(services: FakeServices) -> None:
    app = opened(services, TWO)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        assert chosen(app) == "not today"
        await pilot.press("enter")
        await on(pilot, HomeScreen)
        assert list(app._notifications) == []


async def test_under_i_the_one_who_is_alone_reads_it_first(services: FakeServices) -> None:
    app = opened(services, TWO)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        await pilot.press("i")
        await on(pilot, WordsScreen)
        assert "If you'd be doing this to keep the peace, don't." in rows(app)
        await pilot.press("escape")
        await on(pilot, CourseScreen)


async def test_when_two_people_stop_the_page_says_enough(services: FakeServices) -> None:
    app = opened(services, TWO)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        await pilot.press("1")
        await until(pilot, lambda: len(course_page(app).page.rows) == 4)
        await pilot.press("2")
        await until(pilot, lambda: course_page(app).page.title == "A calm day")
        await pilot.press("enter")
        await on(pilot, BeginScreen)
        await pilot.press("enter")
        await on(pilot, SessionScreen)
        await pilot.press("q")
        await on(pilot, CourseScreen)
        assert course_page(app).page.title == words.ENOUGH
        await pilot.press("enter")
        await on(pilot, HomeScreen)


async def test_after_a_night_of_the_course_any_key_brings_the_course_back(
    services: FakeServices,
) -> None:
    app = opened(services, WEEKEND)
    services.text = SCRIPT.replace("title:", "kind: night\ntitle:", 1)
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"Sun", "enter")
        await until(pilot, lambda: "You said Sun." in course_page(app).page.words)
        await pilot.press("enter")
        await until(pilot, lambda: len(course_page(app).page.rows) == 6)
        await pilot.press("2")
        await until(pilot, lambda: course_page(app).page.title == "Friday night")
        await pilot.press("enter")
        await on(pilot, BeginScreen)
        await pilot.press("enter")
        await on(pilot, SessionScreen)
        go_to(app, services, END)
        await on(pilot, NightScreen)
        await pilot.press("space")
        await on(pilot, CourseScreen)
        assert chosen(app).startswith("Saturday morning")
        assert "You said Sun." in rows(app)


async def test_a_strong_number_on_the_card_leads_to_something_gentler(
    services: FakeServices,
) -> None:
    app = opened(services)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        await pilot.press("1")
        await until(pilot, lambda: course_page(app).page.title == "Evening 1")
        await pilot.press("1")
        await on(pilot, BeginScreen)
        assert isinstance(app.screen, BeginScreen)
        row = app.screen._card.row(STRENGTH)
        app.screen._card.choose(STRENGTH, row.values.index(8))
        await pilot.press("enter")
        await on(pilot, CourseScreen)
        assert course_page(app).page.words == (words.GIVES_WAY,)
        assert services.begun == []
        await pilot.press("1")
        await on(pilot, SessionScreen)
        assert services.begun == [("one-minute-hands", AT_ONCE)]


async def test_a_minute_at_the_door_begins_at_once(services: FakeServices) -> None:
    app = opened(services, TALK)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        await pilot.press("3")
        await until(pilot, lambda: course_page(app).page.title == "At the door")
        await pilot.press("2")
        await on(pilot, SessionScreen)
        assert services.begun == [("one-minute-hands", AT_ONCE)]


async def test_an_answer_that_closes_the_course_ends_at_home(services: FakeServices) -> None:
    services.own.courses.keep_place(EVENINGS, 3)
    services.texts["after-they-came-back"] = SCRIPT
    app = opened(services)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        await pilot.press("8")
        await until(pilot, lambda: course_page(app).page.title == "They're back")
        assert isinstance(course_page(app).page.rows[0].act, ToSession)
        await pilot.press("enter")
        await on(pilot, BeginScreen)
        await pilot.press("enter")
        await on(pilot, SessionScreen)
        go_to(app, services, END)
        await on(pilot, AfterScreen)
        await pilot.press("escape")
        await on(pilot, HomeScreen)
        assert services.own.courses.place(EVENINGS) is None


async def test_a_card_that_is_not_wanted_leads_back_to_the_evening(services: FakeServices) -> None:
    app = opened(services)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        await pilot.press("1")
        await until(pilot, lambda: course_page(app).page.title == "Evening 1")
        await pilot.press("2")
        await on(pilot, BeginScreen)
        await pilot.press("escape")
        await on(pilot, CourseScreen)
        assert course_page(app).page.title == "Evening 1"
        assert services.begun == []


async def test_the_footer_takes_what_is_chosen_and_what_was_typed(services: FakeServices) -> None:
    app = opened(services, WEEKEND)
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"Sun")
        await course_page(app).action_open()
        await until(pilot, lambda: "You said Sun." in course_page(app).page.words)
        await course_page(app).action_open()
        await until(pilot, lambda: len(course_page(app).page.rows) == 6)


async def test_from_fear_the_page_and_the_numbers_are_one_key_away(services: FakeServices) -> None:
    app = opened(services, TALK)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        await pilot.press("4")
        await until(pilot, lambda: course_page(app).page.title == "After")
        await pilot.press("5")
        await until(pilot, lambda: course_page(app).page.title == "There was shouting, or fear")
        await pilot.press("enter")
        await on(pilot, WordsScreen)
        await pilot.press("escape")
        await on(pilot, CourseScreen)
        await pilot.press("down", "enter")
        await on(pilot, CallScreen)
        await pilot.press("escape")
        await on(pilot, CourseScreen)
        assert services.begun == []


async def test_a_place_that_cannot_be_kept_is_told(
    services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise CompanionError("the file can't be written", "nothing was changed")

    monkeypatch.setattr(KeptCourses, "keep_place", refuse)
    app = opened(services)
    async with app.run_test() as pilot:
        await on(pilot, CourseScreen)
        app.coursing.choose("keep")
        await until(pilot, lambda: app._notifications)
        (told,) = [n.message for n in app._notifications]
        assert told == "The file can't be written; nothing was changed."
        assert isinstance(app.screen, CourseScreen)

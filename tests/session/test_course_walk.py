"""The way through a course: all days at once, the next one offered, and nothing demanded."""

from datetime import date

import pytest

from companion.session import course_words as words
from companion.session.course_pages import ToSession, all_page
from companion.session.course_walk import gives_way
from companion.timeline.request import Request
from companion.units import MINUTE, Millis
from tests.course.walking import (
    FOR_TWO,
    WITH_TALK,
    MemoryKeeper,
    course,
    said,
    take,
    titles,
    walk,
)

DAYS = ["Evening 1: Walk-it", "Evening 2: Open-hand", "Evening 3"]
ANSWERS = ["they're back", "still nothing", words.LONGER]


def test_it_opens_with_all_days_at_once_and_asks_which() -> None:
    opened = walk()
    page = opened.page
    assert page.words == ("Three of them. Skip any.", "Which evening?")
    assert titles(opened) == [*DAYS, *ANSWERS]
    assert [row.right for row in page.rows[:3]] == ["10 or 5 min", "8 or 5 min", ""]
    assert page.rows[1].line == "The second line."
    assert (page.at, page.spoken) == (0, "")


def test_any_day_can_be_opened_in_any_order_and_again() -> None:
    opened = walk()
    for title in (DAYS[2], DAYS[0], DAYS[2]):
        assert take(opened, title) == "page"
        assert opened.page.title == title.partition(":")[0]
        assert opened.back()
        assert opened.page.rows[opened.page.at].title == title
    assert not opened.back()


def test_a_day_has_its_line_both_lengths_the_way_round_and_the_answers() -> None:
    opened = walk()
    take(opened, DAYS[0])
    page = opened.page
    assert page.words == ("The first line.",)
    assert [(row.title, row.right) for row in page.rows] == [
        ("Walk-it", "10 min"), ("Walk-it", "5 min"), ("they're back", ""), ("still nothing", ""),
    ]  # fmt: skip
    assert page.note == "Too much? Press n."
    assert take(opened, "Walk-it", 1) == ToSession("walk-it", Millis(5 * MINUTE), 0)


def test_a_session_that_is_not_here_is_left_out_and_what_follows_says_so() -> None:
    opened = walk()
    take(opened, DAYS[1])
    assert titles(opened)[:3] == ["Open-hand", "Open-hand", "then Five-things"]
    missing = walk(
        "course: 1\ntitle: T\nfirst: F\ndays: [{day: One, line: A line, sessions: gone}]\n"
    )
    take(missing, "One")
    assert said(missing) == ("A line", words.NOT_HERE)
    assert missing.page.note == words.WAY_ROUND


def test_after_a_session_the_next_day_is_offered_and_nothing_is_kept() -> None:
    keeper = MemoryKeeper()
    opened = walk(keeper=keeper, asks=False)
    take(opened, DAYS[0])
    take(opened, "Walk-it")
    assert opened.playing == "walk-it"
    opened.over("ended")
    assert said(opened) == (words.NEXT,)
    assert opened.page.at == 1
    assert keeper.places == [None]


@pytest.mark.parametrize("how", ["stopped", "left"])
def test_a_session_that_was_stopped_or_left_stays_unplayed(how: str) -> None:
    opened = walk()
    take(opened, DAYS[0])
    take(opened, "Walk-it", 1)
    opened.over(how)  # type: ignore[arg-type]
    assert opened.page.title == "Evening 1"
    assert opened.page.at == 1
    opened.back()
    assert opened.page.at == 0


def test_over_seven_the_evening_gives_way_to_something_gentler_and_stays_unplayed() -> None:
    keeper = MemoryKeeper(1)
    opened = walk(keeper=keeper)
    take(opened, DAYS[0])
    take(opened, "Walk-it")
    opened.over("too much")
    assert (opened.page.title, said(opened)) == ("Evening 1", (words.GIVES_WAY,))
    assert titles(opened) == ["One-minute-hands", "Five-things", words.CALL]
    take(opened, "One-minute-hands")
    opened.over("ended")
    assert opened.page.at == 0
    assert keeper.places == [1]


@pytest.mark.parametrize(("strength", "is_so"), [(None, False), (0, False), (7, False), (8, True)])
def test_a_number_over_seven_gives_way_and_none_does_not(strength: int | None, is_so: bool) -> None:
    assert gives_way(Request(strength=strength)) is is_so


def test_from_something_gentler_one_step_back_is_the_evening() -> None:
    opened = walk()
    take(opened, DAYS[0])
    take(opened, "Walk-it", 1)
    opened.over("too much")
    assert opened.back()
    assert (opened.page.title, opened.page.at) == ("Evening 1", 1)


def test_the_place_is_asked_about_once_after_the_first_evening_and_no_is_chosen_first() -> None:
    keeper = MemoryKeeper()
    opened = walk(keeper=keeper)
    take(opened, DAYS[0])
    take(opened, "Walk-it")
    opened.over("ended")
    page = opened.page
    assert page.words == (words.KEEP, words.KEEP_ABOUT)
    assert (titles(opened), page.at) == ([words.KEEP_NO, words.KEEP_YES], 0)
    take(opened, words.KEEP_NO)
    assert opened.page.at == 1
    take(opened, DAYS[0])
    take(opened, "Walk-it")
    opened.over("ended")
    assert said(opened) == (words.NEXT,)
    assert keeper.places == [None]
    assert not opened.asks


def test_another_evening_than_the_first_asks_nothing() -> None:
    opened = walk()
    take(opened, DAYS[1])
    take(opened, "then Five-things")
    opened.over("ended")
    assert said(opened) == (words.NEXT,)
    assert opened.page.at == 2


def test_a_place_is_kept_as_one_number_and_goes_on_from_there() -> None:
    keeper = MemoryKeeper()
    opened = walk(keeper=keeper)
    take(opened, DAYS[0])
    take(opened, "Walk-it")
    opened.over("ended")
    take(opened, words.KEEP_YES)
    assert keeper.places == [None, 2]
    take(opened, DAYS[1])
    take(opened, "Open-hand")
    opened.over("ended")  # something follows on the same day
    assert opened.page.rows[opened.page.at].title == "then Five-things"
    assert keeper.places == [None, 2]
    take(opened, "then Five-things")
    opened.over("ended")
    assert keeper.places == [None, 2, 3]


@pytest.mark.parametrize(("place", "at"), [(2, 1), (3, 2), (99, 2)])
def test_it_resumes_with_the_same_words_whenever_it_is(place: int, at: int) -> None:
    opened = walk(keeper=MemoryKeeper(place))
    assert said(opened) == (words.BACK, words.NEXT)
    assert opened.page.spoken == words.BACK_SPOKEN
    assert opened.page.at == at
    take(opened, DAYS[0])
    opened.back()
    assert opened.page.spoken == ""  # said once


def test_a_place_that_cannot_be_written_is_told_and_the_course_goes_on() -> None:
    keeper = MemoryKeeper(1)
    keeper.fails = True
    opened = walk(keeper=keeper)
    take(opened, DAYS[0])
    take(opened, "Walk-it")
    opened.over("ended")
    assert opened.problems == ["It can't be written; nothing was changed."]
    assert opened.page.at == 1


def test_the_last_day_ends_it_with_no_word_about_what_is_next() -> None:
    keeper = MemoryKeeper(3)
    opened = walk(keeper=keeper)
    take(opened, DAYS[2])
    assert said(opened) == ("The third line.", "How did it go?")
    take(opened, "better")
    assert [(row.title, row.right) for row in opened.page.rows][:2] == [
        ("Walk-it", "8 min"),
        ("Walk-it", "5 min"),
    ]
    take(opened, "Walk-it")
    opened.over("ended")
    assert said(opened) == (words.ENDS,)
    assert titles(opened) == [words.HOME]
    assert keeper.places[-1] is None
    assert not opened.back()


def test_a_talk_that_was_put_off_leaves_a_choice() -> None:
    opened = walk(keeper=MemoryKeeper(3))
    take(opened, DAYS[2])
    take(opened, "put off")
    assert said(opened) == ("It's been moved.",)
    assert titles(opened)[-2:] == ["Again tomorrow", "Leave it"]
    assert take(opened, "Leave it") == "home"
    take(opened, "Again tomorrow")
    assert opened.page.at == 0


def test_shouting_or_fear_leads_to_the_page_and_the_numbers_before_anything_that_plays() -> None:
    opened = walk()
    take(opened, DAYS[2])
    take(opened, "shouting")
    assert said(opened) == ("Is anyone hurt?",)
    assert [(row.title, row.key) for row in opened.page.rows] == [
        (words.SPACE, "i"), (words.CALL, "c"), (words.HOME, ""),
    ]  # fmt: skip
    assert take(opened, words.SPACE) == "space"
    assert take(opened, words.CALL) == "call"


def test_an_answer_can_close_the_course_without_a_word_and_forgets_the_place() -> None:
    keeper = MemoryKeeper(2)
    opened = walk(keeper=keeper)
    take(opened, "they're back")
    take(opened, "Walk-it")
    closed = [opened.has_closed]
    opened.over("stopped")
    closed.append(opened.has_closed)
    assert closed == [False, True]
    assert keeper.places == [2, None]


def test_an_answer_that_does_not_close_it_leads_back_to_the_days() -> None:
    keeper = MemoryKeeper(2)
    opened = walk(keeper=keeper)
    take(opened, "still nothing")
    take(opened, "Open-hand")
    opened.over("ended")
    assert not opened.has_closed
    assert opened.page.at == 1
    assert keeper.places == [2]


def test_when_it_takes_longer_a_person_comes_before_starting_over() -> None:
    keeper = MemoryKeeper(3)
    opened = walk(keeper=keeper)
    take(opened, words.LONGER)
    assert said(opened) == ("A person's better than a program.",)
    assert titles(opened) == [words.CALL, words.START_OVER, words.HOME]
    take(opened, words.START_OVER)
    assert keeper.places[-1] == 1
    assert opened.page.at == 0


def test_a_course_for_two_asks_first_and_not_today_leads_home() -> None:
    opened = walk(FOR_TWO)
    page = opened.page
    assert page.words == ("For two who both want it.",)
    assert page.spoken == "For two who both want it."
    assert [row.title for row in page.rows] == ["both yes", "not today"]
    assert page.rows[page.at].title == "not today"
    assert page.alone == "Not for peace."
    assert take(opened, "not today") == "home"
    assert not opened.back()
    take(opened, "both yes")
    assert said(opened) == ("Three of them. Skip any.", words.WHICH)
    assert opened.page.alone == "Not for peace."


def test_when_two_people_stop_it_says_enough_and_nothing_else() -> None:
    opened = walk(FOR_TWO)
    take(opened, "both yes")
    take(opened, DAYS[0])
    take(opened, "Walk-it")
    assert opened.is_stop_quiet
    opened.over("stopped")
    assert (opened.page.title, titles(opened)) == (words.ENOUGH, [words.HOME])


def test_the_next_talk_is_shown_as_it_was_said_and_can_be_skipped() -> None:
    keeper = MemoryKeeper()
    opened = walk(WITH_TALK, keeper)
    assert opened.page.types
    assert said(opened) == ("Three of them. Skip any.", "When will you talk?")
    opened.type("  ")
    assert said(opened)[-1] == "Which evening?"

    opened = walk(WITH_TALK, keeper)
    opened.type(" Sunday,  six ")
    assert said(opened)[0] == "You said Sunday, six."
    assert opened.page.rows[opened.page.at].title == words.KEEP_MEETING_NO
    take(opened, words.KEEP_MEETING_NO)
    assert said(opened)[-1] == "You said Sunday, six."
    take(opened, DAYS[0])
    assert said(opened)[-1] == "You said Sunday, six."
    assert keeper.talk == ""


def test_the_next_talk_is_kept_until_sunday_when_somebody_says_so() -> None:
    keeper = MemoryKeeper()
    opened = walk(WITH_TALK, keeper)
    opened.type("Sunday, six")
    take(opened, words.KEEP_YES)
    assert (keeper.talk, keeper.until) == ("Sunday, six", date(2026, 11, 29))
    again = walk(WITH_TALK, keeper)
    assert not again.page.types
    assert said(again)[-1] == "You said Sunday, six."


def test_esc_skips_the_two_questions() -> None:
    opened = walk(WITH_TALK)
    assert opened.back()
    assert titles(opened) == [*DAYS, *ANSWERS]
    opened = walk()
    take(opened, DAYS[0])
    take(opened, "Walk-it")
    opened.over("ended")
    assert opened.back()
    assert titles(opened) == [*DAYS, *ANSWERS]


def test_the_list_of_courses_says_which_have_mistakes() -> None:
    page = all_page([course()], [("mine", "mine.yaml has 2 mistakes")])
    assert [row.title for row in page.rows] == ["Three evenings"]
    assert page.words[-1] == "mine: mine.yaml has 2 mistakes"

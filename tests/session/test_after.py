"""What follows a session: the words for each end, when to ask, and what is offered then."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from companion.script.model import Register, Script
from companion.session import after_words as words
from companion.session.after import (
    Tap,
    asks,
    first_rating,
    page_after,
    page_for_stop,
    page_for_tap,
    page_for_with,
    rating_at_end,
    very_strong,
)
from companion.session.after_offers import OUTWARD, approach
from companion.session.ended import Ended, How
from companion.store.library import Library
from companion.timeline.answers import NONE, Answers
from companion.units import MINUTE, Millis
from tests.fakes import script
from tests.shipped import IDS

LIBRARY = Library(Path("/none"), Path("/none"))
SHELF = {name: LIBRARY.load(LIBRARY.find(name)) for name in IDS}
URGE = (
    "hands-off-the-phone",
    "left-on-read",
    "ride-the-urge",
    "i-sent-too-much",
    "letter-not-sent",
)
TAPS: list[Tap] = ["softer", "same", "stronger", *range(11), None]


def over(
    name: str = "enough",
    how: How = "finished",
    *,
    heard: int = 8,
    answers: Answers = NONE,
    nearby: tuple[str, ...] = ("five-things", "enough", "someone-safe"),
) -> Ended:
    """A session that is over after `heard` of ten minutes."""
    total = Millis(10 * MINUTE)
    return Ended(SHELF[name], how, Millis(heard * MINUTE), total, answers, nearby, SHELF)


def rated(before: int | None, after: int | None = None) -> Answers:
    return NONE.answer("before", before).answer("after", after)


def test_the_end_says_so_in_silence_and_asks() -> None:
    page = page_after(over())
    assert (page.name, page.lines, page.spoken) == ("finished", (words.FINISHED,), "")
    assert page.asks
    assert page.shows_closing
    assert page.next == ()


def test_a_gentle_end_is_a_good_place_to_end_and_asks() -> None:
    page = page_after(over(how="gentle"))
    assert page.lines == ("You ended it here. That's a good place to end.",)
    assert page.spoken == words.GENTLE_SPOKEN
    assert page.asks


@pytest.mark.parametrize(
    ("heard_s", "lines", "rows"),
    [
        (10, (words.STOPPED,), ()),
        (19, (words.STOPPED,), ()),
        (20, (words.STOPPED_EARLY,), words.STOPPED_EARLY_ROWS),
        (299, (words.STOPPED_EARLY,), words.STOPPED_EARLY_ROWS),
        (300, (words.STOPPED_LATE,), ()),
    ],
)
def test_a_stop_shows_only_its_own_words_and_never_the_closing(
    heard_s: int, lines: tuple[str, ...], rows: tuple[tuple[str, str], ...]
) -> None:
    page = page_after(replace(over(how="stopped"), heard=Millis(heard_s * 1_000)))
    assert (page.lines, page.rows) == (lines, rows)
    assert page.spoken == ""
    assert not page.asks
    assert not page.shows_closing
    assert page.next == ()


def test_what_the_computer_stopped_was_not_the_person() -> None:
    page = page_after(replace(over(how="interrupted"), reason="the computer slept"))
    assert page.lines == ("It stopped because the computer slept. It wasn't you.",)
    assert page.rows == words.INTERRUPTED_ROWS
    assert not page.asks


def test_a_night_ends_in_the_dark_and_nothing_is_asked() -> None:
    page = page_after(over("half-of-the-night"))
    assert (page.name, page.lines, page.asks) == ("night", (), False)
    assert not page_after(over("half-of-the-night", "gentle")).asks


def test_nothing_is_asked_twice_nor_after_the_panic_key() -> None:
    assert asks(over())
    assert not asks(replace(over(), has_asked=True))
    assert not asks(replace(over("first-two-minutes"), is_panic=True))
    assert asks(over("first-two-minutes"))  # chosen from a list it is a session like others


def test_where_the_script_asks_at_its_end_the_page_does_not_ask_again() -> None:
    assert rating_at_end(SHELF["ride-the-urge"]) == "after"
    assert rating_at_end(SHELF["hands-off-the-phone"]) is None  # that one is in its middle
    for answers in (NONE, rated(5), rated(5, 5)):
        assert not page_after(over("ride-the-urge", answers=answers)).asks
    # a gentle end may have gone past the question
    assert page_after(over("ride-the-urge", "gentle", answers=NONE.answer("before", 5))).asks
    assert not page_after(over("ride-the-urge", "gentle", answers=rated(5))).asks


def test_the_number_at_the_end_of_a_script_decides_what_comes_next() -> None:
    def name(before: int | None, after: int | None) -> str:
        return page_after(over("ride-the-urge", answers=rated(before, after), nearby=URGE)).name

    assert name(7, 4) == "softer"
    assert name(7, 7) == "same"
    assert name(6, 7) == "stronger"
    assert name(5, 7) == "very strong"
    assert name(9, 9) == "very strong"
    assert name(7, None) == name(None, None) == "finished"
    page = page_after(over("ride-the-urge", answers=rated(7, 4), nearby=URGE))
    assert page.lines == (words.FINISHED, words.SOFTER)
    assert page.shows_closing


def test_a_skipped_number_is_no_zero() -> None:
    assert first_rating(SHELF["ride-the-urge"], rated(None, 3)) == 3
    assert first_rating(SHELF["ride-the-urge"], rated(0, 3)) == 0
    assert first_rating(SHELF["ride-the-urge"], rated(None)) is None
    # from a zero before, a three would be much stronger; from a skip it is just a three
    assert page_for_tap(over("ride-the-urge", answers=NONE.answer("before", 0)), 3).name == (
        "very strong"
    )
    assert page_for_tap(over("ride-the-urge", answers=rated(None)), 3).name == "softer"
    assert page_for_tap(over(), None).name == "home"


@pytest.mark.parametrize(
    ("tap", "before", "name"),
    [
        ("softer", None, "softer"), ("same", None, "same"), ("stronger", None, "stronger"),
        (0, None, "softer"), (4, None, "softer"), (5, None, "same"), (8, None, "same"),
        (9, None, "very strong"), (10, None, "very strong"), (8, 9, "softer"), (9, 10, "very strong"),
        ("same", 9, "very strong"), ("same", 8, "same"), ("stronger", 8, "very strong"),
        ("stronger", 7, "stronger"), ("softer", 10, "softer"), (2, 0, "very strong"), (1, 0, "stronger"),
    ],
)  # fmt: skip
def test_a_tap_leads_to_its_page(tap: Tap, before: int | None, name: str) -> None:
    answers = NONE.answer("before", before)
    assert page_for_tap(over("ride-the-urge", answers=answers), tap).name == name


def test_softer_is_good_to_know_and_needs_nothing_else() -> None:
    page = page_for_tap(over(), "softer")
    assert page.lines == (words.SOFTER,)
    assert (page.next, page.rows) == ((), ())


def test_the_same_gets_something_shorter_and_something_of_the_other_kind() -> None:
    page = page_for_tap(over(), "same")
    assert page.next == ("five-things", "walk-it")  # `enough` works through words
    assert page.next_labels == (words.SHORTER, words.DIFFERENT)
    urge = page_for_tap(over("ride-the-urge", nearby=URGE), "same")
    assert urge.next == ("hands-off-the-phone", "left-on-read")


def test_what_stays_is_asked_about_and_never_after_the_panic_key_or_at_night() -> None:
    assert page_for_tap(over(), "same").asks_with
    assert page_for_tap(over(answers=rated(6)), 6).asks_with
    assert not page_for_tap(over(), "softer").asks_with
    assert not page_for_tap(over(), "stronger").asks_with
    assert not page_for_tap(replace(over(), is_panic=True), "same").asks_with
    assert not page_for_tap(over("half-of-the-night", "gentle"), "same").asks_with


def test_what_stays_needs_no_less_of_it_and_whoever_cannot_bear_it_is_led_outward() -> None:
    assert page_for_with(over(), "yes").next == ()
    assert page_for_with(over(), "a little").next == page_for_tap(over(), "same").next
    outward = page_for_with(over(), "no")
    assert outward.hides_sessions
    assert outward.lines[0] == words.TOO_MUCH


def test_nothing_shorter_than_the_shortest_is_offered() -> None:
    page = page_for_tap(over("one-minute-feet", nearby=("one-minute-feet",)), "same")
    assert words.SHORTER not in page.next_labels
    assert page.next == ("space-is-not-absence",)


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("tap", TAPS)
def test_whatever_is_tapped_at_most_two_that_exist_and_never_the_same_again(
    name: str, tap: Tap
) -> None:
    nearby = (name, "left-on-read", *URGE, "five-things")
    page = page_for_tap(over(name, nearby=nearby), tap)
    assert len(page.next) <= 2
    assert name not in page.next
    assert set(page.next) <= set(IDS)
    assert len(set(page.next)) == len(page.next)
    if page.hides_sessions:
        assert set(page.next) <= set(OUTWARD)


def test_stronger_leads_outward_to_a_person_and_a_helpline() -> None:
    page = page_for_tap(over(), "stronger")
    assert page.lines[:2] == (words.STRONGER, words.VERY_STRONG_STOP)
    assert page.rows == (words.EYES_OPEN, words.MOVE, words.PERSON, words.HELPLINE, words.AFRAID)
    assert page.next == OUTWARD
    assert page.hides_sessions
    assert page_for_tap(over("five-things"), "stronger").next == ("one-minute-eyes",)


def test_very_strong_has_its_own_page_and_the_second_time_no_session() -> None:
    page = very_strong(over())
    assert page.lines[0] == "It's very strong. You didn't do this wrong."
    assert page.spoken.endswith("If you're thinking about dying, press four.")
    second = very_strong(over(), is_second=True)
    assert second.next == ()
    assert second.rows == (words.MOVE, words.PERSON, words.HELPLINE, words.AFRAID)
    assert words.PERSON in second.rows
    bare = replace(over(), shelf={})
    assert very_strong(bare).rows == very_strong(bare, is_second=True).rows == second.rows


def test_too_much_leads_outward_and_not_right_to_others_of_the_moment() -> None:
    stopped = over("ride-the-urge", "stopped", heard=2, nearby=URGE)
    much = page_for_stop(stopped, "too much")
    assert much.lines[0] == words.TOO_MUCH
    assert much.next == OUTWARD
    assert much.hides_sessions
    wrong = page_for_stop(stopped, "not right")
    assert wrong.next == ("hands-off-the-phone", "left-on-read")
    assert wrong.rows == (words.PLAINER,)
    assert page_for_stop(stopped, None).name == "home"


def test_whoever_leaves_one_out_is_never_offered_one_with_more_words() -> None:
    said: dict[str, Register | Literal[""]] = {
        "first": "plain", "second": "warm", "third": "spare", "fourth": "",
    }  # fmt: skip
    shelf = {name: replace(SHELF["enough"], id=name, register=r) for name, r in said.items()}
    offered: dict[str, tuple[str, ...]] = {}
    for name in said:
        stopped = Ended(
            shelf[name],
            "stopped",
            Millis(2 * MINUTE),
            Millis(10 * MINUTE),
            NONE,
            tuple(said),
            shelf,
        )
        offered[name] = page_for_stop(stopped, "not right").next
    assert offered == {
        "first": ("third", "fourth"),
        "second": ("first", "third"),
        "third": (),
        "fourth": ("first", "third"),
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("five-things", "body"), ("sit-with-it", "body"), ("half-of-the-night", "body"),
        ("unclench", "body"), ("six-a-minute", "body"), ("ride-the-urge", "body"),
        ("letter-not-sent", "words"), ("enough", "words"), ("before-the-talk", "words"),
        ("story-and-fact", "words"), ("wishing-well", "words"), ("an-agreement", "words"),
    ],
)  # fmt: skip
def test_a_session_works_through_the_body_or_through_words(name: str, kind: str) -> None:
    assert approach(SHELF[name]) == kind


def test_a_script_of_ones_own_is_told_by_whether_it_breathes() -> None:
    def own(steps: str) -> Script:
        return script(f"companion: 1\ntitle: T\nsteps:\n{steps}")

    assert approach(own("  - Hello.\n")) == "words"
    assert approach(own("  - breathe: {in: 3s, out: 5s, rounds: 3}\n")) == "body"
    # it declares no length, so others count as shorter
    mine = replace(over(), script=own("  - Hello.\n"))
    assert page_for_tap(mine, "same").next[0] == "five-things"


def test_no_words_praise_or_count() -> None:
    texts = [text for name, text in vars(words).items() if name.isupper() and isinstance(text, str)]
    assert len(texts) > 20
    for text in texts:
        lowered = text.lower()
        assert not any(word in lowered for word in ("well done", "great", "proud", "streak", "!"))


@pytest.mark.parametrize(
    ("before", "tap", "page"),
    [
        (4, 6, "very strong"),  # two higher than before
        (4, 5, "stronger"),
        (8, "stronger", "very strong"),
        (9, "same", "very strong"),
        (4, "same", "same"),
        (6, 3, "softer"),
        (None, 6, "same"),
    ],
)
def test_r11_the_number_from_the_card_counts_as_the_one_before(
    before: int | None, tap: Tap, page: str
) -> None:
    ended = replace(over(), answers=Answers(strength=before))
    assert page_for_tap(ended, tap).name == page


def test_a_number_in_the_session_counts_more_than_the_one_on_the_card() -> None:
    ended = replace(over("ride-the-urge"), answers=replace(rated(8), strength=2))
    assert first_rating(ended.script, ended.answers) == 8

"""Whom one could call: the order, the country beside every number, and nothing before it's said."""

import re
from itertools import chain

import pytest

from companion import wording_pages as wording
from companion.session import call_words as words
from companion.session import calling
from companion.session.calling import CallCard, call_card, day_words, known, matching, slots, spoken
from companion.store.helplines import Helplines, read_helplines
from companion.store.person import Person
from tests.store.test_helplines import LINE, START

NOBODY = Person("", "", "")
MIRA = Person("Mira", "+44 7700 900123", "said: call any time")
CODES = [country.code for country in known().countries]
DIGITS = re.compile(r"\d{2,}")


def titles(card: CallCard) -> list[str]:
    return [group.title for group in card.groups]


def shown(card: CallCard) -> str:
    """Everything on a card that may have a number in it, but for the person's own."""
    rows = [f"{c.number} {c.line}" for g in chain(card.groups, card.more) for c in g.contacts]
    return " ".join((*rows, *(group.words for group in card.groups), card.note))


def test_r6_danger_comes_first_then_the_person_then_the_line_for_what_was_said() -> None:
    heads = words.HEADINGS
    assert titles(call_card(known(), "GB", MIRA))[:3] == [
        heads["emergency"], words.PERSON, heads["crisis"],
    ]  # fmt: skip
    assert titles(call_card(known(), "GB", MIRA, "abuse"))[:3] == [
        heads["emergency"], words.PERSON, heads["abuse"],
    ]  # fmt: skip
    assert titles(call_card(known(), "GB", MIRA, "behaviour"))[2] == heads["behaviour"]


def test_r6_no_country_is_guessed_and_until_one_is_said_there_is_no_number() -> None:
    card = call_card(known(), "", NOBODY)
    assert card.country == ""
    assert not DIGITS.search(shown(card))
    assert card.groups[0].words == "your local emergency number"
    assert not DIGITS.search(" ".join(slots(known(), "").values()))
    assert spoken(card) == words.NO_COUNTRY_SPOKEN


@pytest.mark.parametrize("code", CODES)
def test_r6_no_number_is_without_its_country(code: str) -> None:
    card = call_card(known(), code, MIRA)
    for group in chain(card.groups, card.more):
        for contact in group.contacts:
            assert contact.place.endswith(card.country) or group.title == words.PERSON
            assert contact.line.startswith(contact.place)
    for name, text in slots(known(), code).items():
        if name != "found" and DIGITS.search(text):
            assert card.country in text


@pytest.mark.parametrize("code", CODES)
def test_r6_a_country_without_a_line_says_so_and_names_the_directories(code: str) -> None:
    card = call_card(known(), code, NOBODY)
    for need in ("crisis", "abuse"):
        group = next(g for g in card.groups if g.title == words.HEADINGS[need])
        assert group.contacts or "findahelpline.com" in group.words
    danger = card.groups[0]
    assert danger.contacts or danger.words == "your local emergency number"


def test_where_numbers_come_from_and_what_to_do_when_one_fails_stands_on_the_card() -> None:
    assert call_card(known(), "GB", NOBODY).found == (
        "Found in public pages, newest 7 October 2026. Numbers change; if one fails, use the first "
        "one."
    )
    text = START + LINE + "    verified_by: A. Reader\n"
    card = call_card(read_helplines(text, "f.yaml"), "GB", NOBODY)
    assert card.found.startswith("Read again by A. Reader, newest 7 October 2026.")


def test_a_country_that_is_kept_but_not_known_here_shows_no_number_and_says_so() -> None:
    card = call_card(known(), "KR", NOBODY)
    assert not DIGITS.search(shown(card))
    assert "for KR" in card.groups[-2].words
    assert slots(known(), "KR")["found"] == "None is known here for KR."


def test_halves_that_belong_together_are_shown_together_and_others_are_behind_a_row() -> None:
    card = call_card(known(), "GB", NOBODY)
    abuse = next(group for group in card.groups if group.title == words.HEADINGS["abuse"])
    assert [contact.place.split(",")[0] for contact in abuse.contacts] == [
        "England", "Scotland", "Northern Ireland",
    ]  # fmt: skip
    (more,) = card.more
    assert [contact.name for contact in more.contacts] == ["Shout", "NHS 111, mental health option"]
    assert "Wales" in card.note


def test_nothing_is_known_of_ones_own_behaviour_so_a_doctor_is_named() -> None:
    for code in ("", "GB", "KR"):
        assert slots(known(), code)["behaviour"].startswith("a doctor, or search for help")


def test_r8_the_page_about_space_has_its_numbers_only_with_a_country() -> None:
    without = wording.filled(wording.SPACE, slots(known(), ""))
    text = " ".join(part.text for part in without.parts)
    assert "search for \u201cdomestic abuse helpline\u201d and your country" in text
    assert not DIGITS.search(text)
    assert "{" not in text
    text = " ".join(p.text for p in wording.filled(wording.SPACE, slots(known(), "GB")).parts)
    assert "0808 2000 247 (England, United Kingdom)" in text
    assert "In danger now: 999 (United Kingdom)." in text
    assert "Samaritans, 116 123 (United Kingdom), day and night." in text


def test_a_voice_says_every_number_digit_by_digit_twice_and_no_name() -> None:
    text = spoken(call_card(known(), "GB", MIRA))
    samaritans = "One. [600ms] One. [600ms] Six. [600ms] One. [600ms] Two. [600ms] Three."
    assert f"{samaritans} [1500ms] Again. [600ms] {samaritans}" in text
    assert "United Kingdom." in text
    assert "Scotland, United Kingdom. [1s] Zero." in text
    assert "Plus. [600ms] Four." in text
    assert "Mira" not in text  # spoken lines are kept as sounds
    assert "Samaritans" not in text


def test_a_file_that_cannot_be_read_leaves_a_card_without_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> Helplines:
        return read_helplines("lines: [", "helplines.yaml")

    monkeypatch.setattr(calling, "shipped_helplines", broken)
    assert known.__wrapped__() == Helplines()
    assert call_card(Helplines(), "GB", NOBODY).groups[0].words == "your local emergency number"


def test_a_country_is_found_by_the_beginning_of_any_of_its_names_and_the_guess_is_first() -> None:
    assert [country.code for country in matching(known(), "uni")] == ["GB", "US"]
    assert [country.code for country in matching(known(), "scot")] == ["GB"]
    assert matching(known(), "", "PT")[0].code == "PT"
    assert len(matching(known(), "")) == len(CODES)
    assert matching(known(), "zz") == []


def test_a_day_a_month_and_a_year_are_said_in_words() -> None:
    assert [day_words(day) for day in ("2026-10-07", "2025-11", "2025")] == [
        "7 October 2026", "November 2025", "2025",
    ]  # fmt: skip

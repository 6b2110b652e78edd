"""A message that isn't sent, as lines: put away for a sit, seen again, and what becomes of it."""

import io
import time
from pathlib import Path

import pytest

from companion.plain.rooms import PlainRooms
from companion.session import after_words
from companion.session import unsent_words as words
from companion.store.settings import write
from tests.plain.test_journal import HiddenTypist
from tests.plain.test_rooms import PlainServices
from tests.tui.stage import NOW, SIT

PHRASE = "four grey stones by water"
SECRET = "why won't you just answer me"


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def services(tmp_path: Path) -> PlainServices:
    return PlainServices(tmp_path)


def read(services: PlainServices, *typed: str) -> list[str]:
    out = io.StringIO()
    typist = HiddenTypist(*typed)
    PlainRooms(services, typist, (NOW, SIT), out).run_room("unsent")
    assert typist.is_out, typist.left
    lines = out.getvalue().splitlines()
    assert not any(phrase and phrase in line for phrase in typist.hidden for line in lines)
    return lines


def keep(services: PlainServices) -> None:
    write(services.own.file, {("keep", "unsent"): "yes"})
    services.kept.key.set_up(PHRASE)


def test_what_it_is_comes_first_and_where_it_will_be(services: PlainServices) -> None:
    lines = read(services, "", "q")
    assert lines[:3] == [
        "",
        "The message I didn't send",
        "This is a place for what you'd like to send right now. It's put away while you",
    ]
    assert "1  Write one" in lines
    assert words.WILL_BE_IN_MEMORY in " ".join(lines)


def test_it_is_put_away_in_memory_and_says_so_with_somebody_to_call(
    services: PlainServices,
) -> None:
    lines = read(services, "1", SECRET, ".", "2", "", "q")
    at = lines.index(words.WRITE_LINES)
    assert lines[at + 1] == words.HELP_PLAIN
    assert "someone to call" in words.HELP_PLAIN
    at = lines.index(words.PUT_AWAY)
    assert " ".join(lines[at + 1 : at + 3]) == words.IN_MEMORY
    assert words.WAITING in lines
    assert SECRET not in "".join(lines)
    assert not services.kept.database.folder.exists()


def test_after_the_sit_it_is_shown_beside_before_and_after(services: PlainServices) -> None:
    lines = read(services, "1", SECRET, ".", "1", "1", "1", "", "q")
    assert services.begun[0][0] == SIT
    assert any(after_words.IS_BESIDE in line for line in lines)
    at = lines.index("  why won't you just answer me")
    assert lines[at - 1 : at + 3] == [words.AS_IT_IS, f"  {SECRET}", words.AFTER_LABEL, "  softer"]
    assert lines[at + 3 : at + 9] == [
        "1  Keep it: sealed, with your passphrase",
        "2  Say it another way: I feel, I need, would you; in your own words",
        "3  Save it for the check-in",
        "4  Let it go",
        "5  Leave it put away",
        "A number, or Enter to go back:",
    ]


def test_after_stronger_it_stays_put_away(services: PlainServices) -> None:
    lines = read(services, "1", SECRET, ".", "1", "3", "", "q")
    assert after_words.STRONGER in lines
    assert words.LEFT_OPEN in lines
    assert SECRET not in "".join(lines)


def test_three_lines_that_the_person_fills_with_the_original_above(
    services: PlainServices,
) -> None:
    lines = read(
        services, "1", SECRET, ".", "2", "1", "2", "lonely", "a word", "tell me when", "4", "yes",
        "", "q",
    )  # fmt: skip
    first = lines.index(words.SOFTEN_HOW)
    assert lines[first - 1] == SECRET
    assert lines[first + 1] == words.HELP_PLAIN
    at = lines.index("  tell me when")
    assert lines[at - 5 : at + 1] == [
        words.FEEL, "  lonely", words.NEED, "  a word", words.WOULD, "  tell me when",
    ]  # fmt: skip
    assert words.GONE in lines
    assert words.WAITING not in lines[lines.index(words.GONE) :]


def test_sealed_it_comes_back_only_with_the_passphrase(services: PlainServices) -> None:
    keep(services)
    lines = read(services, "1", SECRET, ".", "1", "1", "1", "wrong and wrong", "", "q")
    assert "That's not the passphrase. Type it once more." in lines
    assert SECRET not in "".join(lines)
    lines = read(services, "1", PHRASE, "", "", "q")
    assert f"  {SECRET}" in lines


def test_keeping_it_asks_for_a_yes_and_saving_it_too(services: PlainServices) -> None:
    lines = read(
        services, "1", SECRET, ".", "2", "1", "3", "no", "1", "yes", PHRASE, PHRASE, "", "", "q"
    )
    assert words.IS_KEPT in lines
    (entry,) = services.kept.unsent.all(services.kept.key.open(PHRASE))
    assert entry.words == {"text": SECRET}
    read(services, "1", PHRASE, "3", "", "", "q")
    (entry,) = services.kept.unsent.all(services.kept.key.open(PHRASE))
    assert entry.words["saved"] == "yes"


def test_what_was_saved_is_reached_from_the_agreement(services: PlainServices) -> None:
    keep(services)
    write(services.own.file, {("keep", "agreements"): "yes"})
    number = services.kept.agreements.add({"back": "tea"}, services.time)
    services.kept.agreements.set_check_in(number, services.time)
    services.kept.unsent.add({"text": SECRET, "saved": "yes"}, services.time)
    services.kept.unsent.add({"text": "nobody asked"}, services.time)
    lines = read(services, "", "agreement", "4", PHRASE, "", "", "q")
    assert "4  What you saved for it: with your passphrase" in lines
    assert f"  {SECRET}" in lines
    assert "nobody asked" not in "".join(lines)


def test_several_are_chosen_from_and_all_are_forgotten_after_a_yes(
    services: PlainServices,
) -> None:
    keep(services)
    for text in ("one", "two"):
        services.kept.unsent.add({"text": text}, services.time)
    lines = read(services, "1", PHRASE, "2", "", "3", "yes", "", "q")
    assert "1  two: 22 November 2026" in lines
    assert "  one" in lines
    assert services.kept.unsent.count == 0


def test_n_begins_at_once_from_every_page_of_it(services: PlainServices) -> None:
    read(services, "n", "q")
    assert services.begun[0][0] == NOW

"""The journal as lines, from its opt-in to what is forgotten."""

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from companion.plain.call import Calling
from companion.plain.journal import PlainJournal
from companion.plain.keeping import PlainPageRoom
from companion.plain.pages import PlainPages
from companion.plain.typist import Typist
from companion.session import journal_words as words
from companion.session.resuming import Unfinished
from companion.store.settings import write
from companion.timeline.request import AT_ONCE
from companion.units import MINUTE, Millis
from tests.plain.test_rooms import PatientTypist, PlainServices, read

PHRASE = "four grey stones by water"
SECRET = "I sat on the kitchen floor"


@pytest.fixture
def services(tmp_path: Path) -> PlainServices:
    return PlainServices(tmp_path)


class HiddenTypist(PatientTypist):
    """Remembers which lines were typed without being shown."""

    def __init__(self, *lines: str) -> None:
        super().__init__(*lines)
        self.hidden: list[str | None] = []

    @property
    def is_out(self) -> bool:
        return not self.left

    def wait(self) -> str | None:
        line = super().wait()
        self.has_ended = line is None
        return line

    def wait_hidden(self, ask: Callable[[], None] = lambda: None) -> str | None:
        ask()
        self.hidden.append(self.wait())
        return self.hidden[-1]


def journal(services: PlainServices, *typed: str) -> list[str]:
    lines: list[str] = []
    typist = HiddenTypist(*typed)
    pages = PlainPages(Calling.of(services.own, None), typist, lines.append)
    PlainJournal(services, typist, PlainPageRoom(services, typist, lines.append, pages)).run()
    assert typist.is_out
    assert all(phrase not in line for phrase in typist.hidden if phrase for line in lines)
    return lines


def fill(services: PlainServices) -> None:
    write(services.own.file, {("keep", kind): "yes" for kind in ("history", "ratings", "journal")})
    services.kept.key.set_up(PHRASE)
    services.kept.history.begin("enough", services.time, 600_000)
    services.kept.ratings.add("enough", services.time, None, "same")
    services.kept.journal.add({"text": SECRET}, services.time - timedelta(days=1))
    services.kept.journal.add({"text": "The window.\n\nI closed it."}, services.time)


def test_nothing_is_kept_until_the_words_were_read_and_a_yes_was_typed(
    services: PlainServices,
) -> None:
    lines = journal(services, "1", "no", "")
    assert lines[:4] == [
        "",
        "Journal",
        words.OFF,
        "1  Turn the journal on: you'll read first what that means",
    ]
    assert any("if you lose the passphrase" in line for line in lines)
    assert not services.own.file.exists()
    assert not services.kept.database.folder.exists()


def test_a_journal_from_the_first_yes_to_what_was_written(services: PlainServices) -> None:
    lines = journal(
        services,
        "1",
        "yes",
        PHRASE,
        PHRASE,
        "1",
        SECRET,
        "and got up",
        ".",
        "2",
        PHRASE,
        "1",
        "",
        "",
        "",
    )
    assert words.IS_SET in lines
    assert words.KEPT in lines
    at = lines.index(SECRET)
    assert lines[at - 1 : at + 2] == ["", SECRET, "and got up"]
    assert services.kept.journal.count == 1


def test_what_was_recorded_is_read_in_order(services: PlainServices) -> None:
    fill(services)
    assert journal(services, "") == [
        "",
        "Journal",
        words.RECORDED,
        "Enough: once, too few to say.",
        words.NO_JUDGEMENT,
        words.DAYS,
        "With a session: 22 November.",
        words.WRITTEN,
        "2 entries, sealed",
        "1  Write something: it needs no passphrase",
        "2  Read what you wrote: with your passphrase",
        "3  Forget all that you wrote",
        "A number, or Enter for home:",
    ]


def test_a_wrong_passphrase_is_said_and_shows_nothing(services: PlainServices) -> None:
    fill(services)
    lines = journal(services, "2", "something else", "")
    assert "That's not the passphrase. Type it once more." in lines
    assert SECRET not in "".join(lines)


def test_entries_are_found_read_and_forgotten(services: PlainServices) -> None:
    fill(services)
    lines = journal(services, "2", PHRASE, "kitchen", "1", "f", "door", "", "")
    assert "1  21 November 2026, 23:05: I sat on the kitchen floor" in lines
    assert words.FORGOTTEN in lines
    assert words.NOTHING_FOUND in lines
    assert services.kept.journal.count == 1


def test_all_is_forgotten_only_after_a_yes(services: PlainServices) -> None:
    fill(services)
    journal(services, "3", "", "")
    assert services.kept.journal.count == 2
    journal(services, "3", "yes", "")
    assert services.kept.journal.count == 0


def test_two_passphrases_that_differ_are_said(services: PlainServices) -> None:
    lines = journal(services, "1", "yes", PHRASE, "another one", "9", "")
    assert any("The two aren't the same" in line for line in lines)
    assert "There's no 9 here." in lines
    assert not services.own.file.exists()


def test_an_empty_page_keeps_nothing(services: PlainServices) -> None:
    fill(services)
    assert words.NOTHING_WRITTEN in journal(services, "1", ".", "")


def test_the_journal_is_reached_from_home_and_r_goes_on(services: PlainServices) -> None:
    lines = read(services, "m", "journal", "", "r")
    assert "journal  what's kept, and what you write" in lines
    assert words.OFF in lines
    assert "There's nothing to go on with." in lines
    services.left = Unfinished(1, "enough", AT_ONCE, Millis(12_000), Millis(5 * MINUTE))
    lines = read(services, "r")
    assert "r  go on where it stopped, 5 min left" in lines
    assert services.begun == [("enough", AT_ONCE)]
    assert "Something hurts." not in lines  # it was before that place


def test_an_answer_after_a_session_is_recorded_where_that_is_wanted(
    services: PlainServices,
) -> None:
    write(services.own.file, {("keep", "ratings"): "yes", ("keep", "history"): "yes"})
    services.texts = {}
    read(services, "1", "1", "1", "q")
    assert [played.how for played in services.kept.history.all()] == ["finished"]
    assert [rating.change for rating in services.kept.ratings.all()] == ["softer"]


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals on Windows")
def test_a_terminal_shows_nothing_of_a_passphrase() -> None:
    import pty

    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "r", encoding="utf-8") as typed:
        typist = Typist(typed)
        answers: list[str | None] = []
        waiting = threading.Thread(target=lambda: answers.append(typist.wait_hidden()))
        waiting.start()
        import termios

        while termios.tcgetattr(theirs)[3] & termios.ECHO:
            pass  # until the echo is off
        os.write(ours, f"{PHRASE}\n".encode())
        waiting.join(5)
        assert answers == [PHRASE]
        assert termios.tcgetattr(theirs)[3] & termios.ECHO
        assert PHRASE.encode() not in os.read(ours, 1000)
        os.close(ours)
        typist.gone.wait(5)


def test_the_letters_of_every_room_are_here_and_long_words_are_never_repeated(
    services: PlainServices,
) -> None:
    lines = journal(services, "four plain words", "h", "?", "")
    assert "There's no such thing here." in lines
    assert "four plain words" not in " ".join(lines)
    assert lines.count("Journal") == 2
    assert "h  hide                      q  stop, leave" in lines

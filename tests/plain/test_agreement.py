"""An agreement as lines: by hand, after its session, its check-in, and reading it."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from companion.plain.agreement import PlainAgreement
from companion.plain.call import Calling
from companion.plain.keeping import PlainPageRoom
from companion.plain.pages import PlainPages
from companion.session import agreement_words as words
from companion.store.settings import write
from tests.plain.test_journal import HiddenTypist
from tests.plain.test_rooms import PlainServices, read
from tests.tui.stage import SIT
from tests.tui.test_agreement import AGREEMENT, ANSWERS, PHRASE, SUNDAY

if TYPE_CHECKING:
    from companion.timeline.request import Request

BY_HAND = ("Friday, after we've eaten", "Sunday at six", "", "tea first")


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def services(tmp_path: Path) -> PlainServices:
    services = PlainServices(tmp_path)
    services.time = datetime(2026, 11, 26, 20, 5, tzinfo=UTC)
    return services


class Room:
    """The room, the lines it writes, and the sessions it begins."""

    def __init__(self, services: PlainServices, *typed: str) -> None:
        self.lines: list[str] = []
        self.begun: list[tuple[str, Request | None]] = []
        self.typist = HiddenTypist(*typed)
        write = self.lines.append
        pages = PlainPages(Calling.of(services.own, None), self.typist, write)
        keeping = PlainPageRoom(services, self.typist, write, pages)
        self.room = PlainAgreement(
            services,
            keeping,
            SIT,
            lambda name, request: self.begun.append((name, request)),
            lambda: self.lines.append("saved"),
        )

    def run(self) -> list[str]:
        self.room.run()
        assert self.typist.is_out
        return self.lines


def agree(services: PlainServices, at: datetime | None = SUNDAY) -> None:
    write(services.own.file, {("keep", "agreements"): "yes"})
    services.kept.key.set_up(PHRASE)
    number = services.kept.agreements.add(ANSWERS, services.time)
    services.kept.agreements.set_check_in(number, at)


def test_without_one_it_says_how_to_make_one(services: PlainServices) -> None:
    assert Room(services, "").run() == [
        "",
        "Our agreement",
        words.NONE,
        "1  See how it works: twelve minutes, with four questions",
        "2  Write it down by hand: the same four questions",
        "A number, or Enter to go back:",
    ]


def test_by_hand_from_the_questions_to_what_is_kept(services: PlainServices) -> None:
    lines = Room(services, "2", *BY_HAND, "1", "yes", PHRASE, PHRASE, "", "").run()
    at = lines.index("What we'd like, until either of us changes it")
    assert lines[at : at + 11] == [
        "What we'd like, until either of us changes it",
        "Made on 26 November 2026",
        "When does the space begin?",
        "  Friday, after we've eaten",
        "Which day do we check in, and at what hour?",
        "  Sunday at six",
        "How do we come back to each other?",
        "  tea first",
        words.COPY_NOW,
        "1  Keep this agreement: sealed; you'll say when the check-in is",
        "2  Back",
    ]
    assert any("in clear" in line for line in lines)
    assert "That's Sunday 29 November 2026, 18:00. Enter takes that; none leaves it out." in lines
    assert words.KEPT_NOW in lines
    assert "You said Sunday, six." in lines
    (entry,) = services.kept.agreements.all(services.kept.key.open(PHRASE))
    assert entry.words == ANSWERS
    assert entry.check_in == SUNDAY.timestamp() * 1000


def test_nothing_is_kept_without_a_yes_and_an_empty_one_is_an_answer_too(
    services: PlainServices,
) -> None:
    lines = Room(services, "2", *BY_HAND, "1", "no", "2", "2", "", "", "", "", "").run()
    assert lines.count("  tea first") == 2  # after the no, the card is there again
    assert words.NOTHING_WRITTEN in lines
    assert not services.own.file.exists()
    assert not services.kept.database.folder.exists()


def test_times_that_cannot_be_read_are_said_with_what_to_write(services: PlainServices) -> None:
    agree(services, None)
    lines = Room(services, "2", "at six", "Sunday at nine", "Sunday 21:00", "").run()
    assert words.NO_CHECK_IN in lines
    assert (
        'There\'s no day in that. Write "Sunday at six", "tomorrow 18:00" or '
        '"2026-11-29 18:00", for example.'
    ) in lines
    assert (
        'Nine could be in the morning or in the evening. Write "nine in the evening" or 21:00, '
        "for example."
    ) in lines
    assert "You said Sunday, nine in the evening." in lines


def test_a_sit_ends_exactly_then_and_before_that_there_is_one_that_fits(
    services: PlainServices,
) -> None:
    agree(services, services.time + timedelta(minutes=30))
    room = Room(services, "1")
    assert "1  Sit until then: it ends exactly then" in room.run()
    ((name, request),) = room.begun
    assert (name, request and request.until) == (
        SIT,
        (services.time + timedelta(minutes=30)).timestamp() * 1000,
    )
    services.time -= timedelta(hours=5)
    room = Room(services, "1")
    assert "1  Sit for a while: it's over well before" in room.run()
    assert room.begun == [(SIT, None)]


def test_at_its_time_it_helps_to_open_and_a_silence_leads_to_not_back_yet(
    services: PlainServices,
) -> None:
    agree(services, services.time)
    room = Room(services, "3")
    lines = room.run()
    assert lines[1:3] == ["It's time.", "You said today, 20:05."]
    assert words.OPENING[2] in lines
    assert lines[-4:-1] != []
    assert room.begun == [("not-back-yet", None)]
    services.time += timedelta(hours=2)
    room = Room(services, "1")
    assert words.PASSED in room.run()
    assert room.begun == [("not-back-yet", None)]


def test_read_with_the_passphrase_changed_and_forgotten_after_a_yes(
    services: PlainServices,
) -> None:
    agree(services)
    lines = Room(services, "2", "something else", "2", PHRASE, "", "").run()
    assert "That's not the passphrase. Type it once more." in lines
    assert "  tea first" in lines
    Room(services, "2", PHRASE, "2", "", "", "a photo", "", "").run()
    (entry,) = services.kept.agreements.all(services.kept.key.open(PHRASE))
    assert entry.words == {**ANSWERS, "between": "a photo"}
    Room(services, "2", PHRASE, "3", "no", "3", "yes", "").run()
    assert services.kept.agreements.count == 0


def test_we_have_talked_takes_the_time_away(services: PlainServices) -> None:
    agree(services)
    assert words.NO_CHECK_IN in Room(services, "4", "").run()
    assert services.kept.agreements.count == 1


def test_home_says_the_day_and_the_hour(services: PlainServices) -> None:
    agree(services)
    lines = read(services, "agreement", "", "q")
    assert lines[1] == "agreement  You said Sunday, six. What you said, and a sit before it."
    assert "A number, or Enter to go back:" in lines
    assert "agreement  our agreement: when room began, and when you'll talk" in read(services, "m")


def test_after_its_session_the_card_offers_to_keep_it(
    services: PlainServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.texts = {}
    services.text = AGREEMENT
    monkeypatch.setattr("companion.plain.company.of_session", lambda *_: ANSWERS)
    lines = read(services, "n", "k", "yes", PHRASE, PHRASE, "", "", "q")
    assert "k keeps this agreement, sealed; Enter lets it go:" in lines
    assert words.KEPT_NOW in lines
    assert services.kept.agreements.check_ins()[0].at == SUNDAY.timestamp() * 1000


def test_after_a_session_without_one_nothing_is_offered(services: PlainServices) -> None:
    services.texts = {}
    assert not any("keeps this agreement" in line for line in read(services, "n", "", "q"))

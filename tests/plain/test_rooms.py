"""The rooms as lines: what somebody with a screen reader reads, from home to what follows."""

import io
from pathlib import Path

import pytest

from companion import wording_pages as wording
from companion.plain.rooms import PlainRooms
from companion.plain.typist import Typist
from companion.session import after_words, call_words
from companion.session.calling import known, slots
from companion.session.opened import Opened
from companion.session.transport import Transport
from companion.store.places import places
from companion.store.presets import Preset
from companion.timeline.bells import Bells
from companion.timeline.cue import Layer
from companion.timeline.request import AT_ONCE, Request
from companion.units import MINUTE, SECOND
from tests.tui.services import FakeServices
from tests.tui.stage import NOW, SIT
from tests.tui.test_cards import CALM, LONG


class PlainServices(FakeServices):
    """Starts opened sessions on the cranked sink, which plays each to its end at once."""

    def start(self, opened: Opened, request: Request) -> Transport:  # type: ignore[override]
        return self.begin(self.prepare(opened, request))


@pytest.fixture
def services(tmp_path: Path) -> PlainServices:
    services = PlainServices(tmp_path)
    services.texts = {"enough": CALM, SIT: LONG}
    return services


class PatientTypist(Typist):
    """Types a line only when one is waited for, and nothing while a session plays."""

    def __init__(self, *lines: str) -> None:
        super().__init__(None)
        self.left = list(lines)

    def wait(self) -> str | None:
        if self._returned:
            return self._returned.pop(0)
        return self.left.pop(0) if self.left else None


def read(services: PlainServices, *typed: str) -> list[str]:
    """The lines that are written while these are typed."""
    out = io.StringIO()
    PlainRooms(services, PatientTypist(*typed), (NOW, SIT), out).run()
    return out.getvalue().splitlines()


def test_home_is_the_greeting_and_the_moments_by_number(services: PlainServices) -> None:
    lines = read(services)
    assert lines[:3] == [
        "It's late. You don't have to pick well.",
        "n  it's too much right now",
        "1  my thumb is on their name",
    ]
    assert "9  I'm the one who needs space" in lines
    assert lines[-5:-1] == [
        "s  sit for a while", "m  my own, and courses", "c  someone to call", "i  is this space at all?",
    ]  # fmt: skip


def test_a_number_lists_its_sessions_and_a_number_there_plays_an_emergency_at_once(
    services: PlainServices,
) -> None:
    lines = read(services, "5", "1")
    assert "1  Five things, 2 to 5 min: what you see, touch and hear" in lines
    assert wording.STRONGEST_FIRST in lines
    assert services.begun == [("five-things", AT_ONCE)]
    assert "This is ending." in lines
    assert after_words.FINISHED in lines


def test_n_begins_at_once_and_asks_nothing_afterwards(services: PlainServices) -> None:
    lines = read(services, "n")
    assert services.begun == [(NOW, AT_ONCE)]
    assert "Something hurts." in lines


def test_a_card_has_numbered_lines_that_can_be_changed(services: PlainServices) -> None:
    lines = read(services, "5", "2", "1", "5", "2", "2", "d", "", "Sam")
    assert "A calm one" in lines
    assert "1  How long: 2 min" in lines
    assert "How long: 5 min" in lines
    assert "Stop if it gets worse." in lines
    assert any("Second." in line for line in lines)  # d tells all that's known
    ((name, request),) = services.begun
    assert (name, request.length) == ("enough", 5 * MINUTE)
    assert request.bed == (Layer("rain"),)
    assert request.slots == {"partner": "Sam"}


def test_a_card_can_be_hidden_and_comes_back_as_it_was(services: PlainServices) -> None:
    lines = read(services, "5", "2", "h", "zzz", "h", "b")
    assert "There's no zzz here." not in lines
    assert lines.count("A calm one") == 2
    assert services.begun == []


def test_b_goes_back_from_whats_kept_too(services: PlainServices) -> None:
    for room in ("agreement", "unsent", "journal"):
        lines = read(services, room, "b")
        assert "There's no b here." not in lines, room
        assert lines.count("1  my thumb is on their name") == 1, room


def test_b_goes_back_from_a_card_and_what_is_no_line_of_it_is_said(
    services: PlainServices,
) -> None:
    lines = read(services, "5", "2", "zzz", "b")
    assert "There's no zzz here." in lines
    assert services.begun == []
    assert lines.count("1  my thumb is on their name") == 2


def test_a_sit_until_a_time_with_bells_of_ones_own(services: PlainServices) -> None:
    lines = read(
        services, "s", "1", "2", "soon", "", "1", "2", "23:30", "4", "6", "3, 8", "5", "3", ""
    )
    assert "Until when? For example 22:30." in lines
    assert any("isn't a time of day" in line for line in lines)
    ((_, request),) = services.begun
    assert request.until is not None
    assert request.bells == Bells(at=(3 * MINUTE, 8 * MINUTE))  # type: ignore[arg-type]
    assert request.settle == 30 * SECOND


def test_words_find_and_nothing_found_says_so(services: PlainServices) -> None:
    lines = read(services, "sleep", "b", "xylophone")
    assert any(line.startswith("1  Half of the night") for line in lines)
    assert wording.NOTHING_FOUND_LINES in lines


@pytest.mark.parametrize(
    ("typed", "page"),
    [("i", wording.SPACE), ("x", wording.INSTEAD), ("about", wording.ABOUT)],
)
def test_each_page_is_read_in_order(
    services: PlainServices, typed: str, page: wording.Page
) -> None:
    text = " ".join(read(services, typed))
    filled = wording.filled(page, slots(known(), ""))
    places = [text.index(f"{part.title} {part.text}".strip()) for part in filled.parts]
    assert places == sorted(places)


def test_mine_says_when_there_is_nothing_and_help_lists_the_letters(
    services: PlainServices,
) -> None:
    lines = read(services, "m", "?")
    assert wording.NOTHING_OWN in lines
    assert "x  stop, and do this instead" in lines


def test_after_a_session_one_question_and_ways_outward_when_it_got_stronger(
    services: PlainServices,
) -> None:
    lines = read(services, "5", "2", "", "", "3", "1")
    assert after_words.QUESTION in lines
    assert after_words.STRONGER in lines
    assert any(line.startswith("1  Something shorter") and "Five things" in line for line in lines)
    assert [name for name, _ in services.begun] == ["enough", "five-things"]


def test_what_stays_is_asked_about_beside_what_is_offered(services: PlainServices) -> None:
    lines = read(services, "5", "2", "", "", "2", "yes", "5", "2", "", "", "2", "no", "", "q")
    assert lines.count(f"{after_words.BE_WITH} Type yes, a little or no, if you like.") == 2
    assert lines.index(after_words.IS_WITH) < lines.index(after_words.TOO_MUCH)
    begun = read(services, "5", "2", "", "", "2", "1", "q")
    assert after_words.IS_WITH not in begun
    assert [name for name, _ in services.begun][-1] == "one-minute-eyes"


def test_no_slip_of_a_key_leads_away_from_the_page_after_a_session(
    services: PlainServices,
) -> None:
    lines = read(
        services, "5", "2", "", "", "0", "10", "not really", "?", "h", "h", "c", "", "", "q"
    )
    strong = lines.index(after_words.VERY_STRONG)
    slip = next(n for n, line in enumerate(lines) if line.startswith("That isn't one of these."))
    assert strong < slip < lines.index(call_words.TITLE)
    assert "h  hide                      q  stop, leave" in lines


def test_h_hides_and_what_is_long_is_never_repeated_where_words_are_kept(
    services: PlainServices,
) -> None:
    lines = read(services, "unsent", "four plain words", "h", "h", "?", "", "q")
    assert "There's no such thing here." in lines
    assert "four plain words" not in " ".join(lines)
    assert lines.count("The message I didn't send") == 2


def test_a_number_is_an_answer_and_ten_is_very_strong(services: PlainServices) -> None:
    lines = read(services, "5", "2", "", "", "0", "10", "3")
    assert after_words.VERY_STRONG in lines
    assert call_words.TITLE in lines


def test_a_script_that_cannot_be_played_says_why(services: PlainServices) -> None:
    services.broken.add("enough")
    assert "it is broken. fix [it]" in read(services, "5", "2")


def test_q_leaves_and_a_number_that_is_not_there_is_said(services: PlainServices) -> None:
    lines = read(services, "0", "5", "99", "q", "n")
    assert "There's no 0 here." in lines
    assert any(line.startswith("There's no 99 in this list") for line in lines)
    assert services.begun == []


def test_r26_hiding_at_home_shows_nothing_until_the_chosen_letter(services: PlainServices) -> None:
    settings = places().settings
    settings.parent.mkdir(parents=True)
    settings.write_text('[hide]\nkey = "j"\n', "utf-8")
    assert read(services, "h", "h", "5", "n", "?")[-1].startswith("A number")  # home, and no more
    lines = read(services, "h", "h", "n", "j")
    assert lines.count("1  my thumb is on their name") == 2
    assert services.begun == []


def test_a_kept_session_stands_under_m_and_its_number_plays_it(services: PlainServices) -> None:
    services.own.keep_preset("evening", Preset(length="20m"))
    lines = read(services, "m", "1")
    assert "1  evening: Sit for a while, 20 min" in lines
    ((name, request),) = services.begun
    assert (name, request.length) == (SIT, 20 * MINUTE)


def test_how_strong_it_is_can_be_said_on_a_card(services: PlainServices) -> None:
    card = read(services, "5", "2", "b")
    row = next(line for line in card if "How strong" in line)
    number = row.split()[0]
    lines = read(services, "5", "2", number, "10", "")
    assert wording.STRONG_FIRST in lines
    assert services.begun[-1][1].strength == 8

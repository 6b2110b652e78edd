"""A course as lines: all days by number, the way round, the gate, and home after it."""

import io
from pathlib import Path

import pytest

from companion import wording_pages as wording
from companion.plain.rooms import PlainRooms
from companion.session import after_words, call_words
from companion.session import course_words as words
from companion.session.opened import Opened
from companion.session.transport import Transport
from companion.timeline.request import AT_ONCE, Request
from tests.course.walking import TEXT
from tests.fakes import SCRIPT
from tests.plain.test_rooms import PatientTypist, PlainServices
from tests.tui.stage import NOW, SIT

HOME = "n  it's too much right now"


class StoppedServices(PlainServices):
    """Starts sessions that somebody has stopped."""

    def start(self, opened: Opened, request: Request) -> Transport:  # type: ignore[override]
        transport = super().start(opened, request)
        transport.stop()
        return transport


@pytest.fixture
def services(tmp_path: Path) -> PlainServices:
    return filled(PlainServices(tmp_path))


def filled(services: PlainServices) -> PlainServices:
    own = services.folder / "own"
    own.mkdir()
    (own / "three.yaml").write_text(TEXT)
    services.texts = dict.fromkeys(("walk-it", "two-weathers", "an-agreement"), SCRIPT)
    return services


def read(services: PlainServices, course: str, *typed: str) -> list[str]:
    """The lines that are written while these are typed in a course."""
    out = io.StringIO()
    rooms = PlainRooms(services, PatientTypist(*typed), (NOW, SIT), out)
    rooms.run_course(services.courses.find(course) if course else None)
    return out.getvalue().splitlines()


def test_all_days_stand_there_with_numbers_and_lines(services: PlainServices) -> None:
    lines = read(services, "three")
    assert lines == [
        "",
        "Three evenings",
        "Three of them. Skip any.",
        "Which evening?",
        "1  Evening 1: Walk it, 10 or 5 min: The first line.",
        "2  Evening 2: Open hand, 8 or 5 min: The second line.",
        "3  Evening 3: The third line.",
        "4  they're back",
        "5  still nothing",
        "6  it's been longer than that",
        "A number, Enter for 1, b goes back, q leaves:",
    ]


def test_a_day_begins_with_its_line_and_the_way_round_and_plays_at_the_chosen_length(
    services: PlainServices,
) -> None:
    lines = read(services, "three", "1", "1", "")
    assert lines[11:20] == [
        "",
        "Evening 1",
        "The first line.",
        "1  Walk it, 10 min",
        "2  Walk it, 5 min",
        "3  they're back",
        "4  still nothing",
        "Too much? Press n.",
        "A number, Enter for 1, b goes back, q leaves:",
    ]
    ((name, request),) = services.begun
    assert name == "walk-it"
    assert request.length is not None


def test_after_the_first_evening_the_place_is_asked_about_and_then_the_next_is_offered(
    services: PlainServices,
) -> None:
    lines = read(services, "three", "1", "1", "", "", "2")
    assert words.KEEP in lines
    assert lines.count(HOME) == 0  # the course follows its session, not home
    assert services.own.courses.place("three") == 2
    assert "A number, Enter for 2, b goes back, q leaves:" in lines
    again = read(services, "three")
    assert again[2:4] == [words.BACK, words.NEXT]


def test_no_keeps_nothing(services: PlainServices) -> None:
    read(services, "three", "1", "1", "", "", "")
    assert services.own.courses.place("three") is None
    assert not services.own.file.exists()


def test_n_begins_at_once_and_the_evening_is_still_there(services: PlainServices) -> None:
    lines = read(services, "three", "1", "n")
    assert services.begun == [(NOW, AT_ONCE)]
    assert lines[-9:-7] == ["", "Evening 1"]


def test_not_today_leads_home_without_another_word(services: PlainServices) -> None:
    lines = read(services, "the-two-of-you", "")
    at = lines.index("A number, Enter for 2, b goes back, q leaves:")
    assert lines[at + 1].startswith("It's late.")
    assert lines[at + 2] == HOME


def test_under_i_the_one_who_is_alone_reads_it_first(services: PlainServices) -> None:
    lines = read(services, "the-two-of-you", "i")
    at = lines.index("If you'd be doing this to keep the peace, don't.")
    assert lines[at + 2] == wording.SPACE.title


def test_when_two_people_stop_nothing_is_asked(tmp_path: Path) -> None:
    services = filled(StoppedServices(tmp_path))
    lines = read(services, "the-two-of-you", "1", "2", "1", "")
    assert services.begun
    at = lines.index(words.ENOUGH)
    assert after_words.STOPPED not in lines
    assert lines[at + 1 :] == ["1  Home", "A number, Enter for 1, b goes back, q leaves:"]


def test_somebody_alone_who_stops_comes_back_to_the_evening(tmp_path: Path) -> None:
    services = filled(StoppedServices(tmp_path))
    lines = read(services, "three", "1", "1", "", "")
    assert "Evening 1" in lines[lines.index(after_words.STOPPED) :]
    assert words.KEEP not in lines


def test_an_answer_closes_the_course_and_home_follows(services: PlainServices) -> None:
    lines = read(services, "three", "4", "1", "", "")
    assert services.begun
    assert HOME in lines


def test_fear_leads_to_the_page_and_the_numbers(services: PlainServices) -> None:
    lines = read(services, "the-day-of-the-talk", "4", "5", "1", "2")
    assert "Is anyone hurt? Are you afraid?" in lines
    assert wording.SPACE.title in lines
    assert call_words.TITLE in lines
    assert services.begun == []


def test_the_next_talk_is_typed_and_stands_on_each_page(services: PlainServices) -> None:
    lines = read(services, "a-weekend-apart", "Sunday, six", "", "3")
    assert lines.count("You said Sunday, six.") == 3
    assert "Type it, or b to go back:" in lines


def test_a_number_that_is_none_and_a_word_are_answered(services: PlainServices) -> None:
    lines = read(services, "three", "9", "what", "x", "b", "b")
    assert lines.count("That's no line of this page.") == 2
    assert wording.INSTEAD.title in lines
    assert HOME in lines


def test_q_leaves_at_once(services: PlainServices) -> None:
    assert HOME not in read(services, "three", "q", "1")


def test_mine_numbers_the_courses_on_from_ones_own_scripts(services: PlainServices) -> None:
    (services.folder / "own" / "own.yaml").write_text(
        "companion: 1\ntitle: Own\nsteps: [Stay., {silence: 5s}]\n"
    )
    (services.folder / "own" / "broken.yaml").write_text("course: 1\n")
    out = io.StringIO()
    PlainRooms(services, PatientTypist("m", "4", "q"), (NOW, SIT), out).run()
    lines = out.getvalue().splitlines()
    assert any(line.startswith("1  Own") for line in lines)
    assert "2  A weekend apart: with an end you both know" in lines
    assert "6  Three evenings: Three of them. Skip any." in lines
    assert any("broken.yaml has 3 mistakes" in line for line in lines)
    assert "The day of the talk" in lines
    assert "How did it go?" not in lines


def test_the_list_alone_takes_a_number_too(services: PlainServices) -> None:
    lines = read(services, "", "2", "q")
    assert lines[0] == "1  A weekend apart: with an end you both know"
    assert "Seven evenings of waiting" in lines


def test_a_strong_number_on_the_card_leads_to_something_gentler(services: PlainServices) -> None:
    lines = read(services, "three", "1", "1")
    (row,) = [line.partition(" ")[0] for line in lines if "How strong: " in line]
    lines = read(services, "three", "1", "1", row, "10", "", "1")
    assert words.GIVES_WAY in lines
    assert "1  One minute: hands, 1 min" in lines
    assert [name for name, _ in services.begun] == ["one-minute-hands"]


def test_hiding_and_help_are_no_answer(services: PlainServices) -> None:
    lines = read(services, "a-weekend-apart", "?", "h", "h", "b", "q")
    assert "You said h." not in lines
    assert "You said ?." not in lines
    assert any(line.startswith("A number chooses") for line in lines)
    assert lines.count("When will you talk next?") == 2

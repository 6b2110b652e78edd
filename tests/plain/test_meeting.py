"""A session for two who are apart, as lines: what is asked, the wait, and the session."""

import io
from pathlib import Path

import pytest

from companion import wording_pages as wording
from companion.plain.meeting import WAITING, PlainMeeting
from companion.plain.rooms import PlainRooms
from companion.session.opened import Opened
from companion.session.together import Agreed, Meeting, meet
from companion.session.transport import Transport
from companion.timeline.request import Request
from tests.fakes import BELL_LENGTHS, script
from tests.plain.test_rooms import PatientTypist, PlainServices
from tests.tui.stage import NOW, SIT


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PlainServices:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    return PlainServices(tmp_path)


class Watch:
    """A clock that goes on by itself while somebody waits."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += max(1, round(seconds * 1000))


class Letters(PatientTypist):
    """Types a letter each time it is looked at."""

    def take(self) -> list[str]:
        return [self.left.pop(0)] if self.left else []


def meeting(now: int) -> Meeting:
    return meet(Opened(script(), BELL_LENGTHS), Agreed("blue door", "23:15"), now)


def wait(services: PlainServices, now: int, *letters: str) -> tuple[list[str], Watch, Transport]:
    """The lines of a wait that begins at a moment, the clock after it, and the session."""
    out, watch = io.StringIO(), Watch(now)
    transport = services.start(services.open("mine"), Request())
    page = PlainMeeting(
        transport, meeting(now), Letters(*letters), out, clock=watch, pause=watch.pause
    )
    page.run()
    return out.getvalue().splitlines(), watch, transport


def test_it_waits_quietly_and_begins_two_seconds_ahead(services: PlainServices) -> None:
    now = round(services.time.timestamp() * 1000)
    lines, watch, transport = wait(services, now)
    assert lines[:4] == [
        WAITING,
        "That's in 10 minutes.",
        "That's in 5 minutes.",
        "That's in 2 minutes.",
    ]
    assert "Something hurts." in lines
    assert abs(meeting(now).begins - 2_000 - watch.now) <= 1
    assert transport.state == "ended"


def test_q_leaves_while_it_waits(services: PlainServices) -> None:
    now = round(services.time.timestamp() * 1000)
    lines, _, transport = wait(services, now, "", "q")
    assert "Something hurts." not in lines
    assert transport.state == "stopped"
    assert not services.sink.playing


def test_home_in_lines_asks_for_the_same_things_and_shows_the_check_word(
    services: PlainServices,
) -> None:
    out = io.StringIO()
    typed = ("m", "t", "blue door", "23:05", "", "1")
    PlainRooms(services, PatientTypist(*typed), (NOW, SIT), out).run()
    lines = out.getvalue().splitlines()
    start = lines.index(wording.TOGETHER)
    assert f"t  {wording.TOGETHER}: {wording.TOGETHER_GIST}" in lines[:start]
    assert lines[start + 1] == wording.TOGETHER_LINE
    assert lines[start + 2 : start + 4] == [
        "There's no connection: nobody can see whether the other one is there, and you",
        "can't either. It isn't a test. Nothing's sent, and the phrase isn't kept.",
    ]
    assert lines[start + 4 : start + 8] == [
        "The phrase you two agreed on (Enter goes back):",
        "When does it begin? For example 21:30, or 20:30 UTC.",
        "Which one? A word of its title, or Enter for the timed sit.",
        "How many minutes? Enter: as usual.",
    ]
    assert lines[start + 8] == "A small one, 1 minute."
    assert "blue door" not in out.getvalue()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (("t", "a b", "soon", "", ""), "isn't a time of day"),
        (("t", "a b", "23:00", "", "many"), "many"),
        (("t", ""), "1  my thumb is on their name"),
    ],
)
def test_what_is_wrong_is_said_and_home_is_still_there(
    services: PlainServices, typed: tuple[str, ...], line: str
) -> None:
    out = io.StringIO()
    PlainRooms(services, PatientTypist(*typed), (NOW, SIT), out).run()
    assert line in out.getvalue()
    assert services.begun == []

"""Two who are apart: what they agree on, and a session that keeps to the clock."""

import time
from pathlib import Path

import pytest

from companion.errors import UnfitLengthError, WrongUsageError
from companion.notices import Notices
from companion.session.narration import Narration
from companion.session.opened import Opened
from companion.session.together import Agreed, begins_line, meet, nearest_start, parse_start
from companion.session.transport import Transport
from companion.timeline.request import Request
from companion.units import HOUR, MINUTE, SECOND, Millis
from companion.wording import ON_YOUR_OWN
from tests.fakes import BELL_LENGTHS, CrankSink, script, sitting

NOW = 1_795_700_000_000  # 2026-11-26, 13:33:20 UTC
TEN = Millis(10 * MINUTE)


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()


def moment(text: str, now: int = NOW) -> str:
    return time.strftime("%d %H:%M", time.gmtime(nearest_start(parse_start(text), now, TEN) / 1000))


def test_a_time_is_local_or_utc_and_the_next_one() -> None:
    assert moment("21:30") == "26 20:30"
    assert moment("20:30 UTC") == "26 20:30"
    assert moment("9:30pm") == "26 20:30"
    assert moment("13:00z") == "27 13:00"


def test_who_comes_late_joins_the_one_that_is_still_on() -> None:
    assert moment("14:33") == "26 13:33"  # twenty seconds ago
    assert moment("14:24") == "26 13:24"
    assert moment("14:23") == "27 13:23"  # over by now
    assert moment("13:24 UTC") == "26 13:24"


def agree(phrase: str = "blue door", start: str = "21:30", length: Millis | None = None) -> str:
    opened = Opened(script(), BELL_LENGTHS)
    return meet(opened, Agreed(phrase, start, length), NOW).check


def test_the_check_word_is_the_same_however_the_phrase_and_the_time_are_typed() -> None:
    same = {agree(), agree(" Blue  DOOR "), agree("blüe door!"), agree(start="20:30 utc")}
    assert len(same) == 1
    assert len(same.pop().split()) == 2


def test_the_check_word_differs_with_phrase_time_length_and_session() -> None:
    other = Opened(script(name="other"), BELL_LENGTHS)
    words = [
        agree(),
        agree("red door"),
        agree(start="21:31"),
        agree(length=Millis(90 * SECOND)),
        meet(other, Agreed("blue door", "21:30"), NOW).check,
        meet(Opened(script(), BELL_LENGTHS), Agreed("blue door", "21:30", breath=False), NOW).check,
    ]
    assert len(set(words)) == len(words)


def test_what_is_missing_is_said() -> None:
    with pytest.raises(WrongUsageError, match="no phrase"):
        agree("  !")
    with pytest.raises(WrongUsageError, match="isn't a time of day"):
        agree(start="soon")
    with pytest.raises(UnfitLengthError, match="shortest"):
        agree(length=Millis(5 * SECOND))


def test_the_time_is_shown_here_and_in_utc() -> None:
    begins = nearest_start(parse_start("21:30"), NOW, TEN)
    line = begins_line(begins, NOW)
    assert line == "It begins at 21:30 here, 20:30 UTC. That's in 6 hours and 57 minutes."
    assert begins_line(begins, begins - 30_000).endswith("That's in 30 seconds.")
    late = begins_line(begins, begins + MINUTE)
    assert late == "It began at 21:30 here, 20:30 UTC. You come in where the other one is."
    tomorrow = begins_line(begins + 24 * HOUR, NOW)
    assert tomorrow.startswith("It begins at 21:30 here tomorrow, 20:30 UTC.")


class Two:
    """One of two machines: a transport on a cranked sink, and a wall clock."""

    def __init__(self, folder: Path, now: int) -> None:
        self.now = now
        request = Request(length=Millis(60_000), is_shared=True, begins=NOW)
        ready = sitting(folder, request=request)
        self.sink = CrankSink()
        self.notices = Notices()
        self.transport = Transport(
            ready, Narration(()), self.sink, self.notices, clock=lambda: self.now
        )

    def pass_(self, ms: int, sound: int | None = None) -> None:
        self.now += ms
        self.sink.crank(ms if sound is None else sound)
        self.transport.tick()


def test_it_begins_at_its_time_to_the_ms(tmp_path: Path) -> None:
    one = Two(tmp_path, NOW - 1_730)
    one.transport.play()
    assert one.sink.met == [(0, 1.73)]


def test_one_who_comes_late_begins_where_the_other_is(tmp_path: Path) -> None:
    late = Two(tmp_path, NOW + 20_500)
    late.transport.play()
    assert late.sink.met == [(20_500, 0)]
    assert late.transport.playhead == 20_500


def test_sound_that_drifts_is_brought_back_and_small_differences_are_left(tmp_path: Path) -> None:
    one = Two(tmp_path, NOW)
    one.transport.play()
    one.pass_(5_000, sound=4_996)
    assert len(one.sink.met) == 1
    one.pass_(5_000, sound=4_990)
    assert one.sink.met[1:] == [(10_000, 0)]
    assert one.transport.playhead == 10_000


def test_after_a_pause_it_goes_on_where_the_other_is(tmp_path: Path) -> None:
    one = Two(tmp_path, NOW)
    one.transport.play()
    one.pass_(5_000)
    one.transport.pause()
    one.pass_(12_000)
    one.transport.play()
    assert one.transport.playhead == 17_000
    one.pass_(50_000)
    assert one.transport.state == "ended"


@pytest.mark.parametrize("key", ["back", "next_step", "stay_longer", "end_gently"])
def test_who_goes_another_way_goes_at_their_own_pace_and_is_told(tmp_path: Path, key: str) -> None:
    one = Two(tmp_path, NOW)
    one.transport.play()
    one.pass_(20_000)
    getattr(one.transport, key)()
    assert one.transport.new_problems() == [ON_YOUR_OWN]
    place = one.transport.playhead
    one.pass_(1_000, sound=500)
    assert one.transport.playhead == place + 500
    assert len(one.sink.met) == 1

"""Sessions that end at a time of day, or when the person ends them, on a cranked sink and clock."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from companion.audio.recipe import Kit
from companion.errors import UnfitLengthError
from companion.notices import Notices
from companion.session.opened import Opened
from companion.session.prepare import Preparation
from companion.session.until import time_text
from companion.timeline.arranging.arrange import LONGEST
from companion.timeline.bells import Bells
from companion.timeline.request import Request
from companion.timeline.timeline import Quiet, Voiced
from companion.units import MINUTE, SECOND, Millis
from tests.fakes import BEDS, BELLS, SCRIPT, CrankSink, FakeSpeaker, script

NINE = round(datetime(2026, 11, 26, 21, 0, 7, tzinfo=UTC).timestamp() * 1000)
ROOMY = SCRIPT.replace("silence: 4s..10s..40s", "silence: 4s..40s..30m").replace(
    "silence: 4s..9s", "silence: 4s..40s..30m"
)


class Evening:
    """A sink and a wall clock that go on together, and the transport of one session."""

    def __init__(self, folder: Path, request: Request, text: str = ROOMY, *, late: int = 0) -> None:
        self.now = NINE
        self.sink = CrankSink()
        self.notices = Notices()
        self.announced: list[str] = []
        kit = Kit(BELLS, BEDS)
        preparation = Preparation(
            Opened(script(text), kit.lengths), request, FakeSpeaker(folder), lambda: kit,
            self.announced.append, notices=self.notices, clock=lambda: self.now,
        )  # fmt: skip
        preparation.wait()
        preparation._narration.all.wait(5)
        self.now += late
        self.transport = preparation.begin(self.sink)
        self.now += late

    def pass_(self, ms: int) -> None:
        """Let time pass, for the session too if it is playing."""
        self.sink.crank(ms)
        self.now += ms
        self.transport.tick()

    @property
    def end(self) -> int:
        """The moment at which it will be over, if it plays on."""
        return self.now + self.transport.timeline.total - self.transport.playhead

    def play_out(self) -> int:
        """Play to the end, and return the moment of it."""
        while self.transport.state == "playing":
            self.pass_(self.transport.tick().changes - self.transport.playhead)
        return self.now


def until(minutes: float) -> int:
    """A moment, which is a whole minute of the clock where that is asked for."""
    return (NINE // MINUTE + 1) * MINUTE + round((minutes - 1) * MINUTE)


@pytest.mark.parametrize("late", [0, 1_234, 20_000])
@pytest.mark.parametrize("settle", [0, 30_000])
def test_it_ends_at_the_first_millisecond_of_that_minute_however_late_it_begins(
    tmp_path: Path, late: int, settle: int
) -> None:
    request = Request(until=until(10), settle=Millis(settle))
    evening = Evening(tmp_path, request, late=late)
    evening.transport.play()
    assert evening.transport.timeline.beginning == settle
    assert evening.play_out() == until(10)
    assert evening.transport.state == "ended"
    assert evening.sink.scores[-1].total == evening.transport.timeline.total * 48


def test_a_pause_is_taken_out_of_the_silences_still_to_come(tmp_path: Path) -> None:
    evening = Evening(tmp_path, Request(until=until(10)))
    evening.transport.play()
    evening.pass_(20_000)
    said = [p for p in evening.transport.timeline.placements if p.start < 20_000][:-1]
    evening.transport.pause()
    evening.pass_(3 * MINUTE)
    evening.transport.play()
    assert list(evening.transport.timeline.placements[: len(said)]) == said
    assert evening.end == until(10)
    assert evening.play_out() == until(10)


def test_a_pause_that_is_too_long_moves_the_end_and_hurries_nothing(tmp_path: Path) -> None:
    evening = Evening(tmp_path, Request(until=until(3)))
    evening.transport.play()
    evening.pass_(10_000)
    evening.transport.hush()
    evening.pass_(20 * MINUTE)
    evening.transport.play()
    assert evening.end > until(3)
    rests = [p for p in evening.transport.timeline.placements if isinstance(p.content, Quiet)]
    assert all(rest.length > 0 for rest in rests)
    evening.play_out()
    assert evening.transport.state == "ended"


def test_sound_that_begins_late_and_a_computer_that_slept_still_end_in_time(
    tmp_path: Path,
) -> None:
    evening = Evening(tmp_path, Request(until=until(10)))
    evening.transport.play()
    evening.now += 900  # the device takes a moment to open
    evening.pass_(15_000)
    assert evening.end == until(10)
    evening.now += 2 * MINUTE  # the lid is closed, and opened again
    evening.pass_(100)
    assert evening.play_out() == until(10)


def test_a_time_that_is_lost_is_not_looked_for_again_at_each_tick(tmp_path: Path) -> None:
    evening = Evening(tmp_path, Request(until=until(3)))
    evening.transport.play()
    evening.pass_(10_000)
    evening.now += 20 * MINUTE
    before = len(evening.sink.scores)
    for _ in range(30):
        evening.pass_(100)
    assert len(evening.sink.scores) <= before + 2
    assert evening.end > until(3)


def test_going_back_and_on_keeps_the_end(tmp_path: Path) -> None:
    evening = Evening(tmp_path, Request(until=until(10)))
    evening.transport.play()
    evening.pass_(25_000)
    evening.transport.back()
    assert evening.end == until(10)
    evening.transport.next_step()
    assert evening.end == until(10)
    assert evening.play_out() == until(10)


def test_staying_longer_moves_the_end_by_what_was_added_even_after_a_pause(tmp_path: Path) -> None:
    evening = Evening(tmp_path, Request(until=until(10)))
    evening.transport.play()
    evening.pass_(15_000)
    added = evening.transport.stay_longer()
    assert added > 0
    assert evening.end == until(10) + added
    evening.transport.pause()
    evening.pass_(MINUTE)
    evening.transport.play()
    assert evening.play_out() == until(10) + added


def test_ending_gently_is_sooner_than_the_clock_and_the_closing_keeps_its_rests(
    tmp_path: Path,
) -> None:
    evening = Evening(tmp_path, Request(until=until(10)))
    evening.transport.play()
    evening.pass_(30_000)
    closing = evening.transport.timeline.total - evening.transport.timeline.closing
    evening.transport.end_gently()
    assert evening.end == evening.now + closing
    evening.transport.pause()
    evening.pass_(MINUTE)
    evening.transport.play()
    assert evening.play_out() == evening.now < until(10)


def test_a_step_over_the_last_words_ends_it_without_a_wait(tmp_path: Path) -> None:
    evening = Evening(tmp_path, Request(until=until(10)))
    evening.transport.play()
    for _ in range(12):
        evening.transport.next_step()
        evening.transport.tick()
    assert evening.transport.state == "ended"
    assert evening.now == NINE


@pytest.fixture
def _in_london(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC0")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_in_london")
@pytest.mark.parametrize(
    ("minutes", "settle", "remedy"),
    [
        (1, 0, "until 21:02 at the earliest"),
        (1, 240_000, "until 21:06 at the earliest"),
        (600, 0, "until 22:00 at the latest"),
        (600, 60_000, "until 22:01 at the latest"),
    ],
)
def test_an_end_that_cant_be_met_is_refused_with_the_nearest_one(
    tmp_path: Path, minutes: int, settle: int, remedy: str
) -> None:
    text = ROOMY.replace(
        "title: A small one", "title: T\nlength: {least: 90s, usual: 5m, most: 60m}"
    )
    text = text.replace("30m", "90m")
    with pytest.raises(UnfitLengthError) as refused:
        Evening(tmp_path, Request(until=until(minutes), settle=Millis(settle)), text)
    assert refused.value.remedy == remedy
    assert '"T" can be' in refused.value.message
    # what is offered is possible a moment later
    offered = next(m for m in range(120) if time_text(until(m)) == remedy.split()[1])
    evening = Evening(tmp_path, Request(until=until(offered), settle=Millis(settle)), text)
    evening.transport.play()
    assert evening.play_out() == until(offered)


@pytest.mark.usefixtures("_in_london")
def test_an_end_that_is_tomorrow_says_so_when_it_is_too_far(tmp_path: Path) -> None:
    with pytest.raises(UnfitLengthError, match="20:58 is tomorrow by now, and the longest"):
        Evening(tmp_path, Request(until=until(24 * 60 - 2)))


@pytest.mark.usefixtures("_in_london")
def test_a_script_that_reaches_no_whole_minute_says_to_ask_for_a_length(tmp_path: Path) -> None:
    text = "companion: 1\ntitle: T\nsteps: [{silence: 63s}]\n"
    with pytest.raises(UnfitLengthError) as refused:
        Evening(tmp_path, Request(until=until(5)), text)
    assert "no whole minute" in refused.value.remedy


def test_the_time_to_settle_is_announced_instead_of_the_first_words(tmp_path: Path) -> None:
    evening = Evening(tmp_path, Request(settle=Millis(30_000)))
    assert evening.announced == ["It begins in 30 seconds."]
    evening.transport.play()
    evening.pass_(10_000)
    assert evening.transport.tick().content == Quiet(reason="settle")
    evening.transport.pause()
    evening.pass_(MINUTE)
    evening.transport.play()
    assert evening.transport.playhead == 10_000
    evening.pass_(20_500)
    content = evening.transport.tick().content
    assert isinstance(content, Voiced)
    assert content.utterance.text == "Something hurts."


OPEN = Request(open_end=True)


def opened(folder: Path, request: Request = OPEN) -> Evening:
    evening = Evening(folder, request, SCRIPT)
    evening.transport.play()
    return evening


def last_words(evening: Evening) -> list[str]:
    """The words still to come."""
    at = evening.transport.playhead
    placements = evening.transport.timeline.placements
    later = [p.content for p in placements if p.start >= at]
    return [content.utterance.text for content in later if isinstance(content, Voiced)]


@pytest.mark.parametrize("after", [5 * MINUTE, 47 * MINUTE + 123, 170 * MINUTE])
def test_an_open_session_counts_up_until_it_is_ended_and_then_closes(
    tmp_path: Path, after: int
) -> None:
    evening = opened(tmp_path)
    assert evening.transport.timeline.total == LONGEST
    evening.pass_(after)
    moment = evening.transport.tick()
    assert (moment.is_open, moment.so_far) == (True, after)
    assert moment.content == Quiet(reason="open")
    evening.transport.end_gently()
    assert evening.transport.playhead == after
    assert last_words(evening) == ["This is ending."]
    total = evening.transport.timeline.total
    assert after < total < after + 30 * SECOND
    ended = evening.play_out()
    assert ended == NINE + total
    moment = evening.transport.tick()
    assert (moment.is_open, moment.so_far) == (True, total)
    assert evening.transport.state == "ended"


def test_ended_while_the_words_go_on_it_goes_to_the_closing_and_counts_only_what_was(
    tmp_path: Path,
) -> None:
    evening = opened(tmp_path)
    evening.pass_(4_000)
    evening.transport.end_gently()
    moment = evening.transport.tick()
    assert moment.section == "Last"
    assert 4_000 <= moment.so_far <= 4_600
    left = evening.transport.timeline.total - evening.transport.playhead
    assert evening.play_out() == NINE + 4_000 + left
    assert evening.transport.tick().so_far <= 4_600 + left


@pytest.mark.parametrize("key", ["end_gently", "next_step"])
def test_pressed_twice_it_is_over_and_on_the_screen_of_a_pause_it_goes_on(
    tmp_path: Path, key: str
) -> None:
    evening = opened(tmp_path)
    evening.pass_(20 * MINUTE)
    evening.transport.pause()
    getattr(evening.transport, key)()
    if key == "end_gently":
        assert evening.transport.state == "playing"
    else:
        evening.transport.play()
    assert last_words(evening) == ["This is ending."]
    evening.pass_(700)
    assert evening.transport.tick().section == "Last"
    evening.transport.end_gently()
    evening.transport.tick()
    assert evening.transport.state == "ended"


def test_pressed_again_at_once_it_doesnt_skip_the_closing_words(tmp_path: Path) -> None:
    evening = opened(tmp_path)
    evening.pass_(20 * MINUTE)
    evening.transport.end_gently()
    evening.transport.end_gently()
    assert last_words(evening) == ["This is ending."]
    assert evening.transport.tick().so_far <= 20 * MINUTE + 600


def test_nobody_ends_it_and_after_three_hours_it_closes_by_itself(tmp_path: Path) -> None:
    evening = opened(tmp_path)
    evening.pass_(LONGEST - 10 * SECOND)
    assert last_words(evening) in ([], ["This is ending."])
    assert evening.play_out() == NINE + LONGEST
    assert evening.transport.state == "ended"


def test_interval_bells_ring_for_as_long_as_it_lasts(tmp_path: Path) -> None:
    evening = opened(tmp_path, Request(open_end=True, bells=Bells(every=Millis(10 * MINUTE))))
    evening.pass_(100 * MINUTE + 1_000)
    assert evening.transport.tick().chime is not None
    evening.transport.end_gently()
    chimes = evening.transport.timeline.chimes
    assert [chime.start for chime in chimes] == [n * 10 * MINUTE for n in range(1, 11)]


def test_pause_back_and_longer_work_in_an_open_session(tmp_path: Path) -> None:
    evening = opened(tmp_path)
    evening.pass_(8_000)
    first = evening.transport.timeline.closing
    assert evening.transport.stay_longer() == MINUTE
    assert evening.transport.timeline.total == LONGEST
    assert abs(evening.transport.timeline.closing - first) < SECOND  # the open silence gave it
    evening.pass_(30 * MINUTE)
    assert evening.transport.stay_longer() == 0
    evening.transport.back()
    assert evening.transport.tick().so_far == 30 * MINUTE + 8_000 - 15_000
    evening.transport.hush()
    evening.pass_(5 * MINUTE)
    evening.transport.play()
    assert evening.transport.tick().so_far == 30 * MINUTE - 7_000
    evening.transport.end_gently()
    evening.pass_(5_000)
    evening.transport.back()
    assert evening.transport.tick().content == Quiet(reason="open")
    evening.transport.play()
    evening.play_out()
    assert evening.transport.state == "ended"


def test_time_to_settle_is_no_time_of_an_open_session(tmp_path: Path) -> None:
    evening = opened(tmp_path, Request(open_end=True, settle=MINUTE))
    assert evening.transport.timeline.total == LONGEST + MINUTE
    evening.pass_(10 * MINUTE)
    assert evening.transport.tick().so_far == 9 * MINUTE
    evening.transport.end_gently()
    assert evening.transport.tick().so_far == 9 * MINUTE


def test_an_open_session_of_three_hours_has_few_pieces(tmp_path: Path) -> None:
    evening = opened(tmp_path, Request(open_end=True, bells=Bells(every=Millis(30 * SECOND))))
    assert len(evening.transport.timeline.placements) < 60
    loaded = len(evening.sink.scores)
    for _ in range(500):
        evening.pass_(1_000)
    assert len(evening.sink.scores) == loaded  # nothing is arranged again while it only goes on


@pytest.mark.parametrize(
    ("bells", "lines"),
    [
        (Bells(every=MINUTE), []),
        (Bells(every=Millis(9 * MINUTE)), ["too short for one"]),
        (
            Bells(at=(MINUTE, Millis(9 * MINUTE))),
            ["no bell rings at 9 minutes, because the session"],
        ),
        (
            Bells(at=(MINUTE, Millis(299_000))),
            ["no bell rings at 4 minutes 59, because there's no"],
        ),
        (Bells(at=(MINUTE,), half=True), []),
        (Bells(every=Millis(149_000), half=True), ["no bell rings half way"]),
    ],
)
def test_every_interval_bell_that_cant_ring_is_told(
    tmp_path: Path, bells: Bells, lines: list[str]
) -> None:
    evening = Evening(tmp_path, Request(Millis(5 * MINUTE), bells=bells))
    told = evening.notices.take()
    assert len(told) == len(lines)
    assert all(line in one for line, one in zip(lines, told, strict=True))


def test_an_open_session_tells_that_it_has_no_half_way(tmp_path: Path) -> None:
    evening = opened(tmp_path, Request(open_end=True, bells=Bells(half=True)))
    assert evening.notices.take() == [
        "no bell rings half way, because this goes on until you end it"
    ]

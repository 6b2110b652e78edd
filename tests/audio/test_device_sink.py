"""The app's end of the sound worker, with a worker and a clock of the test's."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from companion.audio.device_sink import PATIENCE_S, SILENT_S, DeviceSink
from companion.audio.levels import Levels
from companion.audio.outputs import trouble_of
from companion.audio.process import READY_S
from companion.audio.protocol import (
    Answer,
    Cut,
    Halt,
    HasCut,
    Heard,
    Load,
    Missing,
    Nudge,
    Play,
    SetLevels,
    State,
)
from companion.child import Child
from companion.errors import ChildError
from companion.units import RATE
from tests.fakes import FakeChild, FakeClock, at, sitting


class Workers:
    """Starts fake workers, and keeps them all."""

    def __init__(self) -> None:
        self.all: list[FakeChild] = []
        self.refuses = False

    def __call__(self, hear: Callable[[Answer], None], ended: Callable[[], None]) -> Child[Answer]:
        if self.refuses:
            raise ChildError("could not start")
        self.all.append(FakeChild(hear, ended))
        return self.all[-1]  # type: ignore[return-value]

    @property
    def last(self) -> FakeChild:
        return self.all[-1]


@pytest.fixture
def workers() -> Workers:
    return Workers()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sink(workers: Workers, clock: FakeClock, tmp_path: Path) -> Iterator[DeviceSink]:
    made = DeviceSink(workers, clock)
    made._closing.set()  # the watching thread is cranked by hand instead
    made._watcher.join()
    made._closing.clear()
    made.load(sitting(tmp_path).score)
    yield made
    made.close()


def watch(sink: DeviceSink) -> None:
    """One round of what the watching thread does."""
    rounds = iter([False, True])
    sink._closing.wait = lambda _timeout=None: next(rounds)  # type: ignore[method-assign, assignment]
    sink._watch()


def ready(worker: FakeChild) -> None:
    worker.hear(State(True, "sounddevice"))


def lost(worker: FakeChild, reason: str = "the sound device is gone") -> None:
    worker.hear(State(False, reason=reason))


def report(worker: FakeChild, clock: FakeClock, frame: int, delay: float = 0.25) -> None:
    take = [m.take for m in worker.sent if isinstance(m, Play)][-1]
    worker.hear(Heard(take, frame, clock.now, delay))


def ms(sink: DeviceSink) -> int:
    return sink.position() * 1000 // RATE


def test_a_worker_gets_the_score_and_the_start_as_soon_as_it_is_ready(
    sink: DeviceSink, workers: Workers
) -> None:
    sink.play()
    assert workers.last.sent == []
    ready(workers.last)
    assert [type(m) for m in workers.last.sent] == [Load, SetLevels, Play]


def test_the_playhead_follows_the_frames_less_their_delay(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    ready(workers.last)
    sink.play()
    report(workers.last, clock, frame=0)
    assert ms(sink) == 0
    clock.pass_(0.25)
    assert ms(sink) == 0
    clock.pass_(1.0)
    assert ms(sink) == 1_000
    report(workers.last, clock, frame=int(1.30 * RATE))
    assert ms(sink) == 1_050 or ms(sink) == 1_049


def test_the_playhead_never_goes_back_by_itself(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    ready(workers.last)
    sink.play()
    report(workers.last, clock, frame=0, delay=0.0)
    clock.pass_(2.0)
    assert ms(sink) == 2_000
    report(workers.last, clock, frame=RATE, delay=0.0)
    assert ms(sink) == 2_000
    clock.pass_(1.5)
    assert ms(sink) == 2_500


def test_a_report_of_an_earlier_take_is_not_believed(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    ready(workers.last)
    sink.play()
    sink.move(at(5_000))
    workers.last.hear(Heard(1, 99 * RATE, clock.now, 0.0))
    assert ms(sink) == 5_000


def test_the_clock_waits_a_little_for_the_first_sound_and_then_goes_on(
    sink: DeviceSink, clock: FakeClock
) -> None:
    sink.play()
    clock.pass_(PATIENCE_S - 0.1)
    assert ms(sink) == 0
    clock.pass_(0.2)
    assert ms(sink) == 0
    clock.pass_(1.0)
    assert ms(sink) == 1_000


def test_without_a_device_the_clock_goes_on_at_once_and_says_why(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    lost(workers.last, "no device")
    sink.play()
    assert sink.trouble() == "no device"
    ms(sink)
    clock.pass_(0.5)
    assert ms(sink) == 500


@pytest.mark.parametrize(
    ("state", "reason"),
    [(State(True, "fake"), ""), (State(False, reason="no device"), "no device")],
)
def test_whether_there_is_sound_is_known_with_the_workers_first_word(
    sink: DeviceSink, workers: Workers, state: State, reason: str
) -> None:
    assert not sink._settled.is_set()
    workers.last.hear(state)
    sink.settle(60.0)  # which would be noticed
    assert trouble_of(sink, 60.0) == reason


def test_when_the_device_goes_no_time_is_lost_and_it_joins_in_where_it_should(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    ready(workers.last)
    sink.play()
    report(workers.last, clock, frame=0, delay=0.0)
    clock.pass_(3.0)
    lost(workers.last)
    for _ in range(4):
        clock.pass_(1.0)
        watch(sink)
    assert ms(sink) == 7_000
    assert sink.trouble() == "the sound device is gone"
    ready(workers.last)
    assert sink.trouble() == ""
    join = workers.last.sent[-1]
    assert join.frame / RATE - 7.0 == pytest.approx(join.when - clock.now, abs=0.001)
    clock.pass_(1.0)
    assert ms(sink) == 8_000


def test_without_a_device_a_stopped_process_leaps_over_no_line(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    lost(workers.last, "no device")
    sink.play()
    clock.pass_(1.0)
    assert ms(sink) == 0  # counted from the first look
    clock.pass_(1.0)
    watch(sink)
    clock.pass_(3_600.0)
    watch(sink)
    clock.pass_(1.0)
    assert ms(sink) == 2_000


def test_with_a_device_its_reports_count_even_after_a_stop(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    ready(workers.last)
    sink.play()
    report(workers.last, clock, frame=0, delay=0.0)
    clock.pass_(30.0)  # the worker plays on while the app stands still
    assert ms(sink) == 30_000


def test_a_worker_that_dies_is_replaced_and_nothing_stands_still(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    ready(workers.last)
    sink.play()
    report(workers.last, clock, frame=0, delay=0.0)
    clock.pass_(2.0)
    workers.last.kill()
    clock.pass_(0.5)
    assert ms(sink) == 2_500
    watch(sink)
    assert len(workers.all) == 1  # not at once
    clock.pass_(1.0)
    watch(sink)
    assert len(workers.all) == 2
    ready(workers.last)
    assert [type(m) for m in workers.last.sent] == [Load, SetLevels, Play]
    clock.pass_(1.0)
    assert ms(sink) == 4_500


def test_a_worker_that_keeps_dying_is_tried_ever_more_seldom(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    for _ in range(60):
        if workers.last.alive:
            workers.last.kill()
        clock.pass_(1.0)
        watch(sink)
    assert 4 <= len(workers.all) <= 7


def test_a_worker_that_does_not_come_up_or_falls_silent_is_killed(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    clock.pass_(READY_S - 0.1)
    watch(sink)
    first = workers.last
    assert first.alive
    clock.pass_(0.2)
    watch(sink)
    assert [worker.alive for worker in workers.all] == [False]
    assert sink.trouble() == "the sound server doesn't answer"
    clock.pass_(2.0)
    watch(sink)
    ready(workers.last)
    clock.pass_(SILENT_S + 0.1)
    watch(sink)
    assert not workers.last.alive


def test_a_worker_that_is_slow_to_start_has_its_time_each_time(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    ready(workers.last)
    workers.last.kill()
    clock.pass_(1.1)
    watch(sink)
    clock.pass_(READY_S - 0.2)
    watch(sink)
    assert workers.last.alive
    ready(workers.last)
    assert sink.trouble() == ""


def test_what_a_replaced_worker_still_says_is_not_heard(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    first = workers.last
    first.kill()
    clock.pass_(2.0)
    watch(sink)
    ready(workers.last)
    lost(first, "from the grave")
    first.ended()
    assert sink.trouble() == ""


def test_a_worker_that_cannot_be_started_costs_only_the_sound(
    workers: Workers, clock: FakeClock
) -> None:
    workers.refuses = True
    sink = DeviceSink(workers, clock)
    sink.play()
    ms(sink)
    clock.pass_(2.0)
    assert ms(sink) == 2_000
    assert sink.trouble() == "could not start"
    sink.pause()
    sink.close()


def test_pause_holds_the_place_and_play_goes_on_from_it(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    ready(workers.last)
    sink.play()
    report(workers.last, clock, frame=0, delay=0.0)
    clock.pass_(2.0)
    sink.pause()
    clock.pass_(9.0)
    assert ms(sink) == 2_000
    assert workers.last.sent[-1] == Halt()
    sink.play()
    assert workers.last.sent[-1].frame == 2 * RATE
    sink.play()
    assert [m for m in workers.last.sent if isinstance(m, Play)][-1].take == 2


def test_a_cut_is_asked_for_and_a_worker_that_does_not_answer_is_killed(
    sink: DeviceSink, workers: Workers
) -> None:
    ready(workers.last)
    sink.play()
    worker = workers.last
    worker.answer = lambda message: worker.hear(HasCut()) if message == Cut() else None
    sink.cut()
    assert worker.alive
    worker.answer = lambda _: None
    sink.play()
    sink.cut()
    assert not worker.alive


def test_a_wait_ends_at_its_place_or_when_woken(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    sink.wake()
    sink.wait(at(1_000))
    ready(workers.last)
    sink.play()
    report(workers.last, clock, frame=0, delay=0.0)
    sink.wait(at(0))
    sink.wait(at(10))


@pytest.mark.parametrize(("before", "after"), [(0.04, 0.29), (0.29, 0.04)])
def test_captions_stay_in_time_when_the_latency_changes_as_with_bluetooth(
    sink: DeviceSink, workers: Workers, clock: FakeClock, before: float, after: float
) -> None:
    ready(workers.last)
    sink.play()
    handed, told = 0.0, []
    for second in range(8):
        delay = before if second < 4 else after
        report(workers.last, clock, frame=int(handed * RATE), delay=delay)
        told.append(ms(sink))
        heard = max(0.0, handed - delay)
        # it stands still until what is heard has caught up, and never goes back
        assert ms(sink) == pytest.approx(max(heard * 1000, told[-2] if second else 0), abs=2)
        clock.pass_(1.0)
        handed += 1.0
    assert told == sorted(told)
    assert told[-1] == pytest.approx((7.0 - after) * 1000, abs=2)


def test_a_volume_is_told_at_once_and_again_to_the_next_worker(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    quieter = Levels(voice=-6.0, bed=3.0)
    sink.set_levels(quieter)
    ready(workers.last)
    assert workers.last.sent[-1] == SetLevels(-6.0, 3.0)
    sink.set_levels(Levels())
    assert workers.last.sent[-1] == SetLevels(0.0, 0.0)
    sink.set_levels(quieter)
    workers.last.kill()
    clock.pass_(1.5)
    watch(sink)
    ready(workers.last)
    assert SetLevels(-6.0, 3.0) in workers.last.sent
    assert sink.levels == quieter


def test_what_the_worker_could_not_read_is_told_once(sink: DeviceSink, workers: Workers) -> None:
    workers.last.hear(Missing("a bed is silent: x.mp3 isn't audio"))
    assert sink.missing() == ["a bed is silent: x.mp3 isn't audio"]
    assert sink.missing() == []


def test_a_session_that_keeps_to_the_clock_begins_on_time_on_a_device(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    ready(workers.last)
    sink.meet(at(0), 2.0)
    play = workers.last.sent[-1]
    assert isinstance(play, Play)
    assert (play.frame, play.when) == (0, clock.now + 2.0)
    clock.pass_(1.9)
    assert sink.position() == 0
    clock.pass_(0.6)
    assert sink.position() == RATE // 2


def test_a_device_that_opens_late_joins_where_the_clock_is(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    sink.meet(at(0), 0.0)
    clock.pass_(1.0)
    ready(workers.last)
    play = workers.last.sent[-1]
    assert isinstance(play, Play)
    assert play.when is not None
    assert abs(play.frame - (play.when - clock.now + 1.0) * RATE) < 2


def test_a_device_that_drifts_leaves_out_a_frame_here_and_there(
    sink: DeviceSink, workers: Workers, clock: FakeClock
) -> None:
    ready(workers.last)
    sink.meet(at(0), 0.0)
    play = workers.last.sent[-1]
    workers.last.hear(Heard(play.take, 0, clock.now + 0.010, 0.0))  # 10 ms late
    clock.pass_(5)
    sink.meet(at(5_000), 0.0)
    nudge = workers.last.sent[-1]
    assert isinstance(nudge, Nudge)
    assert abs(nudge.frames - 480) < 2
    assert abs(sink.position() - at(4_990)) < 2  # nothing leaps
    sink.meet(at(9_000), 0.0)  # too far for that
    assert isinstance(workers.last.sent[-1], Play)

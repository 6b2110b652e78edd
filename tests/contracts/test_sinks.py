"""What every sink must do, asked of every sink there is."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from companion.audio.device_sink import DeviceSink
from companion.audio.file_sink import FileSink
from companion.audio.protocol import Answer, Cut, HasCut, Heard, Play, Request, State
from companion.audio.sink import PacedSink, Sink
from companion.audio.stops import LOOK_S
from companion.child import Child
from companion.units import RATE, Frames
from tests.fakes import CrankSink, FakeChild, FakeClock, at, sitting


class Subject:
    """A sink, and how time passes for it."""

    def __init__(self, sink: Sink, pass_: Callable[[float], None]) -> None:
        self.sink = sink
        self.pass_ = pass_


def paced(_: Path) -> Subject:
    clock = FakeClock()
    sink = PacedSink(now=clock)

    def pass_(seconds: float) -> None:
        for _ in range(round(seconds / LOOK_S)):  # as while somebody waits for it
            clock.pass_(LOOK_S)
            sink.position()

    return Subject(sink, pass_)


def crank(_: Path) -> Subject:
    sink = CrankSink()
    return Subject(sink, lambda seconds: sink.crank(round(seconds * 1000)))


def file(folder: Path) -> Subject:
    sink = FileSink(folder / "out.wav")
    running = [False]
    play, pause, cut = sink.play, sink.pause, sink.cut
    sink.play = lambda: (running.__setitem__(0, True), play())[1]  # type: ignore[method-assign]
    sink.pause = lambda: (running.__setitem__(0, False), pause())[1]  # type: ignore[method-assign]
    sink.cut = lambda: (running.__setitem__(0, False), cut())[1]  # type: ignore[method-assign]

    def pass_(seconds: float) -> None:
        if running[0]:
            sink.wait(Frames(sink.position() + int(seconds * RATE)))

    return Subject(sink, pass_)


def device(_: Path) -> Subject:
    clock = FakeClock()
    children: list[FakeChild] = []

    def spawn(hear: Callable[[Answer], None], ended: Callable[[], None]) -> Child[Answer]:
        child = FakeChild(hear, ended)

        def answer(message: Request) -> None:
            if isinstance(message, Play):
                heard = clock.now if message.when is None else message.when
                hear(Heard(message.take, message.frame, heard, 0.0))
            elif message == Cut():
                hear(HasCut())

        child.answer = answer
        children.append(child)
        return child  # type: ignore[return-value]

    sink = DeviceSink(spawn, clock)
    children[0].hear(State(True, "fake"))
    return Subject(sink, clock.pass_)


@pytest.fixture(params=[paced, crank, file, device])
def subject(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Subject]:
    made: Subject = request.param(tmp_path)
    made.sink.load(sitting(tmp_path).score)
    yield made
    made.sink.close()


def ms(subject: Subject) -> int:
    return subject.sink.position() * 1000 // RATE


def test_it_stands_still_until_it_plays(subject: Subject) -> None:
    subject.pass_(3)
    assert ms(subject) == 0


def test_it_runs_while_it_plays(subject: Subject) -> None:
    subject.sink.play()
    subject.pass_(3)
    assert ms(subject) == 3_000


def test_it_holds_its_place_when_paused_and_goes_on_from_there(subject: Subject) -> None:
    subject.sink.play()
    subject.pass_(2)
    subject.sink.pause()
    subject.pass_(5)
    assert ms(subject) == 2_000
    subject.sink.play()
    subject.pass_(1)
    assert ms(subject) == 3_000


def test_it_goes_where_it_is_moved_and_plays_on_from_there(subject: Subject) -> None:
    subject.sink.play()
    subject.pass_(1)
    subject.sink.move(at(9_000))
    assert ms(subject) == 9_000
    subject.pass_(1)
    assert ms(subject) == 10_000


def test_it_stays_where_it_is_moved_while_paused(subject: Subject) -> None:
    subject.sink.move(at(4_000))
    subject.pass_(2)
    assert ms(subject) == 4_000


def test_a_cut_stands_still(subject: Subject) -> None:
    subject.sink.play()
    subject.pass_(1)
    subject.sink.cut()
    subject.pass_(3)
    assert ms(subject) == 1_000


def test_nothing_is_wrong_with_it(subject: Subject) -> None:
    assert subject.sink.trouble() == ""
    subject.sink.wake()


def test_a_paced_wait_ends_when_time_has_come_or_when_woken() -> None:
    sink = PacedSink("asked for")
    sink.wake()
    sink.wait(at(60_000))
    sink.play()
    sink.wait(at(20))
    assert sink.position() >= at(15)
    assert sink.trouble() == "asked for"


@pytest.mark.parametrize("leap", [3_600.0, 86_400.0, -50.0])
def test_a_stopped_process_or_a_clock_that_jumps_leaps_over_no_line(leap: float) -> None:
    clock = FakeClock()
    sink = PacedSink(now=clock)
    sink.play()
    clock.pass_(1)
    assert sink.position() == at(1_000)
    clock.pass_(leap)
    assert sink.position() == at(1_000)
    clock.pass_(1)
    assert sink.position() == at(2_000)


def test_a_long_pause_is_no_stop() -> None:
    clock = FakeClock()
    sink = PacedSink(now=clock)
    clock.pass_(60)
    sink.play()
    clock.pass_(1)
    sink.pause()
    clock.pass_(60)
    sink.play()
    clock.pass_(1)
    assert sink.position() == at(2_000)


def test_it_is_at_a_place_in_time(subject: Subject) -> None:
    subject.sink.meet(at(4_000), 0.0)
    if isinstance(subject.sink, FileSink):
        subject.sink.play()
    subject.pass_(2)
    assert ms(subject) in (4_000, 5_999, 6_000)  # a file has no clock


@pytest.mark.parametrize("clocked", [paced, device])
def test_it_waits_for_the_time_of_its_first_frame(
    clocked: Callable[[Path], Subject], tmp_path: Path
) -> None:
    subject = clocked(tmp_path)
    subject.sink.load(sitting(tmp_path).score)
    subject.sink.meet(at(0), 1.5)
    subject.pass_(1)
    assert ms(subject) == 0
    subject.pass_(1)
    assert ms(subject) == 500
    subject.sink.close()


def test_without_a_device_it_never_goes_back_but_waits(tmp_path: Path) -> None:
    subject = paced(tmp_path)
    subject.sink.play()
    subject.pass_(2)
    subject.sink.meet(at(1_500), 0.0)
    assert ms(subject) == 2_000
    subject.pass_(0.5)
    assert ms(subject) == 2_000
    subject.pass_(0.5)
    assert ms(subject) == 2_500
    subject.sink.meet(at(3_000), 0.0)
    assert ms(subject) == 3_000

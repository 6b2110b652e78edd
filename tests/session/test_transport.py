"""The transport on a cranked sink: every change of mind, and nothing sleeps."""

from pathlib import Path

import numpy as np
import pytest

from companion.audio.score import ClipSound
from companion.notices import Notices
from companion.session.controls import CONTROLS
from companion.session.transport import Transport
from companion.timeline.request import Request
from companion.timeline.timeline import Breathing, Quiet, Ringing, Voiced
from companion.timeline.utterance import Utterance
from companion.units import MINUTE, Millis, frames
from tests.fakes import CrankSink, arrivals, clip, sitting


class Stage:
    """A transport with everything round it."""

    def __init__(self, folder: Path, *, spoken: bool = True, length: int | None = None) -> None:
        from dataclasses import replace

        request = Request(None if length is None else Millis(length))
        self.sitting = sitting(folder, request=request)
        clips = self.sitting.clips
        if not spoken:
            from companion.timeline.arranging.arrange import arrange

            timeline = arrange(self.sitting.plan, {}, self.sitting.target)
            self.sitting = replace(self.sitting, clips={}, timeline=timeline)
        self.clips = clips
        self.sink = CrankSink()
        self.narration = arrivals()
        self.transport = Transport(self.sitting, self.narration, self.sink, Notices())

    def at(self, ms: int) -> Millis:
        self.sink.crank(ms - self.transport.playhead)
        return self.transport.tick().playhead


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    made = Stage(tmp_path)
    made.transport.play()
    return made


def test_the_playhead_is_the_sinks_and_nobody_elses(stage: Stage) -> None:
    assert stage.at(0) == 0
    assert stage.at(1_234) == 1_234


def test_playing_to_the_end_is_an_end_and_the_sink_is_quiet(stage: Stage) -> None:
    stage.at(stage.transport.timeline.total + 500)
    assert stage.transport.state == "ended"
    assert stage.sink.calls[-1] == "pause"
    assert stage.transport.playhead == stage.transport.timeline.total


def test_pause_and_play_hold_and_go_on(stage: Stage) -> None:
    stage.at(2_000)
    stage.transport.toggle()
    assert stage.transport.state == "paused"
    stage.sink.crank(5_000)
    assert stage.transport.playhead == 2_000
    stage.transport.toggle()
    assert stage.at(3_000) == 3_000


def test_back_goes_fifteen_seconds_and_never_before_the_beginning(stage: Stage) -> None:
    stage.at(20_000)
    stage.transport.back()
    assert stage.transport.playhead == 5_000
    stage.transport.back()
    assert stage.transport.playhead == 0


def test_next_goes_to_the_start_of_the_next_step_and_at_last_to_the_end(stage: Stage) -> None:
    stage.transport.next_step()
    assert isinstance(stage.transport.tick().content, Quiet)
    for _ in range(8):
        stage.transport.next_step()
    stage.transport.tick()
    assert stage.transport.state == "ended"


def test_moving_while_paused_stays_paused(stage: Stage) -> None:
    stage.at(20_000)
    stage.transport.pause()
    stage.transport.back()
    assert (stage.transport.state, stage.transport.playhead) == ("paused", 5_000)


@pytest.mark.parametrize("at", [0, 2_500, 9_000, 25_000, 60_000])
def test_staying_longer_adds_exactly_what_it_says(stage: Stage, at: int) -> None:
    stage.at(at)
    before = stage.transport.timeline.total
    heard = [stage.transport.timeline.at(Millis(ms)).line for ms in range(0, at, 500)]
    added = stage.transport.stay_longer()
    assert abs(added - MINUTE) <= 4_000
    assert stage.transport.timeline.total == before + added
    assert [stage.transport.timeline.at(Millis(ms)).line for ms in range(0, at, 500)] == heard
    assert stage.sink.scores[-1].total == (before + added) * 48


def test_staying_longer_twice_adds_up_and_before_the_start_does_nothing(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    assert stage.transport.stay_longer() == 0
    stage.transport.play()
    stage.at(9_500)
    before = stage.transport.timeline.total
    added = stage.transport.stay_longer() + stage.transport.stay_longer()
    assert stage.transport.timeline.total == before + added


def test_staying_longer_in_a_breath_adds_whole_rounds(stage: Stage) -> None:
    breath = next(
        p for p in stage.transport.timeline.placements if isinstance(p.content, Breathing)
    )
    stage.at(breath.start + 9_000)
    assert stage.transport.stay_longer() == 64_000
    rounds = [
        p.content.rounds
        for p in stage.transport.timeline.placements
        if isinstance(p.content, Breathing)
    ]
    assert rounds[-1] == 12


def test_ending_gently_goes_to_the_closing_words_and_once_more_to_the_end(stage: Stage) -> None:
    stage.at(3_000)
    stage.transport.end_gently()
    assert isinstance(stage.transport.tick().content, Ringing)
    assert stage.transport.tick().section == "Last"
    stage.transport.end_gently()
    stage.transport.tick()
    assert stage.transport.state == "ended"


def test_ending_gently_from_a_pause_is_heard(stage: Stage) -> None:
    stage.at(3_000)
    stage.transport.pause()
    stage.transport.end_gently()
    assert stage.transport.state == "playing"


@pytest.mark.parametrize("before", ["ready", "playing", "paused"])
def test_r1_a_stop_is_silent_at_once_from_any_state_and_asks_nothing(
    tmp_path: Path, before: str
) -> None:
    stage = Stage(tmp_path)
    if before != "ready":
        stage.transport.play()
    if before == "paused":
        stage.transport.pause()
    stage.transport.stop()
    assert stage.sink.calls[-1] == "cut"
    assert stage.transport.state == "stopped"
    stage.transport.stop()
    assert stage.sink.calls.count("cut") == 1
    assert stage.transport.closing_lines == ("This is ending.",)


def test_hiding_is_silent_at_once_and_holds_the_place(stage: Stage) -> None:
    stage.at(2_000)
    stage.transport.hush()
    assert stage.sink.calls[-1] == "cut"
    assert stage.transport.state == "paused"
    stage.transport.hush()
    assert stage.sink.calls.count("cut") == 1


def test_a_clip_that_arrives_takes_its_true_length_and_the_whole_stays_as_long(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path, spoken=False, length=90_000)
    stage.transport.play()
    assert stage.sink.scores[-1].total == 90_000 * 48
    for pair in stage.clips.items():
        stage.narration.queue.put(pair)
    stage.at(100)
    timeline = stage.transport.timeline
    assert timeline.total == 90_000
    last = [p for p in timeline.placements if isinstance(p.content, Voiced)][-1]
    assert last.length == stage.clips[Utterance("This is ending.", pace=0.92)].spoken.length


def test_a_line_whose_clip_comes_too_late_is_shown_and_stays_silent(tmp_path: Path) -> None:
    stage = Stage(tmp_path, spoken=False)
    stage.transport.play()
    stage.at(700)
    line = Utterance("Something hurts.")
    stage.narration.queue.put((line, stage.clips[line]))
    stage.at(800)
    assert stage.transport.tick().line == "Something hurts."
    assert not [s for s in stage.sink.scores[-1].sounds if isinstance(s, ClipSound)]


def test_a_late_line_is_heard_when_one_goes_back_to_it(tmp_path: Path) -> None:
    stage = Stage(tmp_path, spoken=False)
    stage.transport.play()
    stage.at(300)
    line = Utterance("Something hurts.")
    stage.narration.queue.put((line, stage.clips[line]))
    stage.at(5_000)
    stage.transport.back()
    clips = [s.file for s in stage.sink.scores[-1].sounds if isinstance(s, ClipSound)]
    assert clips == [str(stage.clips[line].file)]


def test_a_line_without_a_voice_stays_for_as_long_as_saying_it_takes(tmp_path: Path) -> None:
    stage = Stage(tmp_path, spoken=False)
    stage.narration.queue.put((Utterance("Something hurts."), None))
    stage.transport.play()
    stage.at(900)
    assert stage.transport.tick().lit is not None
    assert not stage.sink.heard()[: 48 * 1_000].any()


def test_what_there_is_to_tell_is_passed_on(tmp_path: Path) -> None:
    transport = Transport(sitting(tmp_path), arrivals(), CrankSink(), Notices(["one"]))
    assert transport.new_problems() == ["one"]


def test_what_the_sink_says_is_passed_on(stage: Stage) -> None:
    stage.sink.reason = "no device"
    assert stage.transport.trouble() == "no device"
    stage.transport.wake()
    stage.transport.wait(Millis(1_000))
    assert stage.transport.playhead == 1_000
    assert stage.transport.script.title == "A small one"


def test_closing_a_transport_wants_no_more_clips_and_is_quiet(stage: Stage) -> None:
    stage.transport.close()
    assert stage.narration.cancelled.is_set()
    assert stage.sink.calls[-1] == "pause"


def test_a_session_that_was_closed_touches_the_sink_no_more(tmp_path: Path) -> None:
    stage = Stage(tmp_path, spoken=False)
    stage.transport.play()
    stage.transport.close()
    before = len(stage.sink.scores)
    for pair in stage.clips.items():
        stage.narration.queue.put(pair)
    stage.transport.tick()
    assert len(stage.sink.scores) == before
    assert stage.transport.state == "stopped"


def test_going_to_a_line_whose_clip_has_just_come_it_is_heard(tmp_path: Path) -> None:
    stage = Stage(tmp_path, spoken=False)
    stage.transport.play()
    stage.at(1_000)
    for pair in stage.clips.items():
        stage.narration.queue.put(pair)
    stage.transport.end_gently()
    line = Utterance("This is ending.", pace=0.92)
    files = [s.file for s in stage.sink.scores[-1].sounds if isinstance(s, ClipSound)]
    assert str(stage.clips[line].file) in files


def test_the_word_of_a_breath_that_came_late_is_not_begun_in_its_middle(tmp_path: Path) -> None:
    from dataclasses import replace

    from companion.timeline.arranging.arrange import arrange

    text = "companion: 1\ntitle: T\nsteps: [{breathe: {in: 6s, out: 6s, rounds: 2, guide: every-round}}]\n"
    sat = sitting(tmp_path, text)
    bare = replace(sat, clips={}, timeline=arrange(sat.plan, {}))
    waiting = arrivals()
    sink = CrankSink()
    transport = Transport(bare, waiting, sink, Notices())
    transport.play()
    sink.crank(900)
    for pair in sat.clips.items():
        waiting.queue.put(pair)
    transport.tick()
    starts = [s.start // 48 for s in sink.scores[-1].sounds if isinstance(s, ClipSound)]
    assert starts == [12_500, 18_500]


def test_after_the_end_no_key_starts_it_again(stage: Stage) -> None:
    stage.at(stage.transport.timeline.total)
    for control in CONTROLS:
        control.act(stage.transport)
    assert stage.transport.state == "ended"


def test_what_is_heard_is_what_the_timeline_says(stage: Stage) -> None:
    heard = np.abs(stage.sink.heard()).max(axis=1)
    for placement in stage.transport.timeline.placements:
        middle = slice((placement.start + 40) * 48, (placement.end - 40) * 48)
        match placement.content:
            case Voiced() | Ringing():
                assert heard[middle].max() > 0.01
            case Quiet():
                assert not heard[middle].any()
            case Breathing():
                assert heard[middle].max() > 0.005


def test_two_clips_of_the_same_words_are_one(tmp_path: Path) -> None:
    assert clip(tmp_path, Utterance("x")) == clip(tmp_path, Utterance("x"))


def test_a_paused_session_lends_the_sink_and_goes_on_from_the_same_place(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.transport.play()
    stage.transport.lend()  # nothing is lent while it plays
    stage.sink.crank(3_000)
    stage.transport.pause()
    stage.transport.lend()
    at, score = stage.transport.playhead, stage.sink.scores[-1]
    stage.sink.move(frames(Millis(60_000)))
    stage.transport.tick()
    assert stage.transport.playhead == at
    assert stage.transport.state == "paused"
    stage.transport.play()
    assert stage.transport.playhead == at
    assert stage.sink.scores[-1] == score
    stage.sink.crank(1_000)
    assert stage.transport.playhead == at + 1_000

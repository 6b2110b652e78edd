"""What a person would hear: played into a real sound server, recorded, and held to the timeline."""

import time
from pathlib import Path

import numpy as np
import pytest

from companion.audio.device_sink import DeviceSink
from companion.audio.score import ClipSound
from companion.notices import Notices
from companion.session.sitting import Sitting
from companion.session.transport import Transport
from companion.timeline.answers import NONE
from companion.timeline.arranging.arrange import arrange
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.timeline import Asking
from companion.units import RATE
from tests.fakes import BELL_LENGTHS, KIT, arrivals, clip, script
from tests.sound.rig import SoundServer
from tests.sound.stage import alone, found, noisy, pause, places, spoken, to_the_end, wait_until

pytestmark = [pytest.mark.sound, pytest.mark.timeout(60)]


def test_speech_silence_and_bell_come_out_where_the_timeline_says(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    with server.record() as recording:
        transport = noisy(tmp_path, sink)
        score = transport._sitting.score
        to_the_end(transport)
        pause(0.6)
        told = places(recording, score)
    apart = [offset for offset, _ in told.values()]
    assert len(told) == 4
    assert all(alike > 0.97 for _, alike in told.values()), told
    assert max(apart) - min(apart) <= RATE * 20 // 1000, told
    first = apart[0]
    quiet = next(p for p in transport.timeline.placements if p.length == 700)
    gap = recording.samples()[first + (quiet.start + 20) * 48 : first + (quiet.end - 20) * 48]
    assert np.abs(gap).max() < 1e-3


def test_the_playhead_says_what_is_being_heard(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    polls: list[tuple[float, int]] = []
    with server.record() as recording:
        transport = noisy(tmp_path, sink)
        score = transport._sitting.score
        while transport.state == "playing":
            transport.tick()
            polls.append((time.monotonic(), sink.position()))
            pause(0.05)
        pause(0.4)
        offset = places(recording, score)["ClipSound 0"][0]
        moving = [(at, frame) for at, frame in polls if 0 < frame < score.total]
        errors = [(frame - (recording.frame_at(at) - offset)) / 48 for at, frame in moving]
    assert np.median(np.abs(errors)) < 60, np.percentile(errors, [5, 50, 95])
    assert [frame for _, frame in polls] == sorted(frame for _, frame in polls)


def test_the_end_is_heard_whole(tmp_path: Path, server: SoundServer, sink: DeviceSink) -> None:
    text = "companion: 1\ntitle: T\nsteps: [Something hurts., {silence: 100ms}]\n"
    with server.record() as recording:
        transport = noisy(tmp_path, sink, text)
        score = transport._sitting.score
        to_the_end(transport)
        transport.close()
        pause(0.5)
        _, alike = places(recording, score)["ClipSound 0"]
    assert alike > 0.97


@pytest.mark.parametrize("how", ["stop", "hush"])
def test_r1_r26_stop_and_hide_are_silent_within_a_quarter_of_a_second(
    tmp_path: Path, server: SoundServer, sink: DeviceSink, how: str
) -> None:
    text = "companion: 1\ntitle: T\nsteps: ['A long line that goes on for quite a while, so that there is something to stop']\n"
    with server.record() as recording:
        transport = noisy(tmp_path, sink, text)
        wait_until(lambda: transport.playhead > 1_000)
        pressed = time.monotonic()
        getattr(transport, how)()
        took = time.monotonic() - pressed
        pause(1.2)
        after = np.abs(recording.samples()[recording.frame_at(pressed) :])
    last = np.flatnonzero(after > 1e-3)
    assert took < 0.25
    assert not len(last) or last[-1] / RATE < 0.25, last[-1] / RATE


def test_pause_fades_and_goes_on_with_the_word_it_stopped_in(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    text = "companion: 1\ntitle: T\nsteps: ['A long line that goes on for quite a while, so that there is something here']\n"
    with server.record() as recording:
        transport = noisy(tmp_path, sink, text)
        wait_until(lambda: transport.playhead > 1_000)
        transport.pause()
        held = transport.playhead
        pause(1.2)
        assert transport.playhead == held
        quiet = np.abs(recording.samples()[-RATE // 3 :])
        assert quiet.max() < 1e-3
        transport.play()
        wait_until(lambda: transport.playhead > 2_500)
        score = transport._sitting.score
        clip = alone(score.sounds[0])
        _, alike = found(recording.samples(), clip[(held + 200) * 48 : (held + 1_200) * 48])
    assert alike > 0.97


def test_a_new_timeline_under_way_is_heard_without_a_break(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    with server.record() as recording:
        transport = noisy(tmp_path, sink)
        wait_until(lambda: transport.playhead > 300)
        transport.stay_longer(300)  # type: ignore[arg-type]
        score = transport._sitting.score
        to_the_end(transport)
        pause(0.5)
        told = places(recording, score)
    apart = [offset for offset, _ in told.values()]
    assert all(alike > 0.97 for _, alike in told.values()), told
    assert max(apart) - min(apart) <= RATE * 20 // 1000, told


ASKING = """\
companion: 1
title: Asked
ambient: rain
steps:
  - say: Hello.
  - choose:
      id: where
      prompt: Where
      timeout: 20s
      options:
        - {label: Here, default: true, steps: [Stay.]}
        - {label: There, steps: [Go on over there.]}
  - silence: 1s
"""


def test_a_bed_is_heard_under_a_question_and_an_answer_is_heard_at_once(
    server: SoundServer, sink: DeviceSink, tmp_path: Path
) -> None:
    written = script(ASKING)
    planned = plan(written, Request(), BELL_LENGTHS)
    there = plan(written, Request(), BELL_LENGTHS, NONE.answer("where", "There"))
    wanted = (*planned.utterances(), *there.utterances())
    clips = {line: clip(tmp_path, line) for line in wanted}
    spoken(tmp_path)
    timeline = arrange(planned, {line: made.spoken for line, made in clips.items()})
    sat = Sitting(written, planned, timeline.total, timeline, clips, KIT, Request(), NONE)
    transport = Transport(sat, arrivals(), sink, Notices())
    waiting = next(p for p in timeline.placements if isinstance(p.content, Asking))
    with server.record() as recording:
        transport.play()
        while transport.playhead < waiting.start + 4_500:
            transport.tick()
            pause(0.02)
        answered = transport.playhead
        assert transport.answer("where", "There")
        to_the_end(transport)
        pause(0.5)
    last = [s for s in transport._sitting.score.sounds if isinstance(s, ClipSound)][-1]
    heard = recording.samples()
    place, alike = found(heard, alone(last))
    assert alike > 0.95
    assert last.start - answered * 48 <= 700 * 48
    bed = heard[place - 2 * RATE : place - RATE]
    assert -46 < 20 * np.log10(np.sqrt(np.mean(bed**2)) + 1e-9) < -30


def test_a_device_that_starts_with_the_first_sound_has_no_gap_after_it(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    text = "companion: 1\ntitle: T\nsteps: ['A long line that goes on for quite a while, so that there is something here']\n"
    with server.record() as recording:
        transport = noisy(tmp_path, sink, text)
        wait_until(lambda: transport.playhead > 1_200)
        transport.pause()
        pause(1.5)  # by now the device stands still
        transport.play()
        wait_until(lambda: transport.playhead > 2_800)
        transport.stop()
        pause(0.5)
        samples = recording.samples()
    hop = RATE // 200
    loud = np.abs(samples[: len(samples) // hop * hop].reshape(-1, hop)).max(axis=1) > 0.01
    edges = np.flatnonzero(np.diff(np.concatenate([[0], loud.astype(np.int8), [0]])))
    runs = [(first, last) for first, last in edges.reshape(-1, 2).tolist()]
    assert len(runs) == 2, runs  # before the pause, and after it; nothing is torn
    assert all((last - first) * 5 > 1_000 for first, last in runs)

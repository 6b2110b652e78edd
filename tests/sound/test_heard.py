"""What a person would hear: played into a real sound server, recorded, and held to the timeline."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from companion.audio.devicesink import DeviceSink
from companion.audio.mixer import Mixer
from companion.audio.score import BellSound, ClipSound, Score, Sound
from companion.session.prepare import Sitting
from companion.session.transport import Transport
from companion.timeline.answers import NONE
from companion.timeline.arrange import arrange
from companion.timeline.plan import Request, plan
from companion.timeline.timeline import Asking
from companion.units import RATE, Frames
from tests.fakes import BELL_LENGTHS, KIT, arrivals, clip, script, sitting
from tests.sound.rig import Recording, SoundServer, missing

pytestmark = [pytest.mark.sound, pytest.mark.timeout(60)]

SCRIPT = """\
companion: 1
title: Heard
steps:
  - say: Something hurts. You noticed.
  - silence: 700ms
  - bell: soft
  - say: This is ending.
  - silence: 300ms
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    if reason := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must never skip these: {reason}")
        pytest.skip(reason)
    made = SoundServer(tmp_path_factory.mktemp("rig"))
    yield made
    made.stop()


@pytest.fixture
def sink(server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeviceSink]:
    monkeypatch.delenv("PULSE_SERVER")
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    made = DeviceSink()
    wait_until(lambda: made._ready)
    yield made
    made.close()


def wait_until(what: object, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it never came"
        threading.Event().wait(0.01)


def pause(seconds: float) -> None:
    """Real time passes here: this folder listens to it."""
    threading.Event().wait(seconds)


def begin(folder: Path, sink: DeviceSink, text: str = SCRIPT) -> Transport:
    sat = sitting(folder, text)
    transport = Transport(sat, arrivals(), sink, list)
    transport.play()
    return transport


def to_the_end(transport: Transport) -> list[str]:
    """Carry a session to its end; gives every line that was shown."""
    lines: list[str] = []
    while transport.state == "playing":
        line = transport.tick().line
        if line and line not in lines:
            lines.append(line)
        pause(0.02)
    return lines


def found(recorded: NDArray[np.float32], wanted: NDArray[np.float32]) -> tuple[int, float]:
    """Where a sound is in a recording, and how much alike the two are there (1 is the same)."""
    size = 1 << (len(recorded) + len(wanted)).bit_length()
    spectrum = np.fft.rfft(recorded, size) * np.conj(np.fft.rfft(wanted, size))
    place = int(np.fft.irfft(spectrum, size)[: len(recorded)].argmax())
    piece = recorded[place : place + len(wanted)]
    alike = np.corrcoef(piece, wanted[: len(piece)])[0, 1]
    return place, float(alike)


def places(recording: Recording, score: Score) -> dict[str, tuple[int, float]]:
    """How far each sound of a score is from where the score says, in frames, and how alike."""
    recorded = recording.samples()
    told: dict[str, tuple[int, float]] = {}
    for number, sound in enumerate(score.sounds):
        place, alike = found(recorded, alone(sound))
        told[f"{type(sound).__name__} {number}"] = (place - sound.start, alike)
    return told


def alone(sound: Sound) -> NDArray[np.float32]:
    """A sound as the mixer makes it, by itself; a bell's first second is enough to know it."""
    length = min(sound.length, RATE) if isinstance(sound, BellSound) else sound.length
    mixed = Mixer(Score((sound,), Frames(sound.start + length))).read(sound.start, length)
    louder: NDArray[np.float32] = mixed[np.arange(length), np.abs(mixed).argmax(axis=1)]
    return louder


def spoken(folder: Path) -> str:
    """Clips of noise, each of its own, so that none can be taken for another."""
    from companion.audio.files import clips

    for number, file in enumerate(sorted(folder.glob("*.wav"))):
        length = len(clips.read_clip(file))
        noise = np.random.default_rng(number).normal(0, 0.08, length).astype(np.float32)
        clips.write_clip(file, noise)
    return SCRIPT


def noisy(folder: Path, sink: DeviceSink, text: str = SCRIPT) -> Transport:
    sat = sitting(folder, text)
    spoken(folder)
    transport = Transport(sat, arrivals(), sink, list)
    transport.play()
    return transport


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
def test_stop_and_hide_are_silent_within_a_quarter_of_a_second(
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


def test_pulling_the_sink_away_loses_no_words_and_no_time(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    transport = noisy(tmp_path, sink)
    total = transport.timeline.total
    wait_until(lambda: transport.playhead > 200)
    began = time.monotonic() - transport.playhead / 1000
    server.unplug()
    try:
        lines = to_the_end(transport)
        took = (time.monotonic() - began) * 1000
        assert sink.trouble()
    finally:
        server.plug()
    assert lines == ["Something hurts.", "You noticed.", "This is ending."]
    assert abs(took - total) < 150, (took, total)


def test_when_the_sink_comes_back_the_sound_joins_in_where_the_words_are(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    text = SCRIPT.replace("silence: 700ms", "silence: 6s")
    transport = noisy(tmp_path, sink, text)
    wait_until(lambda: transport.playhead > 300)
    server.unplug()
    pause(1.0)
    server.plug()
    with server.record() as recording:
        polls = []
        while transport.state == "playing":
            transport.tick()
            polls.append((time.monotonic(), sink.position()))
            pause(0.05)
        pause(0.4)
        assert sink.trouble() == ""
        last = [s for s in transport._sitting.score.sounds if isinstance(s, ClipSound)][-1]
        place, alike = found(recording.samples(), alone(last))
        said_at = recording.time_of(place)
    shown_at = next(at for at, frame in polls if frame >= last.start)
    assert alike > 0.97
    assert abs(said_at - shown_at) < 0.12


def test_a_worker_that_is_killed_loses_no_words_and_no_time(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    transport = noisy(tmp_path, sink)
    wait_until(lambda: transport.playhead > 200)
    began = time.monotonic() - transport.playhead / 1000
    assert sink._child is not None
    os.kill(sink._child.pid, signal.SIGKILL)
    lines = to_the_end(transport)
    took = (time.monotonic() - began) * 1000
    assert lines == ["Something hurts.", "You noticed.", "This is ending."]
    assert abs(took - transport.timeline.total) < 150


def test_a_server_that_accepts_and_never_answers_costs_only_the_sound(
    tmp_path: Path, server: SoundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    server.freeze()
    try:
        sink = DeviceSink()
        began = time.monotonic()
        transport = begin(tmp_path, sink)
        lines = to_the_end(transport)
        took = time.monotonic() - began
        stopping = time.monotonic()
        transport.stop()
        sink.close()
        assert time.monotonic() - stopping < 2.0
    finally:
        server.thaw()
    assert lines == ["Something hurts.", "You noticed.", "This is ending."]
    assert took * 1000 < transport.timeline.total + 2_500


def test_a_server_that_is_killed_and_comes_back_is_found_again(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    text = SCRIPT.replace("silence: 700ms", "silence: 7s")
    transport = noisy(tmp_path, sink, text)
    wait_until(lambda: transport.playhead > 300)
    server.kill()
    pause(0.5)
    server.restart()
    with server.record() as recording:
        to_the_end(transport)
        pause(0.3)
        last = [s for s in transport._sitting.score.sounds if isinstance(s, ClipSound)][-1]
        _, alike = found(recording.samples(), alone(last))
    assert alike > 0.97


def test_without_portaudio_it_is_heard_through_miniaudio(
    tmp_path: Path, server: SoundServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sounddevice.py").write_text(
        "raise OSError('PortAudio library not found')"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "blocked"))
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    sink = DeviceSink()
    try:
        wait_until(lambda: sink._ready)
        with server.record() as recording:
            transport = noisy(tmp_path, sink)
            score = transport._sitting.score
            to_the_end(transport)
            pause(0.6)
            told = places(recording, score)
    finally:
        sink.close()
    assert all(alike > 0.97 for _, alike in told.values()), told
    apart = [offset for offset, _ in told.values()]
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
    transport = Transport(sat, arrivals(), sink, list)
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

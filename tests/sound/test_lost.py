"""What happens when sound goes away: every row of the table that was measured.

| event | test |
|---|---|
| libportaudio2 is missing | without_portaudio_it_is_heard_through_miniaudio |
| no device at all | pulling_the_sink_away, a_server_that_is_nowhere; audio/test_worker: without_any_device |
| the sink is unplugged, another exists | the_server_moves_it_to_another_sink |
| the sink is unplugged, none is left | pulling_the_sink_away, when_the_sink_comes_back |
| the same where the server swallows it (PipeWire) | a_server_that_swallows_everything: words and time go on |
| the server is killed | a_server_that_is_killed_and_comes_back |
| a blocking write that fails | there is none: audio/test_worker holds us to a callback |
| a library that spins, floods stderr and never closes | a_library_that_spins_and_never_closes |
| the sink is suspended | a_sink_that_sleeps |
| a server that accepts and never answers | a_server_that_accepts_and_never_answers |
| PULSE_SERVER leads nowhere | a_server_that_is_nowhere |
| a mistake inside the callback | audio/test_worker: a_mistake_in_the_callback |
| miniaudio: the sink or the server is gone | through_miniaudio_a_sink_that_comes_back |
| miniaudio: it finds only its null device | audio/test_worker: without_any_device |
| miniaudio: the process ends without closing | a_process_that_forgets_to_close |
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from companion.audio.device_sink import DeviceSink
from companion.audio.protocol import ANSWERS, Answer
from companion.audio.score import ClipSound
from companion.child import Child
from companion.session.transport import Transport
from companion.units import RATE
from tests.sound.rig import Recording, SoundServer
from tests.sound.stage import SCRIPT as BELLED
from tests.sound.stage import (
    alone,
    begin,
    found,
    noisy,
    pause,
    places,
    to_the_end,
    wait_until,
)

pytestmark = [pytest.mark.sound, pytest.mark.timeout(60)]

SCRIPT = BELLED.replace("  - bell: soft\n", "")


def test_pulling_the_sink_away_loses_no_words_and_no_time(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    transport = noisy(tmp_path, sink, SCRIPT)
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
    transport = noisy(tmp_path, sink, SCRIPT)
    wait_until(lambda: transport.playhead > 200)
    began = time.monotonic() - transport.playhead / 1000
    assert sink._child is not None
    os.kill(sink._child.pid, signal.SIGKILL)
    lines = to_the_end(transport)
    took = (time.monotonic() - began) * 1000
    assert lines == ["Something hurts.", "You noticed.", "This is ending."]
    assert abs(took - transport.timeline.total) < 150


def test_a_server_that_accepts_and_never_answers_costs_only_the_sound(
    tmp_path: Path, server: SoundServer, plugged: None
) -> None:
    server.freeze()
    try:
        sink = DeviceSink()
        began = time.monotonic()
        transport = begin(tmp_path, sink, SCRIPT)
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
    tmp_path: Path, server: SoundServer, other_sink: DeviceSink
) -> None:
    with server.record() as recording:
        transport = noisy(tmp_path, other_sink, SCRIPT)
        score = transport._sitting.score
        to_the_end(transport)
        pause(0.6)
        told = places(recording, score)
    assert all(alike > 0.97 for _, alike in told.values()), told
    apart = [offset for offset, _ in told.values()]
    assert max(apart) - min(apart) <= RATE * 20 // 1000, told


def together(recording: Recording, transport: Transport, sink: DeviceSink) -> float:
    """Carry a session to its end; how far apart its last line is heard and shown, in seconds."""
    polls = []
    while transport.state == "playing":
        transport.tick()
        polls.append((time.monotonic(), sink.position()))
        pause(0.02)
    pause(0.6)
    last = [s for s in transport._sitting.score.sounds if isinstance(s, ClipSound)][-1]
    place, alike = found(recording.samples(), alone(last))
    assert alike > 0.97
    shown_at = next(at for at, frame in polls if frame >= last.start)
    return abs(recording.time_of(place) - shown_at)


def late(transport: Transport, began: float) -> float:
    """How many ms longer than it should have the session took."""
    return abs((time.monotonic() - began) * 1000 - transport.timeline.total)


def test_the_server_moves_it_to_another_sink_and_nothing_is_lost(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    server.plug_another("second")
    try:
        transport = noisy(tmp_path, sink, SCRIPT.replace("700ms", "4s"))
        wait_until(lambda: transport.playhead > 200)
        server.unplug()
        with server.record("second") as recording:
            assert together(recording, transport, sink) < 0.12
            assert sink.trouble() == ""
    finally:
        server.plug()
        server.unplug_another("second")


def test_a_server_that_is_nowhere_costs_only_the_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/nowhere")
    sink = DeviceSink()
    try:
        wait_until(sink.trouble)
        assert "PortAudio can't open a device" in sink.trouble()
        transport = begin(tmp_path, sink, SCRIPT)
        began = time.monotonic()
        assert to_the_end(transport)[-1] == "This is ending."
        assert late(transport, began) < 150
    finally:
        sink.close()


def test_a_sink_that_sleeps_is_noticed_and_heard_again_when_it_wakes(
    tmp_path: Path, server: SoundServer, sink: DeviceSink
) -> None:
    transport = noisy(tmp_path, sink, SCRIPT.replace("700ms", "9s"))
    wait_until(lambda: transport.playhead > 500)
    server.suspend(on=True)
    try:
        wait_until(sink.trouble)
        pause(0.5)
    finally:
        server.suspend(on=False)
    wait_until(lambda: not sink.trouble())
    with server.record() as recording:
        assert together(recording, transport, sink) < 0.12


def test_through_miniaudio_a_sink_that_comes_back_is_heard_again(
    tmp_path: Path, server: SoundServer, other_sink: DeviceSink
) -> None:
    transport = noisy(tmp_path, other_sink, SCRIPT.replace("700ms", "9s"))
    wait_until(lambda: transport.playhead > 300)
    server.unplug()
    wait_until(other_sink.trouble)
    server.plug()
    wait_until(lambda: not other_sink.trouble())
    with server.record() as recording:
        assert together(recording, transport, other_sink) < 0.12


SPINNING = """
import sys, threading
from companion.audio import device, worker

class Spinning:
    backend, is_usual = "spinning", True
    def __init__(self): self.asked = 0
    def health(self):
        self.asked += 1
        return "ok" if self.asked < 8 else "gone"
    def abort(self):
        while True:
            sys.stderr.write("Expression 'ret' failed in 'pa_linux_alsa.c'\\n" * 1000)

device.open_output = lambda *_, **__: Spinning()
worker.main()
"""


def test_a_library_that_spins_and_never_closes_is_ended_with_its_process(tmp_path: Path) -> None:
    (tmp_path / "spinning.py").write_text(SPINNING)
    root = Path(__file__).parent.parent.parent
    environment = {"PYTHONPATH": f"{tmp_path}:{root}"}
    children: list[Child[Answer]] = []

    def spawn(hear: Callable[[Answer], None], ended: Callable[[], None]) -> Child[Answer]:
        children.append(Child("spinning", ANSWERS, hear, ended, environment=environment))
        return children[-1]

    sink = DeviceSink(spawn)
    try:
        wait_until(lambda: sink._ready)
        transport = begin(tmp_path, sink, SCRIPT.replace("700ms", "4s"))
        began = time.monotonic()
        lines = to_the_end(transport)
        assert lines == ["Something hurts.", "You noticed.", "This is ending."]
        assert (time.monotonic() - began) * 1000 < transport.timeline.total + 2_000
        assert len(children) > 1  # the first one was killed, and another was started
        assert len(children[0].last_words) <= 4_096
        stopping = time.monotonic()
        transport.stop()
        assert time.monotonic() - stopping < 1.0
    finally:
        sink.close()


SWALLOWING = """
import threading, time
import numpy as np
from companion.audio import device, worker

class Swallowing:
    backend, is_usual = "swallowing", True
    def __init__(self, fill):
        self.fill = fill
    def start(self):
        threading.Thread(target=self.run, daemon=True).start()
    def stop(self): pass
    def run(self):
        while True:
            self.fill(np.zeros((4_800, 2), np.float32), 0.05)
            time.sleep(0.1)
    def health(self): return "ok"
    def abort(self): pass

device.open_output = lambda fill, **_: Swallowing(fill)
worker.main()
"""


def test_a_server_that_swallows_everything_costs_only_the_sound(tmp_path: Path) -> None:
    (tmp_path / "swallowing.py").write_text(SWALLOWING)
    root = Path(__file__).parent.parent.parent
    environment = {"PYTHONPATH": f"{tmp_path}:{root}"}
    sink = DeviceSink(lambda h, e: Child("swallowing", ANSWERS, h, e, environment=environment))
    try:
        wait_until(lambda: sink._ready)
        transport = begin(tmp_path, sink, SCRIPT)
        began = time.monotonic()
        assert to_the_end(transport)[-1] == "This is ending."
        assert abs((time.monotonic() - began) * 1000 - transport.timeline.total) < 600
    finally:
        sink.close()


def test_a_process_that_forgets_to_close_miniaudio_still_ends(server: SoundServer) -> None:
    program = (
        "import sys\nsys.modules['sounddevice'] = None\n"
        "from companion.audio.device import open_output\n"
        "out = open_output(lambda block, delay: block.fill(0.0))\nprint(out.backend)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=20,
        env={**os.environ, **server.environment, "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
    )  # fmt: skip
    assert done.stdout.strip() == "miniaudio"


def test_a_device_that_is_wanted_is_gone_over_to_when_it_comes(
    tmp_path: Path, server: SoundServer, plugged: None
) -> None:
    sink = DeviceSink(device="headphones")
    try:
        wait_until(lambda: sink._ready)
        assert sink.missing() == ['there\'s no device called "headphones"; the usual one plays']
        transport = noisy(tmp_path, sink, SCRIPT.replace("700ms", "9s"))
        wait_until(lambda: transport.playhead > 300)
        server.plug_another("headphones")
        with server.record("headphones") as recording:
            assert together(recording, transport, sink) < 0.12
    finally:
        sink.close()
        server.unplug_another("headphones")

"""The sound worker in this process, with a device of the test's."""

import queue  # noqa: TC003
import sys
import threading
from collections.abc import Generator
from types import SimpleNamespace

import numpy as np
import pytest

from companion.audio import device, worker
from companion.audio.callback_watch import Health
from companion.audio.device import Fill, open_output
from companion.audio.protocol import (
    Close,
    Cut,
    Devices,
    Halt,
    HasCut,
    Heard,
    ListDevices,
    Load,
    Missing,
    Play,
    Request,
    SetLevels,
    State,
)
from companion.audio.recipe import OwnBed
from companion.audio.score import BedSound, Score, to_json
from companion.audio.worker import Worker
from companion.errors import SoundError
from companion.units import RATE, Frames
from tests.fakes import FakeParent, requests


class FakeOutput:
    backend = "fake"

    def __init__(self, fill: Fill, *, is_usual: bool = True) -> None:
        self.fill = fill
        self.is_usual = is_usual
        self.state: Health = "ok"
        self.aborted = False
        self.runs = False
        self.starts = 0
        self.has_gone = False

    def start(self) -> None:
        if self.has_gone:
            raise SoundError("it has gone")
        self.starts += not self.runs
        self.runs = True

    def stop(self) -> None:
        self.runs = False

    def health(self) -> Health:
        return self.state

    def abort(self) -> None:
        self.aborted = True


class Outputs:
    """Opens fake devices, or says why not."""

    def __init__(self) -> None:
        self.all: list[FakeOutput] = []
        self.reason = ""
        self.again: list[bool] = []
        self.names: list[str] = []

    def __call__(self, fill: Fill, *, again: bool = False, name: str = "") -> FakeOutput:
        self.again.append(again)
        if self.reason:
            raise SoundError(self.reason)
        self.all.append(FakeOutput(fill, is_usual=name not in self.names))
        return self.all[-1]


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> Outputs:
    made = Outputs()
    monkeypatch.setattr(device, "open_output", made)
    return made


def serve(*messages: Request, wanted: str = "") -> tuple[Worker, FakeParent]:
    parent = FakeParent()
    served = Worker(parent, wanted)  # type: ignore[arg-type]
    served.run(requests(*messages, Close()))
    return served, parent


EMPTY = Load(to_json(Score((), Frames(RATE))))


def test_it_says_that_it_is_ready_and_through_what(outputs: Outputs) -> None:
    _, parent = serve()
    assert parent.said[0] == State(True, "fake")
    assert outputs.all[0].aborted


def test_it_plays_and_reports_what_the_device_took(outputs: Outputs) -> None:
    parent = FakeParent()
    served = Worker(parent)  # type: ignore[arg-type]
    waiting: queue.SimpleQueue[Request] = requests(EMPTY, Play(480, 7))
    runner = threading.Thread(target=served.run, args=(waiting,))
    runner.start()
    while not outputs.all or served._player._target == 0.0:
        threading.Event().wait(0.005)
    outputs.all[0].fill(np.zeros((1_000, 2), np.float32), 0.2)
    waiting.put(Halt())
    waiting.put(Close())
    runner.join(5)
    first = parent.said_of(Heard)[0]
    assert (first.take, first.frame, first.delay) == (7, 480, 0.2)


def test_a_cut_drops_the_device_with_all_it_holds_and_opens_it_again(outputs: Outputs) -> None:
    _, parent = serve(EMPTY, Play(0, 1), Cut())
    assert outputs.all[0].aborted
    assert len(outputs.all) == 2
    assert HasCut() in parent.said


def test_no_device_is_said_once_and_looked_for_again(
    outputs: Outputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs.reason = "nothing to play through"
    monkeypatch.setattr(worker, "RETRY_S", 0.0)
    _, parent = serve(EMPTY, EMPTY, Play(0, 1))
    assert parent.said_of(State) == [State(False, reason="nothing to play through")]
    assert outputs.again[0] is False
    assert all(outputs.again[1:])
    assert len(outputs.again) > 3


def test_the_device_starts_with_the_first_sound_and_stands_still_again_after_the_last(
    outputs: Outputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "IDLE_S", 0.0)
    served = Worker(FakeParent())  # type: ignore[arg-type]
    served._open()
    served._watch()
    assert outputs.all[0].starts == 0
    served._serve(EMPTY)
    served._serve(Play(Frames(0), 1))
    assert (outputs.all[0].runs, outputs.all[0].starts) == (True, 1)
    served._watch()
    assert outputs.all[0].starts == 1  # it plays
    outputs.all[0].fill(np.zeros((4_800, 2), np.float32), 0.2)
    threading.Thread(target=served._player.halt).start()
    while served._player._target:
        threading.Event().wait(0.005)
    for _ in range(5):
        outputs.all[0].fill(np.zeros((4_800, 2), np.float32), 0.2)
    served._watch()
    assert not outputs.all[0].runs
    served._serve(Play(Frames(0), 2))
    assert (outputs.all[0].runs, outputs.all[0].starts) == (True, 2)
    served._player.close()


def test_a_device_that_went_while_it_stood_still_is_opened_anew(outputs: Outputs) -> None:
    parent = FakeParent()
    served = Worker(parent)  # type: ignore[arg-type]
    served._open()
    outputs.all[0].has_gone = True
    served._serve(Play(Frames(0), 1))
    assert outputs.all[0].aborted
    assert [(m.sounds, m.reason) for m in parent.said_of(State)] == [
        (True, ""), (False, "it has gone"), (True, "")]  # fmt: skip
    served._player.close()


@pytest.mark.parametrize("health", ["gone", "stalled", "runaway"])
def test_a_device_that_is_not_well_is_dropped_and_opened_anew(
    outputs: Outputs, health: Health, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "RETRY_S", 0.0)
    parent = FakeParent()
    served = Worker(parent)  # type: ignore[arg-type]
    served._open()
    outputs.all[0].state = health
    served._watch()
    assert outputs.all[0].aborted
    states = [(m.sounds, m.reason) for m in parent.said_of(State)]
    assert states == [(True, ""), (False, f"the sound device is {health}"), (True, "")]


def install(monkeypatch: pytest.MonkeyPatch, name: str, module: object) -> None:
    monkeypatch.setitem(sys.modules, name, module)


class FakePortAudio(SimpleNamespace):
    """What of sounddevice is used."""

    class PortAudioError(Exception):
        pass

    def __init__(self, fails: Exception | None = None) -> None:
        super().__init__()
        self.fails = fails
        self.calls: list[str] = []
        self.asked: dict[str, object] = {}

    def _terminate(self) -> None:
        self.calls.append("terminate")

    def _initialize(self) -> None:
        self.calls.append("initialize")

    def OutputStream(self, **asked: object) -> "FakePortAudio":  # noqa: N802
        if self.fails:
            raise self.fails
        self.asked = asked
        self.latency = 0.25
        return self

    def start(self) -> None:
        self.calls.append("start")

    def abort(self) -> None:
        self.calls.append("abort")

    def close(self) -> None:
        self.calls.append("close")
        raise self.PortAudioError("gone already")


def nothing(_: np.ndarray, __: float) -> None:
    raise RuntimeError("a mistake in the callback")


def test_portaudio_is_asked_for_48_khz_and_a_quarter_of_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake = FakePortAudio()
    install(monkeypatch, "sounddevice", fake)
    delays: list[float] = []
    output = open_output(lambda _, delay: delays.append(delay), again=True)
    assert (fake.asked["samplerate"], fake.asked["latency"], fake.asked["blocksize"]) == (
        48_000,
        0.25,
        0,
    )
    assert fake.asked["prime_output_buffers_using_stream_callback"] is True
    assert output.health() == "ok"  # it stands still
    output.start()
    output.start()
    assert fake.calls == ["terminate", "initialize", "start"]
    call = fake.asked["callback"]
    for now, dac in (
        (1.0, 1.2),
        (1.0, 1.0),
        (1.0, 99.0),
    ):  # right, into an empty buffer, nonsense
        call(
            np.zeros((9, 2), np.float32),
            9,
            SimpleNamespace(currentTime=now, outputBufferDacTime=dac),
            None,
        )  # type: ignore[operator]
    assert delays == [pytest.approx(0.2), 0.0, 0.25]
    assert output.health() == "ok"
    fake.asked["finished_callback"]()  # type: ignore[operator]
    assert output.health() == "gone"
    output.abort()


def test_a_mistake_in_the_callback_is_silence_and_not_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake = FakePortAudio()
    install(monkeypatch, "sounddevice", fake)
    open_output(nothing)
    out = np.ones((9, 2), np.float32)
    fake.asked["callback"](out, 9, SimpleNamespace(currentTime=1.0, outputBufferDacTime=1.1), None)  # type: ignore[operator]
    assert not out.any()


class FakeMiniaudio(SimpleNamespace):
    """What of miniaudio is used."""

    class MiniaudioError(Exception):
        pass

    SampleFormat = SimpleNamespace(FLOAT32="f32")

    def __init__(self, backend: str = "PulseAudio", fails: bool = False) -> None:
        super().__init__()
        self.backend = backend
        self.fails = fails
        self.closed = False

    def PlaybackDevice(self, **asked: object) -> "FakeMiniaudio":  # noqa: N802
        if self.fails:
            raise self.MiniaudioError("init failed")
        self.asked = asked
        return self

    def start(self, blocks: Generator[bytes, int, None]) -> None:
        self.blocks = blocks

    def stop(self) -> None:
        del self.blocks

    def close(self) -> None:
        self.closed = True


def test_without_portaudio_miniaudio_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "sounddevice", None)
    monkeypatch.setattr(device, "_PortAudioOutput", _absent)
    fake = FakeMiniaudio()
    install(monkeypatch, "miniaudio", fake)

    def fill(out: np.ndarray, delay: float) -> None:
        assert delay == 0.1
        out.fill(0.5)

    output = open_output(fill)
    assert output.backend == "miniaudio"
    assert output.is_usual
    output.stop()
    output.start()
    output.start()
    block = np.frombuffer(fake.blocks.send(10), np.float32)
    assert block.tolist() == [0.5] * 20
    assert output.health() == "ok"
    output.abort()
    assert fake.closed


def _absent(*_: object) -> None:
    raise SoundError("PortAudio isn't installed (libportaudio2)")


def test_a_mistake_in_its_callback_is_silence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_PortAudioOutput", _absent)
    fake = FakeMiniaudio()
    install(monkeypatch, "miniaudio", fake)
    output = open_output(nothing)
    output.start()
    assert not np.frombuffer(fake.blocks.send(10), np.float32).any()
    fake.close()


@pytest.mark.parametrize(
    ("mini", "reason"),
    [(FakeMiniaudio("Null"), "only its null device"), (FakeMiniaudio(fails=True), "init failed"), (None, "miniaudio isn't installed")],
)  # fmt: skip
def test_without_any_device_both_reasons_are_told(
    monkeypatch: pytest.MonkeyPatch, mini: object, reason: str
) -> None:
    install(
        monkeypatch,
        "sounddevice",
        FakePortAudio(FakePortAudio.PortAudioError("Error querying device -1")),
    )
    install(monkeypatch, "miniaudio", mini)
    with pytest.raises(SoundError, match="PortAudio can't open a device") as caught:
        open_output(nothing)
    assert reason in caught.value.message


def test_a_library_that_cannot_be_loaded_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loader:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Loader(), *sys.meta_path])
    install(monkeypatch, "miniaudio", None)
    with pytest.raises(SoundError, match="PortAudio isn't installed"):
        open_output(nothing)


class Playbacks:
    """What miniaudio finds."""

    def __init__(self, *names: str, backend: str = "PulseAudio") -> None:
        self.backend = backend
        self._names = names

    def get_playbacks(self) -> list[dict[str, object]]:
        return [{"name": name, "id": f"id of {name}"} for name in self._names]


def rows(*outputs: tuple[str, int]) -> list[dict[str, object]]:
    return [{"name": name, "max_output_channels": count} for name, count in outputs]


def test_devices_are_listed_by_the_names_people_know(monkeypatch: pytest.MonkeyPatch) -> None:
    sounding = FakePortAudio()
    sounding.query_devices = lambda: rows(("HDA Intel (hw:0,0)", 2), ("Mic", 0), ("pulse", 32))
    fake = FakeMiniaudio()
    fake.Devices = lambda: Playbacks("Headphones", "HDA Intel (hw:0,0)")
    install(monkeypatch, "sounddevice", sounding)
    install(monkeypatch, "miniaudio", fake)
    assert device.device_names() == ["Headphones", "HDA Intel (hw:0,0)"]
    assert device.is_connected("head")
    assert not device.is_connected("TV")
    fake.Devices = lambda: Playbacks(backend="Null")
    assert device.device_names() == ["HDA Intel (hw:0,0)", "pulse"]
    install(monkeypatch, "miniaudio", None)
    install(monkeypatch, "sounddevice", None)
    assert device.device_names() == []


def test_a_device_that_is_asked_for_is_opened_by_whoever_knows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sounding, fake = FakePortAudio(), FakeMiniaudio()
    sounding.query_devices = lambda: rows(("Mic", 0), ("Speakers", 2), ("Speakers far away", 2))
    fake.Devices = lambda: Playbacks("Headphones")
    install(monkeypatch, "sounddevice", sounding)
    install(monkeypatch, "miniaudio", fake)
    output = open_output(nothing, name="far")
    assert (output.backend, output.is_usual) == ("sounddevice", False)
    assert sounding.asked["device"] == 2
    output = open_output(nothing, name="headphones")
    assert (output.backend, output.is_usual) == ("miniaudio", False)
    assert fake.asked["device_id"] == "id of Headphones"
    output = open_output(nothing, name="Mic")
    assert (output.backend, output.is_usual) == ("sounddevice", True)
    assert sounding.asked["device"] is None


@pytest.mark.parametrize(("name", "is_told"), [("bogus", True), ("Headphones", False), ("", False)])
def test_a_device_that_was_named_is_told_even_where_no_device_opens(
    monkeypatch: pytest.MonkeyPatch, name: str, is_told: bool
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise SoundError("it is busy", "")

    monkeypatch.setattr(device, "open_output", fails)
    monkeypatch.setattr(device, "device_names", lambda: ["Headphones"])
    parent = FakeParent()
    served = Worker(parent, name)  # type: ignore[arg-type]
    served._open()
    served._open()
    told = ['there\'s no device called "bogus"; companion sounds devices lists them']
    assert [m.line for m in parent.said_of(Missing)] == (told if is_told else [])


def test_a_device_that_is_not_there_is_said_once_and_gone_over_to_when_it_comes(
    outputs: Outputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LOOK_S", 0.0)
    monkeypatch.setattr(device, "is_connected", lambda name: name in outputs.names)
    parent = FakeParent()
    served = Worker(parent, "Headphones")  # type: ignore[arg-type]
    served.run(requests(Close()))
    served._open()
    told = [m.line for m in parent.said_of(Missing)]
    assert told == ['there\'s no device called "Headphones"; the usual one plays']
    outputs.names.append("Headphones")
    served._watch()
    served._watch()
    assert outputs.all[-2].aborted
    assert not outputs.all[-1].is_usual
    assert not outputs.all[-1].aborted
    states = [(m.sounds, m.reason) for m in parent.said_of(State)]
    assert states[-2:] == [(False, 'switching to "Headphones"'), (True, "")]


def test_it_lists_devices_and_turns_buses_up_and_down(
    outputs: Outputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device, "device_names", lambda: ["One", "Two"])
    served, parent = serve(ListDevices(), SetLevels(-6.0, 3.0))
    assert Devices(["One", "Two"]) in parent.said
    assert served._player._target_gains.tolist() == pytest.approx([0.501, 1.413, 0.501], abs=0.001)


def test_a_sound_that_cannot_be_read_is_told_once(outputs: Outputs) -> None:
    gone = BedSound(Frames(0), Frames(RATE), OwnBed("x", "/no/x.wav"), 1.0, Frames(0), Frames(0), duck=True)  # fmt: skip
    score = Load(to_json(Score((gone,), Frames(RATE))))
    _, parent = serve(score, Play(0, 1), Halt(), score, Halt())
    told = [m.line for m in parent.said_of(Missing)]
    assert told == ["a bed is silent: there's no sound file x.wav"]

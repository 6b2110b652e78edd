"""pyttsx3 behind its pipe: what each failure costs, with workers of the test's, then for real."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from companion.audio import files
from companion.audio.finish import loudness
from companion.child import Child, Message
from companion.errors import ChildError, VoiceError
from companion.timeline.spoken import Utterance
from companion.units import Millis
from companion.voice import system, worker
from companion.voice.cache import Cache
from companion.voice.narrator import Narrator
from companion.voice.system import ESPEAK_VOICE, SystemVoice
from companion.voice.voice import Style
from tests.fakes import FakeChild, FakeParent, requests, write_tone

Answer = Callable[[FakeChild, Message], None]


class Workers:
    """Starts fake workers, each answering in its own way; the last way goes on."""

    def __init__(self, *ways: Answer | None) -> None:
        self.ways = list(ways)
        self.all: list[FakeChild] = []

    def __call__(self, hear: Callable[[Message], None], ended: Callable[[], None]) -> Child:
        child = FakeChild(hear, ended)
        way = self.ways.pop(0) if len(self.ways) > 1 else self.ways[0]
        self.all.append(child)
        if way is None:
            hear({"error": "there is no espeak-ng here"})
        else:
            hear({"ready": True, "driver": "espeak", "library": "embedded"})
            child.answer = lambda message: way(child, message)
        return child  # type: ignore[return-value]


def good(child: FakeChild, message: Message) -> None:
    child.hear({"id": 999, "seconds": 9.0, "events": []})  # the late answer of an earlier question
    child.hear({"id": message["id"], "seconds": 1.25, "events": [[0.0, 0], [0.5, 5]]})


def silent(_: FakeChild, __: Message) -> None:
    """A worker that hangs."""


def dies(child: FakeChild, _: Message) -> None:
    child.kill()


def refuses(child: FakeChild, message: Message) -> None:
    child.hear({"id": message["id"], "error": "RuntimeError: bad voice"})


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "SPEAK_S", 0.05)
    monkeypatch.setattr(system, "SPEAK_S_PER_CHARACTER", 0.0)


def test_a_sentence_comes_back_with_its_length_and_its_words(tmp_path: Path) -> None:
    workers = Workers(good)
    voice = SystemVoice(workers)
    assert voice.synth("Stay here.", Style(), tmp_path / "a.wav") == (1_250, [(0.0, 0), (0.5, 5)])
    asked = workers.all[0].sent[0]
    assert (asked["voice"], asked["rate"], asked["soften"]) == ("en-us+f5", 118, True)
    assert voice.describe() == "pyttsx3, espeak, embedded library"


def test_on_other_systems_the_persons_own_voice_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    workers = Workers(good)
    voice = SystemVoice(workers)
    voice.synth("Stay here.", Style(), tmp_path / "a.wav")
    asked = workers.all[0].sent[0]
    assert (asked["voice"], asked["rate"], asked["soften"]) == (None, 146, False)
    assert voice.fingerprint() == "pyttsx3/system/darwin"


@pytest.mark.parametrize("way", [silent, dies])
def test_a_worker_that_hangs_or_dies_is_replaced_and_asked_once_more(
    tmp_path: Path, way: Answer
) -> None:
    workers = Workers(way, good)
    assert SystemVoice(workers).synth("Stay.", Style(), tmp_path / "a.wav")[0] == 1_250
    assert len(workers.all) == 2
    assert not workers.all[0].alive


def test_a_worker_that_dies_twice_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="ended by itself: it said this last"):
        SystemVoice(Workers(dies)).synth("Stay.", Style(), tmp_path / "a.wav")


def test_a_worker_that_hangs_twice_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="does not answer"):
        SystemVoice(Workers(silent)).synth("Stay.", Style(), tmp_path / "a.wav")


def test_a_sentence_that_is_refused_is_not_asked_again(tmp_path: Path) -> None:
    workers = Workers(refuses)
    with pytest.raises(VoiceError, match="bad voice"):
        SystemVoice(workers).synth("Stay.", Style(), tmp_path / "a.wav")
    assert len(workers.all) == 1


def test_no_engine_is_a_reason_and_not_an_end() -> None:
    assert SystemVoice(Workers(None)).available() == "there is no espeak-ng here"
    voice = SystemVoice(Workers(good))
    assert voice.describe() == "pyttsx3"
    voice.warm()
    assert voice.available() is None


def test_a_worker_that_cannot_be_started_is_a_reason(tmp_path: Path) -> None:
    def spawn(*_: object) -> Child:
        raise ChildError("could not start it")

    assert SystemVoice(spawn).available() == "could not start it"


def test_a_closed_voice_starts_nothing(tmp_path: Path) -> None:
    workers = Workers(good)
    voice = SystemVoice(workers)
    voice.close()
    with pytest.raises(VoiceError, match="closed"):
        voice.synth("Stay.", Style(), tmp_path / "a.wav")
    assert workers.all == []


class FakeEngine:
    """An engine that writes a tone, or nothing."""

    def __init__(self, length: int = 800, level: float = 0.3) -> None:
        self.length = length
        self.level = level

    def speak(
        self, text: str, file: Path, voice: str | None, rate: int, pitch: int | None = None
    ) -> list[tuple[float, int]]:
        if self.length:
            write_tone(file, Millis(self.length), rate=22_050, level=self.level)
        return [(0.0, 0)]


def ask(tmp_path: Path, **other: object) -> Message:
    return {
        "id": 3,
        "text": "Stay.",
        "out": str(tmp_path / "a.wav"),
        "voice": None,
        "rate": 118,
        "soften": True,
        **other,
    }


def test_the_worker_answers_with_a_finished_clip(tmp_path: Path) -> None:
    answer = worker.answer(FakeEngine(), ask(tmp_path))  # type: ignore[arg-type]
    assert answer["id"] == 3
    samples = files.read_clip(tmp_path / "a.wav")
    assert answer["seconds"] == len(samples) / 48_000
    assert loudness(samples) == pytest.approx(-18, abs=0.5)


@pytest.mark.parametrize(
    ("engine", "text", "reason"),
    [(FakeEngine(0), "Stay.", "wrote no file"), (FakeEngine(20, level=0.0), "Stay.", "no sound"),
     (FakeEngine(), "  ", "nothing to say"), (FakeEngine(), "x" * 1_201, "too much")],
)  # fmt: skip
def test_the_worker_never_passes_off_nothing_as_a_clip(
    tmp_path: Path, engine: FakeEngine, text: str, reason: str
) -> None:
    with pytest.raises(Exception, match=reason):
        worker.answer(engine, ask(tmp_path, text=text))  # type: ignore[arg-type]
    assert not list(tmp_path.glob("*.wav"))


def test_the_worker_serves_on_after_a_sentence_that_failed(tmp_path: Path) -> None:
    parent = FakeParent()
    waiting = requests(ask(tmp_path, text=""), ask(tmp_path))
    worker.serve(parent, FakeEngine(), waiting, rounds=2)  # type: ignore[arg-type]
    assert "error" in parent.said[0]
    assert parent.said[1]["seconds"] > 0.5


def test_a_data_path_that_is_too_long_for_the_engine_gets_a_short_name(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 160)
    assert worker.short_path(str(tmp_path / "x")) == str(tmp_path / "x")
    if len(str(tmp_path / "x")) < 150:
        long.mkdir()
        assert len(worker.short_path(str(long))) < 150
        assert Path(worker.short_path(str(long))).resolve() == long


# --- for real, on the engine that comes with pip --------------------------------------------
pytestmark_real = pytest.mark.skipif(
    sys.platform != "linux", reason="the embedded engine is for Linux"
)


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> Iterator[SystemVoice]:
    monkeypatch.setattr(system, "SPEAK_S", 15.0)
    voice = SystemVoice()
    yield voice
    voice.close()


@pytestmark_real
def test_the_embedded_engine_speaks_with_exact_words(real: SystemVoice, tmp_path: Path) -> None:
    narrator = Narrator([real], Cache(tmp_path))
    clip = narrator.speak(Utterance("You noticed, and that is enough for now."))
    assert narrator.problems == []
    assert clip is not None
    assert clip.spoken.exact
    assert 2_500 < clip.spoken.length < 5_000
    samples = files.read_clip(clip.file)
    assert len(samples) == clip.spoken.length * 48
    assert loudness(samples) == pytest.approx(-18, abs=0.6)
    assert [w.first for w in clip.spoken.words] == [0, 4, 13, 17, 22, 25, 32, 36]


@pytestmark_real
def test_no_sentence_in_a_hundred_is_lost_empty_or_cut(real: SystemVoice, tmp_path: Path) -> None:
    lengths = {}
    for number in range(100):
        text = f"This is sentence number {number}, and it ends here."
        style = Style(wpm=146 if number % 2 else 140)
        lengths[number], _ = real.synth(text, style, tmp_path / f"{number}.wav")
    assert min(lengths.values()) > 2_000
    assert len(list(tmp_path.glob("*.wav"))) == 100


@pytestmark_real
def test_the_same_words_are_as_long_each_time(real: SystemVoice, tmp_path: Path) -> None:
    lengths = [
        real.synth("Let your feet find the floor.", Style(), tmp_path / f"{n}.wav")[0]
        for n in range(5)
    ]
    assert max(lengths) - min(lengths) <= 0.02 * max(lengths)


@pytestmark_real
def test_a_worker_that_is_killed_or_frozen_costs_nothing(
    real: SystemVoice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.synth("One.", Style(), tmp_path / "1.wav")
    assert real._child is not None
    os.kill(real._child.pid, signal.SIGKILL)
    assert real.synth("Two.", Style(), tmp_path / "2.wav")[0] > 200
    monkeypatch.setattr(system, "SPEAK_S", 0.5)
    assert real._child is not None
    os.kill(real._child.pid, signal.SIGSTOP)
    assert real.synth("Three.", Style(), tmp_path / "3.wav")[0] > 200


@pytestmark_real
@pytest.mark.parametrize(
    "text", ["🙂 hello", "שלום", "a" * 1_100, "naïve café", 'He said "stay".', "7:30"]
)
def test_odd_text_speaks_or_says_why_not(real: SystemVoice, tmp_path: Path, text: str) -> None:
    try:
        length, _ = real.synth(text, Style(), tmp_path / "a.wav")
    except VoiceError as error:
        assert error.message
    else:
        assert length > 100


@pytestmark_real
def test_the_worker_ends_when_its_parent_goes() -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "companion.voice.worker"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdin is not None
    assert b"ready" in process.stdout.readline()
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


@pytestmark_real
def test_without_any_espeak_the_worker_says_so_and_goes(tmp_path: Path) -> None:
    blocked = tmp_path / "espeakng_loader.py"
    blocked.write_text("raise ImportError('not here')")
    answers: list[Message] = []
    ended = threading.Event()
    child = Child(
        system.WORKER, answers.append, ended.set, environment={"PYTHONPATH": str(tmp_path)}
    )
    assert ended.wait(10)
    child.kill()
    if not _system_has_espeak():
        assert "no espeak-ng" in answers[0]["error"]


def _system_has_espeak() -> bool:
    import ctypes

    try:
        ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        return False
    return True


def test_the_voice_is_never_the_default_british_one() -> None:
    assert ESPEAK_VOICE.startswith("en-us+")

"""What goes wrong with pyttsx3 2.99, row by row of what was measured, against the embedded engine.

Each test is the number of its row in the design's table of failures; the worker is a real one.
"""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import companion
from companion.audio.formats import clip_wav
from companion.child import Child, encode
from companion.errors import UnknownVoiceError, UnspeakableError, VoiceError
from companion.timeline.utterance import Utterance, estimate_length
from companion.units import Millis
from companion.voice import process as hosted
from companion.voice.clip_cache import ClipCache
from companion.voice.engine_table import ESPEAK_VOICE, PYTTSX3
from companion.voice.narrator import Narrator
from companion.voice.pace import Paces
from companion.voice.process import VoiceProcess
from companion.voice.protocol import ANSWERS, Answer, Speak, Spoken, Unable
from companion.voice.voice import Style
from tests.fakes import FakeVoice, told

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the embedded engine is for Linux")

LONG = " ".join(["Let the next breath come by itself, and let it go again."] * 20)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[VoiceProcess]:
    voice = VoiceProcess(PYTTSX3, Paces(tmp_path / "paces.json"))
    yield voice
    voice.close()


def length_of(voice: VoiceProcess, text: str, out: Path, style: Style | None = None) -> Millis:
    length = voice.synth(text, style or Style(), out).length
    assert len(clip_wav.read_clip(out)) == length * 48
    return length


def sentence(number: int, text: str, out: Path) -> Speak:
    return Speak(number, text, str(out), ESPEAK_VOICE, "en", 1.0, 1.0, soften=True)


def ask(process: "subprocess.Popen[bytes]", text: str, out: Path) -> bytes:
    """The line with which a worker answers."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(encode(sentence(1, text, out)))
    process.stdin.flush()
    return process.stdout.readline()


def test_row_1_the_first_sentence_of_all_is_whole_however_long(
    real: VoiceProcess, tmp_path: Path
) -> None:
    length = length_of(real, LONG, tmp_path / "a.wav")
    assert length > 0.7 * estimate_length(Utterance(LONG))


def test_row_2_the_second_does_not_take_the_place_of_the_first(
    real: VoiceProcess, tmp_path: Path
) -> None:
    first = length_of(real, LONG, tmp_path / "a.wav")
    second = length_of(real, "Stay.", tmp_path / "b.wav")
    assert first > 10 * second
    assert length_of(real, LONG, tmp_path / "c.wav") == pytest.approx(first, rel=0.02)


def test_row_3_no_sentence_is_empty_where_the_pace_changes_each_time(
    real: VoiceProcess, tmp_path: Path
) -> None:
    lengths: dict[int, list[Millis]] = {146: [], 120: []}
    for number in range(120):
        wpm = 146 if number % 2 else 120
        style = Style(wpm=wpm, pitch=1.0 if number % 3 else 0.9)
        lengths[wpm].append(length_of(real, "And it ends here.", tmp_path / "a.wav", style))
    for found in lengths.values():
        assert max(found) - min(found) < 0.12 * max(found)
    assert min(lengths[120]) > 1.1 * max(lengths[146])


def test_row_4_nothing_to_say_hangs_nothing_however_often(
    real: VoiceProcess, tmp_path: Path
) -> None:
    for _ in range(3):
        with pytest.raises(UnspeakableError, match="nothing to say"):
            real.synth("  ", Style(), tmp_path / "a.wav")
    assert length_of(real, "Stay.", tmp_path / "b.wav") > 200


@pytest.mark.parametrize("times", [20, 300])
def test_rows_5_and_6_what_would_crash_or_crawl_is_said_in_pieces(
    real: VoiceProcess, tmp_path: Path, times: int
) -> None:
    text = "Let it be here. " * times
    assert length_of(real, text.strip(), tmp_path / "a.wav") > times * 700
    assert length_of(real, "Stay.", tmp_path / "b.wav") > 200


def test_row_7_an_engine_that_ends_the_process_is_a_reason_and_the_next_voice_speaks(
    tmp_path: Path,
) -> None:
    import espeakng_loader

    # found as a system library, this one looks for its data on the machine it was built on
    folder = str(Path(espeakng_loader.get_library_path()).parent)

    def spawn(hear: Callable[[Answer], None], ended: Callable[[], None]) -> Child[Answer]:
        environment = {"LD_LIBRARY_PATH": folder}
        return Child(hosted.WORKER, ANSWERS, hear, ended, environment=environment)

    voice = VoiceProcess(PYTTSX3, Paces(tmp_path / "paces.json"), spawn)
    narrator = Narrator([voice, FakeVoice()], ClipCache(tmp_path / "cache"))
    assert narrator.speak(Utterance("Stay.")) is not None
    (problem,) = told(narrator)  # nothing was heard of the first, so nothing has changed
    assert problem.startswith("the voice pyttsx3/en-us+f5 can't speak: the voice stopped")
    narrator.close()


def test_row_8_workers_are_spawned_and_never_forked() -> None:
    texts = [file.read_text("utf-8") for file in Path(companion.__file__).parent.rglob("*.py")]
    assert not [text for text in texts if re.search(r"os\.fork\b|import multiprocessing", text)]


def test_row_9_three_sentences_at_once_are_three_files(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", hosted.WORKER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(3):
        file = tmp_path / f"{number}.wav"
        process.stdin.write(encode(sentence(number, f"Sentence number {number}.", file)))
    process.stdin.flush()
    said = [ANSWERS.decode(process.stdout.readline()) for _ in range(4)]
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()
    assert [answer.id for answer in said[1:] if isinstance(answer, Spoken)] == [0, 1, 2]
    assert all(clip_wav.read_clip(tmp_path / f"{number}.wav").any() for number in range(3))


def test_row_10_a_sentence_that_fails_is_not_the_one_before(
    real: VoiceProcess, tmp_path: Path
) -> None:
    real.synth("This was said before.", Style(), tmp_path / "a.wav")
    with pytest.raises(UnspeakableError):
        real.synth(" ", Style(), tmp_path / "b.wav")
    assert not (tmp_path / "b.wav").exists()


def test_row_11_two_engines_speak_side_by_side(real: VoiceProcess, tmp_path: Path) -> None:
    other = VoiceProcess(PYTTSX3, Paces(tmp_path / "paces.json"))
    assert length_of(real, "Stay.", tmp_path / "a.wav") > 200
    assert length_of(other, "Stay.", tmp_path / "b.wav") > 200
    assert length_of(real, "Rest.", tmp_path / "c.wav") > 200
    other.close()


def test_row_12_a_long_sentence_is_not_cut_off(real: VoiceProcess, tmp_path: Path) -> None:
    once = length_of(real, "Stay with it for a while.", tmp_path / "a.wav")
    text = ", ".join(["stay with it for a while"] * 18)
    assert length_of(real, text, tmp_path / "b.wav") > 15 * once


def test_row_13_an_unknown_voice_is_said_and_the_usual_one_speaks(
    real: VoiceProcess, tmp_path: Path
) -> None:
    for name in ("nobody", "en-us+nobody"):
        with pytest.raises(UnknownVoiceError, match=f'there\'s no voice "{re.escape(name)}"'):
            real.synth("Stay.", Style(voice=name), tmp_path / "a.wav")
    narrator = Narrator([real], ClipCache(tmp_path / "cache"))
    assert narrator.speak(Utterance("Stay.", voice="nobody")) is not None
    assert narrator.speak(Utterance("Rest.", voice="nobody")) is not None
    assert told(narrator) == ['there\'s no voice "nobody" here, so the usual one speaks']


def test_row_14_a_place_that_cannot_be_written_is_an_answer(
    real: VoiceProcess, tmp_path: Path
) -> None:
    with pytest.raises(UnspeakableError, match="No such file"):
        real.synth("Stay.", Style(), tmp_path / "nowhere" / "a.wav")
    assert length_of(real, "Stay.", tmp_path / "b.wav") > 200


def test_row_15_four_threads_lose_nothing(real: VoiceProcess, tmp_path: Path) -> None:
    found: list[Millis] = []

    def speak(number: int) -> None:
        for turn in range(3):
            file = tmp_path / f"{number}-{turn}.wav"
            found.append(length_of(real, f"Thread number {number}.", file))

    threads = [threading.Thread(target=speak, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 12
    assert max(found) < 1.5 * min(found)


def test_row_16_the_loop_that_cannot_be_stepped_is_never_stepped() -> None:
    package = Path(companion.__file__).parent / "voice"
    texts = "".join(file.read_text("utf-8") for file in package.rglob("*.py"))
    assert ".iterate(" not in texts
    assert "startLoop(" not in texts


def test_row_17_what_a_library_prints_does_not_reach_the_app(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", hosted.WORKER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert b"Ready" in process.stdout.readline()
    answer = ANSWERS.decode(ask(process, "Stay.", tmp_path / "a.wav"))
    assert isinstance(answer, Spoken)
    assert answer.exact
    rest, printed = process.communicate(timeout=10)
    assert rest == b""
    assert b"Audio saved" in printed


def test_row_18_a_driver_that_cannot_write_files_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from companion.voice.engines.engine import Delivery
    from tests.voice.test_native import FakeDriver, native

    class Dummy(FakeDriver):
        save_to_file = None  # type: ignore[assignment]

    engine = native(monkeypatch, "darwin", Dummy())
    with pytest.raises(TypeError):
        engine.speak("Stay.", tmp_path / "a.wav", Delivery())


def test_a_worker_that_is_killed_or_frozen_costs_nothing(
    real: VoiceProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import signal

    real.synth("One.", Style(), tmp_path / "1.wav")
    assert real._child is not None
    os.kill(real._child.pid, signal.SIGKILL)
    assert length_of(real, "Two.", tmp_path / "2.wav") > 200
    monkeypatch.setattr(hosted, "SPEAK_S", 0.5)
    assert real._child is not None
    os.kill(real._child.pid, signal.SIGSTOP)
    assert length_of(real, "Three.", tmp_path / "3.wav") > 200


def test_the_same_words_are_as_long_each_time(real: VoiceProcess, tmp_path: Path) -> None:
    lengths = [length_of(real, "Let your feet find the floor.", tmp_path / "a") for _ in range(5)]
    assert max(lengths) - min(lengths) <= 0.02 * max(lengths)


@pytest.mark.parametrize(
    "text", ["🙂 hello", "שלום", "a" * 1_100, "naïve café", 'He said "stay".', "7:30", "a\r\nb"]
)
def test_odd_text_speaks_or_says_why_not(real: VoiceProcess, tmp_path: Path, text: str) -> None:
    try:
        length = real.synth(text, Style(), tmp_path / "a.wav").length
    except VoiceError as error:
        assert error.message
    else:
        assert length > 100


def test_the_worker_ends_when_its_parent_goes() -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", hosted.WORKER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdin is not None
    assert b"Ready" in process.stdout.readline()
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


@pytest.mark.skipif("_system_has_espeak()", reason="this system has an espeak-ng of its own")
def test_without_any_espeak_the_worker_says_so_and_goes(tmp_path: Path) -> None:
    (tmp_path / "espeakng_loader.py").write_text("raise ImportError('not here')")
    answers: list[Answer] = []
    ended = threading.Event()
    environment = {"PYTHONPATH": str(tmp_path)}
    child = Child(hosted.WORKER, ANSWERS, answers.append, ended.set, environment=environment)
    assert ended.wait(10)
    child.kill()
    assert answers == [Unable("espeak-ng isn't installed; pip install espeakng-loader adds it")]


def _system_has_espeak() -> bool:
    import ctypes

    try:
        ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        return False
    return True

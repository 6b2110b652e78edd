"""The worker's protocol, with engines of the test's: what it makes of what they give."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from companion.audio.formats import clip_wav
from companion.audio.mastering import loudness
from companion.errors import UnknownLanguageError, UnknownVoiceError
from companion.timeline.utterance import Onsets
from companion.units import Millis
from companion.voice import worker
from companion.voice.engines.engine import Delivery, EngineVoice
from companion.voice.pace import PARAGRAPH, PARAGRAPH_SECONDS
from companion.voice.protocol import Failed, ListVoices, Speak, Spoken, Voices
from tests.fakes import FakeParent, requests, write_tone


class FakeEngine:
    """An engine that writes a tone, or nothing."""

    def __init__(self, length: int = 800, level: float = 0.3, *, has_pitch: bool = True) -> None:
        self.length, self.level, self.has_pitch = length, level, has_pitch
        self.said: list[tuple[str, Delivery]] = []
        self.events: Onsets = [(0.0, 0)]

    def about(self) -> dict[str, str]:
        return {"driver": "fake", "library": "none"}

    def voices(self) -> list[EngineVoice]:
        return [EngineVoice("a", "A", ("en",))]

    def speak(self, text: str, file: Path, delivery: Delivery) -> Onsets:
        if delivery.voice == "nobody":
            raise UnknownVoiceError("there is no nobody")
        if delivery.lang == "tlh":
            raise UnknownLanguageError("it speaks no tlh")
        self.said.append((text, delivery))
        if self.length:
            length = Millis(round(self.length / delivery.speed))
            write_tone(file, length, rate=22_050, level=self.level)
        return list(self.events)


def ask(tmp_path: Path, **other: Any) -> Speak:
    return replace(
        Speak(3, "Stay.", str(tmp_path / "a.wav"), "", "en", 1.0, 1.0, soften=True), **other
    )


def test_the_worker_answers_with_a_finished_clip(tmp_path: Path) -> None:
    answer = worker.speak(FakeEngine(), ask(tmp_path))
    assert answer.id == 3
    assert answer.exact
    samples = clip_wav.read_clip(tmp_path / "a.wav")
    assert answer.seconds == len(samples) / 48_000
    assert loudness(samples) == pytest.approx(-18, abs=0.5)


@pytest.mark.parametrize(
    ("engine", "text", "reason"),
    [(FakeEngine(0), "Stay.", "didn't write a file"), (FakeEngine(20, level=0.0), "Stay.", "no sound"),
     (FakeEngine(), "  ", "nothing to say")],
)  # fmt: skip
def test_the_worker_never_passes_off_nothing_as_a_clip(
    tmp_path: Path, engine: FakeEngine, text: str, reason: str
) -> None:
    with pytest.raises(Exception, match=reason):
        worker.answer(engine, ask(tmp_path, text=text))
    assert not list(tmp_path.glob("*.wav"))


def test_the_worker_serves_on_after_a_sentence_that_failed(tmp_path: Path) -> None:
    parent = FakeParent()
    waiting = requests(
        ask(tmp_path, text=""), ask(tmp_path, voice="nobody"), ask(tmp_path, lang="tlh"),
        ask(tmp_path), ListVoices(4),
    )  # fmt: skip
    worker.serve(parent, FakeEngine(), waiting, rounds=5)  # type: ignore[arg-type]
    assert [failed.fault for failed in parent.said_of(Failed)] == ["", "voice", "language"]
    assert parent.said_of(Spoken)[0].seconds > 0.5
    assert parent.said[-1] == Voices(4, [("a", "A", ["en"])])


def test_an_engine_without_word_times_has_them_found_by_ear(tmp_path: Path) -> None:
    engine = FakeEngine(1_600)
    engine.events = []
    answer = worker.speak(engine, ask(tmp_path, text="Stay here, for now."))
    assert not answer.exact
    assert [place for _, place in answer.onsets] == [0, 5, 11, 15]


def test_an_engine_without_pitch_is_played_back_at_another_rate(tmp_path: Path) -> None:
    engine = FakeEngine(has_pitch=False)
    answer = worker.speak(engine, ask(tmp_path, pitch=0.8))
    assert engine.said[0][1] == Delivery(speed=1.25)
    assert answer.seconds == pytest.approx(0.82, abs=0.15)  # as long as it would have been
    assert strongest(tmp_path / "a.wav") == pytest.approx(440 * 0.8, rel=0.01)
    worker.answer(FakeEngine(), ask(tmp_path, pitch=0.8))
    assert strongest(tmp_path / "a.wav") == pytest.approx(440, rel=0.01)


def strongest(file: Path) -> float:
    samples = clip_wav.read_clip(file)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * 48_000 / len(samples))


def test_what_is_too_long_for_an_engine_is_said_in_pieces(tmp_path: Path) -> None:
    engine = FakeEngine(1_000)
    clauses = ["This is a clause of middling length, " for _ in range(60)]
    answer = worker.speak(engine, ask(tmp_path, text="".join(clauses).strip()))
    said = [text for text, _ in engine.said]
    assert all(len(text) <= worker.MOST_CHARACTERS for text in said)
    assert " ".join(said) == "".join(clauses).strip()
    assert all(text.endswith(",") for text in said)
    places = [place for _, place in answer.onsets]
    assert places[1] == len(said[0]) + 1
    assert answer.onsets[1][0] > 0.9


@pytest.mark.parametrize("text", ["x" * 1_500, "word " * 400, "a" * 599 + ", " + "b" * 700])
def test_pieces_lose_nothing(text: str) -> None:
    pieces = worker.parts(text.strip())
    assert max(map(len, pieces)) <= worker.MOST_CHARACTERS
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_a_voice_that_is_fast_by_itself_is_slowed_down() -> None:
    fast = FakeEngine(round(PARAGRAPH_SECONDS * 1_000 / len(PARAGRAPH) * 0.8))
    assert worker.measure_speed(fast, "a") == pytest.approx(0.8, rel=0.01)
    assert len(fast.said) == 2 * len(PARAGRAPH)
    assert fast.said[-1][1].voice == "a"


def test_what_no_engine_could_do_is_not_asked_of_it() -> None:
    assert worker.measure_speed(FakeEngine(1), "a") == 0.4


@pytest.mark.parametrize(
    "voice",
    ["../../dev/zero", "/dev/zero", "en-us+" + "a" * 39, "-w x", "a\nb", "a" * 200, "x/../y"],
)
def test_a_name_that_is_no_voices_never_reaches_an_engine(tmp_path: Path, voice: str) -> None:
    engine = FakeEngine()
    with pytest.raises(UnknownVoiceError):
        worker.answer(engine, ask(tmp_path, voice=voice))
    assert engine.said == []


@pytest.mark.parametrize("lang", ["../de", "--help", "en us", "", "x" * 40])
def test_a_language_that_is_none_never_reaches_an_engine(tmp_path: Path, lang: str) -> None:
    engine = FakeEngine()
    with pytest.raises(UnknownLanguageError):
        worker.answer(engine, ask(tmp_path, lang=lang))
    assert engine.said == []


@pytest.mark.parametrize(
    "voice", ["en-us+f5", "gmw/en-US+m6", "flite/slt", "piper/amy~2", "Anna (Enhanced)", "Amélie"]
)
def test_the_names_that_voices_have_do(tmp_path: Path, voice: str) -> None:
    assert worker.speak(FakeEngine(), ask(tmp_path, voice=voice)).seconds > 0

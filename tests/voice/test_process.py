"""A voice behind its pipe: what each failure costs, with workers of the test's."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from companion.child import Child
from companion.errors import (
    ChildError,
    UnknownLanguageError,
    UnknownVoiceError,
    UnspeakableError,
    VoiceError,
)
from companion.voice import process, protocol
from companion.voice.engine_table import FLITE, PYTTSX3, EngineEntry
from companion.voice.engines.engine import EngineVoice
from companion.voice.pace import Paces
from companion.voice.preference import piper
from companion.voice.process import VoiceProcess
from companion.voice.protocol import (
    Failed,
    Fault,
    ListVoices,
    Measure,
    Measured,
    Ready,
    Request,
    Speak,
    Spoken,
    Unable,
    Voices,
)
from companion.voice.voice import Style
from tests.fakes import FakeChild

Way = Callable[[FakeChild, Request], None]
MAC = EngineEntry("pyttsx3", arguments=("native",))


class Workers:
    """Starts fake workers, each answering in its own way; the last way goes on."""

    def __init__(self, *ways: Way | None) -> None:
        self.ways = list(ways)
        self.all: list[FakeChild] = []

    def __call__(
        self, hear: Callable[[protocol.Answer], None], ended: Callable[[], None]
    ) -> Child[protocol.Answer]:
        child = FakeChild(hear, ended)
        way = self.ways.pop(0) if len(self.ways) > 1 else self.ways[0]
        self.all.append(child)
        if way is None:
            child.hear(Unable("there is no espeak-ng here"))
        else:
            child.hear(Ready("espeak", "embedded"))
            child.answer = lambda message: way(child, message)
        return child  # type: ignore[return-value]

    @property
    def asked(self) -> list[Request]:
        return [message for child in self.all for message in child.sent]

    @property
    def speaks(self) -> list[Speak]:
        return [message for message in self.asked if isinstance(message, Speak)]


def good(child: FakeChild, message: Request) -> None:
    child.hear(Spoken(999, 9.0, [], exact=True))  # the late answer of an earlier question
    match message:
        case Measure(number):
            child.hear(Measured(number, 0.8))
        case ListVoices(number):
            child.hear(Voices(number, [("gmw/de", "German", ["de"])]))
        case Speak(number):
            child.hear(Spoken(number, 1.25, [(0.0, 0), (0.5, 5)], exact=True))


def silent(_: FakeChild, __: Request) -> None:
    """A worker that hangs."""


def dies(child: FakeChild, _: Request) -> None:
    child.kill()


def refusing(fault: Fault) -> Way:
    def refuse(child: FakeChild, message: Request) -> None:
        child.hear(Failed(message.id, "RuntimeError: bad voice", fault))

    return refuse


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SPEAK_S", 0.05)
    monkeypatch.setattr(process, "SPEAK_S_PER_CHARACTER", 0.0)


@pytest.fixture
def paces(tmp_path: Path) -> Paces:
    return Paces(tmp_path / "cache" / "paces.json")


def voice(workers: Workers, paces: Paces, offer: EngineEntry = PYTTSX3) -> VoiceProcess:
    return VoiceProcess(offer, paces, workers)


def test_a_sentence_comes_back_with_its_length_and_its_words(tmp_path: Path, paces: Paces) -> None:
    workers = Workers(good)
    speaking = voice(workers, paces)
    take = speaking.synth("Stay here.", Style(), tmp_path / "a.wav")
    assert (take.length, take.onsets, take.exact) == (1_250, [(0.0, 0), (0.5, 5)], True)
    asked = workers.speaks[0]
    assert (asked.voice, asked.speed, asked.soften) == ("en-us+f5", 1.0, True)
    assert speaking.describe() == "pyttsx3/en-us+f5: espeak, embedded"
    assert speaking.voices() == [EngineVoice("gmw/de", "German", ("de",))]


def test_a_voice_is_measured_once_and_then_known(tmp_path: Path, paces: Paces) -> None:
    workers = Workers(good)
    for number in range(2):
        speaking = voice(workers, paces, FLITE)
        speaking.synth("Stay.", Style(wpm=73, voice="kal"), tmp_path / f"{number}.wav")
    assert [type(message) for message in workers.asked] == [Measure, Speak, Speak]
    assert workers.speaks[0].speed == 0.4


def test_another_voice_of_the_same_engine_is_measured_by_itself(
    tmp_path: Path, paces: Paces
) -> None:
    workers = Workers(good)
    speaking = voice(workers, paces)
    speaking.synth("Stay.", Style(voice="en-us+m6"), tmp_path / "a.wav")
    speaking.synth("Stay.", Style(), tmp_path / "b.wav")
    assert [(type(m), m.voice) for m in workers.asked if not isinstance(m, ListVoices)] == [
        (Measure, "en-us+m6"), (Speak, "en-us+m6"), (Speak, "en-us+f5")]  # fmt: skip


def test_another_language_has_a_voice_that_the_engine_chooses(tmp_path: Path, paces: Paces) -> None:
    workers = Workers(good)
    voice(workers, paces).synth("Bleib.", Style(lang="de"), tmp_path / "a.wav")
    (asked,) = workers.speaks
    assert (asked.voice, asked.lang, asked.speed) == ("", "de", 1.0)


def test_a_pace_that_cannot_be_kept_is_measured_again(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file, where a folder should be")
    paces = Paces(tmp_path / "blocked" / "paces.json")
    paces.keep("a", 0.9)
    assert paces.find("a") is None
    for text in ("[", "[]", '{"a": "fast"}', '{"a": -1.0}', '{"a": NaN}'):
        (tmp_path / "paces.json").write_text(text)
        assert Paces(tmp_path / "paces.json").find("a") is None


def test_on_other_systems_the_persons_own_voice_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paces: Paces
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    workers = Workers(good)
    speaking = voice(workers, paces, MAC)
    speaking.synth("Stay here.", Style(), tmp_path / "a.wav")
    asked = workers.speaks[-1]
    assert (asked.voice, asked.speed, asked.soften) == ("", 0.8, False)
    assert speaking.fingerprint().endswith("/darwin")


def test_a_fingerprint_changes_with_the_file_of_the_voice(tmp_path: Path) -> None:
    file = tmp_path / "amy.onnx"
    before = piper(str(file)).fingerprint()
    file.write_bytes(b"a voice")
    assert piper(str(file)).fingerprint() != before
    assert str(tmp_path) not in piper(str(file)).fingerprint()


@pytest.mark.parametrize("way", [silent, dies])
def test_a_worker_that_hangs_or_dies_is_replaced_and_asked_once_more(
    tmp_path: Path, way: Way, paces: Paces
) -> None:
    workers = Workers(way, good)
    assert voice(workers, paces).synth("Stay.", Style(), tmp_path / "a.wav").length == 1_250
    assert len(workers.all) == 2
    assert not workers.all[0].alive


@pytest.mark.parametrize(
    ("way", "reason"), [(dies, "stopped by itself: it said this last"), (silent, "doesn't answer")]
)
def test_a_worker_that_fails_twice_is_given_up_with_its_reason(
    tmp_path: Path, paces: Paces, way: Way, reason: str
) -> None:
    with pytest.raises(VoiceError, match=reason):
        voice(Workers(way), paces).synth("Stay.", Style(), tmp_path / "a.wav")


@pytest.mark.parametrize(
    ("kind", "error"),
    [("", UnspeakableError), ("voice", UnknownVoiceError), ("language", UnknownLanguageError)],
)
def test_a_sentence_that_is_refused_is_not_asked_again(
    tmp_path: Path, paces: Paces, kind: Fault, error: type[VoiceError]
) -> None:
    workers = Workers(refusing(kind))
    with pytest.raises(error, match="bad voice"):
        voice(workers, paces).synth("Stay.", Style(), tmp_path / "a.wav")
    assert len(workers.all) == 1


def test_no_engine_is_a_reason_and_not_an_end(paces: Paces) -> None:
    assert voice(Workers(None), paces).available() == "there is no espeak-ng here"
    speaking = voice(Workers(good), paces)
    assert speaking.describe() == "pyttsx3/en-us+f5"
    speaking.warm()
    assert speaking.available() is None


def test_a_voice_that_rested_speaks_again(tmp_path: Path, paces: Paces) -> None:
    workers = Workers(good)
    speaking = voice(workers, paces)
    speaking.rest()
    assert workers.all == []
    speaking.synth("Stay.", Style(), tmp_path / "a.wav")
    speaking.rest()
    assert not workers.all[0].alive
    speaking.synth("Stay.", Style(), tmp_path / "a.wav")
    assert len(workers.all) == 2


def test_a_worker_that_cannot_be_started_is_a_reason(paces: Paces) -> None:
    def spawn(*_: object) -> Child[protocol.Answer]:
        raise ChildError("could not start it")

    assert VoiceProcess(PYTTSX3, paces, spawn).available() == "could not start it"


def test_a_closed_voice_starts_nothing(tmp_path: Path, paces: Paces) -> None:
    workers = Workers(good)
    speaking = voice(workers, paces)
    speaking.close()
    with pytest.raises(VoiceError, match="closed"):
        speaking.synth("Stay.", Style(), tmp_path / "a.wav")
    assert workers.all == []

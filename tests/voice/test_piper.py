"""Piper for real, through a tiny voice that the test builds itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion.audio.formats import clip_wav
from companion.errors import UnknownLanguageError, VoiceError
from companion.timeline.utterance import Utterance
from companion.voice.clip_cache import ClipCache
from companion.voice.engines.piper import pair_onsets, word_starts
from companion.voice.narrator import Narrator
from companion.voice.pace import Paces
from companion.voice.preference import piper
from companion.voice.process import VoiceProcess
from companion.voice.voice import Style
from tests.fakes import told
from tests.voice.onnx_voice import build


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("piper") / "tone.onnx")


@pytest.fixture
def voice(file: Path, tmp_path: Path) -> Iterator[VoiceProcess]:
    speaking = VoiceProcess(piper(str(file)), Paces(tmp_path / "paces.json"))
    yield speaking
    speaking.close()


def test_a_voice_file_speaks_with_exact_words(voice: VoiceProcess, tmp_path: Path) -> None:
    narrator = Narrator([voice], ClipCache(tmp_path / "cache"))
    line = "Let the breath come and go, and don't push."
    clip = narrator.speak(Utterance(line))
    assert told(narrator) == []
    assert clip is not None
    assert clip.spoken.exact
    assert [line[w.first : w.last] for w in clip.spoken.words] == line.split()
    assert len(clip_wav.read_clip(clip.file)) == clip.spoken.length * 48
    assert voice.describe() == "piper/tone: tone, piper"


def test_it_is_measured_and_slows_down_when_asked(voice: VoiceProcess, tmp_path: Path) -> None:
    usual = voice.synth("Stay with it here.", Style(), tmp_path / "a.wav").length
    slow = voice.synth("Stay with it here.", Style(wpm=100), tmp_path / "b.wav").length
    assert slow > 1.2 * usual
    assert (tmp_path / "paces.json").exists()


def test_it_speaks_the_language_it_was_made_for(voice: VoiceProcess, tmp_path: Path) -> None:
    with pytest.raises(UnknownLanguageError, match="tone doesn't speak de"):
        voice.synth("Bleib.", Style(lang="de"), tmp_path / "a.wav")
    assert [known.langs for known in voice.voices()] == [("en",)]


@pytest.mark.parametrize(
    ("harm", "reason"),
    [("gone", "isn't there any more"), ("alone", "tone.onnx.json is missing"), ("broken", "")],
)
def test_a_file_that_is_no_voice_is_a_reason(
    file: Path, tmp_path: Path, harm: str, reason: str
) -> None:
    mine = tmp_path / "tone.onnx"
    if harm != "gone":
        shutil.copy(file, mine)
    if harm == "broken":
        shutil.copy(f"{file}.json", f"{mine}.json")
        mine.write_bytes(b"no model")
    voice = VoiceProcess(piper(str(mine)), Paces(tmp_path / "paces.json"))
    assert reason in (voice.available() or "nothing")
    with pytest.raises(VoiceError):
        voice.synth("Stay.", Style(), tmp_path / "a.wav")
    voice.close()


def test_sounds_become_words() -> None:
    sounds = [
        ("^", 5),
        ("h", 10),
        ("i", 10),
        (" ", 4),
        ("s", 8),
        (",", 9),
        (" ", 3),
        ("x", 1),
        ("$", 2),
    ]
    assert word_starts(sounds) == [5, 29, 49]
    assert pair_onsets('hi "so", x', [0.1, 0.2, 0.3]) == [(0.1, 0), (0.2, 3), (0.3, 9)]
    assert pair_onsets("hi - so", [0.1, 0.2]) == [(0.1, 0), (0.2, 5)]
    assert pair_onsets("7:30 is it", [0.1, 0.2]) == []

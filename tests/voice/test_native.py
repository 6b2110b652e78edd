"""pyttsx3's drivers with their quirks: fakes of macOS and Windows, and what espeak-ng makes of us."""

import sys
import types
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from companion.audio.formats import clip_wav, decode
from companion.audio.mastering import loudness
from companion.errors import UnknownLanguageError, UnknownVoiceError
from companion.timeline.utterance import Utterance
from companion.units import Millis
from companion.voice.clip_cache import ClipCache
from companion.voice.engine_table import ESPEAK_VOICE, PYTTSX3
from companion.voice.engines import native as module
from companion.voice.engines.engine import Delivery, EngineVoice
from companion.voice.engines.native import Native, pick, short_path
from companion.voice.narrator import Narrator
from companion.voice.pace import Paces
from companion.voice.process import VoiceProcess
from companion.voice.voice import Style
from tests.fakes import told, write_tone

MAC_VOICES = [
    SimpleNamespace(id="com.apple.voice.compact.de-DE.Anna", name="Anna", languages=["de_DE"]),
    SimpleNamespace(
        id="com.apple.voice.compact.en-US.Samantha", name="Samantha", languages=["en_US"]
    ),
]
WINDOWS_VOICES = [
    SimpleNamespace(
        id="HKEY\\TTS_MS_EN-US_DAVID_11.0", name="Microsoft David", languages=["en-US"]
    ),
    SimpleNamespace(id="HKEY\\TTS_MS_EN-US_ZIRA_11.0", name="Microsoft Zira", languages=["en-US"]),
]


class FakeDriver:
    """What nsss and sapi5 are to us: properties, and a file that comes with or after the call."""

    def __init__(
        self, voices: list[SimpleNamespace] | None = None, *, aiff: bool = True, ends: bool = True
    ) -> None:
        self.voices = MAC_VOICES if voices is None else voices
        self.aiff, self.ends = aiff, ends
        self.set: dict[str, object] = {"voice": self.voices[0].id if self.voices else None}
        self.finished: Any = None

    def getProperty(self, name: str) -> Any:  # noqa: N802 - pyttsx3's name
        if name == "pitch":
            raise AssertionError("these drivers print about pitch and have none")
        return self.voices if name == "voices" else self.set.get(name)

    def setProperty(self, name: str, value: object) -> None:  # noqa: N802 - pyttsx3's name
        if name == "voice" and value not in [voice.id for voice in self.voices]:
            raise ValueError("unknown voice id")
        self.set[name] = value

    def save_to_file(self, text: str, filename: str) -> None:
        if self.aiff:  # nsss writes AIFF, whatever the name says
            samples = np.sin(np.arange(22_050) * 0.1) * 0.3
            soundfile.write(filename, samples, 22_050, format="AIFF", subtype="PCM_16")
        else:
            write_tone(Path(filename), Millis(900), rate=22_050)


def native(monkeypatch: pytest.MonkeyPatch, platform: str, driver: FakeDriver) -> Native:
    """The engine as it is on another system, over a driver of the test's."""
    heard: dict[str, Any] = {}

    class Engine:
        driver_name = "fake"
        proxy = SimpleNamespace(_driver=driver)

        def connect(self, topic: str, heard_by: Any) -> None:
            heard[topic] = heard_by

        def save_to_file(self, text: str, filename: str) -> None:
            driver.save_to_file(text, filename)

        def runAndWait(self) -> None:  # noqa: N802 - pyttsx3's name
            if driver.ends:  # sapi5 tells of no end for a file
                heard["finished-utterance"](completed=True)

    fake = types.ModuleType("pyttsx3")
    fake.init = Engine  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyttsx3", fake)
    monkeypatch.setattr(sys, "platform", platform)
    return Native()


def test_macos_speaks_english_even_where_the_system_does_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    driver = FakeDriver()
    engine = native(monkeypatch, "darwin", driver)
    assert engine.speak("Stay.", tmp_path / "raw.wav", Delivery(speed=0.9)) == []
    assert driver.set["voice"] == "com.apple.voice.compact.en-US.Samantha"
    assert driver.set["rate"] == 131
    samples, rate = decode.read_speech(tmp_path / "raw.wav")  # AIFF by the name of WAV
    assert (len(samples), rate) == (22_050, 22_050)


def test_windows_gives_no_end_and_none_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    driver = FakeDriver(WINDOWS_VOICES, aiff=False, ends=False)
    engine = native(monkeypatch, "win32", driver)
    assert engine.speak("Stay.", tmp_path / "raw.wav", Delivery(voice="Microsoft Zira")) == []
    assert driver.set["voice"] == WINDOWS_VOICES[1].id
    assert (tmp_path / "raw.wav").exists()
    assert engine.about() == {"driver": "fake", "library": "system"}
    assert not engine.has_pitch


def test_an_engine_that_gives_no_end_elsewhere_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(module, "_ENGINE_TIMEOUT_S", 0.01)
    engine = native(monkeypatch, "darwin", FakeDriver(ends=False))
    with pytest.raises(TimeoutError, match="finish a sentence"):
        engine.speak("Stay.", tmp_path / "raw.wav", Delivery())


def test_what_a_driver_reports_as_an_error_is_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engine = native(monkeypatch, "darwin", FakeDriver())

    def run() -> None:
        engine._on_failed(exception=ValueError("out of voice"))

    monkeypatch.setattr(engine._engine, "runAndWait", run)
    with pytest.raises(RuntimeError, match="ValueError: out of voice"):
        engine.speak("Stay.", tmp_path / "raw.wav", Delivery())


def known(voice: SimpleNamespace) -> EngineVoice:
    return EngineVoice(voice.id, voice.name, tuple(voice.languages))


ANNA, SAMANTHA = map(known, MAC_VOICES)


@pytest.mark.parametrize(
    ("voices", "current", "delivery", "expected"),
    [
        ((ANNA, SAMANTHA), ANNA.id, Delivery(), SAMANTHA.id),
        ((ANNA, SAMANTHA), SAMANTHA.id.upper(), Delivery(), SAMANTHA.id),
        ((ANNA, SAMANTHA), SAMANTHA.id, Delivery(lang="de-AT"), ANNA.id),
        ((ANNA, SAMANTHA), SAMANTHA.id, Delivery(voice="anna"), ANNA.id),
        ((EngineVoice("a", "A"), EngineVoice("b", "B")), "b", Delivery(), "b"),
        ((EngineVoice("a", "A"),), "", Delivery(lang="fr"), ""),
        ((), "", Delivery(), ""),
    ],
)
def test_a_voice_is_picked_by_its_name_or_its_language(
    voices: tuple[EngineVoice, ...], current: str, delivery: Delivery, expected: str
) -> None:
    assert pick(voices, current, delivery) == expected


def test_where_no_voice_will_do_that_is_said() -> None:
    with pytest.raises(UnknownVoiceError):
        pick((ANNA,), ANNA.id, Delivery(voice="Zoe"))
    with pytest.raises(UnknownLanguageError):
        pick((ANNA,), ANNA.id, Delivery(lang="fr"))


def test_a_data_path_that_is_too_long_for_the_engine_gets_a_short_name(tmp_path: Path) -> None:
    long = tmp_path / ("x" * 160)
    assert short_path("/short") == "/short"
    long.mkdir()
    link = short_path(str(long))
    assert len(link) < 150
    assert Path(link).resolve() == long.resolve()


# --- for real, on the engine that comes with pip --------------------------------------------
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the embedded engine is for Linux")


@pytest.fixture
def real(tmp_path: Path) -> Iterator[VoiceProcess]:
    voice = VoiceProcess(PYTTSX3, Paces(tmp_path / "paces.json"))
    yield voice
    voice.close()


@on_linux
def test_the_embedded_engine_speaks_with_exact_words(real: VoiceProcess, tmp_path: Path) -> None:
    narrator = Narrator([real], ClipCache(tmp_path))
    clip = narrator.speak(Utterance("You noticed, and that is enough for now."))
    assert told(narrator) == []
    assert clip is not None
    assert clip.spoken.exact
    assert 2_500 < clip.spoken.length < 5_000
    samples = clip_wav.read_clip(clip.file)
    assert len(samples) == clip.spoken.length * 48
    assert loudness(samples) == pytest.approx(-18, abs=0.6)
    assert [w.first for w in clip.spoken.words] == [0, 4, 13, 17, 22, 25, 32, 36]


@on_linux
@pytest.mark.parametrize(
    "line",
    ["“Don’t” isn’t “won’t”, is it?", "Half past ten, or 7:30, or 3 of them.",
     "Naïve — and café — and that.", "In, two, three; out, two, three, four."],
)  # fmt: skip
def test_every_word_on_the_screen_has_its_time_from_the_engine(
    real: VoiceProcess, tmp_path: Path, line: str
) -> None:
    clip = Narrator([real], ClipCache(tmp_path)).speak(Utterance(line))
    assert clip is not None
    assert clip.spoken.exact
    words = clip.spoken.words
    assert " ".join(line[w.first : w.last] for w in words) == line
    assert all(a.start < b.start for a, b in pairwise(words))


@on_linux
@pytest.mark.parametrize("pitch", [0.8, 1.25])
def test_pitch_is_a_factor_on_what_is_heard(
    real: VoiceProcess, tmp_path: Path, pitch: float
) -> None:
    found = []
    for number, factor in enumerate((1.0, pitch)):
        out = tmp_path / f"{number}.wav"
        real.synth("All of the moments are allowed to be here now.", Style(pitch=factor), out)
        found.append(fundamental(clip_wav.read_clip(out)))
    assert found[1] / found[0] == pytest.approx(pitch, rel=0.06)


def fundamental(samples: "np.ndarray[Any, np.dtype[np.float32]]") -> float:
    """The median of the voiced blocks' fundamental, in Hz, by autocorrelation."""
    found = []
    for first in range(0, len(samples) - 4_800, 4_800):
        block = samples[first : first + 4_800]
        if np.abs(block).max() < 0.1:
            continue
        same = np.correlate(block, block, "full")[len(block) - 1 :]
        lag = 120 + int(np.argmax(same[120:700]))
        if same[lag] > 0.5 * same[0]:
            found.append(48_000 / lag)
    return float(np.median(found))


@on_linux
def test_a_script_of_another_language_is_spoken_in_it(real: VoiceProcess, tmp_path: Path) -> None:
    narrator = Narrator([real], ClipCache(tmp_path))
    assert narrator.speak(Utterance("Bleib einen Moment hier.", lang="de-AT")) is not None
    assert narrator.speak(Utterance("Reste ici.", lang="fr")) is not None
    assert told(narrator) == []
    assert narrator.speak(Utterance("nuqneH", lang="xx")) is None
    assert narrator.speak(Utterance("Qapla'", lang="xx")) is None
    assert told(narrator) == ["no voice here speaks xx, so those words are only shown"]


@on_linux
def test_a_second_speaker_is_another_voice_at_the_same_pace(
    real: VoiceProcess, tmp_path: Path
) -> None:
    line = "Something in me wants an answer, and it wants it now."
    lengths = [
        real.synth(line, Style(voice=voice), tmp_path / f"{voice}.wav").length
        for voice in ("", "en-us+m6", "en-us+klatt4")
    ]
    assert max(lengths) < 1.1 * min(lengths)
    assert {known.id for known in real.voices()} >= {"gmw/de", "roa/fr"}


def test_the_voice_is_never_the_default_british_one() -> None:
    assert ESPEAK_VOICE.startswith("en-us+")

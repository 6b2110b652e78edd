"""The lines that are spoken in advance: current, whole, and in the voice that would say them now."""

import itertools
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from companion.audio.formats import clip_wav
from companion.audio.formats.clips import read_clip
from companion.audio.formats.decode import read_shipped_clip
from companion.audio.mastering import loudness
from companion.audio.mixer import Mixer
from companion.audio.score import ClipSound, Score
from companion.errors import SoundError
from companion.script.manner import Anchor, Words
from companion.store.library import Library
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.utterance import Utterance
from companion.units import RATE, Frames, Millis
from companion.voice.clip_cache import ClipCache
from companion.voice.engine_table import FLITE, HIBARI, PYTTSX3, EngineEntry
from companion.voice.narrator import Narrator
from companion.voice.preference import is_behind_shipped, own_command
from companion.voice.protocol import Speak
from companion.voice.shipped_clips import INDEX, ShippedClip, ShippedClips
from companion.voice.voice import Take
from companion.voice.worker import speak
from tests.fakes import FakeVoice
from tools.speak import FOLDER, digests, first_emergencies, scripts, utterances, wanted

CLIPS: dict[str, Any] = json.loads((FOLDER / INDEX).read_bytes())["clips"]
EMERGENCIES = [script for script in scripts() if script.kind == "emergency"]


def narrator(folder: Path, shipped: Path = FOLDER) -> tuple[Narrator, FakeVoice]:
    """A narrator with a voice that must not be asked for what was spoken in advance."""
    voice = FakeVoice()
    return Narrator([voice], ClipCache(folder / "cache"), shipped=ShippedClips(shipped)), voice


def found(digest: str) -> ShippedClip:
    clip = ShippedClips(FOLDER).find(digest)
    assert clip is not None
    return clip


def samples_of(digest: str) -> "np.ndarray[Any, Any]":
    clip = found(digest)
    return read_clip(clip.file, clip.offset, clip.take.length * RATE // 1000)


def test_the_clips_are_those_of_todays_words_and_voice() -> None:
    """When this fails: `make spoken`."""
    current = wanted()
    assert {file.name for file in FOLDER.iterdir()} == {*current, INDEX}
    listed = {name: [d for d, row in CLIPS.items() if row[0] == name] for name in current}
    assert listed == {name: list(lines) for name, lines in current.items()}


def test_they_are_small_enough_to_ship() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 12_000_000


def test_the_first_line_of_what_a_key_begins_needs_no_library_to_be_read() -> None:
    bells = Library(Path("none"), Path("none")).kit(shipped_only=True).lengths
    urgent = first_emergencies()
    assert "first-two-minutes" in urgent
    assert len(urgent) == 4
    for script in (script for script in EMERGENCIES if script.id in urgent):
        for words, anchor in itertools.product(get_args(Words), get_args(Anchor)):
            request = Request(words=words, anchor=anchor)
            (digest,) = digests([plan(script, request, bells).utterances()[0]])
            assert found(digest).file.suffix == ".wav", script.id
    first = next(FOLDER.glob("*.wav"))
    done = subprocess.run(
        [sys.executable, "-c", READ, str(first)],
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    assert done.stdout == "False\n"


READ = """
import sys
from dataclasses import replace
from pathlib import Path
from companion.audio.formats.clips import read_clip
read_clip(Path(sys.argv[1]))
print("soundfile" in sys.modules)
"""


def test_each_is_whole_and_as_loud_as_any_line() -> None:
    for digest in list(CLIPS)[::4]:
        samples, take = samples_of(digest), found(digest).take
        assert len(samples) == take.length * RATE // 1000
        assert loudness(samples) == pytest.approx(-18.0, abs=0.7), digest
        starts = [start for start, _ in take.onsets]
        assert starts == sorted(starts)
        assert starts[-1] * 1000 < take.length


def test_a_line_from_the_middle_of_a_file_is_that_line_alone() -> None:
    name = "sit-with-it.opus"
    whole = read_clip(FOLDER / name)
    for digest in [d for d, row in CLIPS.items() if row[0] == name][1::7]:
        clip, samples = found(digest), samples_of(digest)
        expected = whole[clip.offset : clip.offset + len(samples)]
        # a decoder that starts in the middle needs some milliseconds to be exact
        np.testing.assert_allclose(samples, expected, atol=0.01)


def test_they_sound_as_the_voice_would_say_them_now(tmp_path: Path) -> None:
    """Bytes differ by processor, so lengths and long-term spectra are compared."""
    pytest.importorskip("hibari", reason="there is no hibari for this system")
    from companion.voice.engines.hibari import Hibari

    voice = Hibari()
    lines = [pair for of_file in wanted().values() for pair in of_file.items()]
    for digest, (said, style) in sorted(lines, key=lambda pair: pair[0])[::60]:
        speed = round(style.wpm / 146, 3)
        out = tmp_path / f"{digest}.wav"
        speak(voice, Speak(1, said, str(out), "heart", "en", speed, style.pitch, False))
        kept = samples_of(digest)
        fresh = clip_wav.read_clip(out)
        assert abs(len(fresh) - len(kept)) <= RATE * 25 // 1000, said
        apart = np.abs(bands(fresh) - bands(kept))
        assert apart[:-1].max() < 3.0, said
        assert apart[-1] < 5.0, said  # above 4.6 kHz a codec saves the most


def bands(samples: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """The energy in eight bands up to 8 kHz, in dB."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    edges = np.geomspace(100, 8_000, 9) / RATE * len(samples)
    pairs = itertools.pairwise(edges)
    return np.array([10 * np.log10(power[int(a) : int(b)].sum() + 1e-9) for a, b in pairs])


def test_a_shipped_line_needs_no_voice_and_no_cache(tmp_path: Path) -> None:
    reader, voice = narrator(tmp_path)
    for line in utterances(EMERGENCIES[0])[:20]:
        clip = reader.speak(line)
        assert clip is not None
        assert clip.file.parent == FOLDER
        assert clip.spoken.exact
        assert len(clip.spoken.words) == len(line.text.split())
    assert voice.said == []
    assert not (tmp_path / "cache").exists()


def test_other_words_and_a_damaged_file_are_spoken(tmp_path: Path) -> None:
    folder = tmp_path / "spoken"
    folder.mkdir()
    shutil.copy(FOLDER / INDEX, folder)
    for name in wanted():
        (folder / name).write_bytes(b"x")
    first = utterances(EMERGENCIES[0])[0]
    reader, voice = narrator(tmp_path, folder)
    assert reader.speak(first) is not None
    assert len(voice.said) == 1
    (folder / INDEX).write_text("[1")
    reader, voice = narrator(tmp_path / "b", folder)
    assert reader.speak(first) is not None
    assert len(voice.said) == 1
    reader, voice = narrator(tmp_path / "c")
    assert reader.speak(Utterance("Other words.")) is not None
    assert len(voice.said) == 1
    assert ShippedClips(tmp_path / "none").find("x") is None


def test_another_voice_or_manner_is_never_answered_with_this_one(tmp_path: Path) -> None:
    first = utterances(EMERGENCIES[0])[0]
    reader, voice = narrator(tmp_path)
    for other in (replace(first, pace=0.9), replace(first, pitch=0.9), replace(first, voice="x/y")):
        assert reader.speak(other) is not None
    assert len(voice.said) == 3


@pytest.mark.parametrize(
    ("chosen", "engines", "is_used"),
    [
        ("", (HIBARI, PYTTSX3), True),
        ("hibari/heart", (HIBARI, PYTTSX3), True),
        ("auto", (FLITE, PYTTSX3), True),  # hibari can't be installed here
        ("flite", (FLITE, HIBARI), False),
        ("flite", (FLITE, PYTTSX3), False),
        ("auto", (own_command(["say-it"]), HIBARI), False),
        ("auto", (own_command(["say-it"]), PYTTSX3), False),
        ("silent", (), False),
    ],
)
def test_a_voice_that_somebody_chose_goes_before_them(
    chosen: str, engines: tuple[EngineEntry, ...], *, is_used: bool
) -> None:
    assert is_behind_shipped(chosen, engines) is is_used


@pytest.mark.parametrize(
    "row", ["{}", "3", '["a.opus"]', '["a.opus", 0, "x", []]', '["b.opus", 0, 1, []]', '["a.opus", 0, 1, [2]]']
)  # fmt: skip
def test_a_row_that_makes_no_sense_is_no_clip(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.opus").write_bytes(b"x")
    (tmp_path / INDEX).write_text(f'{{"files": {{"a.opus": 1}}, "clips": {{"a": {row}}}}}')
    assert ShippedClips(tmp_path).find("a") is None


def test_the_mixer_reads_them(tmp_path: Path) -> None:
    for ending in (".opus", ".wav"):
        digest = [d for d, row in CLIPS.items() if row[0].endswith(ending)][-1]
        clip = found(digest)
        frames = Frames(clip.take.length * 48)
        sound = ClipSound(Frames(0), frames, str(clip.file), offset=clip.offset)
        mixer = Mixer(Score((sound,), frames))
        assert np.abs(mixer.read(Frames(0), frames)).max() > 0.05
        assert mixer.missing == []
    clip_wav.write_clip(tmp_path / "a.opus", np.zeros(100, np.float32))
    with pytest.raises(SoundError):
        read_shipped_clip(tmp_path / "none.opus")
    assert Take(Millis(1), []).exact

"""The lines that are spoken in advance: current, whole, and in the voice that would say them now."""

import itertools
import json
import shutil
import subprocess
import sys
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
from companion.voice.engine_table import HIBARI
from companion.voice.narrator import Narrator
from companion.voice.protocol import Speak
from companion.voice.shipped_clips import INDEX, ShippedClips
from companion.voice.voice import Take
from companion.voice.worker import speak
from tests.fakes import FakeVoice
from tools.speak import FOLDER, endings, lines, wanted

ROWS: dict[str, dict[str, Any]] = json.loads((FOLDER / INDEX).read_bytes())


class Heart(FakeVoice):
    """A voice that must never be asked, under the name of the one that spoke in advance."""

    def fingerprint(self) -> str:
        return HIBARI.fingerprint()


def narrator(folder: Path, shipped: Path = FOLDER) -> tuple[Narrator, Heart]:
    voice = Heart()
    voice.family = HIBARI.family
    return Narrator([voice], ClipCache(folder / "cache"), shipped=ShippedClips(shipped)), voice


def test_the_clips_are_those_of_todays_words_and_voice() -> None:
    """When this fails: `make spoken`."""
    assert set(ROWS) == set(wanted())
    files = {f"{digest}{row['ending']}" for digest, row in ROWS.items()}
    assert {file.name for file in FOLDER.iterdir()} == {*files, INDEX}
    assert {digest: row["ending"] for digest, row in ROWS.items()} == endings()


def test_the_first_line_of_each_session_needs_no_library_to_be_read() -> None:
    library = Library(Path("none"), Path("none"))
    bells = library.kit(shipped_only=True).lengths
    scripts = [library.load(source) for source in library.sources()]
    emergencies = [script for script in scripts if script.kind == "emergency"]
    assert len(emergencies) >= 4
    for script in emergencies:
        for words, anchor in itertools.product(get_args(Words), get_args(Anchor)):
            request = Request(words=words, anchor=anchor)
            (digest,) = wanted([plan(script, request, bells).utterances()[0]])
            assert ROWS[digest]["ending"] == ".wav", script.id
    first = next(digest for digest, row in ROWS.items() if row["ending"] == ".wav")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(FOLDER / f"{first}.wav")],
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    assert done.stdout == "False\n"


READ = """
import sys
from pathlib import Path
from companion.audio.formats.clips import read_clip
read_clip(Path(sys.argv[1]))
print("soundfile" in sys.modules)
"""


def test_each_is_whole_and_as_loud_as_any_line() -> None:
    for digest, row in ROWS.items():
        samples = read_clip(FOLDER / f"{digest}{row['ending']}")
        assert len(samples) == row["length"] * RATE // 1000
        assert loudness(samples) == pytest.approx(-18.0, abs=0.7), digest
        starts = [start for start, _ in row["onsets"]]
        assert starts == sorted(starts)
        assert starts[-1] * 1000 < row["length"]


def test_they_sound_as_the_voice_would_say_them_now(tmp_path: Path) -> None:
    """Bytes differ by processor, so lengths and long-term spectra are compared."""
    pytest.importorskip("hibari", reason="there is no hibari for this system")
    from companion.voice.engines.hibari import Hibari

    voice = Hibari()
    for digest, (said, style) in sorted(wanted().items())[::6]:
        speed = round(style.wpm / 146, 3)
        out = tmp_path / f"{digest}.wav"
        speak(voice, Speak(1, said, str(out), "heart", "en", speed, style.pitch, False))
        kept = read_clip(FOLDER / f"{digest}{ROWS[digest]['ending']}")
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
    for line in lines()[:20]:
        clip = reader.speak(line)
        assert clip is not None
        assert clip.file.parent == FOLDER
        assert clip.spoken.exact
        assert len(clip.spoken.words) == len(line.text.split())
    assert voice.said == []
    assert not (tmp_path / "cache").exists()


def test_other_words_and_a_damaged_clip_are_spoken(tmp_path: Path) -> None:
    folder = tmp_path / "spoken"
    shutil.copytree(FOLDER, folder)
    first = lines()[0]
    for row in ROWS:
        (folder / f"{row}{ROWS[row]['ending']}").write_bytes(b"x")
    reader, voice = narrator(tmp_path, folder)
    assert reader.speak(first) is not None
    (folder / INDEX).write_text("[1")
    reader, voice = narrator(tmp_path / "b", folder)
    assert reader.speak(Utterance("Other words.")) is not None
    assert len(voice.said) == 1
    assert ShippedClips(tmp_path / "none").find("x") is None


@pytest.mark.parametrize(
    "row",
    [
        "{}",
        '{"ending": ".opus"}',
        '{"ending": ".opus", "bytes": 1}',
        '{"ending": ".opus", "bytes": 1, "length": "x", "onsets": []}',
        '{"ending": ".wav", "bytes": 1, "length": 1, "onsets": []}',
        "3",
    ],
)
def test_a_row_that_makes_no_sense_is_no_clip(tmp_path: Path, row: str) -> None:
    (tmp_path / "a.opus").write_bytes(b"x")
    (tmp_path / INDEX).write_text(f'{{"a": {row}}}')
    assert ShippedClips(tmp_path).find("a") is None


def test_the_mixer_reads_them(tmp_path: Path) -> None:
    for ending in (".opus", ".wav"):
        file = next(FOLDER.glob(f"*{ending}"))
        frames = Frames(ROWS[file.stem]["length"] * 48)
        mixer = Mixer(Score((ClipSound(Frames(0), frames, str(file)),), frames))
        assert np.abs(mixer.read(Frames(0), frames)).max() > 0.05
        assert mixer.missing == []
    clip_wav.write_clip(tmp_path / "a.opus", np.zeros(100, np.float32))
    with pytest.raises(SoundError):
        read_shipped_clip(tmp_path / "none.opus")
    assert Take(Millis(1), []).exact

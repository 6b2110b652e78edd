"""Kokoro: men's and women's voices from one larger network, which the extra `voices` installs.

Its model comes in four packages that hold nothing but a part each. They are read as files and never
imported, put together in memory, and used only if the whole is the file that we know. Words become
phonemes by hibari's phonemiser; each voice is a table of styles of our own.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from companion.errors import UnknownLanguageError, UnknownVoiceError, VoiceError
from companion.files import read_regular
from companion.timeline.utterance import Onsets
from companion.voice.engine_table import HIBARI_VERSION, KOKORO, KOKORO_PARTS
from companion.voice.engines import onnx_model, spoken_words
from companion.voice.engines.engine import Delivery, EngineVoice
from companion.voice.engines.english import Phonemiser, Word
from companion.voice.engines.spoken_words import RATE, UNIT_S, Array, Network
from companion.voice.names import base

# kokoro-v1.0.int8.onnx, as its maker and the packages publish it.
_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_PART = "part.bin"
_MOST_BYTES = 24_000_000  # of a part
_REMEDY = "pip install --force-reinstall '.[voices]' mends that"
# The place in the graph where the length of each phoneme is, in units of 25 ms.
_LENGTHS = "/encoder/Clip_output_0"
# Words are heard this much before the places that these lengths give: by energy 0.05 s after a rest
# and 0.1 s at the start of a line, by the hiss of an s inside a line 0.14 s.
_HEARD_BEFORE_S = 0.12
# The model hums into the rest before a sentence, the slower the more, which is heard as a word ("A
# first" for "First"). Everything sooner than this before the first phoneme is silence.
_LEAD_S, _RISE_S = 0.1, 0.01
# The tables of styles, a row for each number of phonemes. The longest sentence of ours has 89; the
# memory for a sentence grows with its length, so a longer one is said in pieces.
TABLES = Path(__file__).resolve().parent.parent.parent / "voices"
_SYMBOLS = "symbols.json"
ROWS, _STYLE = 150, 256


@dataclass(frozen=True, slots=True)
class Manner:
    """The model's own speed at which a voice is best, and whether it is British."""

    speed: float
    british: bool = False


MANNERS = {
    "onyx": Manner(0.8),
    "michael": Manner(0.8),
    "soft": Manner(0.85),
    "emma": Manner(0.8, british=True),
}


class Kokoro:
    """The voices of Kokoro.

    Raises:
        RuntimeError: when a package is missing, or the model or a table isn't the one we know.
    """

    has_pitch = False

    def __init__(self) -> None:
        self._ids: dict[str, int] = json.loads((TABLES / _SYMBOLS).read_text("utf-8"))
        try:
            onnx_model.runtime()
            self._english = {False: Phonemiser(self._ids)}
        except ImportError as error:
            raise RuntimeError(
                f"hibari isn't installed, and {KOKORO.engine} needs its phonemes; "
                f"pip install hibari-tts=={HIBARI_VERSION} adds it"
            ) from error
        self._styles = {name: _table(TABLES / f"{name}.npy") for name in MANNERS}
        self._session = _session(_model())

    def about(self) -> dict[str, str]:
        """The name of the model."""
        return {"driver": "Kokoro-82M", "library": "kokoro"}

    def voices(self) -> list[EngineVoice]:
        """Every voice that we have a table for."""
        return [EngineVoice(name, name, KOKORO.langs) for name in MANNERS]

    def speak(self, text: str, file: Path, delivery: Delivery) -> Onsets:
        """Write a text; onsets are exact."""
        if base(delivery.lang) not in KOKORO.langs:
            raise UnknownLanguageError(f"{KOKORO.engine} doesn't speak {delivery.lang}")
        name = delivery.voice or KOKORO.voice
        if name not in MANNERS:
            raise UnknownVoiceError(f'{KOKORO.engine} has no voice "{name}"')
        manner = MANNERS[name]
        if manner.british not in self._english:
            self._english[manner.british] = Phonemiser(self._ids, british=manner.british)
        say = partial(self._sound, name=name, speed=manner.speed * delivery.speed)
        network = Network(say, ROWS, _HEARD_BEFORE_S)
        return spoken_words.speak(text, file, self._english[manner.british], network)

    def _sound(self, words: Sequence[Word], name: str, speed: float) -> tuple[Array, Array]:
        """The samples of some words, and the length of each of their phonemes in seconds."""
        phonemes = " ".join(phonemes for _, phonemes in words)
        inputs = {
            "tokens": np.array([[0, *(self._ids[c] for c in phonemes), 0]], np.int64),
            "style": self._styles[name][len(phonemes) - 1][None],
            "speed": np.array([speed], np.float32),
        }
        samples, lengths = self._session.run(None, inputs, onnx_model.shrinking())
        if not np.isfinite(samples).all():
            raise VoiceError(f"{KOKORO.engine} made damaged sound")
        seconds = np.ravel(lengths) * UNIT_S
        return _without_hum(np.ravel(samples), float(seconds[0])), seconds


def _without_hum(samples: Array, pad_s: float) -> Array:
    """The same samples, silent until shortly before the end of the pad that they begin with."""
    first = round(max(0.0, pad_s - _LEAD_S) * RATE)
    rise = np.clip((np.arange(len(samples)) - first) / (_RISE_S * RATE), 0.0, 1.0)
    return samples * rise.astype(np.float32) if first else samples


def _model() -> bytes:
    """The model, put together from its packages, with the lengths of phonemes as an output.

    Raises:
        RuntimeError: when a part is missing, or the whole isn't the file that we know.
    """
    parts = [_part(package) for package in KOKORO_PARTS]
    digest = sha256()
    for part in parts:
        digest.update(part)
    if digest.hexdigest() != _SHA256:
        raise RuntimeError(f"the model of {KOKORO.engine} has changed; {_REMEDY}")
    return b"".join([*parts, onnx_model.added_output(_LENGTHS)])


def _part(package: str) -> bytes:
    """The part of the model in a package, whose code is never run."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"the package {package} isn't installed; {_REMEDY}")
    try:
        return read_regular(Path(spec.origin).parent / _PART, _MOST_BYTES)
    except OSError as error:
        raise RuntimeError(f"a part of {KOKORO.engine} can't be read: {error}") from error


def _session(model: bytes) -> Any:
    try:
        return onnx_model.session(model, arena=True)
    except Exception as error:  # the library has no common class for its errors
        raise RuntimeError(f"the model of {KOKORO.engine} can't be loaded: {error}") from error


def _table(file: Path) -> Array:
    """The styles of a voice, (`ROWS`, 256) float32."""
    try:
        table: Array = np.load(file, allow_pickle=False).astype(np.float32)
    except (OSError, ValueError, EOFError) as error:
        raise RuntimeError(f"the voice file {file} can't be read: {error}") from error
    if table.shape != (ROWS, _STYLE) or not np.isfinite(table).all():
        raise RuntimeError(f"the voice file {file} is damaged; install companion again")
    return table

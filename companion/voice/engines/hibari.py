"""hibari: the neural voice in the box; its model, lexicon and phonemes are inside its wheel.

Only model files are opened, never names of voices: for a name the package would go to the network.
"""

import json
import os
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from companion.errors import UnknownLanguageError, UnknownVoiceError, VoiceError
from companion.files import read_regular
from companion.timeline.utterance import Onsets
from companion.voice.engines import onnx_model, spoken_words
from companion.voice.engines.engine import Delivery, EngineVoice
from companion.voice.engines.english import Phonemiser, Word
from companion.voice.engines.spoken_words import UNIT_S, Array, Network
from companion.voice.names import base

# The model's own speed at which it speaks 146 words a minute inside a line.
SPEED = 0.62
# The place in the graph where the length of each phoneme is, in units of 25 ms. It is no output
# of the model, but one can be added.
_LENGTHS = "/Clip_output_0"
# Words are heard this much before the places that these lengths give: by energy 0.07 s after a
# rest and 0.13 s at the start of a line, by the hiss of an s inside a line 0.09 s.
_HEARD_BEFORE_S = 0.09
_OUTPUTS = 6
_VOICED_HZ = 40.0
# The model learned from sentences of at most this many phonemes.
_MOST_PHONEMES = 400
# Far larger than such a model is.
_MOST_BYTES = 64_000_000
_SHIPPED = "hibari.onnx"
_SHA256 = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"


class Hibari:
    """A hibari voice.

    Args:
        file: a model file of the user's; the one inside the package if it is empty.

    Raises:
        RuntimeError: when hibari-tts isn't installed, or the file isn't such a model.
    """

    has_pitch = True

    def __init__(self, file: str = "") -> None:
        os.environ.pop("HIBARI_HOME", None)
        try:
            onnx_model.runtime()
            from hibari import dsp, voices
        except ImportError as error:
            raise RuntimeError(
                "hibari isn't installed; pip install hibari-tts==0.2.1 adds it"
            ) from error
        assets = Path(voices.ASSETS)
        self._file = Path(file) if file else assets / _SHIPPED
        model = _read(self._file)
        if not file and sha256(model).hexdigest() != _SHA256:
            raise RuntimeError("the model of hibari has changed; pip install hibari-tts==0.2.1")
        self._name = "heart" if not file else self._file.stem
        self._session = _session(model, self._file.name)
        self._is_timed = len(self._session.get_outputs()) > _OUTPUTS
        self._ids: dict[str, int] = json.loads((assets / "vocab.json").read_text("utf-8"))
        self._synth = dsp.synth
        files = {row["file"]: row for row in voices.VOICES.values()}
        british = files.get(self._file.name, {}).get("british", False)
        self._english = Phonemiser(self._ids, british=british)
        self.knows, self.phonemes = self._english.knows, self._english.phonemes

    def about(self) -> dict[str, str]:
        """The name of the voice."""
        return {"driver": self._name, "library": "hibari"}

    def voices(self) -> list[EngineVoice]:
        """The one voice."""
        return [EngineVoice(self._name, self._name, ("en",))]

    def speak(self, text: str, file: Path, delivery: Delivery) -> Onsets:
        """Write a text; onsets are exact, or empty when the model tells no lengths."""
        if base(delivery.lang) != "en":
            raise UnknownLanguageError(f"{self._name} doesn't speak {delivery.lang}")
        if delivery.voice not in ("", self._name):
            raise UnknownVoiceError(f'hibari has no voice "{delivery.voice}"')
        say = partial(self._sound, delivery=delivery)
        network = Network(say, _MOST_PHONEMES, _HEARD_BEFORE_S)
        return spoken_words.speak(text, file, self._english, network)

    def _sound(self, words: Sequence[Word], delivery: Delivery) -> tuple[Array, Array]:
        """The samples of some words, and the length of each of their phonemes in seconds."""
        phonemes = " ".join(phonemes for _, phonemes in words)
        ids = np.array([[0, *(self._ids[c] for c in phonemes), 0]], np.int64)
        speed = np.array([SPEED * delivery.speed], np.float32)
        outputs = self._session.run(None, {"ids": ids, "speed": speed})
        *parts, f0 = (output[0] for output in outputs[:_OUTPUTS])
        lengths = np.ravel(outputs[_OUTPUTS]) if self._is_timed else np.zeros(0, np.float32)
        f0 = _melody(f0, delivery)
        # the noise of breath and consonants: the same each time for the same words
        samples = self._synth(*parts, f0, np.random.default_rng(0))
        if not np.isfinite(samples).all():
            raise VoiceError("hibari made damaged sound")
        return samples, lengths * UNIT_S


def _read(file: Path) -> bytes:
    try:
        return read_regular(file, _MOST_BYTES)
    except OSError as error:
        raise RuntimeError(f"the voice file {file} can't be read: {error}") from error


def _session(model: bytes, name: str) -> Any:
    """A session of a model, with the lengths of its phonemes as a further output if it has them."""
    try:
        try:
            session = onnx_model.session(model + onnx_model.added_output(_LENGTHS), arena=False)
        except Exception:  # noqa: BLE001 - the library has no common class for its errors
            session = onnx_model.session(model, arena=False)
    except Exception as error:
        raise RuntimeError(
            f"{name} isn't a hibari voice; beside a Piper voice lies {name}.json"
        ) from error
    inputs = {row.name for row in session.get_inputs()}
    if inputs != {"ids", "speed"} or len(session.get_outputs()) < _OUTPUTS:
        raise RuntimeError(f"{name} isn't a hibari voice")
    return session


def _melody(f0: Array, delivery: Delivery) -> Array:
    """The pitch of each frame in Hz, moved as wanted; frames without a voice stay at 0."""
    voiced = f0 > _VOICED_HZ
    if not voiced.any():
        return f0
    middle = np.median(f0[voiced])
    moved = middle * (np.maximum(f0, 1.0) / middle) ** delivery.pitch_range * delivery.pitch
    return np.where(voiced, moved, f0).astype(np.float32)

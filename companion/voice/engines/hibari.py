"""hibari: the neural voice in the box; its model, lexicon and phonemes are inside its wheel.

Only model files are opened, never names of voices: for a name the package would go to the network.
"""

import json
import os
import wave
from collections.abc import Sequence
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from companion.errors import UnknownLanguageError, UnknownVoiceError, VoiceError
from companion.files import read_regular
from companion.timeline.utterance import Onsets
from companion.voice.engines.engine import Delivery, EngineVoice
from companion.voice.names import base

# The model's own speed at which it speaks 146 words a minute inside a line.
SPEED = 0.62
# The place in the graph where the length of each phoneme is, in units of 25 ms. It is no output
# of the model; adding it to the file needs no more than two appended fields of a protobuf.
_LENGTHS, _UNIT_S = "/Clip_output_0", 0.025
# Words are heard this much before the places that these lengths give: by energy 0.07 s after a
# rest and 0.13 s at the start of a line, by the hiss of an s inside a line 0.09 s.
_HEARD_BEFORE_S = 0.09
_OUTPUTS, _RATE = 6, 24_000
_VOICED_HZ = 40.0
# A rest is quieter than this share of the loudest moment; its end is this near to the next word.
_QUIET, _LEAST_REST_S, _NEAR_S = 0.03, 0.03, 0.2
# The model learned from sentences of at most this many phonemes.
_MOST_PHONEMES = 400
_SENTENCE_ENDS, _CLAUSE_ENDS = ".!?…", ",;:—"
_MARKS = frozenset(_SENTENCE_ENDS + _CLAUSE_ENDS + '"“”() ')
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
        # the library that runs the model would send telemetry and store a device id
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        os.environ.pop("HIBARI_HOME", None)
        try:
            import onnxruntime
            from hibari import dsp, tts, voices
            from hibari.g2p import G2P
        except ImportError as error:
            raise RuntimeError(
                "hibari isn't installed; pip install hibari-tts==0.2.1 adds it"
            ) from error
        voices.download = _refuse
        assets = Path(voices.ASSETS)
        self._file = Path(file) if file else assets / _SHIPPED
        model = _read(self._file)
        if not file and sha256(model).hexdigest() != _SHA256:
            raise RuntimeError("the model of hibari has changed; pip install hibari-tts==0.2.1")
        self._name = "heart" if not file else self._file.stem
        self._session = _session(onnxruntime, model, self._file.name)
        self._is_timed = len(self._session.get_outputs()) > _OUTPUTS
        self._ids: dict[str, int] = json.loads((assets / "vocab.json").read_text("utf-8"))
        self._synth, self._split = dsp.synth, tts.Hibari.split_sentences
        files = {row["file"]: row for row in voices.VOICES.values()}
        self._g2p: Any = G2P(british=files.get(self._file.name, {}).get("british", False))

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
        pieces: list[np.ndarray[Any, Any]] = []
        onsets, at, place = Onsets(), 0.0, 0
        for sentence in self._split(text):
            place = text.index(sentence, place)
            words = self.phonemes(sentence)
            starts: list[float] = []
            for some in _chunks(words):
                samples, lengths = self._sound(some, delivery)
                heard = _after_rests(_starts(some, lengths), some, samples)
                starts += [at + start for start in heard]
                pieces.append(samples)
                at += len(samples) / _RATE
            if self._is_timed:
                pairs = _pair(sentence, [word for word, _ in words], starts)
                onsets += [(start, place + first) for start, first in pairs]
            place += len(sentence)
        if not pieces:
            raise RuntimeError("hibari found nothing to say in this line")
        _write(file, np.concatenate(pieces))
        return onsets

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is in its dictionary, or follows from one that is."""
        from hibari.g2p import Context
        from hibari.g2p.token import Tok

        return self._g2p.lexicon(Tok(word, "NN"), Context())[0] is not None

    def phonemes(self, sentence: str) -> list[tuple[str, str]]:
        """The words of a sentence as they are said, each with its phonemes."""
        from hibari.g2p.normalize import normalize

        words: list[tuple[str, str]] = []
        is_open = False
        for token in self._g2p.phonemize_tokens(self._g2p.tokenize(normalize(sentence))):
            word, phonemes = words.pop() if is_open else ("", "")
            known = "".join(c for c in token.phonemes or "" if c in self._ids)
            words.append((word + token.text, phonemes + known))
            is_open = not token.whitespace
        is_said = any(set(phonemes) - _MARKS for _, phonemes in words)
        return [(word, phonemes) for word, phonemes in words if phonemes] if is_said else []

    def _sound(
        self, words: Sequence[tuple[str, str]], delivery: Delivery
    ) -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]":
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
        return samples, lengths * _UNIT_S


def _refuse(*_: object, **__: object) -> str:
    """Stands where the package would download a voice."""
    raise RuntimeError("companion never downloads a voice")


def _read(file: Path) -> bytes:
    try:
        return read_regular(file, _MOST_BYTES)
    except OSError as error:
        raise RuntimeError(f"the voice file {file} can't be read: {error}") from error


def _session(onnxruntime: Any, model: bytes, name: str) -> Any:
    """A session of a model, with the lengths of its phonemes as a further output if it has them."""
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False  # lines differ in length, and it would keep the largest
    providers = ["CPUExecutionProvider"]
    try:
        try:
            timed = with_output(model, _LENGTHS)
            session = onnxruntime.InferenceSession(timed, options, providers=providers)
        except Exception:  # noqa: BLE001 - the library has no common class for its errors
            session = onnxruntime.InferenceSession(model, options, providers=providers)
    except Exception as error:
        raise RuntimeError(
            f"{name} isn't a hibari voice; beside a Piper voice lies {name}.json"
        ) from error
    inputs = {row.name for row in session.get_inputs()}
    if inputs != {"ids", "speed"} or len(session.get_outputs()) < _OUTPUTS:
        raise RuntimeError(f"{name} isn't a hibari voice")
    return session


def with_output(model: bytes, name: str) -> bytes:
    """Append an output to an ONNX model: protobuf messages are merged by concatenation.

    In ModelProto the graph is field 7, in GraphProto the outputs are field 12, and in
    ValueInfoProto the name is field 1 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
    """
    return model + _field(7, _field(12, _field(1, name.encode())))


def _field(number: int, body: bytes) -> bytes:
    """A length-delimited field; all of these are shorter than 128 bytes."""
    return bytes([number << 3 | 2, len(body)]) + body


def _chunks(words: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Split a long sentence where it rests, else between words."""
    chunks: list[list[tuple[str, str]]] = []
    size = 0
    for word in words:
        size += len(word[1]) + 1
        rests = chunks and chunks[-1] and chunks[-1][-1][1][-1] in _CLAUSE_ENDS
        if not chunks or size > _MOST_PHONEMES or (rests and size > _MOST_PHONEMES * 3 // 4):
            chunks.append([])
            size = len(word[1]) + 1
        chunks[-1].append(word)
    return chunks


def _starts(words: Sequence[tuple[str, str]], lengths: "np.ndarray[Any, Any]") -> list[float]:
    """The start of each word, in seconds; empty when the lengths are unknown."""
    if not len(lengths):
        return []
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    starts, index = [], 1  # the first id is a pad
    for _, phonemes in words:
        marks = len(phonemes) - len(phonemes.lstrip("".join(_MARKS)))
        start = float(ends[min(index + marks, len(ends) - 1)])
        starts.append(max(0.0, start - _HEARD_BEFORE_S))
        index += len(phonemes) + 1
    return starts


def _melody(f0: "np.ndarray[Any, Any]", delivery: Delivery) -> "np.ndarray[Any, Any]":
    """The pitch of each frame in Hz, moved as wanted; frames without a voice stay at 0."""
    voiced = f0 > _VOICED_HZ
    if not voiced.any():
        return f0
    middle = np.median(f0[voiced])
    moved = middle * (np.maximum(f0, 1.0) / middle) ** delivery.pitch_range * delivery.pitch
    return np.where(voiced, moved, f0).astype(np.float32)


def _after_rests(
    starts: list[float],
    words: Sequence[tuple[str, str]],
    samples: "np.ndarray[Any, Any]",
) -> list[float]:
    """The same starts, with words after a rest moved to where their sound begins."""
    hop = _RATE // 200
    blocks = samples[: len(samples) // hop * hop].reshape(-1, hop)
    level = np.sqrt((blocks**2).mean(axis=1))
    is_quiet = level < level.max(initial=0.0) * _QUIET
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_quiet.astype(np.int8), [0]])))
    rests = [(first / 200, last / 200) for first, last in edges.reshape(-1, 2).tolist()]
    moved = list(starts)
    for number, start in enumerate(starts):
        if number == 0 or words[number - 1][1][-1] in _MARKS:
            near = [
                (last - first, last)
                for first, last in rests
                if last - first >= _LEAST_REST_S and abs(last - start) < _NEAR_S
            ]
            moved[number] = max(near)[1] if near else start
    return moved


def _pair(text: str, said: Sequence[str], starts: Sequence[float]) -> Onsets:
    """The onset of each word of a text: numbers and abbreviations are said in other words."""
    written, places, at = text.split(), [], 0
    for word in written:
        at = text.index(word, at)
        places.append(at)
        at += len(word)
    onsets = Onsets()
    matcher = SequenceMatcher(None, written, said, autojunk=False)
    for _, first, last, said_first, said_last in matcher.get_opcodes():
        for number in range(first, last):
            # the words of a number are shared out among those that are written
            share = (number - first) * (said_last - said_first) // max(1, last - first)
            index = said_first + share
            if index < len(starts):
                onsets.append((starts[index], places[number]))
    return onsets


def _write(file: Path, samples: "np.ndarray[Any, Any]") -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(_RATE)
        out.writeframes((np.clip(samples, -1.0, 1.0) * 32_767).astype("<i2").tobytes())

"""Piper: a neural voice from a file that the user adds. GPL, so it runs in the worker."""

import os
import wave
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from companion.errors import UnknownLanguageError, UnknownVoiceError
from companion.timeline.utterance import Onsets
from companion.voice.engines.engine import Delivery, EngineVoice
from companion.voice.names import base

# The randomness of sound and of rhythm: less than Piper's defaults, for an even voice.
_NOISE, _NOISE_W = 0.5, 0.6
_NOT_SPOKEN = frozenset("^$_.,;:?! ")


class Piper:
    """A Piper voice.

    Args:
        file: the `.onnx` file of the voice, with its `.json` beside it.

    Raises:
        RuntimeError: when piper-tts is not installed, or a file of the voice is missing.
    """

    has_pitch = False

    def __init__(self, file: str) -> None:
        # the library that runs the model would send telemetry and store a device id
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        try:
            from piper import PiperVoice
        except ImportError as error:
            raise RuntimeError("Piper isn't installed; pip install piper-tts adds it") from error
        self._file = Path(file)
        if not self._file.is_file():
            raise RuntimeError(f"the voice file {self._file} isn't there any more")
        if not Path(f"{file}.json").is_file():
            raise RuntimeError(f"{self._file.name}.json is missing; put it beside the voice file")
        self._voice: Any = PiperVoice.load(file, include_alignments=True)
        self._lang = base(str(self._voice.config.espeak_voice))

    def about(self) -> dict[str, str]:
        """The name of the voice."""
        return {"driver": self._file.stem, "library": "piper"}

    def voices(self) -> list[EngineVoice]:
        """The voice, or each of its speakers."""
        langs = (self._lang,)
        speakers = self._voice.config.speaker_id_map or {self._file.stem: 0}
        return [EngineVoice(name, name, langs) for name in speakers]

    def speak(self, text: str, file: Path, delivery: Delivery) -> Onsets:
        """Write a sentence; onsets are exact, or empty when the voice reports no sound lengths."""
        from piper import SynthesisConfig

        if base(delivery.lang) != self._lang:
            raise UnknownLanguageError(f"{self._file.stem} doesn't speak {delivery.lang}")
        speakers = self._voice.config.speaker_id_map
        if delivery.voice and delivery.voice not in speakers:
            raise UnknownVoiceError(f'{self._file.stem} has no speaker "{delivery.voice}"')
        config = SynthesisConfig(
            speaker_id=speakers.get(delivery.voice),
            length_scale=self._voice.config.length_scale / delivery.speed,
            noise_scale=_NOISE,
            noise_w_scale=_NOISE_W,
            normalize_audio=False,
        )
        written, starts = 0, list[float]()
        with wave.open(str(file), "wb") as out:
            for chunk in self._voice.synthesize(text, config, include_alignments=True):
                if not written:
                    out.setnchannels(1)
                    out.setsampwidth(2)
                    out.setframerate(chunk.sample_rate)
                out.writeframes(chunk.audio_int16_bytes)
                sounds = [(a.phoneme, a.num_samples) for a in chunk.phoneme_alignments or ()]
                starts += [(written + at) / chunk.sample_rate for at in word_starts(sounds)]
                written += len(chunk.audio_int16_array)
        if not written:
            raise RuntimeError("Piper found nothing to say in this line")
        return pair_onsets(text, starts)


def word_starts(sounds: Iterable[tuple[str, int]]) -> list[int]:
    """The first sample of each word, from phonemes with their lengths in samples."""
    starts: list[int] = []
    at, is_inside = 0, False
    for sound, length in sounds:
        if sound == " ":
            is_inside = False
        elif sound not in _NOT_SPOKEN and not is_inside:
            starts.append(at)
            is_inside = True
        at += int(length)
    return starts


def pair_onsets(text: str, starts: list[float]) -> Onsets:
    """Onsets: each start, in seconds, with the place of its word; empty when the counts differ."""
    places, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        if any(map(str.isalnum, word)):
            places.append(at)
        at += len(word)
    return list(zip(starts, places, strict=True)) if len(starts) == len(places) else []

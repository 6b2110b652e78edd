"""Speech from a network that says words at known times: text to a sound file and onsets."""

import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from companion.timeline.utterance import Onsets
from companion.voice.engines.english import MARKS, Phonemiser, Word, chunks, pair

RATE = 24_000
"""The rate of the sound of these networks, in Hz."""
UNIT_S = 0.025
"""The unit in which they tell the length of a phoneme, in seconds."""
# A rest is quieter than this share of the loudest moment; its end is this near to the next word.
_QUIET, _LEAST_REST_S, _NEAR_S = 0.03, 0.03, 0.2

Array = NDArray[Any]
Say = Callable[[Sequence[Word]], tuple[Array, Array]]
"""Says some words: samples (n,) at `RATE`, and the seconds of each phoneme, space and pad between
and around them; no seconds when they aren't known."""


@dataclass(frozen=True, slots=True)
class Network:
    """A network that says up to `most` phonemes at a time.

    `early_s` is how long before the place of its phonemes a word is heard, inside a line.
    """

    say: Say
    most: int
    early_s: float


def speak(text: str, file: Path, english: Phonemiser, network: Network) -> Onsets:
    """Write a text to a WAV file, sentence by sentence, and return the onsets of its words.

    Returns:
        Exact onsets, or none when the network knows no lengths.

    Raises:
        RuntimeError: when there is nothing to say.
    """
    pieces: list[Array] = []
    onsets, at, place = Onsets(), 0.0, 0
    for sentence in english.sentences(text):
        place = text.index(sentence, place)
        words = english.phonemes(sentence)
        starts: list[float] = []
        is_timed = True
        for some in chunks(words, network.most):
            samples, lengths = network.say(some)
            is_timed = is_timed and len(lengths) > 0
            heard = _after_rests(_starts(some, lengths, network.early_s), some, samples)
            starts += [at + start for start in heard]
            pieces.append(samples)
            at += len(samples) / RATE
        if is_timed:
            pairs = pair(sentence, [word for word, _ in words], starts)
            onsets += [(start, place + first) for start, first in pairs]
        place += len(sentence)
    if not pieces:
        raise RuntimeError("there's nothing to say in this line")
    _write(file, np.concatenate(pieces))
    return onsets


def _starts(words: Sequence[Word], lengths: Array, early_s: float) -> list[float]:
    """The start of each word, in seconds; empty when the lengths are unknown."""
    if not len(lengths):
        return []
    ends = np.concatenate([[0.0], np.cumsum(lengths)])
    starts, index = [], 1  # the first id is a pad
    for _, phonemes in words:
        marks = len(phonemes) - len(phonemes.lstrip("".join(MARKS)))
        start = float(ends[min(index + marks, len(ends) - 1)])
        starts.append(max(0.0, start - early_s))
        index += len(phonemes) + 1
    return starts


def _after_rests(starts: list[float], words: Sequence[Word], samples: Array) -> list[float]:
    """The same starts, with words after a rest moved to where their sound begins."""
    hop = RATE // 200
    blocks = samples[: len(samples) // hop * hop].reshape(-1, hop)
    level = np.sqrt((blocks**2).mean(axis=1))
    is_quiet = level < level.max(initial=0.0) * _QUIET
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_quiet.astype(np.int8), [0]])))
    rests = [(first / 200, last / 200) for first, last in edges.reshape(-1, 2).tolist()]
    moved = list(starts)
    for number, start in enumerate(starts):
        if number == 0 or words[number - 1][1][-1] in MARKS:
            near = [
                (last - first, last)
                for first, last in rests
                if last - first >= _LEAST_REST_S and abs(last - start) < _NEAR_S
            ]
            moved[number] = max(near)[1] if near else start
    return moved


def _write(file: Path, samples: Array) -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(samples, -1.0, 1.0) * 32_767).astype("<i2").tobytes())

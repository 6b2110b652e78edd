"""Utterances: words to speak, with estimates of their length and of the times of their words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from companion.units import Millis

# Fitted on this project's own lines, as espeak-ng speaks them; the voice in the box, at the same
# pace, takes as long within 0.4 % (mean error 0.2 s a sentence; benchmarks/estimate.py prints it).
# The tail is the silence at the end of every clip.
_PER_WORD = 76
_PER_LETTER = 60
_PER_DIGIT = 420
_AT_COMMA = 724
_AT_END = 440
_TAIL = Millis(140)

# a dash between blanks belongs to the word before it
_TOKEN = re.compile(r"\S+(?:\s+[—–―−-]+(?=\s|$))*")
_RESTED = re.compile(r"(?:[,;:—…]|\.\.\.|\s[-–―−]{1,3})$")

Onsets = list[tuple[float, int]]
"""Onsets of speech as (seconds, character): the time at which a character of the text is heard.

Empty when an engine doesn't report them.
"""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words and the manner of speaking them: the input of a voice, and the key of its clip.

    `pace`, `pitch` and `pitch_range` are factors: a pace of 0.9 is a little slower than usual, a
    range of 0.8 a little more even. `pan` is from -1,
    left, to 1, right. `voice` asks for a voice by its engine's name, `lang` is the language. A
    `private` utterance contains a person's own words, so its clip isn't kept.
    """

    text: str
    pace: float = 1.0
    pitch: float = 1.0
    pan: float = 0.0
    voice: str = ""
    private: bool = False
    lang: str = "en"
    pitch_range: float = 1.0


@dataclass(frozen=True, slots=True)
class WordTime:
    """One word: its characters in the text, half-open, and its start and end in ms of the clip."""

    first: int
    last: int
    start: Millis
    end: Millis


@dataclass(frozen=True, slots=True)
class Spoken:
    """The length of an utterance and its word times; `exact` when an engine reported them."""

    length: Millis
    words: tuple[WordTime, ...] = ()
    exact: bool = False


def tokens(text: str) -> list[tuple[int, int]]:
    """The visible words of a text, as (first, last) characters, half-open."""
    return [match.span() for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=4_096)
def estimate_length(utterance: Utterance) -> Millis:
    """Estimate the length of an utterance that no voice has spoken yet."""
    return Millis(round((sum(_weights(utterance.text)) + _TAIL) / utterance.pace))


@lru_cache(maxsize=4_096)
def estimate(utterance: Utterance) -> Spoken:
    """Estimate the length and the word times of an utterance."""
    length = estimate_length(utterance)
    return Spoken(length, estimate_word_times(utterance.text, length))


def estimate_word_times(text: str, length: Millis) -> tuple[WordTime, ...]:
    """Estimate word times from letters, digits, commas and the slower last word."""
    weights = _weights(text)
    total, voiced = sum(weights) or 1, max(0, length - _TAIL)
    edges = [0]
    for weight in weights:
        edges.append(edges[-1] + weight)
    times = [Millis(voiced * edge // total) for edge in edges]
    spans = zip(tokens(text), times, times[1:], strict=False)
    return tuple(WordTime(first, last, start, end) for (first, last), start, end in spans)


def _weights(text: str) -> list[int]:
    """Estimate the ms of each word, with the rest that follows it."""
    words = [text[first:last] for first, last in tokens(text)]
    weights = [
        _PER_WORD
        + _PER_LETTER * sum(map(str.isalpha, word))
        + _PER_DIGIT * sum(map(str.isdigit, word))
        + (_AT_COMMA if _RESTED.search(word) else 0)
        for word in words
    ]
    if weights:
        weights[-1] += _AT_END
    return weights

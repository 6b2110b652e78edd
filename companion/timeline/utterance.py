"""What was or will be said: an utterance, how long it takes, and when each of its words falls."""

import re
from dataclasses import dataclass
from functools import lru_cache

from companion.units import Millis

# Fitted on this project's own lines, as the embedded voice speaks them (mean error 0.2 s a
# sentence; benchmarks/estimate.py prints it). The tail is quiet that every clip ends with.
_PER_WORD = 76
_PER_LETTER = 60
_PER_DIGIT = 420
_AT_COMMA = 724
_AT_END = 440
_TAIL = Millis(140)

# a dash that stands alone belongs to the word before it
_TOKEN = re.compile(r"\S+(?:\s+[—–-]+(?=\s|$))*")
_RESTED = re.compile(r"[,;:—…]$")

Onsets = list[tuple[float, int]]
"""Where speech begins, as (seconds, character): when which character of the text is first heard.

Empty where an engine does not report it.
"""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words with their manner: what a voice gets, and the key under which a clip is found.

    `pace` is a factor on the speed of speech: 0.9 is a little slower. `pitch` is one too;
    `pan` is from -1, left, to 1, right; `voice` asks for a voice by its engine's name. A
    `private` one holds a word of the person's, and its clip is not kept. `lang` is what it is in.
    """

    text: str
    pace: float = 1.0
    pitch: float = 1.0
    pan: float = 0.0
    voice: str = ""
    private: bool = False
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class WordTime:
    """One word: which characters of the text it covers, and when it is said, in ms of the clip."""

    first: int
    last: int
    start: Millis
    end: Millis


@dataclass(frozen=True, slots=True)
class Spoken:
    """How long an utterance takes and where its words are; `exact` when an engine said so."""

    length: Millis
    words: tuple[WordTime, ...] = ()
    exact: bool = False


def tokens(text: str) -> list[tuple[int, int]]:
    """The words of a text as the eye sees them: (first, last) characters, half-open."""
    return [match.span() for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=4_096)
def estimate_length(utterance: Utterance) -> Millis:
    """About how long an utterance will take, before any voice has spoken it."""
    return Millis(round((sum(_weights(utterance.text)) + _TAIL) / utterance.pace))


@lru_cache(maxsize=4_096)
def estimate(utterance: Utterance) -> Spoken:
    """About how an utterance will be spoken: its length, and where its words are."""
    length = estimate_length(utterance)
    return Spoken(length, spread(utterance.text, length))


def spread(text: str, length: Millis) -> tuple[WordTime, ...]:
    """Word times for a clip whose engine told none: by letters, commas and the drawn-out end."""
    weights = _weights(text)
    whole, voiced = sum(weights) or 1, max(0, length - _TAIL)
    edges = [0]
    for weight in weights:
        edges.append(edges[-1] + weight)
    times = [Millis(voiced * edge // whole) for edge in edges]
    spans = zip(tokens(text), times, times[1:], strict=False)
    return tuple(WordTime(first, last, start, end) for (first, last), start, end in spans)


def _weights(text: str) -> list[int]:
    """About how long each word takes, in ms, with the rest that follows it."""
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

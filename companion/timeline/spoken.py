"""What was or will be said: an utterance, how long it takes, and when each of its words falls."""

import re
from dataclasses import dataclass

from companion.units import Millis

# Fitted on this project's own lines, as the embedded voice speaks them at 146 words a minute
# (benchmarks/estimate.py prints the error).
_PER_SYLLABLE = 176
_PER_WORD = 66
_AT_ENDS = 130
_AT_COMMA = 330

_TOKEN = re.compile(r"\S+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?<=[^laeiouy])e$")
_COMMA = re.compile(r"[,;:—…](?=\s)")


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words with their manner: what a voice gets, and the key under which a clip is found.

    `pace` is a factor on the speed of speech: 0.9 is a little slower.
    """

    text: str
    pace: float = 1.0


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


def syllables(word: str) -> int:
    """About how many syllables an English word has; at least one."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    return max(1, len(_VOWELS.findall(_SILENT_E.sub("", letters))))


def _word_ms(word: str) -> int:
    return _PER_WORD + _PER_SYLLABLE * syllables(word)


def estimate(utterance: Utterance) -> Spoken:
    """About how long an utterance will take, before any voice has spoken it."""
    text = utterance.text
    total = _AT_ENDS + _AT_COMMA * len(_COMMA.findall(text))
    total += sum(_word_ms(text[first:last]) for first, last in tokens(text))
    length = Millis(round(total / utterance.pace))
    return Spoken(length, spread(text, length))


def spread(text: str, length: Millis) -> tuple[WordTime, ...]:
    """Word times for a clip whose engine told none: each word by its syllables and its comma."""
    spans = tokens(text)
    weights = [
        _word_ms(text[first:last]) + (_AT_COMMA if text[last - 1] in ",;:—…" else 0)
        for first, last in spans
    ]
    whole = sum(weights) or 1
    edges = [0]
    for weight in weights:
        edges.append(edges[-1] + weight)
    return tuple(
        WordTime(first, last, Millis(length * edges[i] // whole), Millis(length * edges[i + 1] // whole))
        for i, (first, last) in enumerate(spans)
    )

"""Where a spoken clip is quiet, how fast it speaks, and where its words fall by that alone.

An engine that tells no word times still leaves silences at its commas and full stops; words are
weighed by their syllables and letters, and the rests between them are matched to what is quiet.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from companion.audio.samples import Samples
from companion.timeline.utterance import Onsets

Gap = tuple[float, float]
"""A silence, from and to, in seconds."""

_HOP_S = 0.01
_QUIET_DB = -38.0
_LEAST_S = 0.09
# A word before a rest is drawn out; so far is common to every engine that was measured.
_DRAWN_OUT = 1.45

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?<=[^l])e$")
_UNSTRESSED = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from", "has",
    "i", "in", "is", "it", "of", "on", "or", "that", "the", "there", "this", "to", "was", "with",
    "you", "your",
))  # fmt: skip
_RESTED = frozenset(",;:.?!—…")


def gaps(samples: Samples, rate: int, least: float = _LEAST_S) -> list[Gap]:
    """Every silence of a spoken clip that lasts `least` seconds or more.

    Args:
        samples: (n,) float32.
        rate: in Hz.
        least: in seconds.
    """
    hop = int(rate * _HOP_S)
    if len(samples) < hop:
        return []
    blocks = samples[: len(samples) // hop * hop].reshape(-1, hop).astype(np.float64)
    power = np.sqrt((blocks**2).mean(axis=1) + 1e-12)
    quiet = 20 * np.log10(power / (np.percentile(power, 95) + 1e-9)) < _QUIET_DB
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet.astype(np.int8), [0]])))
    found = ((first * _HOP_S, last * _HOP_S) for first, last in edges.reshape(-1, 2).tolist())
    return [(first, last) for first, last in found if last - first >= least - 1e-9]


def sounding_seconds(samples: Samples, rate: int) -> float:
    """How long a clip is from its first sound to its last."""
    begin, end = _edges(samples, rate, gaps(samples, rate, _HOP_S))
    return end - begin


def _edges(samples: Samples, rate: int, quiet: Sequence[Gap]) -> Gap:
    """Where the first sound is, and where the last one ends."""
    whole = len(samples) / rate
    begin = quiet[0][1] if quiet and quiet[0][0] <= _HOP_S else 0.0
    end = quiet[-1][0] if quiet and quiet[-1][1] >= whole - 2 * _HOP_S else whole
    return begin, max(begin, end)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words up to a rest: their first characters, and their weights."""

    places: tuple[int, ...]
    weights: tuple[float, ...]

    @property
    def weight(self) -> float:
        return sum(self.weights)


def word_times(text: str, samples: Samples, rate: int) -> Onsets:
    """About when each word begins, by the words and by what is quiet.

    Args:
        text: what is said.
        samples: (n,) float32.
        rate: in Hz.

    Returns:
        Onsets like an engine's own; the mean error is under 0.1 s (benchmarks/word_times.py).
    """
    phrases = _phrases(text)
    if not phrases:
        return []
    quiet = gaps(samples, rate)
    begin, end = _edges(samples, rate, quiet)
    inner = [gap for gap in quiet if gap[0] > begin and gap[1] < end]
    events: Onsets = []
    start = begin
    rests = _matched(phrases, inner, begin, end)
    held: list[_Phrase] = []
    for phrase, rest in zip(phrases, [*rests, (end, end)], strict=True):
        held.append(phrase)
        if rest is None:
            continue
        places = [place for each in held for place in each.places]
        weights = np.array([weight for each in held for weight in each.weights])
        edges = start + np.concatenate([[0.0], np.cumsum(weights)]) / weights.sum() * max(
            0.0, rest[0] - start
        )
        events += [(float(when), place) for when, place in zip(edges, places, strict=False)]
        start, held = rest[1], []
    return events


def _phrases(text: str) -> list[_Phrase]:
    words = list(_WORD.finditer(text))
    phrases: list[_Phrase] = []
    places: list[int] = []
    weights: list[float] = []
    for number, word in enumerate(words):
        until = words[number + 1].start() if number + 1 < len(words) else len(text)
        is_last = number + 1 == len(words) or bool(_RESTED & set(text[word.end() : until]))
        places.append(word.start())
        weights.append(_weight(word[0].lower()) * (_DRAWN_OUT if is_last else 1.0))
        if is_last:
            phrases.append(_Phrase(tuple(places), tuple(weights)))
            places, weights = [], []
    return phrases


def _weight(word: str) -> float:
    light = word in _UNSTRESSED
    syllables = max(1, len(_VOWELS.findall(_SILENT_E.sub("", word))))
    if word.isdecimal():
        syllables = 2 * len(word)
    return (0.5 if light else 0.8) + syllables * (0.7 if light else 1.0) + 0.12 * len(word)


def _matched(
    phrases: Sequence[_Phrase], inner: list[Gap], begin: float, end: float
) -> list[Gap | None]:
    """Which silence belongs to the rest after each phrase but the last; None for no silence.

    A best match in order: a long silence near the place where the rest is expected counts most.
    """
    rests = len(phrases) - 1
    silent = sum(last - first for first, last in inner[:rests])
    pace = max(0.2, end - begin - silent) / sum(phrase.weight for phrase in phrases)
    expected = np.cumsum([phrase.weight for phrase in phrases[:-1]]) * pace
    passed = np.concatenate([[0.0], np.cumsum([last - first for first, last in inner])])
    best = np.zeros((rests + 1, len(inner) + 1))
    take = np.zeros((rests + 1, len(inner) + 1), np.int8)
    for i in range(1, rests + 1):
        for j, (first, last) in enumerate(inner, 1):
            away = abs(expected[i - 1] - (first - begin - passed[j - 1]))
            taken = best[i - 1, j - 1] + 0.4 + (last - first) - 0.8 * away
            choices = (best[i - 1, j], best[i, j - 1], taken)
            take[i, j] = int(np.argmax(choices))
            best[i, j] = max(choices)
    found: list[Gap | None] = [None] * rests
    i, j = rests, len(inner)
    while i and j:
        if take[i, j] == 2:  # noqa: PLR2004 - the third of the choices
            found[i - 1] = inner[j - 1]
            i, j = i - 1, j - 1
        elif take[i, j] == 1:
            j -= 1
        else:
            i -= 1
    return found

"""Word timing from the sound: the silences of a clip, its speaking time, and its word onsets.

An engine that reports no word times still pauses at commas and full stops. Each word gets a
weight from its syllables and letters, and each pause of the text is matched to a silence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from companion.audio.samples import Samples
from companion.timeline.utterance import Onsets

Gap = tuple[float, float]
"""A silence as (start, end), in seconds."""

_HOP_S = 0.01
_QUIET_DB = -38.0
_LEAST_S = 0.09
# A word before a pause is drawn out by this factor, with every engine that was measured.
_DRAWN_OUT = 1.45

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?<=[^l])e$")
_UNSTRESSED = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "can", "do", "for", "from", "has",
    "i", "in", "is", "it", "of", "on", "or", "that", "the", "there", "this", "to", "was", "with",
    "you", "your",
))  # fmt: skip
_PAUSE_MARKS = frozenset(",;:.?!—…")


def gaps(samples: Samples, rate: int, least: float = _LEAST_S) -> list[Gap]:
    """List every silence of a spoken clip that lasts `least` seconds or more.

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
    runs = ((first * _HOP_S, last * _HOP_S) for first, last in edges.reshape(-1, 2).tolist())
    return [(first, last) for first, last in runs if last - first >= least - 1e-9]


def sounding_seconds(samples: Samples, rate: int) -> float:
    """The seconds from the first sound of a clip to its last."""
    begin, end = _edges(samples, rate, gaps(samples, rate, _HOP_S))
    return end - begin


def _edges(samples: Samples, rate: int, quiet: Sequence[Gap]) -> Gap:
    """The start of the first sound and the end of the last one, in seconds."""
    whole = len(samples) / rate
    begin = quiet[0][1] if quiet and quiet[0][0] <= _HOP_S else 0.0
    end = quiet[-1][0] if quiet and quiet[-1][1] >= whole - 2 * _HOP_S else whole
    return begin, max(begin, end)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The words up to a pause: the places of their first characters, and their weights."""

    places: tuple[int, ...]
    weights: tuple[float, ...]

    @property
    def weight(self) -> float:
        return sum(self.weights)


def word_times(text: str, samples: Samples, rate: int) -> Onsets:
    """Estimate when each word begins, from the text and from the silences.

    Args:
        text: the spoken text.
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
    onsets: Onsets = []
    start = begin
    pauses = _match_pauses(phrases, inner, begin, end)
    group: list[_Phrase] = []  # phrases without a silence between them
    for phrase, pause in zip(phrases, [*pauses, (end, end)], strict=True):
        group.append(phrase)
        if pause is None:
            continue
        places = [place for each in group for place in each.places]
        weights = np.array([weight for each in group for weight in each.weights])
        edges = start + np.concatenate([[0.0], np.cumsum(weights)]) / weights.sum() * max(
            0.0, pause[0] - start
        )
        onsets += [(float(when), place) for when, place in zip(edges, places, strict=False)]
        start, group = pause[1], []
    return onsets


def _phrases(text: str) -> list[_Phrase]:
    words = list(_WORD.finditer(text))
    phrases: list[_Phrase] = []
    places: list[int] = []
    weights: list[float] = []
    for number, word in enumerate(words):
        until = words[number + 1].start() if number + 1 < len(words) else len(text)
        is_last = number + 1 == len(words) or bool(_PAUSE_MARKS & set(text[word.end() : until]))
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


def _match_pauses(
    phrases: Sequence[_Phrase], inner: list[Gap], begin: float, end: float
) -> list[Gap | None]:
    """Match a silence to the pause after each phrase but the last; None where there is none.

    The best match in order, by dynamic programming: a long silence near the expected place of
    the pause scores highest.
    """
    pauses = len(phrases) - 1
    silent = sum(last - first for first, last in inner[:pauses])
    pace = max(0.2, end - begin - silent) / sum(phrase.weight for phrase in phrases)
    expected = np.cumsum([phrase.weight for phrase in phrases[:-1]]) * pace
    silence_before = np.concatenate([[0.0], np.cumsum([last - first for first, last in inner])])
    best = np.zeros((pauses + 1, len(inner) + 1))
    choice = np.zeros((pauses + 1, len(inner) + 1), np.int8)
    for i in range(1, pauses + 1):
        for j, (first, last) in enumerate(inner, 1):
            away = abs(expected[i - 1] - (first - begin - silence_before[j - 1]))
            matched = best[i - 1, j - 1] + 0.4 + (last - first) - 0.8 * away
            scores = (best[i - 1, j], best[i, j - 1], matched)
            choice[i, j] = int(np.argmax(scores))
            best[i, j] = max(scores)
    matches: list[Gap | None] = [None] * pauses
    i, j = pauses, len(inner)
    while i and j:
        if choice[i, j] == 2:  # noqa: PLR2004 - the third of the scores: this pair is a match
            matches[i - 1] = inner[j - 1]
            i, j = i - 1, j - 1
        elif choice[i, j] == 1:
            j -= 1
        else:
            i -= 1
    return matches

"""The Bayesian search for a voice that suits a person: six comparisons of two manners each.

Each of many imagined listeners wants one manner and minds some differences more than others. An
answer raises the weight of the listeners who would give it; the next pair is the one whose answer
tells most. Nothing here plays, asks or stores anything; the random source is an argument.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from math import exp, log2
from random import Random
from typing import Literal

from companion.timeline.request import USUAL, Profile

Verdict = Literal["first", "second", "same"]
ROUNDS = 6

# The range of each number: the least, the usual, and the most that is still pleasant.
_RANGES = {
    "pace": (0.84, 1.0, 1.12),
    "pitch": (0.86, 1.0, 1.14),
    "pitch_range": (0.7, 1.0, 1.25),
    "pauses": (0.7, 1.0, 1.9),
    "bed": (-9.0, 0.0, 4.0),
}
_LISTENERS = 200
_MANNERS = 14
# How surely a listener prefers the better manner, and how often they press the wrong key.
_SHARPNESS = 4.0
_LAPSE = 0.05

# Differences as shares: the smallest that is audible, the end of "a little", the start of
# "clearly"; and the smallest audible one in dB.
_AUDIBLE, _A_LITTLE, _CLEARLY = 0.02, 0.1, 0.3
_AUDIBLE_DB = 1.0

Point = tuple[float, ...]
"""One number for each range, from -1 (the least) to 1 (the most)."""


@dataclass(frozen=True, slots=True)
class Imagined:
    """An imagined listener: the manner they want, and how much they mind each difference."""

    wants: Point
    minds: Point
    voice: str
    minds_voice: float

    def likes(self, place: Point, voice: str) -> float:
        """The score of a manner for this listener; 0 is perfect, less is worse."""
        axes = zip(self.minds, self.wants, place, strict=True)
        distance = sum(minds * (wants - at) ** 2 for minds, wants, at in axes)
        return -distance - (self.minds_voice if voice != self.voice else 0.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A manner of speaking: a point in the ranges, and a voice."""

    place: Point
    voice: str

    @property
    def profile(self) -> Profile:
        """The profile of this manner."""
        numbers = {
            name: round(_value(name, at), 2) for name, at in zip(_RANGES, self.place, strict=True)
        }
        return Profile(self.voice, **numbers)


@dataclass(frozen=True)
class Search:
    """The state of the search after some answers.

    `weights` are the probabilities that the person is like each of the `listeners`.
    """

    voices: tuple[str, ...]
    listeners: tuple[Imagined, ...]
    weights: tuple[float, ...]
    manners: tuple[Candidate, ...]
    answered: int = 0

    @cached_property
    def pair(self) -> tuple[Candidate, Candidate]:
        """The two manners whose comparison is expected to tell most."""
        likes = [
            [listener.likes(m.place, m.voice) for listener in self.listeners] for m in self.manners
        ]
        pairs = combinations(range(len(self.manners)), 2)
        first, second = max(pairs, key=lambda pair: self._bits(likes[pair[0]], likes[pair[1]]))
        return self.manners[first], self.manners[second]

    def answer(self, answer: Verdict, chance: Random) -> "Search":
        """Return the search after one more answer."""
        first, second = self.pair
        weights = [
            weight * _likelihood(listener, first, second, answer)
            for weight, listener in zip(self.weights, self.listeners, strict=True)
        ]
        total = sum(weights) or 1.0
        search = replace(
            self, weights=tuple(weight / total for weight in weights), answered=self.answered + 1
        )
        return replace(search, manners=search._draw_manners(chance))  # noqa: SLF001

    @property
    def best_profile(self) -> Profile:
        """The profile with the best expected score over all listeners."""
        return max(map(self._best, self.voices), key=self._expected).profile

    def _best(self, voice: str) -> Candidate:
        """The best manner with a voice: the mean of all wishes, weighted by how they matter."""
        place = []
        for k in range(len(_RANGES)):
            weighted = zip(self.weights, self.listeners, strict=True)
            wishes = [(weight * who.minds[k], who.wants[k]) for weight, who in weighted]
            total = sum(weight for weight, _ in wishes) or 1.0
            place.append(sum(weight * wants for weight, wants in wishes) / total)
        return Candidate(tuple(place), voice)

    def _expected(self, manner: Candidate) -> float:
        """The expected score of a manner."""
        weighted = zip(self.weights, self.listeners, strict=True)
        return sum(weight * who.likes(manner.place, manner.voice) for weight, who in weighted)

    def _bits(self, first: Sequence[float], second: Sequence[float]) -> float:
        """The expected information in the answer to a pair, from each listener's scores."""
        mean = remaining = 0.0
        for weight, likes_first, likes_second in zip(self.weights, first, second, strict=True):
            chance = _preference(likes_first - likes_second)
            mean += weight * chance
            remaining += weight * _entropy(chance)
        return _entropy(mean) - remaining

    def _draw_manners(self, chance: Random) -> tuple[Candidate, ...]:
        """The wanted manners of listeners drawn by their weights."""
        likely = chance.choices(self.listeners, self.weights, k=_MANNERS)
        return tuple(Candidate(who.wants, who.voice) for who in likely)


def begin(voices: Sequence[str], chance: Random) -> Search:
    """Begin a search, before the first answer.

    Args:
        voices: the names to choose from, the usual one first; one is enough.
        chance: the random source of the imagined listeners.
    """
    names = tuple(voices) or ("",)
    listeners = tuple(_imagined(names, chance) for _ in range(_LISTENERS))
    weights = tuple(1 / _LISTENERS for _ in listeners)
    search = Search(names, listeners, weights, ())
    return replace(search, manners=search._draw_manners(chance))  # noqa: SLF001


def _imagined(voices: tuple[str, ...], chance: Random) -> Imagined:
    wants = tuple(chance.uniform(-1, 1) for _ in _RANGES)
    minds = tuple(chance.uniform(0.2, 1.2) for _ in _RANGES)
    return Imagined(wants, minds, chance.choice(voices), chance.uniform(0.3, 2.0))


def _likelihood(listener: Imagined, first: Candidate, second: Candidate, answer: Verdict) -> float:
    better = listener.likes(first.place, first.voice) - listener.likes(second.place, second.voice)
    chance = _preference(better)
    match answer:
        case "first":
            return chance
        case "second":
            return 1 - chance
        case "same":
            return 4 * chance * (1 - chance)


def _preference(better: float) -> float:
    """The probability of choosing the first manner, whose score is higher by `better`."""
    sharp = 1 / (1 + exp(-max(-30.0, min(30.0, _SHARPNESS * better))))
    return _LAPSE + (1 - 2 * _LAPSE) * sharp


def _entropy(chance: float) -> float:
    return -(chance * log2(chance) + (1 - chance) * log2(1 - chance))


def _value(name: str, at: float) -> float:
    least, usual, most = _RANGES[name]
    return usual + at * ((most - usual) if at > 0 else (usual - least))


def differences(profile: Profile) -> list[str]:
    """One line for each audible difference of a profile from the usual one."""
    lines = [f"the voice {profile.voice}"] if profile.voice else []
    for name, less, more in (
        ("pace", "slower", "faster"), ("pitch", "lower", "higher"),
        ("pitch_range", "more even", "livelier"),
        ("pauses", "shorter pauses", "longer pauses"),
    ):  # fmt: skip
        apart = getattr(profile, name) / getattr(USUAL, name) - 1
        if abs(apart) >= _AUDIBLE:
            lines.append(f"{_degree(abs(apart))}{less if apart < 0 else more}")
    if abs(profile.bed) >= _AUDIBLE_DB:
        quieter = "quieter" if profile.bed < 0 else "louder"
        lines.append(f"background sound {_degree(abs(profile.bed) / 25)}{quieter}")
    return lines or ["just as it is"]


def _degree(apart: float) -> str:
    if apart < _A_LITTLE:
        return "a little "
    return "clearly " if apart >= _CLEARLY else ""

"""Fitting a voice: which two manners to compare next, and what six answers say about a person.

Bayes over imagined listeners: each wants some manner and minds some differences more than others;
an answer makes those who would have given it likelier, and the next pair is the one that would
tell most. Nothing here plays, asks or keeps anything; chance is an argument.
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

# What each number can become: the least, what is usual, the most that is still a kindness.
_RANGES = {
    "pace": (0.84, 1.0, 1.12),
    "pitch": (0.86, 1.0, 1.14),
    "pauses": (0.7, 1.0, 1.9),
    "bed": (-9.0, 0.0, 4.0),
}
_LISTENERS = 200
_MANNERS = 14
# How sharply somebody tells two manners apart, and how often a key is simply the wrong one.
_SHARPNESS = 4.0
_LAPSE = 0.05

# What nobody hears, what is little, and what is much: as shares, and in dB.
_HEARD, _A_LITTLE, _CLEARLY = 0.02, 0.1, 0.3
_HEARD_DB = 1.0

Point = tuple[float, ...]
"""A number for each range, from -1, the least, to 1, the most."""


@dataclass(frozen=True, slots=True)
class Imagined:
    """Somebody imagined: the manner they want, and how much each difference matters to them."""

    wants: Point
    minds: Point
    voice: str
    minds_voice: float

    def likes(self, place: Point, voice: str) -> float:
        """How well a manner suits them; 0 is perfect, less is worse."""
        each = zip(self.minds, self.wants, place, strict=True)
        far = sum(minds * (wants - is_at) ** 2 for minds, wants, is_at in each)
        return -far - (self.minds_voice if voice != self.voice else 0.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A way to speak, as a place in the ranges and a voice."""

    place: Point
    voice: str

    @property
    def profile(self) -> Profile:
        """What it is called by the rest of the program."""
        numbers = {
            name: round(_value(name, at), 2) for name, at in zip(_RANGES, self.place, strict=True)
        }
        return Profile(self.voice, **numbers)


@dataclass(frozen=True)
class Search:
    """What is known of a person after some answers.

    `weights` say how likely each of the `listeners` is to be them.
    """

    voices: tuple[str, ...]
    listeners: tuple[Imagined, ...]
    weights: tuple[float, ...]
    manners: tuple[Candidate, ...]
    answered: int = 0

    @cached_property
    def pair(self) -> tuple[Candidate, Candidate]:
        """The two manners whose comparison would tell most."""
        likes = [
            [listener.likes(m.place, m.voice) for listener in self.listeners] for m in self.manners
        ]
        pairs = combinations(range(len(self.manners)), 2)
        first, second = max(pairs, key=lambda pair: self._told(likes[pair[0]], likes[pair[1]]))
        return self.manners[first], self.manners[second]

    def answer(self, answer: Verdict, chance: Random) -> "Search":
        """What is known after one answer more."""
        first, second = self.pair
        weights = [
            weight * _likelihood(listener, first, second, answer)
            for weight, listener in zip(self.weights, self.listeners, strict=True)
        ]
        whole = sum(weights) or 1.0
        known = replace(
            self, weights=tuple(weight / whole for weight in weights), answered=self.answered + 1
        )
        return replace(known, manners=known._worth_comparing(chance))  # noqa: SLF001

    @property
    def found(self) -> Profile:
        """The manner that suits best whoever this may be."""
        return max(map(self._best, self.voices), key=self._expected).profile

    def _best(self, voice: str) -> Candidate:
        """Each number at its mean, counted by how much it matters."""
        place = []
        for k in range(len(_RANGES)):
            each = zip(self.weights, self.listeners, strict=True)
            matters = [(weight * one.minds[k], one.wants[k]) for weight, one in each]
            whole = sum(weight for weight, _ in matters) or 1.0
            place.append(sum(weight * wants for weight, wants in matters) / whole)
        return Candidate(tuple(place), voice)

    def _expected(self, manner: Candidate) -> float:
        each = zip(self.weights, self.listeners, strict=True)
        return sum(weight * one.likes(manner.place, manner.voice) for weight, one in each)

    def _told(self, first: Sequence[float], second: Sequence[float]) -> float:
        """How many bits the answer to a pair tells about who this is."""
        mean = known = 0.0
        for weight, one, other in zip(self.weights, first, second, strict=True):
            chance = _prefers(one - other)
            mean += weight * chance
            known += weight * _entropy(chance)
        return _entropy(mean) - known

    def _worth_comparing(self, chance: Random) -> tuple[Candidate, ...]:
        """Manners that somebody who is still likely wants."""
        likely = chance.choices(self.listeners, self.weights, k=_MANNERS)
        return tuple(Candidate(one.wants, one.voice) for one in likely)


def begin(voices: Sequence[str], chance: Random) -> Search:
    """A search before the first answer.

    Args:
        voices: the names to choose from, the usual one first; one is enough.
        chance: where the imagined listeners come from.
    """
    names = tuple(voices) or ("",)
    listeners = tuple(_imagined(names, chance) for _ in range(_LISTENERS))
    weights = tuple(1 / _LISTENERS for _ in listeners)
    search = Search(names, listeners, weights, ())
    return replace(search, manners=search._worth_comparing(chance))  # noqa: SLF001


def _imagined(voices: tuple[str, ...], chance: Random) -> Imagined:
    wants = tuple(chance.uniform(-1, 1) for _ in _RANGES)
    minds = tuple(chance.uniform(0.2, 1.2) for _ in _RANGES)
    return Imagined(wants, minds, chance.choice(voices), chance.uniform(0.3, 2.0))


def _likelihood(listener: Imagined, first: Candidate, second: Candidate, answer: Verdict) -> float:
    better = listener.likes(first.place, first.voice) - listener.likes(second.place, second.voice)
    chance = _prefers(better)
    match answer:
        case "first":
            return chance
        case "second":
            return 1 - chance
        case "same":
            return 4 * chance * (1 - chance)


def _prefers(better: float) -> float:
    """How likely somebody takes the first of two that is so much better to them."""
    sharp = 1 / (1 + exp(-max(-30.0, min(30.0, _SHARPNESS * better))))
    return _LAPSE + (1 - 2 * _LAPSE) * sharp


def _entropy(chance: float) -> float:
    return -(chance * log2(chance) + (1 - chance) * log2(1 - chance))


def _value(name: str, at: float) -> float:
    least, usual, most = _RANGES[name]
    return usual + at * ((most - usual) if at > 0 else (usual - least))


def in_words(profile: Profile) -> list[str]:
    """What a profile is like, beside the usual one; a line for each thing."""
    told = [f"the voice {profile.voice}"] if profile.voice else []
    for name, less, more in (
        ("pace", "slower", "faster"), ("pitch", "lower", "higher"),
        ("pauses", "shorter pauses", "longer pauses"),
    ):  # fmt: skip
        apart = getattr(profile, name) / getattr(USUAL, name) - 1
        if abs(apart) >= _HEARD:
            told.append(f"{_how_much(abs(apart))}{less if apart < 0 else more}")
    if abs(profile.bed) >= _HEARD_DB:
        quieter = "quieter" if profile.bed < 0 else "louder"
        told.append(f"what runs underneath {_how_much(abs(profile.bed) / 25)}{quieter}")
    return told or ["as it is by itself"]


def _how_much(apart: float) -> str:
    if apart < _A_LITTLE:
        return "a little "
    return "clearly " if apart >= _CLEARLY else ""

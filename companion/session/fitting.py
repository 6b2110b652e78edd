"""Fitting a voice to a person: six times the same words in two manners, and what that found."""

from collections.abc import Sequence
from random import Random
from typing import Literal

from companion.script.model import Script
from companion.session.samples import words_script
from companion.timeline.request import Profile
from companion.voice import search
from companion.voice.search import ROUNDS, Verdict
from companion.wording import FITTING_LINES

Side = Literal["first", "second"]
BED = "soft"
_MOST_VOICES = 4


class Fitting:
    """Where a fitting is.

    Args:
        voices: the names to choose from, the usual one first.
        chance: what decides between pairs that tell as much.
    """

    def __init__(self, voices: Sequence[str], chance: Random) -> None:
        self._chance = chance
        self._search = search.begin(voices[:_MOST_VOICES], chance)

    @property
    def number(self) -> int:
        """Which comparison it is, from 1."""
        return min(ROUNDS, self._search.answered + 1)

    @property
    def is_over(self) -> bool:
        """Whether every question is answered."""
        return self._search.answered >= ROUNDS

    def sample(self, side: Side) -> tuple[Script, Profile]:
        """What is heard on one side: the same words, in one of two manners."""
        first, second = self._search.pair
        manner = first if side == "first" else second
        return words_script(FITTING_LINES[self.number - 1], bed=BED), manner.profile

    def answer(self, answer: Verdict) -> None:
        """Take an answer."""
        self._search = self._search.answer(answer, self._chance)

    @property
    def found(self) -> Profile:
        """What suits best, by what was answered so far."""
        return self._search.found

    @property
    def result(self) -> tuple[Script, Profile]:
        """The words to hear it once more by."""
        return words_script(FITTING_LINES[0], bed=BED), self.found


def names(profile_for: str) -> tuple[Literal["shaken", "settled"], ...]:
    """Which profiles are meant by `shaken`, `settled` or `both`."""
    if profile_for == "both":
        return ("shaken", "settled")
    return ("shaken",) if profile_for == "shaken" else ("settled",)

"""Fitting a voice to a person: six comparisons of the same words in two manners."""

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
    """The state of a fitting.

    Args:
        voices: the names to choose from, the usual one first; only the first few are used.
        chance: the random source of the search.
    """

    def __init__(self, voices: Sequence[str], chance: Random) -> None:
        self._chance = chance
        self._search = search.begin(voices[:_MOST_VOICES], chance)

    @property
    def number(self) -> int:
        """The number of the current comparison, from 1."""
        return min(ROUNDS, self._search.answered + 1)

    @property
    def is_over(self) -> bool:
        """Whether every comparison is answered."""
        return self._search.answered >= ROUNDS

    def sample(self, side: Side) -> tuple[Script, Profile]:
        """The words of one side of the comparison, and the profile to say them in."""
        first, second = self._search.pair
        manner = first if side == "first" else second
        return words_script(FITTING_LINES[self.number - 1], bed=BED), manner.profile

    def answer(self, answer: Verdict) -> None:
        """Take an answer, and go on to the next comparison."""
        self._search = self._search.answer(answer, self._chance)

    @property
    def profile(self) -> Profile:
        """The profile that suits best by the answers so far."""
        return self._search.best_profile

    @property
    def result(self) -> tuple[Script, Profile]:
        """Words to hear the profile that was found, and that profile."""
        return words_script(FITTING_LINES[0], bed=BED), self.profile


def moods_for(profile_for: str) -> tuple[Literal["shaken", "settled"], ...]:
    """The moods that `shaken`, `settled` or `both` stands for."""
    if profile_for == "both":
        return ("shaken", "settled")
    return ("shaken",) if profile_for == "shaken" else ("settled",)

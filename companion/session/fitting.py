"""Fitting a voice to a person: six times the same words in two manners, and what that found."""

from collections.abc import Sequence
from random import Random
from typing import Literal

from companion.script.model import Script
from companion.session.saying import saying
from companion.timeline.profile import Profile
from companion.voice import fitting
from companion.voice.fitting import ROUNDS, Answer

Side = Literal["first", "second"]
BED = "soft"
_MOST_VOICES = 4

INTRODUCTION = """\
You will hear the same words twice, six times over.
It takes about 90 seconds.

Each time, say which of the two you would rather have beside you.
There is no right answer, and hearing no difference is one too."""
QUESTION = "Which of the two would you rather have beside you?"
SILENCE_CHOSEN = "You chose silence. companion voices use auto brings the voice back."
KEPT = {
    "shaken": "for when it is too much",
    "settled": "for when it is calmer",
    "both": "always",
}
"""For when a profile can be kept."""

# Two sentences each, so that a pause can be heard, and what is under it.
LINES = (
    "Something hurts tonight. It is allowed to hurt.",
    "Feel your feet on the floor. It holds you.",
    "They asked for some room. That can still be care.",
    "Let your shoulders come down. The next breath comes by itself.",
    "You need not know how this goes on. It is enough to sit here.",
    "What you feel makes sense. So does what they need.",
)


class Fitting:
    """Where a fitting is.

    Args:
        voices: the names to choose from, the usual one first.
        chance: what decides between pairs that tell as much.
    """

    def __init__(self, voices: Sequence[str], chance: Random) -> None:
        self._chance = chance
        self._search = fitting.begin(voices[:_MOST_VOICES], chance)

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
        return saying(LINES[self.number - 1], bed=BED), manner.profile

    def answer(self, answer: Answer) -> None:
        """Take an answer."""
        self._search = self._search.answer(answer, self._chance)

    @property
    def found(self) -> Profile:
        """What suits best, by what was answered so far."""
        return self._search.found

    @property
    def result(self) -> tuple[Script, Profile]:
        """The words to hear it once more by."""
        return saying(LINES[0], bed=BED), self.found


def names(profile_for: str) -> tuple[Literal["shaken", "settled"], ...]:
    """Which profiles are meant by `shaken`, `settled` or `both`."""
    if profile_for == "both":
        return ("shaken", "settled")
    return ("shaken",) if profile_for == "shaken" else ("settled",)

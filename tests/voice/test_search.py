"""The search for a voice, held against listeners whose wishes it cannot see."""

from random import Random
from statistics import mean

import pytest

from companion.timeline.request import LIMITS, Profile
from companion.voice import search as fitting
from companion.voice.search import ROUNDS, Candidate, Imagined, Search, Verdict, differences

VOICES = ("f5", "m6", "klatt4")
AXES = len(fitting._RANGES)


def wishing(chance: Random) -> Imagined:
    """Somebody with wishes of their own, from another mould than the imagined ones."""
    wants = tuple(chance.uniform(-1, 1) for _ in range(AXES))
    minds = tuple(chance.choice((0.3, 0.6, 1.0, 1.5)) for _ in range(AXES))
    return Imagined(wants, minds, chance.choice(VOICES), chance.uniform(0.2, 2.0))


def fitted(hidden: Imagined, seed: int, *, by_coin: bool = False) -> tuple[Candidate, Search]:
    """What six answers find; every tenth or so is a little unsure."""
    chance, own = Random(seed), Random(seed + 1)
    search = fitting.begin(VOICES, chance)
    for _ in range(ROUNDS):
        first, second = search.pair
        better = hidden.likes(first.place, first.voice) - hidden.likes(second.place, second.voice)
        is_first = own.random() < 0.5 if by_coin else better + own.gauss(0, 0.15) > 0
        search = search.answer("first" if is_first else "second", chance)
    return max((search._best(voice) for voice in VOICES), key=search._expected), search


def rank(hidden: Imagined, manner: Candidate, seed: int) -> float:
    """How many of a hundred manners drawn blindly suit them less well."""
    chance = Random(seed)
    drawn = (
        hidden.likes(tuple(chance.uniform(-1, 1) for _ in range(AXES)), chance.choice(VOICES))
        for _ in range(200)
    )
    own = hidden.likes(manner.place, manner.voice)
    return mean(own > other for other in drawn)


def result(listeners: int) -> tuple[float, float, float]:
    """The mean rank by answers and by a coin, and how many are better off than with the usual."""
    answered, thrown, gained = [], [], []
    for seed in range(listeners):
        hidden = wishing(Random(seed))
        manner, _ = fitted(hidden, seed)
        answered.append(rank(hidden, manner, seed))
        thrown.append(rank(hidden, fitted(hidden, seed, by_coin=True)[0], seed))
        usual = hidden.likes((0.0,) * AXES, VOICES[0])
        gained.append(hidden.likes(manner.place, manner.voice) > usual)
    return mean(answered), mean(thrown), mean(gained)


def test_six_answers_find_a_hidden_wish_far_better_than_chance() -> None:
    by_answers, by_coin, better = result(24)
    assert by_answers > 0.92
    assert by_answers - by_coin > 0.2
    assert better > 0.8


def test_the_search_is_the_same_for_the_same_chance_and_answers() -> None:
    hidden = wishing(Random(3))
    assert fitted(hidden, 5)[1].best_profile == fitted(hidden, 5)[1].best_profile


def test_whoever_hears_no_difference_is_believed() -> None:
    chance = Random(1)
    search = fitting.begin(VOICES, chance)
    first, second = search.pair
    same = search.answer("same", chance)
    far = [abs(one.likes(first.place, first.voice) - one.likes(second.place, second.voice))
           for one in same.listeners]  # fmt: skip
    before = sum(w * d for w, d in zip(search.weights, far, strict=True))
    after = sum(w * d for w, d in zip(same.weights, far, strict=True))
    assert after < before
    assert same.answered == 1


@pytest.mark.parametrize("answers", [("first",) * 6, ("second",) * 6, ("same",) * 6])
def test_what_is_found_is_always_a_kindness(answers: tuple[Verdict, ...]) -> None:
    chance = Random(2)
    search = fitting.begin(("only",), chance)
    for answer in answers:
        search = search.answer(answer, chance)
    found = search.best_profile
    assert found.voice == "only"
    for name, (low, high) in LIMITS.items():
        assert low <= getattr(found, name) <= high


def test_without_a_name_the_usual_voice_is_fitted() -> None:
    assert fitting.begin((), Random(1)).best_profile.voice == ""


def test_a_profile_is_told_in_words() -> None:
    assert differences(Profile()) == ["just as it is"]
    assert differences(Profile("flite/slt", 0.9, 1.1, 1.5, -4.0)) == [
        "the voice flite/slt", "a little slower", "higher", "clearly longer pauses",
        "background sound quieter"]  # fmt: skip
    assert differences(Profile(pace=0.8)) == ["slower"]

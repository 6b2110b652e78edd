from hypothesis import given
from hypothesis import strategies as st

from companion.timeline.utterance import Utterance, estimate, estimate_word_times, tokens
from companion.units import Millis

SENTENCE = "You noticed, and that is enough — for now."


def words(text: str) -> list[str]:
    return [text[first:last] for first, last in tokens(text)]


def test_a_dash_that_stands_alone_belongs_to_the_word_before_it() -> None:
    assert words("you — or them") == ["you —", "or", "them"]


def test_a_word_is_lit_with_all_that_touches_it() -> None:
    assert words("Don't go, “please”.") == ["Don't", "go,", "“please”."]


def test_longer_words_and_commas_take_longer() -> None:
    assert estimate(Utterance("a")).length < estimate(Utterance("a verdict")).length
    assert estimate(Utterance("in and out")).length < estimate(Utterance("in, and out")).length


def test_a_slower_pace_takes_longer() -> None:
    assert (
        estimate(Utterance(SENTENCE, pace=0.5)).length == 2 * estimate(Utterance(SENTENCE)).length
    )


def test_an_estimate_says_that_it_is_one() -> None:
    assert not estimate(Utterance(SENTENCE)).exact


@given(st.text(max_size=60), st.integers(0, 20_000))
def test_words_follow_each_other_inside_the_clip(text: str, length: int) -> None:
    times = estimate_word_times(text, Millis(length))
    edges = [edge for word in times for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= length for edge in edges)
    assert len(times) == len(tokens(text))

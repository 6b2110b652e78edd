from hypothesis import assume, given
from hypothesis import strategies as st

from companion.script.step import Count, Glue
from companion.timeline.arranging.glue import BreathRounds, reach, set_glue
from companion.units import Millis


@st.composite
def glues(draw: st.DrawFn) -> Glue:
    least, usual, most = sorted(draw(st.lists(st.integers(0, 60_000), min_size=3, max_size=3)))
    is_open = draw(st.booleans())
    weight = float(draw(st.integers(1, 5)))
    return Glue(Millis(least), Millis(usual), None if is_open else Millis(most), weight)


@st.composite
def breaths(draw: st.DrawFn) -> BreathRounds:
    least, usual, most = sorted(draw(st.lists(st.integers(0, 12), min_size=3, max_size=3)))
    return BreathRounds(Millis(draw(st.integers(4_000, 15_000))), Count(least, usual, most))


def length(rests: list[Glue], rounds: list[BreathRounds], found: object) -> int:
    return sum(found.rests) + sum(b.length * n for b, n in zip(rounds, found.rounds, strict=True))  # type: ignore[attr-defined]


@given(st.lists(glues(), max_size=8), st.integers(0, 2_000_000), st.integers(0, 9))
def test_silences_meet_every_length_within_their_reach_exactly(
    rests: list[Glue], total: int, seed: int
) -> None:
    least, _, most = reach(rests, [])
    assume(least <= total and (most is None or total <= most))
    found = set_glue(rests, [], Millis(total), seed)
    assert found is not None
    assert sum(found.rests) == total


@given(st.lists(glues(), max_size=6), st.lists(breaths(), max_size=3), st.integers(0, 900_000))
def test_nothing_is_ever_beyond_its_bounds(
    rests: list[Glue], rounds: list[BreathRounds], total: int
) -> None:
    found = set_glue(rests, rounds, Millis(total))
    assume(found is not None)
    assert found is not None
    assert length(rests, rounds, found) == total
    for glue, value in zip(rests, found.rests, strict=True):
        assert glue.least <= value
        assert glue.most is None or value <= glue.most
    for breath, count in zip(rounds, found.rounds, strict=True):
        assert breath.count.least <= count <= breath.count.most


@given(st.lists(glues(), min_size=1, max_size=6), st.lists(breaths(), max_size=2))
def test_the_usual_total_gives_the_usual_rounds(
    rests: list[Glue], rounds: list[BreathRounds]
) -> None:
    _, usual, _ = reach(rests, rounds)
    found = set_glue(rests, rounds, usual)
    assert found is not None
    assert found.rounds == tuple(b.count.usual for b in rounds)
    assert found.ease == 0


def test_below_usual_all_silences_move_together_towards_their_least() -> None:
    rests = [
        Glue(Millis(10_000), Millis(20_000), Millis(90_000)),
        Glue(Millis(0), Millis(10_000), Millis(10_000)),
    ]
    found = set_glue(rests, [], Millis(20_000))
    assert found is not None
    assert found.ease == -0.5


def test_above_the_bounded_ones_the_open_ones_share_by_weight() -> None:
    rests = [Glue(Millis(0), Millis(0), Millis(1_000)), Glue(Millis(0), Millis(0), None, 1.0),
             Glue(Millis(0), Millis(0), None, 3.0)]  # fmt: skip
    found = set_glue(rests, [], Millis(1_001_000), seed=3)
    assert found is not None
    assert found.rests[0] <= 1_000
    assert 2.4 < found.rests[2] / found.rests[1] < 3.7


def test_no_whole_round_and_no_silence_fits_a_length_in_between() -> None:
    assert set_glue([], [BreathRounds(Millis(8_000), Count(1, 2, 3))], Millis(9_000)) is None


def test_the_same_seed_gives_the_same_silences_and_another_others() -> None:
    rests = [Glue(Millis(0), Millis(20_000), Millis(90_000))] * 4
    one, same, other = (set_glue(rests, [], Millis(100_000), seed) for seed in (1, 1, 2))
    assert one == same
    assert one != other

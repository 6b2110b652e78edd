"""Setting glue: silences give until the whole lasts exactly what was asked, to the millisecond.

Below the usual total all silences move together towards their least, above it towards their
most; what is then left goes to the open ones by weight. Breaths come in whole rounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

from companion.script.step import Count, Glue
from companion.units import Millis

# An open silence counts as having this much room while the bounded ones still have some.
_OPEN_ROOM = 60_000


@dataclass(frozen=True, slots=True)
class BreathRounds:
    """A breath: how long one round lasts and how many there may be."""

    length: Millis
    count: Count


@dataclass(frozen=True, slots=True)
class Solution:
    """How long each silence lasts and how many rounds each breath has.

    `ease` says how far the silences are from usual: -1 at their least, 0 usual, 1 at their most.
    """

    rests: tuple[Millis, ...]
    rounds: tuple[int, ...]
    ease: float


def reach(
    rests: Sequence[Glue], breaths: Sequence[BreathRounds]
) -> tuple[Millis, Millis, Millis | None]:
    """The least, the usual and the most that silences and breaths can last together."""
    least = sum(g.least for g in rests) + sum(b.length * b.count.least for b in breaths)
    usual = sum(g.usual for g in rests) + sum(b.length * b.count.usual for b in breaths)
    bounded = [g.most for g in rests if g.most is not None]
    most = sum(bounded) + sum(b.length * b.count.most for b in breaths)
    return Millis(least), Millis(usual), Millis(most) if len(bounded) == len(rests) else None


def set_glue(
    rests: Sequence[Glue], breaths: Sequence[BreathRounds], total: Millis, seed: int = 0
) -> Solution | None:
    """Set silences and rounds so that together they last exactly `total`.

    Returns:
        None when no choice of whole rounds lets the silences reach it.
    """
    least = sum(g.least for g in rests)
    is_open = any(g.most is None for g in rests)
    most = sum(g.most or 0 for g in rests)
    best: tuple[float, float, tuple[int, ...]] | None = None
    for rounds, (low, high) in _round_choices(breaths).items():
        quiet = total - sum(b.length * n for b, n in zip(breaths, rounds, strict=True))
        if quiet < least or (quiet > most and not is_open):
            continue
        rest_ease = _ease(rests, quiet)
        apart = max(low - rest_ease, rest_ease - high, 0.0)
        if best is None or apart < best[0]:
            best = (apart, rest_ease, rounds)
    if best is None:
        return None
    _, rest_ease, rounds = best
    quiet = total - sum(b.length * n for b, n in zip(breaths, rounds, strict=True))
    return Solution(_unsettle(_set(rests, quiet), rests, seed), rounds, rest_ease)


def _round_choices(breaths: Sequence[BreathRounds]) -> dict[tuple[int, ...], tuple[float, float]]:
    """Every count of rounds on the way from least over usual to most, and at which ease."""
    turns = {-1.0, 0.0, 1.0}
    for breath in breaths:
        c = breath.count
        turns |= {(n - c.usual) / (c.usual - c.least) for n in range(c.least, c.usual)}
        turns |= {(n - c.usual) / (c.most - c.usual) for n in range(c.usual + 1, c.most + 1)}
    choices: dict[tuple[int, ...], tuple[float, float]] = {}
    for ease, following in pairwise([*sorted(turns), 1.0]):
        rounds = tuple(_rounds_at(b.count, ease) for b in breaths)
        low, _ = choices.get(rounds, (ease, ease))
        choices[rounds] = (low, following)
    return choices


def _rounds_at(count: Count, ease: float) -> int:
    room = count.usual - count.least if ease < 0 else count.most - count.usual
    return int(count.usual - count.least + ease * room + 1e-9) + count.least


def _open_room(glue: Glue) -> float:
    return _OPEN_ROOM * glue.weight if glue.most is None else glue.most - glue.usual


def _ease(rests: Sequence[Glue], quiet: int) -> float:
    usual = sum(g.usual for g in rests)
    if quiet < usual:
        return (quiet - usual) / (usual - sum(g.least for g in rests))
    room = sum(_open_room(g) for g in rests)
    return (quiet - usual) / room if room else 0.0


def _set(rests: Sequence[Glue], quiet: int) -> list[Millis]:
    """Each silence in whole ms, summing to `quiet`, which must be within reach."""
    ease = _ease(rests, quiet)
    if ease < 0:
        exact = [g.usual + ease * (g.usual - g.least) for g in rests]
    elif ease <= 1:
        exact = [g.usual + ease * _open_room(g) for g in rests]
    else:
        weight = sum(g.weight for g in rests if g.most is None)
        left = quiet - sum(g.most if g.most is not None else g.usual for g in rests)
        exact = [
            g.most if g.most is not None else g.usual + left * g.weight / weight for g in rests
        ]
    return _whole(exact, rests, quiet)


def _whole(exact: Sequence[float], rests: Sequence[Glue], quiet: int) -> list[Millis]:
    """Round down, then give the missing milliseconds to those that lost the most.

    `quiet` is within reach, so there is always one that can take another.
    """
    floors = [max(int(value), glue.least) for value, glue in zip(exact, rests, strict=True)]
    missing = quiet - sum(floors)
    order = sorted(range(len(floors)), key=lambda i: (floors[i] - exact[i], i))
    step = 1 if missing > 0 else -1
    while missing:
        for i in order:
            if missing and _within(rests[i], floors[i] + step):
                floors[i] += step
                missing -= step
    return [Millis(value) for value in floors]


def _within(glue: Glue, length: int) -> bool:
    return glue.least <= length and (glue.most is None or length <= glue.most)


def _unsettle(lengths: list[Millis], rests: Sequence[Glue], seed: int) -> tuple[Millis, ...]:
    """Pass up to a tenth between neighbours, so that rests do not tick like a machine.

    The sum, every bound and the answer to the same seed stay the same.
    """
    free = [i for i, glue in enumerate(rests) if not glue.is_fixed]
    for one, two in zip(free[::2], free[1::2], strict=False):
        chance = int.from_bytes(blake2b(f"{seed}:{one}".encode(), digest_size=4).digest())
        share = chance / 0xFFFFFFFF * 0.2 - 0.1
        shift = int(min(lengths[one], lengths[two]) * share)
        if _within(rests[one], lengths[one] + shift) and _within(rests[two], lengths[two] - shift):
            lengths[one] = Millis(lengths[one] + shift)
            lengths[two] = Millis(lengths[two] - shift)
    return tuple(lengths)

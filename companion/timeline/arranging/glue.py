"""Setting glue: lengths of silences and rounds that sum exactly to a total, to the millisecond.

Below the usual total all silences move together towards their least, above it towards their
most. Time that is then left goes to the open ones by weight. Breaths come in whole rounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

from companion.script.step import Count, Glue
from companion.units import Millis

# An open silence, which has no most, counts as having this many ms of room per weight.
_OPEN_ROOM = 60_000


@dataclass(frozen=True, slots=True)
class BreathRounds:
    """A breath: the length of one round, and how many rounds there may be."""

    length: Millis
    count: Count


@dataclass(frozen=True, slots=True)
class Solution:
    """The length of each silence and the number of rounds of each breath.

    `ease` is -1 when the silences have their least length, 0 at the usual one, 1 at the most.
    """

    rests: tuple[Millis, ...]
    rounds: tuple[int, ...]
    ease: float


def reach(
    rests: Sequence[Glue], breaths: Sequence[BreathRounds]
) -> tuple[Millis, Millis, Millis | None]:
    """The least, usual and most ms of silences and breaths together; no most if one is open."""
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
        The solution, or None when no choice of whole rounds lets the silences reach the total.
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
        distance = max(low - rest_ease, rest_ease - high, 0.0)
        if best is None or distance < best[0]:
            best = (distance, rest_ease, rounds)
    if best is None:
        return None
    _, rest_ease, rounds = best
    quiet = total - sum(b.length * n for b, n in zip(breaths, rounds, strict=True))
    return Solution(_unsettle(_set_lengths(rests, quiet), rests, seed), rounds, rest_ease)


def _round_choices(breaths: Sequence[BreathRounds]) -> dict[tuple[int, ...], tuple[float, float]]:
    """Every choice of rounds from least to most, with the range of ease in which it applies."""
    eases = {-1.0, 0.0, 1.0}  # those at which a number of rounds changes
    for breath in breaths:
        c = breath.count
        eases |= {(n - c.usual) / (c.usual - c.least) for n in range(c.least, c.usual)}
        eases |= {(n - c.usual) / (c.most - c.usual) for n in range(c.usual + 1, c.most + 1)}
    choices: dict[tuple[int, ...], tuple[float, float]] = {}
    for ease, following in pairwise([*sorted(eases), 1.0]):
        rounds = tuple(_rounds_at(b.count, ease) for b in breaths)
        low, _ = choices.get(rounds, (ease, ease))
        choices[rounds] = (low, following)
    return choices


def _rounds_at(count: Count, ease: float) -> int:
    """The number of whole rounds at an ease."""
    room = count.usual - count.least if ease < 0 else count.most - count.usual
    return int(count.usual - count.least + ease * room + 1e-9) + count.least


def _room(glue: Glue) -> float:
    """The ms that a silence can grow beyond its usual length."""
    return _OPEN_ROOM * glue.weight if glue.most is None else glue.most - glue.usual


def _ease(rests: Sequence[Glue], quiet: int) -> float:
    """The ease at which the silences sum to `quiet` ms."""
    usual = sum(g.usual for g in rests)
    if quiet < usual:
        return (quiet - usual) / (usual - sum(g.least for g in rests))
    room = sum(_room(g) for g in rests)
    return (quiet - usual) / room if room else 0.0


def _set_lengths(rests: Sequence[Glue], quiet: int) -> list[Millis]:
    """Set each silence in whole ms, so that they sum to `quiet`, which must be within reach."""
    ease = _ease(rests, quiet)
    if ease < 0:
        exact = [g.usual + ease * (g.usual - g.least) for g in rests]
    elif ease <= 1:
        exact = [g.usual + ease * _room(g) for g in rests]
    else:
        weight = sum(g.weight for g in rests if g.most is None)
        left = quiet - sum(g.most if g.most is not None else g.usual for g in rests)
        exact = [
            g.most if g.most is not None else g.usual + left * g.weight / weight for g in rests
        ]
    return _round_to_ms(exact, rests, quiet)


def _round_to_ms(exact: Sequence[float], rests: Sequence[Glue], quiet: int) -> list[Millis]:
    """Round down, then give the missing milliseconds to the silences that lost the most.

    `quiet` is within reach, so at least one silence can always take another millisecond.
    """
    floors = [max(int(value), glue.least) for value, glue in zip(exact, rests, strict=True)]
    missing = quiet - sum(floors)
    order = sorted(range(len(floors)), key=lambda i: (floors[i] - exact[i], i))
    step = 1 if missing > 0 else -1
    while missing:
        for i in order:
            if missing and _is_within(rests[i], floors[i] + step):
                floors[i] += step
                missing -= step
    return [Millis(value) for value in floors]


def _is_within(glue: Glue, length: int) -> bool:
    return glue.least <= length and (glue.most is None or length <= glue.most)


def _unsettle(lengths: list[Millis], rests: Sequence[Glue], seed: int) -> tuple[Millis, ...]:
    """Pass up to a tenth between neighbours, so that the rests don't sound mechanical.

    The sum stays the same, every bound holds, and the same seed gives the same lengths.
    """
    free = [i for i, glue in enumerate(rests) if not glue.is_fixed]
    for i, j in zip(free[::2], free[1::2], strict=False):
        chance = int.from_bytes(blake2b(f"{seed}:{i}".encode(), digest_size=4).digest())
        share = chance / 0xFFFFFFFF * 0.2 - 0.1
        shift = int(min(lengths[i], lengths[j]) * share)
        if _is_within(rests[i], lengths[i] + shift) and _is_within(rests[j], lengths[j] - shift):
            lengths[i] = Millis(lengths[i] + shift)
            lengths[j] = Millis(lengths[j] - shift)
    return tuple(lengths)

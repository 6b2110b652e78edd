"""Which parts of a plan find room, so that its silences stay near their usual length."""

from collections.abc import Sequence
from dataclasses import dataclass

from companion.script.step import Glue
from companion.timeline.arranging.expand import Lengths
from companion.timeline.arranging.glue import BreathRounds, Solution, reach, set_glue
from companion.timeline.arranging.history import Past
from companion.timeline.cue import Breath, Cue, Plan, Rest, Ring, Speak, Wait
from companion.timeline.utterance import estimate_length
from companion.units import Millis

Kept = frozenset[int]


def states(plan: Plan, past: Past) -> tuple[list[Kept], int]:
    """Every set of parts that may be kept, from the most to the fewest; and which is usual."""
    free = [
        number
        for number in range(1, len(plan.parts))
        if number not in past.parts and number not in past.dropped
    ]
    if free and not past.parts and all(cue.part for cue in plan.cues):
        free = free[1:]  # of nothing but optional ones, the first stays
    optional = [number for number in free if not plan.parts[number].extra]
    extra = [number for number in free if plan.parts[number].extra]
    always = frozenset(range(len(plan.parts))) - frozenset(free) - past.dropped
    more = [
        _rooted(plan, always | set(optional) | set(extra[:n])) for n in range(len(extra), 0, -1)
    ]
    less = [
        _rooted(plan, always | set(optional[: len(optional) - n])) for n in range(len(optional) + 1)
    ]
    return [*more, *less], len(more)


def _rooted(plan: Plan, kept: Kept) -> Kept:
    """Those of the parts whose parents are kept as well."""

    def is_there(number: int) -> bool:
        return number == 0 or (number in kept and is_there(plan.parts[number].parent))

    return frozenset(number for number in {0, *kept} if is_there(number))


# Parts go when the silences would sink below half way to their least, and come when they would
# grow beyond half way to their most.
_TIGHT, _WIDE = -0.5, 0.5
NO_PAST = Past()


@dataclass(frozen=True, slots=True)
class Remaining:
    """What still has to be placed when some of the parts are kept."""

    cues: tuple[tuple[int, Cue], ...]
    rests: tuple[Glue, ...]
    breaths: tuple[BreathRounds, ...]
    fixed: Millis
    kept: frozenset[int]

    @staticmethod
    def of(plan: Plan, lengths: Lengths, kept: frozenset[int], past: Past = NO_PAST) -> "Remaining":
        """The cues that are still to come, and how far their silences can go."""
        cues: list[tuple[int, Cue]] = []
        if past.half is not None:
            cues.append((past.next_cue - 1, past.half))
        later = range(past.next_cue, len(plan.cues))
        silent = _answered(plan)
        cues += [
            (i, plan.cues[i])
            for i in later
            if plan.cues[i].part in kept and _asked_in(plan.cues[i]) not in silent
        ]
        fixed = sum(fixed_length(cue, lengths) for _, cue in cues)
        return Remaining(
            tuple(cues),
            tuple(cue.glue for _, cue in cues if isinstance(cue, Rest)),
            tuple(BreathRounds(c.round_length, c.rounds) for _, c in cues if isinstance(c, Breath)),
            Millis(fixed),
            kept,
        )


def _answered(plan: Plan) -> frozenset[str]:
    """The questions that need not be read out any further."""
    waits = (cue for cue in plan.cues if isinstance(cue, Wait) and cue.is_answered)
    return frozenset(cue.question.key for cue in waits)


def _asked_in(cue: Cue) -> str:
    """The question that a cue is read out for; empty for all others."""
    asked = cue.question if isinstance(cue, Speak | Rest) else None
    return asked.key if asked is not None else ""


def fixed_length(cue: Cue, lengths: Lengths) -> int:
    """Milliseconds of a cue whose length nothing can change; 0 for silences that stretch."""
    match cue:
        case Speak(utterance):
            known = lengths.get(utterance)
            return estimate_length(utterance) if known is None else known.length
        case Ring():
            return cue.length
        case Wait():
            return 0 if cue.is_answered else cue.length
        case _:
            return 0


def choose(
    choices: Sequence[Remaining], usual: int, target: Millis, seed: int
) -> tuple[Remaining, Solution]:
    """Keep the parts that leave the silences near their usual length, as few changes as can be.

    `choices` run from every part kept to as few as can be. `fixed` never counts the past.
    """
    best: tuple[float, Remaining, Solution] | None = None
    order = [usual, *range(usual + 1, len(choices)), *range(usual - 1, -1, -1)]
    for i in order:
        choice = choices[i]
        setting = set_glue(choice.rests, choice.breaths, Millis(target - choice.fixed), seed)
        if setting is None:
            continue
        off = max(_TIGHT - setting.ease, setting.ease - _WIDE, 0.0)
        if best is None or off < best[0]:
            best = (off, choice, setting)
        if not off:
            break
    return _nearest(choices, target, seed) if best is None else best[1:]


def _nearest(choices: Sequence[Remaining], target: Millis, seed: int) -> tuple[Remaining, Solution]:
    """The closest that can be had when the target cannot: longest below it, else the shortest."""
    ends: list[tuple[int, Remaining, Millis]] = []
    for choice in choices:
        least, _, most = reach(choice.rests, choice.breaths)
        ends.append((choice.fixed + least, choice, least))
        if most is not None:
            ends.append((choice.fixed + most, choice, most))
    below = [end for end in ends if end[0] <= target]
    _, choice, total = max(below, key=lambda e: e[0]) if below else min(ends, key=lambda e: e[0])
    setting = set_glue(choice.rests, choice.breaths, total, seed)
    assert setting is not None, "the ends of what can be reached can be reached"
    return choice, setting

"""The choice of the parts of a plan that keeps its silences near their usual length."""

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


def part_options(plan: Plan, past: Past) -> tuple[list[Kept], int]:
    """Every set of parts that may be kept, from most to fewest, and the index of the usual set."""
    free = [
        number
        for number in range(1, len(plan.parts))
        if number not in past.parts and number not in past.dropped
    ]
    if free and not past.parts and all(cue.part for cue in plan.cues):
        free = free[1:]  # a plan that has only optional parts keeps the first
    optional = [number for number in free if not plan.parts[number].extra]
    extra = [number for number in free if plan.parts[number].extra]
    always = frozenset(range(len(plan.parts))) - frozenset(free) - past.dropped
    longer = [
        _drop_orphans(plan, always | set(optional) | set(extra[:n]))
        for n in range(len(extra), 0, -1)
    ]
    shorter = [
        _drop_orphans(plan, always | set(optional[: len(optional) - n]))
        for n in range(len(optional) + 1)
    ]
    return [*longer, *shorter], len(longer)


def _drop_orphans(plan: Plan, kept: Kept) -> Kept:
    """Drop every part whose parent is not kept."""

    def is_kept(number: int) -> bool:
        return number == 0 or (number in kept and is_kept(plan.parts[number].parent))

    return frozenset(number for number in {0, *kept} if is_kept(number))


# Parts are dropped when the silences would sink below half way to their least, and added when
# they would grow beyond half way to their most.
_TIGHT, _WIDE = -0.5, 0.5
NO_PAST = Past()


@dataclass(frozen=True, slots=True)
class Remaining:
    """The cues still to be placed for one set of kept parts, and their silences and breaths."""

    cues: tuple[tuple[int, Cue], ...]
    rests: tuple[Glue, ...]
    breaths: tuple[BreathRounds, ...]
    fixed: Millis
    kept: frozenset[int]

    @staticmethod
    def of(plan: Plan, lengths: Lengths, kept: frozenset[int], past: Past = NO_PAST) -> "Remaining":
        """Gather the cues after the past whose part is kept and whose question is still open."""
        cues: list[tuple[int, Cue]] = []
        if past.half is not None:
            cues.append((past.next_cue - 1, past.half))
        later = range(past.next_cue, len(plan.cues))
        answered = _answered_keys(plan)
        cues += [
            (i, plan.cues[i])
            for i in later
            if plan.cues[i].part in kept and _question_key(plan.cues[i]) not in answered
        ]
        fixed = sum(fixed_length(cue, lengths) for _, cue in cues)
        return Remaining(
            tuple(cues),
            tuple(cue.glue for _, cue in cues if isinstance(cue, Rest) and cue.reason != "settle"),
            tuple(BreathRounds(c.round_length, c.rounds) for _, c in cues if isinstance(c, Breath)),
            Millis(fixed),
            kept,
        )


def _answered_keys(plan: Plan) -> frozenset[str]:
    """The keys of the answered questions, which need not be read out any further."""
    waits = (cue for cue in plan.cues if isinstance(cue, Wait) and cue.is_answered)
    return frozenset(cue.question.key for cue in waits)


def _question_key(cue: Cue) -> str:
    """The key of the question that a cue reads out; empty when there is none."""
    question = cue.question if isinstance(cue, Speak | Rest) else None
    return question.key if question is not None else ""


def fixed_length(cue: Cue, lengths: Lengths) -> int:
    """The ms of a cue whose length is fixed; 0 for silences and breaths, which stretch."""
    match cue:
        case Speak(utterance):
            speech = lengths.get(utterance)
            return estimate_length(utterance) if speech is None else speech.length
        case Ring():
            return cue.length
        case Rest(reason="settle"):  # no part of the session, so that its silences don't see it
            return cue.glue.usual
        case Wait():
            return 0 if cue.is_answered else cue.length
        case _:
            return 0


def choose(
    choices: Sequence[Remaining], usual: int, target: Millis, seed: int
) -> tuple[Remaining, Solution]:
    """Choose parts that leave the silences near their usual length, with the fewest changes.

    `choices` run from the most parts to the fewest, `usual` is the index of the usual one, and
    `target` is the ms left after the past.
    """
    best: tuple[float, Remaining, Solution] | None = None
    order = [usual, *range(usual + 1, len(choices)), *range(usual - 1, -1, -1)]
    for i in order:
        choice = choices[i]
        solution = set_glue(choice.rests, choice.breaths, Millis(target - choice.fixed), seed)
        if solution is None:
            continue
        excess = max(_TIGHT - solution.ease, solution.ease - _WIDE, 0.0)
        if best is None or excess < best[0]:
            best = (excess, choice, solution)
        if not excess:
            break
    return _choose_nearest(choices, target, seed) if best is None else best[1:]


def _choose_nearest(
    choices: Sequence[Remaining], target: Millis, seed: int
) -> tuple[Remaining, Solution]:
    """Choose the longest length below an unreachable target, or else the shortest of all."""
    ends: list[tuple[int, Remaining, Millis]] = []
    for choice in choices:
        least, _, most = reach(choice.rests, choice.breaths)
        ends.append((choice.fixed + least, choice, least))
        if most is not None:
            ends.append((choice.fixed + most, choice, most))
    below = [end for end in ends if end[0] <= target]
    _, choice, total = max(below, key=lambda e: e[0]) if below else min(ends, key=lambda e: e[0])
    solution = set_glue(choice.rests, choice.breaths, total, seed)
    assert solution is not None, "both ends of a reachable range can be set"
    return choice, solution

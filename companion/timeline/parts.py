"""Which parts of a plan find room: all that must be there, and those that may come and go.

Below the usual time optional sections and rounds go, the last one first; above it extra rounds
come, in the order they were written.
"""

from companion.timeline.cue import Plan
from companion.timeline.past import Past

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

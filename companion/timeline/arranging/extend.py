"""Extending: a plan with more time at the playhead and the same words."""

from collections.abc import Collection
from dataclasses import replace

from companion.script.step import Count
from companion.timeline.cue import Breath, Cue, Plan, Reason, Rest, Speak, fixed
from companion.timeline.timeline import Quiet, Timeline
from companion.units import Millis


def extend(plan: Plan, timeline: Timeline, playhead: Millis, more: Millis) -> tuple[Plan, Millis]:
    """Add time at the playhead; return the new plan and how much time was added.

    A breath gets whole rounds. Elsewhere a silence gets longer: the current one, else the next
    one in this section, else a new one after the current cue.
    During a question nothing is added, because an answer changes everything after it; nor in a
    silence that goes on anyway.
    """
    current = timeline.placements[timeline.index_at(playhead)]
    if not plan.cues or timeline.at(playhead).question is not None:
        return plan, Millis(0)
    cue = plan.cues[current.cue]
    if isinstance(cue, Rest) and cue.reason == "open":
        return plan, Millis(0)
    is_filled = isinstance(current.content, Quiet) and not isinstance(cue, Rest)
    if isinstance(cue, Breath) and not is_filled:
        rounds = max(1, round(more / cue.round_length))
        longer = replace(cue, rounds=_add_rounds(cue.rounds, rounds))
        return _replace_cue(plan, current.cue, longer), Millis(rounds * cue.round_length)
    placed_ms: dict[int, int] = {}
    for p in timeline.placements:  # a silence with reminders has several placements
        placed_ms[p.cue] = placed_ms.get(p.cue, 0) + p.length
    rest = None if is_filled else _next_rest(plan, current.cue, placed_ms)
    if rest is None:
        new = Rest(fixed(more), current.step, current.section, cue.part, added=True)
        # a bed change before the filled end has a later cue than the filled silence
        last = max([current.cue, *(laid.cue for laid in timeline.beds if laid.start <= playhead)])
        return _insert_cue(plan, last + 1, new), more
    grown = Millis(placed_ms[rest] + more)
    cue = plan.cues[rest]
    assert isinstance(cue, Rest)
    glue = replace(
        cue.glue, least=grown, usual=grown, most=None if cue.glue.most is None else grown
    )
    return _replace_cue(plan, rest, replace(cue, glue=glue)), more


def _add_rounds(count: Count, rounds: int) -> Count:
    return Count(count.least + rounds, count.usual + rounds, count.most + rounds)


def _next_rest(plan: Plan, first: int, placed: Collection[int]) -> int | None:
    """The index of the rest to lengthen in this section, a stretching one if possible, or None."""
    section = plan.cues[first].section
    if first in placed and _reason(plan.cues[first]) == "settle":
        return first
    candidates = []
    for i, cue in enumerate(plan.cues[first:], first):
        if isinstance(cue, Speak) and cue.question is not None and i > first:
            break
        if i in placed and cue.section == section and isinstance(cue, Rest) and not cue.reason:
            candidates.append((i, cue))
    stretching = [i for i, cue in candidates if not cue.glue.is_fixed]
    return next(iter(stretching or [i for i, _ in candidates]), None)


def _reason(cue: Cue) -> Reason:
    return cue.reason if isinstance(cue, Rest) else ""


def _replace_cue(plan: Plan, index: int, cue: Cue) -> Plan:
    return replace(plan, cues=(*plan.cues[:index], cue, *plan.cues[index + 1 :]))


def _insert_cue(plan: Plan, index: int, cue: Cue) -> Plan:
    return replace(plan, cues=(*plan.cues[:index], cue, *plan.cues[index:]))

"""Staying longer: a plan with more room where the playhead is. Nothing that is said changes."""

from collections.abc import Collection
from dataclasses import replace

from companion.script.step import Count
from companion.timeline.cue import Breath, Cue, Plan, Rest, Speak, fixed
from companion.timeline.timeline import Quiet, Timeline
from companion.units import Millis


def extend(plan: Plan, timeline: Timeline, playhead: Millis, more: Millis) -> tuple[Plan, Millis]:
    """More time here, and how much it really is.

    A breath gets whole rounds. Everything else gets a longer silence: the one that is under
    way, else the next in this section, else a new one after what is being said.
    While something is asked nothing grows, because an answer changes what comes after it.
    """
    here = timeline.placements[timeline.index_at(playhead)]
    if not plan.cues or timeline.at(playhead).question is not None:
        return plan, Millis(0)
    cue = plan.cues[here.cue]
    is_filled = isinstance(here.content, Quiet) and not isinstance(cue, Rest)
    if isinstance(cue, Breath) and not is_filled:
        rounds = max(1, round(more / cue.round_length))
        longer = replace(cue, rounds=_more(cue.rounds, rounds))
        return _with(plan, here.cue, longer), Millis(rounds * cue.round_length)
    placed: dict[int, int] = {}
    for p in timeline.placements:  # a long silence may have reminders in it
        placed[p.cue] = placed.get(p.cue, 0) + p.length
    rest = None if is_filled else _next_rest(plan, here.cue, placed)
    if rest is None:
        new = Rest(fixed(more), here.step, here.section, cue.part, added=True)
        # behind a bed that changed before a filled end, whose cue comes later
        behind = max([here.cue, *(laid.cue for laid in timeline.beds if laid.start <= playhead)])
        return _insert(plan, behind + 1, new), more
    grown = Millis(placed[rest] + more)
    cue = plan.cues[rest]
    assert isinstance(cue, Rest)
    glue = replace(
        cue.glue, least=grown, usual=grown, most=None if cue.glue.most is None else grown
    )
    return _with(plan, rest, replace(cue, glue=glue)), more


def _more(count: Count, rounds: int) -> Count:
    return Count(count.least + rounds, count.usual + rounds, count.most + rounds)


def _next_rest(plan: Plan, first: int, placed: Collection[int]) -> int | None:
    """The silence to lengthen: one that stretches, in this section, before one that does not."""
    section = plan.cues[first].section
    near = []
    for i, cue in enumerate(plan.cues[first:], first):
        if isinstance(cue, Speak) and cue.question is not None and i > first:
            break
        if i in placed and cue.section == section and isinstance(cue, Rest):
            near.append((i, cue))
    stretching = [i for i, cue in near if not cue.glue.is_fixed]
    return next(iter(stretching or [i for i, _ in near]), None)


def _with(plan: Plan, index: int, cue: Cue) -> Plan:
    return replace(plan, cues=(*plan.cues[:index], cue, *plan.cues[index + 1 :]))


def _insert(plan: Plan, index: int, cue: Cue) -> Plan:
    return replace(plan, cues=(*plan.cues[:index], cue, *plan.cues[index:]))

"""A plan gets its places in time; a change of mind gets a new timeline that keeps the past.

`arrange` and `rearrange` are one function: arranging is rearranging with no past.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from companion.errors import UnfitLengthError
from companion.script.model import Length
from companion.script.step import Glue
from companion.timeline.chimes import place_chimes
from companion.timeline.cue import Breath, Cue, Lay, Plan, Rest, Ring, Speak, Wait
from companion.timeline.fit import Rounds, Setting, fit, reach
from companion.timeline.parts import states
from companion.timeline.past import Past
from companion.timeline.pieces import Lengths, breaths, silence, spoken
from companion.timeline.spoken import estimate_length
from companion.timeline.timeline import (
    Asking,
    Breathing,
    Content,
    Laid,
    Placement,
    Quiet,
    Rung,
    Timeline,
    Voiced,
)
from companion.units import HOUR, Millis, spoken_duration

LONGEST = Millis(3 * HOUR)
# Parts go when the silences would sink below half way to their least, and come when they would
# grow beyond half way to their most.
_TIGHT, _WIDE = -0.5, 0.5
_NO_PAST = Past()


def reachable(plan: Plan, lengths: Lengths) -> Length:
    """The shortest, the usual and the longest that a plan can last."""
    kept, usual_one = states(plan, _NO_PAST)
    full, whole, bare = (_Open.of(plan, lengths, kept[i]) for i in (0, usual_one, -1))
    _, _, most = reach(full.rests, full.breaths)
    _, usual, _ = reach(whole.rests, whole.breaths)
    least, _, _ = reach(bare.rests, bare.breaths)
    top = LONGEST if most is None else Millis(min(LONGEST, full.fixed + most))
    return Length(Millis(bare.fixed + least), Millis(whole.fixed + usual), top)


def usual_end(plan: Plan, lengths: Lengths, old: Timeline, playhead: Millis) -> Millis:
    """When a session ends whose rest takes its usual time from a playhead on."""
    past = Past.of(plan, old, playhead)
    kept, usual_one = states(plan, past)
    left = _Open.of(plan, lengths, kept[usual_one], past)
    _, usual, _ = reach(left.rests, left.breaths)
    return Millis(past.length + left.fixed + usual)


def arrange(plan: Plan, lengths: Lengths, target: Millis | None = None) -> Timeline:
    """Place every cue so that the whole lasts exactly `target`, or its usual length.

    Raises:
        UnfitLengthError: when the target is below the least or above the most.
    """
    reached = reachable(plan, lengths)
    if target is None:
        target = reached.usual
    if target < reached.least:
        shortest = spoken_duration(Millis(-(-reached.least // 1000) * 1000))
        raise UnfitLengthError(
            f"the shortest this one can be is {shortest}",
            "nothing in it is ever rushed; ask for that, or choose a shorter one",
        )
    if target > reached.most:
        longest = spoken_duration(Millis(reached.most // 1000 * 1000))
        raise UnfitLengthError(f"the longest this one can be is {longest}", "ask for that instead")
    return rearrange(plan, lengths, target)


def rearrange(
    plan: Plan,
    lengths: Lengths,
    target: Millis,
    old: Timeline | None = None,
    playhead: Millis = Millis(0),
) -> Timeline:
    """A timeline that equals `old` before the playhead and lasts `target`, if it still can.

    When the past and what must still be said need longer than the target, the whole becomes
    as long as it must. What no silence may fill is added to the longest still to come.
    """
    past = Past.of(plan, old, playhead)
    kept, usual_one = states(plan, past)
    choices = [_Open.of(plan, lengths, one, past) for one in kept]
    left = Millis(target - past.length)
    chosen, setting = _choose(choices, usual_one, left, plan.seed)
    placements, beds = _place(plan, lengths, past, chosen, setting)
    placements, beds = _fill(placements, beds, past, target)
    there = {p.section for p in placements}
    sections = tuple(
        (i, c.title)
        for i, c in enumerate(plan.chapters)
        if c.part in chosen.kept or (i in there and not plan.parts[c.part].extra)
    )
    chimes = place_chimes(plan, placements, old, playhead)
    return Timeline(placements, sections, chimes, beds, chosen.kept)


@dataclass(frozen=True, slots=True)
class _Open:
    """What still has to be placed when some of the parts are kept."""

    cues: tuple[tuple[int, Cue], ...]
    rests: tuple[Glue, ...]
    breaths: tuple[Rounds, ...]
    fixed: Millis
    kept: frozenset[int]

    @staticmethod
    def of(plan: Plan, lengths: Lengths, kept: frozenset[int], past: Past = _NO_PAST) -> "_Open":
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
        fixed = sum(_fixed_length(cue, lengths) for _, cue in cues)
        return _Open(
            tuple(cues),
            tuple(cue.glue for _, cue in cues if isinstance(cue, Rest)),
            tuple(Rounds(c.round_length, c.rounds) for _, c in cues if isinstance(c, Breath)),
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


def _fixed_length(cue: Cue, lengths: Lengths) -> int:
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


def _choose(
    choices: Sequence[_Open], usual: int, target: Millis, seed: int
) -> tuple[_Open, Setting]:
    """Keep the parts that leave the silences near their usual length, as few changes as can be.

    `choices` run from every part kept to as few as can be. `fixed` never counts the past.
    """
    best: tuple[float, _Open, Setting] | None = None
    order = [usual, *range(usual + 1, len(choices)), *range(usual - 1, -1, -1)]
    for i in order:
        choice = choices[i]
        setting = fit(choice.rests, choice.breaths, Millis(target - choice.fixed), seed)
        if setting is None:
            continue
        off = max(_TIGHT - setting.ease, setting.ease - _WIDE, 0.0)
        if best is None or off < best[0]:
            best = (off, choice, setting)
        if not off:
            break
    return _nearest(choices, target, seed) if best is None else best[1:]


def _nearest(choices: Sequence[_Open], target: Millis, seed: int) -> tuple[_Open, Setting]:
    """The closest that can be had when the target cannot: longest below it, else the shortest."""
    ends: list[tuple[int, _Open, Millis]] = []
    for choice in choices:
        least, _, most = reach(choice.rests, choice.breaths)
        ends.append((choice.fixed + least, choice, least))
        if most is not None:
            ends.append((choice.fixed + most, choice, most))
    below = [end for end in ends if end[0] <= target]
    _, choice, total = max(below, key=lambda e: e[0]) if below else min(ends, key=lambda e: e[0])
    setting = fit(choice.rests, choice.breaths, total, seed)
    assert setting is not None, "the ends of what can be reached can be reached"
    return choice, setting


def _place(
    plan: Plan, lengths: Lengths, past: Past, chosen: _Open, setting: Setting
) -> tuple[tuple[Placement, ...], tuple[Laid, ...]]:
    rests, rounds = iter(setting.rests), iter(setting.rounds)
    placements, beds = list(past.placements), list(past.beds)
    start = past.length
    for index, cue in chosen.cues:
        pieces: list[tuple[int, Content]] = []
        match cue:
            case Speak(utterance, question=question):
                said = spoken(utterance, lengths)
                pieces = [(said.length, Voiced(utterance, said.words, said.exact, question))]
            case Rest():
                pieces = silence(cue, next(rests), lengths)
            case Ring(sound, rings):
                pieces = [(rings, Rung(sound))]
            case Wait(question):
                pieces = [(_fixed_length(cue, lengths), Asking(question))]
            case Lay(bed):
                beds.append(Laid(start, index, bed))
            case _:
                done = _rounds_done(placements, index)
                pieces = breaths(plan, lengths, cue, next(rounds), done)
        for length, content in pieces:
            if length:
                placement = Placement(start, Millis(length), index, cue.step, cue.section, content)
                placements.append(placement)
                start = placement.end
    if not placements:
        placements.append(Placement(Millis(0), Millis(0), 0, 0, 0, Quiet()))
    return tuple(placements), tuple(beds)


def _rounds_done(placements: Sequence[Placement], cue: int) -> int:
    last = placements[-1] if placements else None
    if last is not None and last.cue == cue and isinstance(last.content, Breathing):
        return last.content.round
    return 0


def _fill(
    placements: tuple[Placement, ...], beds: tuple[Laid, ...], past: Past, target: Millis
) -> tuple[tuple[Placement, ...], tuple[Laid, ...]]:
    """Give what is missing to the longest silence still to come, else to the end."""
    missing = target - placements[-1].end
    if missing <= 0:
        return placements, beds
    first = len(past.placements)
    quiet = [i for i in range(first, len(placements)) if isinstance(placements[i].content, Quiet)]
    if not quiet:
        last = placements[-1]
        rest = Placement(last.end, Millis(missing), last.cue, last.step, last.section, Quiet())
        return (*placements, rest), beds
    longest = max(quiet, key=lambda i: (placements[i].length, i))
    before, grown = placements[:longest], placements[longest]
    later = (replace(p, start=Millis(p.start + missing)) for p in placements[longest + 1 :])
    moved = (
        replace(bed, start=Millis(bed.start + missing)) if bed.start > grown.start else bed
        for bed in beds
    )
    longer = replace(grown, length=Millis(grown.length + missing))
    return (*before, longer, *later), tuple(moved)

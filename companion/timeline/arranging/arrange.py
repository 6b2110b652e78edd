"""Arranging a plan in time, and again after a change, with the past kept.

`arrange` and `rearrange` are one function: arranging is rearranging with no past.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from companion.errors import UnfitLengthError
from companion.script.model import Length
from companion.timeline.arranging.choosing import (
    NO_PAST,
    Remaining,
    choose,
    fixed_length,
    part_options,
)
from companion.timeline.arranging.expand import Lengths, speech_of, split_breath, split_silence
from companion.timeline.arranging.glue import Solution, reach
from companion.timeline.arranging.history import Past
from companion.timeline.cue import Plan, Rest, Ring, SetBed, Speak, Wait
from companion.timeline.pacing import BEFORE_BELL, CLEAR_OF_BELL
from companion.timeline.timeline import (
    Asking,
    BedStart,
    Breathing,
    Chime,
    Content,
    Placement,
    Quiet,
    Ringing,
    Timeline,
    Voiced,
)
from companion.units import HOUR, Millis, spoken_duration

LONGEST = Millis(3 * HOUR)


def reachable(plan: Plan, lengths: Lengths) -> Length:
    """The shortest, the usual and the longest length of a plan, without the time to settle."""
    options, usual_index = part_options(plan, NO_PAST)
    full, typical, bare = (Remaining.of(plan, lengths, options[i]) for i in (0, usual_index, -1))
    _, _, most = reach(full.rests, full.breaths)
    _, usual, _ = reach(typical.rests, typical.breaths)
    least, _, _ = reach(bare.rests, bare.breaths)
    settle = plan.settle
    longest = LONGEST if most is None else Millis(min(LONGEST, full.fixed + most - settle))
    shortest = Millis(bare.fixed + least - settle)
    return Length(shortest, Millis(typical.fixed + usual - settle), longest)


def usual_end(plan: Plan, lengths: Lengths, old: Timeline, playhead: Millis) -> Millis:
    """The total length when everything after a playhead takes its usual time."""
    past = Past.of(plan, old, playhead)
    options, usual_index = part_options(plan, past)
    remaining = Remaining.of(plan, lengths, options[usual_index], past)
    _, usual, _ = reach(remaining.rests, remaining.breaths)
    return Millis(past.length + remaining.fixed + usual)


def arrange(plan: Plan, lengths: Lengths, target: Millis | None = None) -> Timeline:
    """Place every cue so that the session lasts exactly `target`, or its usual length.

    The time to settle comes before that.

    Raises:
        UnfitLengthError: when the target is below the least or above the most.
    """
    length = reachable(plan, lengths)
    if target is None:
        target = length.usual
    check_reach(target, length)
    return rearrange(plan, lengths, Millis(target + plan.settle))


def check_reach(asked: Millis, reach: Length, name: str = "this one", margin: float = 0.0) -> None:
    """Refuse a length that is out of reach.

    Args:
        asked: the length someone wants.
        reach: the lengths that are possible.
        name: the session, for the message.
        margin: the share of an end by which a length may be outside, where ends are estimates.

    Raises:
        UnfitLengthError: with the nearest length that is possible.
    """
    if asked < reach.least * (1 - margin):
        shortest = spoken_duration(Millis(-(-reach.least // 1000) * 1000))
        raise UnfitLengthError(
            f"the shortest {name} can be is {shortest}",
            "nothing in it is rushed, so ask for that, or choose a shorter one",
        )
    if asked > reach.most * (1 + margin):
        longest = spoken_duration(Millis(reach.most // 1000 * 1000))
        raise UnfitLengthError(f"the longest {name} can be is {longest}", "ask for that instead")


def rearrange(
    plan: Plan,
    lengths: Lengths,
    target: Millis,
    old: Timeline | None = None,
    playhead: Millis = Millis(0),
) -> Timeline:
    """Return a timeline that equals `old` before the playhead and lasts `target`, if it still can.

    When the past and the speech still to come take longer than the target, the session gets as
    long as it must. Time that fits into no silence is added to the longest one still to come.
    """
    past = Past.of(plan, old, playhead)
    options, usual_index = part_options(plan, past)
    choices = [Remaining.of(plan, lengths, parts, past) for parts in options]
    left = Millis(target - past.length)
    chosen, solution = choose(choices, usual_index, left, plan.seed)
    placements, beds = _place(plan, lengths, past, chosen, solution)
    placements, beds = _fill(placements, beds, past, target)
    placed_sections = {p.section for p in placements}
    sections = tuple(
        (i, c.title)
        for i, c in enumerate(plan.chapters)
        if c.part in chosen.kept or (i in placed_sections and not plan.parts[c.part].extra)
    )
    chimes = place_chimes(plan, placements, old, playhead)
    is_open = any(isinstance(cue, Rest) and cue.reason == "open" for cue in plan.cues)
    skipped = old.skipped if old is not None else Millis(0)
    return Timeline(placements, sections, chimes, beds, chosen.kept, is_open, skipped)


def _place(
    plan: Plan, lengths: Lengths, past: Past, chosen: Remaining, solution: Solution
) -> tuple[tuple[Placement, ...], tuple[BedStart, ...]]:
    """Place the remaining cues after the past, with the silences and rounds of a solution."""
    rests, rounds = iter(solution.rests), iter(solution.rounds)
    placements, beds = list(past.placements), list(past.beds)
    start = past.length
    for index, cue in chosen.cues:
        pieces: list[tuple[int, Content]] = []
        match cue:
            case Speak(utterance, question=question):
                speech = speech_of(utterance, lengths)
                pieces = [(speech.length, Voiced(utterance, speech.words, speech.exact, question))]
            case Rest():
                pieces = split_silence(cue, _rest_length(cue, rests), lengths)
            case Ring(sound, ring_length):
                pieces = [(ring_length, Ringing(sound))]
            case Wait(question):
                pieces = [(fixed_length(cue, lengths), Asking(question))]
            case SetBed(bed):
                beds.append(BedStart(start, index, bed))
            case _:
                done = _rounds_done(placements, index)
                pieces = split_breath(plan, lengths, cue, next(rounds), done)
        for length, content in pieces:
            if length:
                placement = Placement(start, Millis(length), index, cue.step, cue.section, content)
                placements.append(placement)
                start = placement.end
    if not placements:
        placements.append(Placement(Millis(0), Millis(0), 0, 0, 0, Quiet()))
    return tuple(placements), tuple(beds)


def _rest_length(cue: Rest, rests: Iterator[Millis]) -> Millis:
    """The length of a rest: that of the solution, unless it is no part of the session."""
    return cue.glue.usual if cue.reason == "settle" else next(rests)


def _rounds_done(placements: Sequence[Placement], cue: int) -> int:
    """The number of rounds of a breath that are already placed."""
    last = placements[-1] if placements else None
    if last is not None and last.cue == cue and isinstance(last.content, Breathing):
        return last.content.round
    return 0


def _fill(
    placements: tuple[Placement, ...], beds: tuple[BedStart, ...], past: Past, target: Millis
) -> tuple[tuple[Placement, ...], tuple[BedStart, ...]]:
    """Add missing time to the longest silence still to come, or else at the end.

    A silence that someone chose for its length stays as long as it is.
    """
    missing = target - placements[-1].end
    if missing <= 0:
        return placements, beds
    first = len(past.placements)
    contents = ((i, placements[i].content) for i in range(first, len(placements)))
    quiet = [i for i, c in contents if isinstance(c, Quiet) and not c.reason and not c.is_apart]
    if not quiet:
        last = placements[-1]
        rest = Placement(last.end, Millis(missing), last.cue, last.step, last.section, Quiet())
        return (*placements, rest), beds
    longest = max(quiet, key=lambda i: (placements[i].length, i))
    before, grown = placements[:longest], placements[longest]
    after = (replace(p, start=Millis(p.start + missing)) for p in placements[longest + 1 :])
    moved = (
        replace(bed, start=Millis(bed.start + missing)) if bed.start > grown.start else bed
        for bed in beds
    )
    longer = replace(grown, length=Millis(grown.length + missing))
    return (*before, longer, *after), tuple(moved)


def place_chimes(
    plan: Plan, placements: Sequence[Placement], old: Timeline | None, playhead: Millis
) -> tuple[Chime, ...]:
    """Place the interval bells: keep those that rang, move the others clear of words.

    A bell that would ring into another bell, into a chime or past the end is left out.
    """
    total = placements[-1].end
    before = old.chimes if old is not None else ()
    chimes = [chime for chime in before if chime.start < playhead]
    rung = {chime.asked for chime in chimes}
    waiting = {chime.asked for chime in before} - rung
    busy = [p for p in placements if isinstance(p.content, Voiced | Ringing)]
    beginning = plan.settle
    for asked, after in plan.bells.times(Millis(total - beginning)):
        due = beginning + after
        if asked in rung or (due < playhead and asked not in waiting):
            continue
        start: int = max(due, playhead)
        for p in busy:
            is_said = isinstance(p.content, Voiced)
            clear = CLEAR_OF_BELL if is_said else max(CLEAR_OF_BELL, plan.chime_length)
            if start < p.end and p.start < start + clear:
                start = p.end + BEFORE_BELL if is_said else total
        free = chimes[-1].start + chimes[-1].length if chimes else Millis(0)
        if free <= start <= total - plan.chime_length:
            chimes.append(Chime(Millis(start), plan.chime_length, plan.chime, asked))
    return tuple(chimes)

"""A plan gets its places in time; a change of mind gets a new timeline that keeps the past.

`arrange` and `rearrange` are one function: arranging is rearranging with no past.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from companion.errors import UnfitLengthError
from companion.script.model import Length
from companion.script.step import Glue
from companion.timeline.cue import Breath, Cue, Plan, Rest, Ring, Speak
from companion.timeline.fit import Rounds, Setting, fit, reach
from companion.timeline.past import Past
from companion.timeline.plan import BEFORE_BELL, CLEAR_OF_BELL
from companion.timeline.spoken import Spoken, Utterance, estimate
from companion.timeline.timeline import (
    Breathing,
    Chime,
    Content,
    Placement,
    Quiet,
    Rung,
    Timeline,
    Voiced,
)
from companion.units import HOUR, Millis, spoken_duration

Lengths = Mapping[Utterance, Spoken]

LONGEST = Millis(3 * HOUR)
# Optional sections are left out when the rest would sink below half way to its least.
_TIGHT = -0.5
_NO_PAST = Past()
# A spoken cue may fill this much of its phase (content rule 28), so that it never hurries a breath.
_WORD_SHARE = 0.6


def spoken(utterance: Utterance, lengths: Lengths) -> Spoken:
    """How an utterance is known to be spoken, or about how it will be."""
    return lengths.get(utterance) or estimate(utterance)


def reachable(plan: Plan, lengths: Lengths) -> Length:
    """The shortest, the usual and the longest that a plan can last."""
    whole, bare = _Open.of(plan, lengths), _Open.of(plan, lengths, optional=0)
    _, usual, most = reach(whole.rests, whole.breaths)
    least, _, _ = reach(bare.rests, bare.breaths)
    top = LONGEST if most is None else Millis(min(LONGEST, whole.fixed + most))
    return Length(Millis(bare.fixed + least), Millis(whole.fixed + usual), top)


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
    optional = _optional(plan, past)
    choices = [_Open.of(plan, lengths, past, len(optional) - n) for n in range(len(optional) + 1)]
    left = Millis(target - past.length)
    chosen, setting = _choose(choices, left, plan.seed)
    placements = _place(plan, lengths, past, chosen, setting)
    placements = _fill(placements, past, target)
    sections = tuple((i, c.title) for i, c in enumerate(plan.chapters) if i in chosen.kept)
    chimes = _chimes(plan, placements, old, playhead)
    return Timeline(placements, sections, chimes)


@dataclass(frozen=True, slots=True)
class _Open:
    """What still has to be placed when so many optional sections are kept."""

    cues: tuple[tuple[int, Cue], ...]
    rests: tuple[Glue, ...]
    breaths: tuple[Rounds, ...]
    fixed: Millis
    kept: frozenset[int]

    @staticmethod
    def of(
        plan: Plan,
        lengths: Lengths,
        past: Past = _NO_PAST,
        optional: int | None = None,
    ) -> "_Open":
        kept = _kept(plan, past, optional)
        cues: list[tuple[int, Cue]] = []
        if past.half is not None:
            cues.append((past.next_cue - 1, past.half))
        later = range(past.next_cue, len(plan.cues))
        cues += [(i, plan.cues[i]) for i in later if plan.cues[i].section in kept]
        fixed = sum(_fixed_length(cue, lengths) for _, cue in cues)
        return _Open(
            tuple(cues),
            tuple(cue.glue for _, cue in cues if isinstance(cue, Rest)),
            tuple(Rounds(c.round_length, c.rounds) for _, c in cues if isinstance(c, Breath)),
            Millis(fixed),
            kept,
        )


def _optional(plan: Plan, past: Past) -> list[int]:
    """The sections that may still be left out; of nothing but optional ones, the first may not."""
    free = [i for i, c in enumerate(plan.chapters) if c.optional and i not in past.chapters]
    return free[1:] if len(free) == len(plan.chapters) else free


def _kept(plan: Plan, past: Past, optional: int | None) -> frozenset[int]:
    """The sections that take place: all but those dropped before, and the last optional ones."""
    free = _optional(plan, past)
    gone = set(free[optional:]) if optional is not None else set()
    return frozenset(set(range(len(plan.chapters))) - gone - past.dropped)


def _fixed_length(cue: Cue, lengths: Lengths) -> int:
    match cue:
        case Speak(utterance):
            return spoken(utterance, lengths).length
        case Ring():
            return cue.length
        case _:
            return 0


def _choose(choices: Sequence[_Open], target: Millis, seed: int) -> tuple[_Open, Setting]:
    """Keep as many optional sections as leave room to breathe; fit the silences to the rest.

    `choices` run from every optional section kept to none. `fixed` never counts the past.
    """
    fitted = (
        (choice, fit(choice.rests, choice.breaths, Millis(target - choice.fixed), seed))
        for choice in choices
    )
    fits = [(choice, setting) for choice, setting in fitted if setting is not None]
    if not fits:
        return _nearest(choices, target, seed)
    easy = (found for found in fits if found[1].ease >= _TIGHT)
    return next(easy, max(fits, key=lambda found: found[1].ease))


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
) -> tuple[Placement, ...]:
    rests, rounds = iter(setting.rests), iter(setting.rounds)
    placements = list(past.placements)
    start = past.length
    for index, cue in chosen.cues:
        pieces: list[tuple[int, Content]]
        match cue:
            case Speak(utterance):
                said = spoken(utterance, lengths)
                pieces = [(said.length, Voiced(utterance, said.words, said.exact))]
            case Rest():
                pieces = [(next(rests), Quiet())]
            case Ring(sound, rings):
                pieces = [(rings, Rung(sound))]
            case _:
                done = _rounds_done(placements, index)
                pieces = _breaths(plan, lengths, cue, next(rounds), done)
        for length, content in pieces:
            if length:
                placement = Placement(start, Millis(length), index, cue.step, cue.section, content)
                placements.append(placement)
                start = placement.end
    return tuple(placements) or (Placement(Millis(0), Millis(0), 0, 0, 0, Quiet()),)


def _rounds_done(placements: Sequence[Placement], cue: int) -> int:
    last = placements[-1] if placements else None
    if last is not None and last.cue == cue and isinstance(last.content, Breathing):
        return last.content.round
    return 0


def _breaths(
    plan: Plan, lengths: Lengths, cue: Breath, rounds: int, done: int
) -> list[tuple[int, Content]]:
    """Every phase of every round; a word is spoken only where it leaves room in its phase."""
    pieces: list[tuple[int, Content]] = []
    for number in range(1, rounds + 1):
        for phase in cue.phases:
            word = plan.breath_words.get(phase.name) if number <= cue.guided else None
            said = spoken(word, lengths) if word else Spoken(Millis(0))
            if said.length > _WORD_SHARE * phase.length:
                word, said = None, Spoken(Millis(0))
            content = Breathing(phase.name, done + number, done + rounds, word, said.words)
            pieces.append((phase.length, content))
    return pieces


def _fill(placements: tuple[Placement, ...], past: Past, target: Millis) -> tuple[Placement, ...]:
    """Give what is missing to the longest silence still to come, else to the end."""
    missing = target - placements[-1].end
    if missing <= 0:
        return placements
    first = len(past.placements)
    quiet = [i for i in range(first, len(placements)) if isinstance(placements[i].content, Quiet)]
    if not quiet:
        last = placements[-1]
        rest = Placement(last.end, Millis(missing), last.cue, last.step, last.section, Quiet())
        return (*placements, rest)
    longest = max(quiet, key=lambda i: (placements[i].length, i))
    before, grown = placements[:longest], placements[longest]
    later = (replace(p, start=Millis(p.start + missing)) for p in placements[longest + 1 :])
    return (*before, replace(grown, length=Millis(grown.length + missing)), *later)


def _chimes(
    plan: Plan, placements: Sequence[Placement], old: Timeline | None, playhead: Millis
) -> tuple[Chime, ...]:
    """Interval bells: those that rang stay; others move on until they stand clear of all else.

    One that would ring into a bell, into another chime or over the end is left out.
    """
    total = placements[-1].end
    before = old.chimes if old is not None else ()
    chimes = [chime for chime in before if chime.start < playhead]
    waiting = {chime.asked for chime in before} - {chime.asked for chime in chimes}
    busy = [p for p in placements if isinstance(p.content, Voiced | Rung)]
    for asked in _asked(plan, total):
        if asked < playhead and asked not in waiting:
            continue
        start: int = max(asked, playhead)
        for p in busy:
            is_said = isinstance(p.content, Voiced)
            clear = CLEAR_OF_BELL if is_said else max(CLEAR_OF_BELL, plan.chime_length)
            if start < p.end and p.start < start + clear:
                start = p.end + BEFORE_BELL if is_said else total
        free = chimes[-1].start + chimes[-1].length if chimes else Millis(0)
        if free <= start <= total - plan.chime_length:
            chimes.append(Chime(Millis(start), plan.chime_length, plan.chime, asked))
    return tuple(chimes)


def _asked(plan: Plan, total: Millis) -> tuple[Millis, ...]:
    """The times at which interval bells were asked for; a single one repeats."""
    if len(plan.chimes) != 1:
        return plan.chimes
    every = plan.chimes[0]
    return tuple(Millis(at) for at in range(every, total, every))

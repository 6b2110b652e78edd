"""Advice on the whole of a session: how it opens and closes, what can be chosen, who is heard."""

from collections.abc import Iterator
from itertools import groupby

from companion.reading.document import Flaw, Span
from companion.script.advice.rules import (
    BARE,
    BREATH,
    CHOICE,
    CLOSING,
    ELSEWHERE,
    FILLER,
    OPEN_EYES,
    OWN_SIDE,
    SHUT_EYES,
    STOP,
    THEIR_SIDE,
    Line,
)
from companion.script.manner import Breathed, Worded
from companion.script.model import Script
from companion.script.step import (
    Bell,
    Breathe,
    Choose,
    Include,
    Say,
    Section,
    Sentence,
    Silence,
    Step,
    inside,
)
from companion.units import MINUTE

OPENING, OPENING_URGENT = 45, 25
_MOST_ORDERS = 0.35
_WORDS_A_FILLER = 60
_ENOUGH = 6
# About twenty seconds of speech at 115 words a minute.
_MOST_AT_A_TIME = 38
# From so many words on some people want fewer.
_WORTH_THINNING = 150


def shaped(script: Script, own: list[Step], lines: list[Line]) -> Iterator[Flaw]:
    """What could be better about a session as a whole.

    Args:
        script: the script.
        own: its own steps in order, those inside others among them.
        lines: every sentence and every other text in them, in order.
    """
    said = [line for line in lines if isinstance(line.step, Say)]
    yield from _orders(script, said)
    yield from _fillers(said)
    yield from _opening(script, said)
    yield from _ending(script, said)
    yield from _anchors(own, lines)
    yield from _eyes(said)
    yield from _breath_words(script.steps)
    yield from _at_a_time(said)
    if len(said) >= _ENOUGH:
        yield from _bells(own)
        yield from _choice(own)
        yield from _densities(script)
        yield from _told_before(script)
        yield from _both_sides(said) if "relationship" in script.safety else ()


def _orders(script: Script, said: list[Line]) -> Iterator[Flaw]:
    orders = [line for line in said if BARE.match(line.text)]
    is_many = len(said) >= _ENOUGH and len(orders) > _MOST_ORDERS * len(said)
    if is_many and script.kind != "emergency":
        message = f"{len(orders)} of {len(said)} sentences are orders"
        remedy = 'offer some of them: "you may", "if you like", "-ing"'
        yield Flaw(orders[0].step.span, message, remedy, orders[0].text.split()[0])


def _fillers(said: list[Line]) -> Iterator[Flaw]:
    found = [(line, m[0]) for line in said for m in FILLER.finditer(line.text)]
    words = sum(line.words for line in said)
    if len(found) > 1 and len(found) * _WORDS_A_FILLER > words:
        line, word = found[-1]
        message = f'"{word}" and its kind stand here {len(found)} times in {words} words'
        yield Flaw(line.step.span, message, "one in sixty words is plenty; take some away", word)


def _opening(script: Script, said: list[Line]) -> Iterator[Flaw]:
    if not said or script.kind == "letter" or len(said) < _ENOUGH:
        return
    first = [line for line in said if line.step is said[0].step]
    urgent = script.kind == "emergency"
    words, most = sum(line.words for line in first), OPENING_URGENT if urgent else OPENING
    step = said[0].step
    paragraphs = isinstance(step, Say) and any(not isinstance(p, Sentence) for p in step.parts)
    if words > most and not paragraphs:
        remedy = f"open in {most} words or fewer; leave a rest, or begin another step"
        yield Flaw(step.span, f"the opening has {words} words before any rest", remedy)
    if not any(STOP.search(line.text) for line in said[: 2 * _ENOUGH]):
        remedy = "say early that they can stop at any time"
        yield Flaw(step.span, "nobody is told that they may stop", remedy)


def _ending(script: Script, said: list[Line]) -> Iterator[Flaw]:
    if len(said) < _ENOUGH or script.kind in ("letter", "night"):
        return
    last = said[-max(3, len(said) // 4) :]
    if not any(CLOSING.search(line.text) for line in last):
        remedy = "say that it is ending, widen to the room, name one small next act"
        yield Flaw(said[-1].step.span, "this has no closing", remedy)


def _anchors(own: list[Step], lines: list[Line]) -> Iterator[Flaw]:
    breaths = [step for step in own if isinstance(step, Breathe)]
    is_alone = not any(ELSEWHERE.search(line.text) for line in lines)
    if breaths and is_alone and not any(step.instead for step in breaths):
        remedy = "name the feet, the hands or a sound as well, or add instead: to the breath"
        message = "the breath is the only place to rest here, and for some it is the trouble"
        yield Flaw(breaths[0].span, message, remedy)


def _eyes(said: list[Line]) -> Iterator[Flaw]:
    for line in said:
        match = SHUT_EYES.search(line.text)
        if match is not None and not OPEN_EYES.search(line.text):
            remedy = "name open, lowered and closed as equal"
            yield Flaw(line.step.span, "closed eyes are the only way here", remedy, match[0])


def _breath_words(steps: tuple[Step, ...], *, is_guarded: bool = False) -> Iterator[Flaw]:
    """Words about the breath that those hear, too, who want nothing to do with it (rule R3)."""
    for step in steps:
        guarded = is_guarded or any(isinstance(c, Breathed) for c in step.manner.when)
        if isinstance(step, Say) and not guarded:
            for part in step.parts:
                if isinstance(part, Sentence) and (match := BREATH.search(part.text)):
                    remedy = "put   when: {breath: yes}   under it, or name something else"
                    message = f'"{match[0]}" is also said to those who want no word about breath'
                    yield Flaw(step.span, message, remedy, match[0])
        for inner in inside(step) if not isinstance(step, Include) else ():
            yield from _breath_words(inner, is_guarded=guarded)


def _at_a_time(said: list[Line]) -> Iterator[Flaw]:
    for step, words in _stretches(said):
        if words > _MOST_AT_A_TIME and step is not said[0].step:  # which has an advice of its own
            message = f"{words} words stand here without a rest"
            remedy = "leave one after about thirty, as in [3s] or an empty line"
            yield Flaw(step.span, message, remedy)


def _stretches(said: list[Line]) -> Iterator[tuple[Say, int]]:
    """How many words each step has between two of its rests, at the most."""
    for step in dict.fromkeys(line.step for line in said):
        assert isinstance(step, Say)
        runs = groupby(step.parts, lambda part: isinstance(part, Sentence))
        words = (
            sum(len(part.text.split()) for part in run if isinstance(part, Sentence))
            for _, run in runs
        )
        yield step, max(words)


def _bells(own: list[Step]) -> Iterator[Flaw]:
    """Who has closed their eyes waits at the end for the bell they heard at the beginning."""
    sounding = [step for step in own if isinstance(step, Bell | Say)]
    if sounding and isinstance(sounding[0], Bell) and isinstance(sounding[-1], Say):
        remedy = "ring one after the end, for those with closed eyes"
        yield Flaw(sounding[0].span, "a bell begins this and none ends it", remedy)


def _choice(own: list[Step]) -> Iterator[Flaw]:
    for step in own:
        if isinstance(step, Choose):
            return
        if isinstance(step, Say):
            texts = (part.text for part in step.parts if isinstance(part, Sentence))
            if any(CHOICE.search(text) for text in texts):
                return
        if isinstance(step, Silence) and step.glue.usual >= MINUTE:
            remedy = 'offer two things that are both fine: "your hands, or the sounds around you"'
            yield Flaw(step.span, "nothing could be chosen before this long silence", remedy)
            return


def _densities(script: Script) -> Iterator[Flaw]:
    """Those who want few words get fewer in the middle, and all of them at both ends."""
    begins = [number for number, step in enumerate(script.steps) if isinstance(step, Section)]
    if len(begins) < 2:  # noqa: PLR2004 - where nobody can tell what is opening and what is closing
        return
    middle = script.steps[begins[1] : begins[-1]]
    both = (*script.steps[: begins[1]], *script.steps[begins[-1] :])
    words = sum(
        len(part.text.split())
        for step in middle
        if isinstance(step, Say)
        for part in step.parts
        if isinstance(part, Sentence)
    )
    if words >= _WORTH_THINNING and not any(map(_is_thinned, middle)):
        message = "who wants few words hears every one of these"
        remedy = "put   when: {words: guided}   under lines that some can do without"
        yield Flaw(middle[0].span, message, remedy)
    for step in filter(_is_thinned, both):
        message = "the opening and the closing are for everybody"
        yield Flaw(step.span, message, "take when: away here, and thin the middle")


def _is_thinned(step: Step) -> bool:
    return any(isinstance(c, Worded) for c in step.manner.when) or any(
        any(map(_is_thinned, inner)) for inner in inside(step) if not isinstance(step, Include)
    )


def _told_before(script: Script) -> Iterator[Flaw]:
    """What somebody is given by an author is told before it is played."""
    given = {
        "moment": script.moment,
        "cautions": script.cautions,
        "way_out": script.way_out,
        "evidence": script.evidence,
    }
    missing = [name for name, value in given.items() if not value]
    if script.author and missing:
        message = "this has an author, and those who get it are not told " + ", ".join(missing)
        yield Flaw(Span(0, 0), message, "write them above steps:, for somebody you do not know")


def _both_sides(said: list[Line]) -> Iterator[Flaw]:
    own = next((n for n, line in enumerate(said) if OWN_SIDE.search(line.text)), None)
    their = next((n for n, line in enumerate(said) if THEIR_SIDE.search(line.text)), None)
    if own is None:
        remedy = "one line for what it is like to wait, or to want"
        yield Flaw(said[0].step.span, "the listener's own need has no line in this", remedy)
    if their is None:
        remedy = 'one line for what the other may need: "they may need quiet"'
        yield Flaw(said[0].step.span, "the other's need has no line in this", remedy)
    if own is not None and their is not None and their < own:
        remedy = "name the listener's first; comfort comes after the hurt"
        yield Flaw(said[their].step.span, "the other's need comes before the listener's", remedy)

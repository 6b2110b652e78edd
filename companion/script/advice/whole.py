"""Advice on a session as a whole: opening and closing, choices, and whose needs it names."""

from collections.abc import Iterator
from itertools import groupby

from companion.reading.flaw import Flaw, Span
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
from companion.script.manner import Breathed, Condition, Rated, Worded
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
    inner_lists,
)
from companion.units import MINUTE

OPENING, OPENING_URGENT = 45, 28
_MOST_ORDERS = 0.35
_WORDS_A_FILLER = 60
_ENOUGH = 6
# About twenty seconds of speech at 115 words a minute.
_MOST_AT_A_TIME = 38
# From this many words on, some people want fewer.
_WORTH_THINNING = 150


def advise_on_whole(script: Script, own: list[Step], lines: list[Line]) -> Iterator[Flaw]:
    """Return the advice on a session as a whole.

    Args:
        script: the script.
        own: the steps of this file in order, nested ones too.
        lines: every sentence and every other text of those steps, in order.
    """
    sentences = [line for line in lines if isinstance(line.step, Say)]
    yield from _orders(script, sentences)
    yield from _fillers(sentences)
    yield from _opening(script, sentences)
    yield from _ending(script, sentences)
    yield from _anchors(own, lines)
    yield from _eyes(sentences)
    yield from _breath_words(script.steps)
    yield from _unbroken_speech(sentences)
    if len(sentences) >= _ENOUGH:
        yield from _bells(own)
        yield from _choice(own)
        yield from _densities(script)
        yield from _introduction(script)
        yield from _both_sides(sentences) if "relationship" in script.safety else ()


def _orders(script: Script, sentences: list[Line]) -> Iterator[Flaw]:
    """Advise on a session in which too many sentences are orders."""
    orders = [line for line in sentences if BARE.match(line.text)]
    is_many = len(sentences) >= _ENOUGH and len(orders) > _MOST_ORDERS * len(sentences)
    if is_many and script.kind != "emergency":
        message = f"{len(orders)} of {len(sentences)} sentences are orders"
        remedy = 'soften some of them with "you can" or "if you like"'
        yield Flaw(orders[0].step.span, message, remedy, orders[0].text.split()[0])


def _fillers(sentences: list[Line]) -> Iterator[Flaw]:
    """Advise on filler words that come more than once in sixty words."""
    fillers = [(line, match[0]) for line in sentences for match in FILLER.finditer(line.text)]
    words = sum(line.words for line in sentences)
    if len(fillers) > 1 and len(fillers) * _WORDS_A_FILLER > words:
        line, word = fillers[-1]
        message = f'"{word}" and words like it come {len(fillers)} times in {words} words'
        yield Flaw(line.step.span, message, "remove some; one in sixty words is plenty", word)


def _opening(script: Script, sentences: list[Line]) -> Iterator[Flaw]:
    """Advise on an opening that is long, and on one that doesn't say that people may stop."""
    if not sentences or script.kind == "letter" or len(sentences) < _ENOUGH:
        return
    step = sentences[0].step
    words = sum(line.words for line in sentences if line.step is step)
    most = OPENING_URGENT if script.kind == "emergency" else OPENING
    has_rest = isinstance(step, Say) and any(not isinstance(p, Sentence) for p in step.parts)
    if words > most and not has_rest:
        remedy = f"leave a rest after {most} words or fewer, or begin another step there"
        yield Flaw(step.span, f"the opening has {words} words before any rest", remedy)
    if not any(STOP.search(line.text) for line in sentences[: 2 * _ENOUGH]):
        remedy = "say in the first lines that they can stop at any time"
        yield Flaw(step.span, "people don't hear early on that they can stop", remedy)


def _ending(script: Script, sentences: list[Line]) -> Iterator[Flaw]:
    """Advise on a session whose last sentences don't close it."""
    if len(sentences) < _ENOUGH or script.kind in ("letter", "night"):
        return
    # what only a nine hears comes after the closing that everyone hears
    usual = [line for line in sentences if not any(map(_is_rated, line.step.manner.when))]
    last = usual[-max(3, len(usual) // 4) :]
    if not any(CLOSING.search(line.text) for line in last):
        remedy = "say that it's ending, come back to the room, and name one small thing to do next"
        yield Flaw(sentences[-1].step.span, "this ends without a closing", remedy)


def _is_rated(condition: Condition) -> bool:
    return isinstance(condition, Rated)


def _anchors(own: list[Step], lines: list[Line]) -> Iterator[Flaw]:
    """Advise on a session in which attention can rest only on the breath."""
    breaths = [step for step in own if isinstance(step, Breathe)]
    is_alone = not any(ELSEWHERE.search(line.text) for line in lines)
    if breaths and is_alone and not any(step.instead for step in breaths):
        remedy = "name the feet, the hands or a sound as well, or add instead: to the breath"
        message = "the breath is the only place to rest here, and some people find that hard"
        yield Flaw(breaths[0].span, message, remedy)


def _eyes(sentences: list[Line]) -> Iterator[Flaw]:
    """Advise on closed eyes without a choice."""
    for line in sentences:
        match = SHUT_EYES.search(line.text)
        if match is not None and not OPEN_EYES.search(line.text):
            remedy = "offer open, lowered and closed eyes as equally good"
            yield Flaw(line.step.span, "closed eyes are the only choice here", remedy, match[0])


def _breath_words(steps: tuple[Step, ...], *, is_guarded: bool = False) -> Iterator[Flaw]:
    """Advise on words about the breath that play even for people who want none (rule R3)."""
    for step in steps:
        guarded = is_guarded or any(isinstance(c, Breathed) for c in step.manner.when)
        if isinstance(step, Say) and not guarded:
            for part in step.parts:
                if isinstance(part, Sentence) and (match := BREATH.search(part.text)):
                    remedy = "put   when: {breath: yes}   under it, or name something else"
                    message = f'people who want no words about breath still hear "{match[0]}"'
                    yield Flaw(step.span, message, remedy, match[0])
        for inner in inner_lists(step) if not isinstance(step, Include) else ():
            yield from _breath_words(inner, is_guarded=guarded)


def _unbroken_speech(sentences: list[Line]) -> Iterator[Flaw]:
    """Advise on too many words without a rest; for the first step, `_opening` does."""
    for step, words in _longest_runs(sentences):
        if words > _MOST_AT_A_TIME and step is not sentences[0].step:
            message = f"there are {words} words here without a rest"
            remedy = "leave a rest after about thirty, as in [3s] or an empty line"
            yield Flaw(step.span, message, remedy)


def _longest_runs(sentences: list[Line]) -> Iterator[tuple[Say, int]]:
    """Each step, with the most words it has between two of its rests."""
    for step in dict.fromkeys(line.step for line in sentences):
        assert isinstance(step, Say)
        runs = groupby(step.parts, lambda part: isinstance(part, Sentence))
        words = (
            sum(len(part.text.split()) for part in run if isinstance(part, Sentence))
            for _, run in runs
        )
        yield step, max(words)


def _bells(own: list[Step]) -> Iterator[Flaw]:
    """Advise a closing bell where one opens the session: people with closed eyes wait for it."""
    # words that only a nine hears may come after the bell
    heard = (step for step in own if not any(map(_is_rated, step.manner.when)))
    sounding = [step for step in heard if isinstance(step, Bell | Say)]
    if sounding and isinstance(sounding[0], Bell) and isinstance(sounding[-1], Say):
        remedy = "add a bell at the end, for people with closed eyes"
        yield Flaw(sounding[0].span, "a bell opens this, but no bell closes it", remedy)


def _choice(own: list[Step]) -> Iterator[Flaw]:
    """Advise on a long silence before anything was offered as a choice."""
    for step in own:
        if isinstance(step, Choose):
            return
        if isinstance(step, Say):
            texts = (part.text for part in step.parts if isinstance(part, Sentence))
            if any(CHOICE.search(text) for text in texts):
                return
        if isinstance(step, Silence) and step.glue.usual >= MINUTE:
            remedy = (
                'offer two things that are both fine, as in "your hands, or the sounds around you"'
            )
            yield Flaw(step.span, "nothing is offered as a choice before this long silence", remedy)
            return


def _densities(script: Script) -> Iterator[Flaw]:
    """Advise to leave out words for people who chose few, in the middle but not at the ends."""
    sections = [number for number, step in enumerate(script.steps) if isinstance(step, Section)]
    if len(sections) < 2:  # noqa: PLR2004 - one section doesn't show what is opening or closing
        return
    middle = script.steps[sections[1] : sections[-1]]
    ends = (*script.steps[: sections[1]], *script.steps[sections[-1] :])
    words = sum(
        len(part.text.split())
        for step in middle
        if isinstance(step, Say)
        for part in step.parts
        if isinstance(part, Sentence)
    )
    if words >= _WORTH_THINNING and not any(map(_is_thinned, middle)):
        message = "people who chose few words still hear all of these"
        remedy = "put   when: {words: guided}   under lines that some people can do without"
        yield Flaw(middle[0].span, message, remedy)
    for step in filter(_is_thinned, ends):
        message = "the opening and the closing are for everyone"
        yield Flaw(step.span, message, "remove when: here, and use it in the middle instead")


def _is_thinned(step: Step) -> bool:
    """Whether a step, or a step inside it, depends on how many words a person chose."""
    return any(isinstance(c, Worded) for c in step.manner.when) or any(
        any(map(_is_thinned, inner)) for inner in inner_lists(step) if not isinstance(step, Include)
    )


def _introduction(script: Script) -> Iterator[Flaw]:
    """Advise authors who pass a script on to fill in what is shown before it plays."""
    keys = {
        "gist": script.gist,
        "moment": script.moment,
        "cautions": script.cautions,
        "way_out": script.way_out,
        "evidence": script.evidence,
    }
    missing = [name for name, value in keys.items() if not value]
    if script.author and missing:
        message = "this has an author, but these are missing: " + ", ".join(missing)
        remedy = "add them above steps:, for people who don't know you"
        yield Flaw(Span(0, 0), message, remedy)


def _both_sides(sentences: list[Line]) -> Iterator[Flaw]:
    """Advise to name what both people need, the listener's need first."""
    own = next((n for n, line in enumerate(sentences) if OWN_SIDE.search(line.text)), None)
    their = next((n for n, line in enumerate(sentences) if THEIR_SIDE.search(line.text)), None)
    if own is None:
        remedy = "add a line about what it's like to wait, or to want"
        yield Flaw(sentences[0].step.span, "no line names what the listener needs", remedy)
    if their is None:
        remedy = 'add a line like "they might need quiet"'
        yield Flaw(sentences[0].step.span, "no line names what the partner may need", remedy)
    if own is not None and their is not None and their < own:
        message = "the partner's need comes before the listener's"
        remedy = "name the listener's need first, because the hurt comes before the comfort"
        yield Flaw(sentences[their].step.span, message, remedy)

"""Advice of the style guide and the safety rules, one flaw for each place to improve."""

from collections.abc import Iterator

from companion.reading.flaw import Flaw, Span
from companion.script.advice.english import unspoken
from companion.script.advice.measures import measure
from companion.script.advice.rules import CLAIMS, MAYBE, MOTIVE, SPOKEN, Line
from companion.script.advice.whole import advise_on_whole
from companion.script.checks import texts
from companion.script.manner import Answered
from companion.script.model import Script
from companion.script.step import (
    Bell,
    Breathe,
    Choose,
    Include,
    Note,
    Say,
    Section,
    Step,
    Write,
    inner_lists,
)
from companion.script.verbs.questions import MOST_WRITING
from companion.units import MINUTE, Millis

MOST_WORDS, MOST_WORDS_URGENT = 22, 12
SLOWEST, FASTEST = 3.5, 10.0
MOST_HOLD = Millis(4_000)


def advise(script: Script) -> list[Flaw]:
    """Return every piece of advice on a script that has no errors, one flaw each."""
    steps = list(_own_steps(script.steps))
    lines = [Line(text, step) for step in steps for text in texts(step)]
    sentences = [line for line in lines if isinstance(line.step, Say)]
    is_urgent = script.kind == "emergency"
    flaws = [flaw for line in lines for flaw in _words(line)]
    if script.lang.lower().partition("-")[0] == "en":
        flaws += [flaw for line in lines for flaw in _english(line)]
        flaws += [*_english_of_head(script), *measure(script, steps, sentences)]
    flaws += [flaw for line in sentences for flaw in _lengths(line, is_urgent=is_urgent)]
    flaws += [*_safety(script, sentences), *_claims(script)]
    for step in steps:
        flaws += _breath(step) if isinstance(step, Breathe) else ()
        flaws += _box(step) if isinstance(step, Write) else ()
    flaws += _bells(script, steps)
    flaws += advise_on_whole(script, steps, lines)
    flaws += _unreachable(script.steps, {})
    return flaws


def _own_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step of this file; included files get their own advice, notes are never played."""
    for step in steps:
        if isinstance(step, Note):
            continue
        yield step
        for inner in inner_lists(step) if not isinstance(step, Include) else ():
            yield from _own_steps(inner)


def _words(line: Line) -> Iterator[Flaw]:
    """Advise against words that a lint matches."""
    for lint in SPOKEN:
        if (match := lint.pattern.search(line.text)) is not None:
            words = match[0].strip()
            message, remedy = lint.message.format(words), lint.remedy.format()
            first, last = _whole_words(line.text, *match.span())
            at, before = line.text[first:last], line.text[:first]
            yield Flaw(line.step.span, message, remedy, at, before)


def _english(line: Line) -> Iterator[Flaw]:
    """Advise against what is written English, and not spoken."""
    for found in unspoken(line.text):
        at, before = line.text[found.start : found.end], line.text[: found.start]
        yield Flaw(line.step.span, found.message, found.remedy, at, before, found.fix)


def _english_of_head(script: Script) -> Iterator[Flaw]:
    """Advise against written English in what is shown before a session."""
    for text in (script.intent, *script.cautions, *script.not_for, script.way_out):
        for found in unspoken(text):
            yield Flaw(Span(0, 0), found.message, found.remedy, text[found.start : found.end])


def _whole_words(text: str, first: int, last: int) -> tuple[int, int]:
    """The range of a match without the spaces around it, widened to whole words."""
    found = text[first:last]
    first, last = last - len(found.lstrip()), first + len(found.rstrip())
    while first > 0 and text[first].isalnum() and text[first - 1].isalnum():
        first -= 1
    while last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
        last += 1
    return first, last


def _lengths(line: Line, *, is_urgent: bool) -> Iterator[Flaw]:
    """Advise on a sentence that is too long to follow, or that doesn't end like one."""
    most = MOST_WORDS_URGENT if is_urgent else MOST_WORDS
    if line.words > most:
        message = f"this sentence has {line.words} words; a listener can follow about {most}"
        yield Flaw(line.step.span, message, "split it in two", line.text.split(". ")[0][:40])
    if line.text[-1] not in ".?!:\"'”’)…" and line.words > 1:
        remedy = "add one, so that the voice comes to rest"
        yield Flaw(
            line.step.span, "this line doesn't end with a full stop", remedy, line.text[-30:]
        )


def _safety(script: Script, sentences: list[Line]) -> Iterator[Flaw]:
    """Advise against stating as a fact what the partner feels or wants."""
    if "relationship" not in script.safety:
        return
    for line in sentences:
        if (match := MOTIVE.search(line.text)) is not None and not MAYBE.search(line.text):
            message = f'"{match[0]}" sounds certain about what goes on in the partner'
            remedy = 'nobody can see that from outside, so say "might" or "maybe"'
            yield Flaw(line.step.span, message, remedy, match[0])


def _claims(script: Script) -> Iterator[Flaw]:
    """Advise against promises in the title and the intent."""
    claim = next(lint for lint in SPOKEN if lint.pattern.pattern == CLAIMS)
    for text in (script.title, script.intent):
        if (match := claim.pattern.search(text)) is not None:
            words = match[0].strip()
            yield Flaw(Span(0, 0), claim.message.format(words), claim.remedy, words)


def _breath(step: Breathe) -> Iterator[Flaw]:
    """Advise on a breath that is too fast, too slow, too long held or short on the way out."""
    by_name = {phase.name: phase.length for phase in step.phases}
    breaths_a_minute = MINUTE / sum(by_name.values())
    breath_in = by_name.get("in", 0) + by_name.get("top_up", 0)
    if not SLOWEST <= breaths_a_minute <= FASTEST:
        message = f"this comes to {breaths_a_minute:.1f} breaths a minute"
        remedy = f"aim for {SLOWEST:g} to {FASTEST:g}, which most people find easy"
        yield Flaw(step.span, message, remedy)
    if by_name.get("out", 0) < breath_in:
        remedy = "make it longer, because a long out-breath is calming"
        yield Flaw(step.span, "the out-breath is shorter than the in-breath", remedy)
    if by_name.get("hold", 0) > MOST_HOLD:
        remedy = "hold it for 4s or less, or not at all"
        yield Flaw(step.span, "this holds the breath for a long time", remedy)


def _box(step: Write) -> Iterator[Flaw]:
    """Advise on a time that does nothing, because the clock stops for people who write."""
    if step.clock == "stops" and step.most != MOST_WRITING:
        remedy = "remove it, or add clock: runs to take the time from the session's own"
        yield Flaw(step.span, "most does nothing while the clock stops", remedy, at="most")


def _bells(script: Script, steps: list[Step]) -> Iterator[Flaw]:
    """Advise against bells in an emergency and at night."""
    if script.kind in ("emergency", "night"):
        for step in steps:
            if isinstance(step, Bell):
                where = "in an emergency" if script.kind == "emergency" else "at night"
                remedy = "use a silence instead"
                yield Flaw(step.span, f"a bell can startle people {where}", remedy)


def _unreachable(steps: tuple[Step, ...], chosen: dict[str, str]) -> Iterator[Flaw]:
    """Advise on steps that never play, because their condition asks for another option.

    `chosen` maps the question of each enclosing choice to the option that leads here.
    """
    for step in steps:
        for condition in step.manner.when:
            if isinstance(condition, Answered):
                label = chosen.get(condition.question, condition.option)
                if label != condition.option:
                    message = f'this never plays, because "{label}" was chosen here'
                    remedy = f'move it under "{condition.option}", or remove when:'
                    yield Flaw(condition.span, message, remedy, condition.option)
        if isinstance(step, Choose):
            for option in step.options:
                yield from _unreachable(option.steps, {**chosen, step.id: option.label})
        elif not isinstance(step, Include | Section):
            for inner in inner_lists(step):
                yield from _unreachable(inner, chosen)


def density_advice(words: int, usual: Millis, kind: str) -> str:
    """Return the advice on a script with too many words for its length, or an empty text."""
    minutes = max(usual, 20_000) / MINUTE
    most = next(limit for upto, limit in _DENSEST if minutes <= upto)
    rate = words / minutes
    if kind == "emergency" or rate <= most:
        return ""
    return f"{rate:.0f} words a minute leave little room for quiet; up to {most} suit this length"


# (minutes, words): sessions up to this many minutes suit at most this many words a minute.
# The limits are a fifth above the pacing table.
_DENSEST = (
    (1.5, 120), (2.5, 96), (4, 78), (7.5, 66), (12.5, 52), (17.5, 39),
    (25, 33), (37, 23), (52, 17), (float("inf"), 14),
)  # fmt: skip

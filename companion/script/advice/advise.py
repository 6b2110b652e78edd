"""Advice: what the style guide and the safety rules would change about a script that is sound."""

from collections.abc import Iterator

from companion.reading.document import Flaw, Span
from companion.script.advice.rules import CLAIMS, MAYBE, MOTIVE, SPOKEN, Line
from companion.script.advice.whole import shaped
from companion.script.checks import texts
from companion.script.manner import Answered
from companion.script.model import Script
from companion.script.step import Bell, Breathe, Choose, Include, Note, Say, Section, Step, inside
from companion.units import MINUTE, Millis

MOST_WORDS, MOST_WORDS_URGENT = 22, 12
SLOWEST, FASTEST = 3.5, 10.0
MOST_HOLD = Millis(4_000)


def advise(script: Script) -> list[Flaw]:
    """Everything that could be better, one flaw each."""
    own = list(_own(script.steps))
    lines = [Line(text, step) for step in own for text in texts(step)]
    said = [line for line in lines if isinstance(line.step, Say)]
    is_urgent = script.kind == "emergency"
    found = [flaw for line in lines for flaw in _words(line)]
    found += [flaw for line in said for flaw in _lengths(line, is_urgent=is_urgent)]
    found += [*_safety(script, said), *_claims(script)]
    for step in own:
        found += _breath(step) if isinstance(step, Breathe) else ()
    found += _bells(script, own)
    found += shaped(script, own, lines)
    found += _unreachable(script.steps, {})
    return found


def _own(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Every step of this file; what is included gets its own advice."""
    for step in steps:
        if isinstance(step, Note):
            continue
        yield step
        for inner in inside(step) if not isinstance(step, Include) else ():
            yield from _own(inner)


def _words(line: Line) -> Iterator[Flaw]:
    for lint in SPOKEN:
        if (match := lint.pattern.search(line.text)) is not None:
            found = match[0].strip()
            message, remedy = lint.message.format(found), lint.remedy.format()
            yield Flaw(line.step.span, message, remedy, match[0].strip() or match[0])


def _lengths(line: Line, *, is_urgent: bool) -> Iterator[Flaw]:
    most = MOST_WORDS_URGENT if is_urgent else MOST_WORDS
    if line.words > most:
        message = f"this sentence has {line.words} words; {most} are the most for an ear"
        yield Flaw(line.step.span, message, "make two of it", line.text.split(". ")[0][:40])
    if line.text[-1] not in ".?!:\"'”’)…" and line.words > 1:
        remedy = "end it with a full stop, so that the voice comes down"
        yield Flaw(line.step.span, "this line has no end", remedy, line.text[-30:])


def _safety(script: Script, said: list[Line]) -> Iterator[Flaw]:
    if "relationship" not in script.safety:
        return
    for line in said:
        if (match := MOTIVE.search(line.text)) is not None and not MAYBE.search(line.text):
            remedy = "nobody knows from outside: say may, might, or something else"
            yield Flaw(
                line.step.span, f'"{match[0]}" states what goes on in them', remedy, match[0]
            )


def _claims(script: Script) -> Iterator[Flaw]:
    """What a title or an intent promises."""
    claim = next(lint for lint in SPOKEN if lint.pattern.pattern == CLAIMS)
    for text in (script.title, script.intent):
        if (match := claim.pattern.search(text)) is not None:
            words = match[0].strip()
            yield Flaw(Span(0, 0), claim.message.format(words), claim.remedy, words)


def _breath(step: Breathe) -> Iterator[Flaw]:
    by_name = {phase.name: phase.length for phase in step.phases}
    whole = sum(by_name.values())
    a_minute = MINUTE / whole
    breath_in = by_name.get("in", 0) + by_name.get("top_up", 0)
    if not SLOWEST <= a_minute <= FASTEST:
        message = f"this comes to {a_minute:.1f} breaths a minute"
        remedy = f"{SLOWEST:g} to {FASTEST:g} are easy on most people"
        yield Flaw(step.span, message, remedy)
    if by_name.get("out", 0) < breath_in:
        remedy = "a longer out-breath settles; a shorter one stirs up"
        yield Flaw(step.span, "the out-breath is shorter than the in-breath", remedy)
    if by_name.get("hold", 0) > MOST_HOLD:
        yield Flaw(step.span, "this holds the breath for long", "hold 4s or less, or not at all")


def _bells(script: Script, own: list[Step]) -> Iterator[Flaw]:
    if script.kind in ("emergency", "night"):
        for step in own:
            if isinstance(step, Bell):
                where = "in an emergency" if script.kind == "emergency" else "at night"
                remedy = "take it away; a silence does as well"
                yield Flaw(step.span, f"a bell startles {where}", remedy)


def _unreachable(steps: tuple[Step, ...], chosen: dict[str, str]) -> Iterator[Flaw]:
    """Steps under a condition that cannot hold where they stand."""
    for step in steps:
        for condition in step.manner.when:
            if isinstance(condition, Answered):
                here = chosen.get(condition.question, condition.option)
                if here != condition.option:
                    message = f'this is never reached: here "{here}" was chosen'
                    remedy = "move it to its own option, or take when: away"
                    yield Flaw(condition.span, message, remedy, condition.option)
        if isinstance(step, Choose):
            for option in step.options:
                yield from _unreachable(option.steps, {**chosen, step.id: option.label})
        elif not isinstance(step, Include | Section):
            for inner in inside(step):
                yield from _unreachable(inner, chosen)


def dense(words: int, usual: Millis, kind: str) -> str:
    """What to say about a script with so many words for its length; empty where it is well."""
    minutes = max(usual, 20_000) / MINUTE
    most = next(rate for upto, rate in _DENSEST if minutes <= upto)
    rate = words / minutes
    if kind == "emergency" or rate <= most:
        return ""
    return f"{rate:.0f} words a minute leave little room; {most} are usual for this length"


# The most words a minute for sessions up to so many minutes: a fifth above the pacing table.
_DENSEST = (
    (1.5, 120), (2.5, 96), (4, 78), (7.5, 66), (12.5, 52), (17.5, 39),
    (25, 33), (37, 23), (52, 17), (float("inf"), 14),
)  # fmt: skip

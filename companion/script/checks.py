"""What no single step can know: names that must exist, ids that are unique, limits of the whole.

Every check gives flaws with their places; none raises, and none stops at the first.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from companion.reading.document import Flaw, Span
from companion.reading.fields import near
from companion.script import slots
from companion.script.manner import Answered, Condition, Rated
from companion.script.model import Slot
from companion.script.step import (
    Ambient,
    Ask,
    Asked,
    Bell,
    Breathe,
    Choose,
    Count,
    Include,
    Note,
    Rate,
    Repeat,
    Say,
    Section,
    Sentence,
    Silence,
    Step,
    Write,
    inside,
)
from companion.units import SECOND

MOST_STEPS = 2_000
MOST_BREATHS = 40
MOST_PARTS = 24
MOST_RANGE = 1_000
MOST_ROUNDS = 100
# No voice says a sentence in less, in ms.
_A_SENTENCE = 300


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a script may name: bells, beds, further speakers and slots of its own."""

    bells: Collection[str] = ()
    beds: Collection[str] = ()
    voices: Collection[str] = ()
    slots: Mapping[str, Slot] = field(default_factory=dict)


def texts(step: Step) -> Iterator[str]:
    """Everything in a step that is spoken or shown."""
    match step:
        case Say():
            yield from (part.text for part in step.parts if isinstance(part, Sentence))
        case Silence(remind=remind) if remind is not None:
            yield from remind.lines
        case Rate():
            yield from (step.prompt, step.low, step.high)
        case Ask() | Write():
            yield step.prompt
        case Choose():
            yield step.prompt
            yield from (option.label for option in step.options)
        case Section():
            yield step.title
        case _:
            pass


def size(steps: tuple[Step, ...]) -> int:
    """How many steps these come to when everything is played as often as it may be."""
    return sum(1 + _rounds(step) * sum(map(size, inside(step))) for step in steps)


def _rounds(step: Step) -> int:
    if not isinstance(step, Repeat):
        return 1
    if isinstance(step.times, Count):
        return step.times.most
    return max(1, min(MOST_ROUNDS, round(step.times / max(SECOND, _shortest(step.steps)))))


def _shortest(steps: tuple[Step, ...]) -> int:
    """Less than these can ever last, in ms."""
    total = 0
    for step in steps:
        match step:
            case Silence(glue):
                total += glue.least
            case Breathe():
                total += step.rounds.least * sum(phase.length for phase in step.phases)
            case Rate() | Ask() | Write() | Choose():
                total += step.timeout
            case Say():
                total += _A_SENTENCE * len(step.parts)
            case _:
                total += sum(map(_shortest, inside(step)))
    return total


def check(
    steps: tuple[Step, ...],
    known: Vocabulary,
    broken: Collection[str] = frozenset(),
    *,
    is_whole: bool = True,
) -> list[Flaw]:
    """Every flaw of steps that were read well one by one.

    Args:
        steps: the steps.
        known: what they may name.
        broken: names that are there, though what they name could not be read.
        is_whole: whether every step was read.
    """
    checking = _Checking(known, broken)
    checking.steps(steps)
    return [*checking.flaws, *_limits(steps, is_whole=is_whole)]


def _limits(steps: tuple[Step, ...], *, is_whole: bool) -> Iterator[Flaw]:
    if not steps:
        return
    top = Span(steps[0].span.line, steps[0].span.column)
    breaths, parts = _count(steps)
    if breaths > MOST_BREATHS:
        yield Flaw(top, f"there are more than {MOST_BREATHS} breaths here", "split it in two")
    if parts > MOST_PARTS:
        words = f"more than {MOST_PARTS} optional sections and rounds"
        yield Flaw(top, f"there are {words} here", "split it in two")
    if _range(steps) > MOST_RANGE:
        remedy = "give some of these breaths a fixed number of rounds"
        yield Flaw(top, "there are too many ways to count these breaths", remedy)
    if is_whole and all(isinstance(step, Section | Note) for step in steps):
        yield Flaw(top, "nothing happens in these steps", "add   - say: and some words")


def _range(steps: tuple[Step, ...]) -> int:
    """How many rounds of breath may come and go."""
    own = sum(s.rounds.most - s.rounds.least for s in steps if isinstance(s, Breathe))
    return own + sum(_rounds(s) * sum(map(_range, inside(s))) for s in steps)


def _count(steps: tuple[Step, ...]) -> tuple[int, int]:
    """How many breaths there are, and how many parts that may come and go."""
    breaths = parts = 0
    for step in steps:
        breaths += isinstance(step, Breathe)
        parts += isinstance(step, Section) and step.optional
        inner = [_count(one) for one in inside(step)]
        b, p = sum(one for one, _ in inner), sum(two for _, two in inner)
        breaths, parts = breaths + b * _rounds(step), parts + p * _rounds(step)
        if isinstance(step, Repeat) and isinstance(step.times, Count):
            parts += step.times.most - step.times.least
    return breaths, parts


class _Checking:
    """Walks the steps in order, and knows what has been asked so far."""

    def __init__(self, known: Vocabulary, broken: Collection[str]) -> None:
        self.known = known
        self.broken = broken
        self.flaws: list[Flaw] = []
        self.asked: dict[str, Asked] = {}
        self.ids: dict[str, Span] = {}

    def add(self, span: Span, message: str, remedy: str, at: str = "") -> None:
        self.flaws.append(Flaw(span, message, remedy, at))

    def steps(self, steps: tuple[Step, ...], where: str = "") -> None:
        for step in steps:
            self._ids(step)
            for condition in step.manner.when:
                self._condition(condition)
            voice = step.manner.voice
            if voice and voice not in (*self.known.voices, *self.broken):
                remedy = near(voice, tuple(self.known.voices)) or "name it under voices: above"
                where_ = f"voice: {voice}"
                self.add(step.span, f'there is no voice called "{voice}"', remedy, at=where_)
            self._texts(step)
            self._names(step)
            self._place(step, where)
            own = {Repeat: "a repeat", Breathe: "instead", Choose: "an option"}
            inner = where if where == "instead" else own.get(type(step), where)
            # the steps of another script were checked where they were written
            for one in inside(step) if not isinstance(step, Include) else ():
                self.steps(one, inner)
            if isinstance(step, Include):
                self._included(step.steps)

    def _included(self, steps: tuple[Step, ...]) -> None:
        """What another script asks may be referred to after it."""
        for step in steps:
            self._ids(step)
            for one in inside(step):
                self._included(one)

    def _ids(self, step: Step) -> None:
        is_asked = isinstance(step, Asked)
        if isinstance(step, Asked):
            self.asked[step.id] = step
        own = (step.id if isinstance(step, Asked) else "", step.manner.id)
        for name in dict.fromkeys(filter(None, own)):
            if name in self.ids:
                first = self.ids[name].line + 1
                what = "question" if is_asked else "step"
                remedy = f"line {first} has it; give this {what} another"
                self.add(step.span, f'the id "{name}" is there twice', remedy, at=name)
            self.ids[name] = step.span

    def _condition(self, condition: Condition) -> None:
        if not isinstance(condition, Rated | Answered):
            return
        asked = self.asked.get(condition.question)
        name = condition.question
        if asked is None and name in self.broken:
            return
        if asked is None:
            remedy = near(name, tuple(self.asked)) or "ask it in a step above this one"
            message = f'nothing that is asked before this is called "{name}"'
            self.add(condition.span, message, remedy, at=name)
        elif isinstance(condition, Rated) and not isinstance(asked, Rate):
            is_choice = isinstance(asked, Choose)
            remedy = f"write {{answer: {name}, is: ...}}" if is_choice else "only a rate can be"
            self.add(condition.span, f'"{name}" is no rating', remedy, at=name)
        elif isinstance(condition, Rated) and condition.at_least > condition.at_most:
            remedy = "at_least comes first and is not the larger one"
            self.add(condition.span, "no number is both of these", remedy)
        elif isinstance(condition, Answered) and not isinstance(asked, Choose):
            self.add(condition.span, f'"{name}" is no choice', "only a choose has answers", at=name)
        elif isinstance(condition, Answered) and isinstance(asked, Choose):
            labels = tuple(option.label for option in asked.options)
            if condition.option not in labels:
                lower = {label.lower(): label for label in labels}
                guess = near(condition.option, tuple(lower))
                remedy = "write one of: " + ", ".join(labels)
                for low, label in lower.items():
                    remedy = f'did you mean "{label}"?' if f'"{low}"' in guess else remedy
                message = f'"{name}" has no option "{condition.option}"'
                self.add(condition.span, message, remedy, at=condition.option)

    def _texts(self, step: Step) -> None:
        known = {**slots.BUILT_IN, **self.known.slots}
        for text in texts(step):
            for name, written in slots.names(text):
                if not name:
                    remedy = "braces hold a name, as in {partner}; for a brace itself write {{"
                    self.add(step.span, f'"{written}" is no slot', remedy, at=written)
                elif name not in known and name not in self.broken:
                    remedy = near(name, tuple(known)) or "name it under vars: above"
                    self.add(step.span, f'there is no slot "{written}"', remedy, at=written)

    def _names(self, step: Step) -> None:
        if isinstance(step, Bell) and step.sound not in self.known.bells:
            own = "; a sound file of your own goes into the folder that companion where names"
            remedy = "write one of: " + ", ".join(self.known.bells) + own
            remedy = near(step.sound, tuple(self.known.bells)) or remedy
            message = f'there is no bell called "{step.sound}"'
            self.add(step.span, message, remedy, at=step.sound)
        if isinstance(step, Ambient) and step.sound and step.sound not in self.known.beds:
            every = "write one of: off, " + ", ".join(self.known.beds)
            remedy = near(step.sound, tuple(self.known.beds)) or every
            message = f'there is no bed called "{step.sound}"'
            self.add(step.span, message, remedy, at=step.sound)

    def _place(self, step: Step, where: str) -> None:
        if isinstance(step, Section) and where:
            remedy = "put the section before it"
            self.add(step.span, f"a chapter cannot begin inside {where}", remedy)
        if isinstance(step, Asked | Breathe) and where == "instead":
            remedy = "say something, or leave a silence"
            self.add(step.span, "this cannot stand inside instead", remedy)

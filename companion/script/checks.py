"""Checks across steps: names must exist, ids must be unique, and a script has limits.

Every check gives flaws with their places; none raises or stops at the first flaw.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from companion.reading.fields import nearest_fix, nearest_hint
from companion.reading.flaw import Fix, Flaw, Span
from companion.script import slots
from companion.script.check_answers import check_answer
from companion.script.manner import Answered, Condition, Given, Rated
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
    inner_lists,
)
from companion.units import SECOND

MOST_STEPS = 2_000
MOST_BREATHS = 40
MOST_PARTS = 24
MOST_RANGE = 1_000
MOST_ROUNDS = 100
# No voice speaks a sentence in less time, in ms.
_SENTENCE = 300
_DEFINE = "add it under {}: at the top of the script"
_OWN_SOUNDS = "; your own sound files go into the folder that companion where shows"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a script may use: bells, beds, and the speakers and slots that it defines."""

    bells: Collection[str] = ()
    beds: Collection[str] = ()
    voices: Collection[str] = ()
    slots: Mapping[str, Slot] = field(default_factory=dict)


def texts(step: Step) -> Iterator[str]:
    """Yield the texts of a step that are spoken or shown."""
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


def played_steps(steps: tuple[Step, ...]) -> int:
    """Return the number of steps that play when every repeat takes its most rounds."""
    return sum(1 + _rounds(step) * sum(map(played_steps, inner_lists(step))) for step in steps)


def _rounds(step: Step) -> int:
    """Return the most rounds of a step; 1 for any step but a repeat."""
    if not isinstance(step, Repeat):
        return 1
    if isinstance(step.times, Count):
        return step.times.most
    return max(1, min(MOST_ROUNDS, round(step.times / max(SECOND, _shortest(step.steps)))))


def _shortest(steps: tuple[Step, ...]) -> int:
    """Return a lower bound, in ms, for how long these steps last."""
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
                total += _SENTENCE * len(step.parts)
            case _:
                total += sum(map(_shortest, inner_lists(step)))
    return total


def check_steps(
    steps: tuple[Step, ...],
    vocabulary: Vocabulary,
    broken: Collection[str] = frozenset(),
    *,
    is_whole: bool = True,
) -> list[Flaw]:
    """Return every flaw that steps have together; each of them alone was read without flaws.

    Args:
        steps: the steps.
        vocabulary: the names that they may use.
        broken: names whose definitions have flaws; they are not reported as missing.
        is_whole: whether every step was read.
    """
    checker = _Checker(vocabulary, broken)
    checker.check(steps)
    return [*checker.flaws, *_limits(steps, is_whole=is_whole)]


def _limits(steps: tuple[Step, ...], *, is_whole: bool) -> Iterator[Flaw]:
    """Yield a flaw for each limit that the steps exceed, and for steps that do nothing."""
    if not steps:
        return
    top = Span(steps[0].span.line, steps[0].span.column)
    breaths, parts = _count(steps)
    if breaths > MOST_BREATHS:
        message = f"with every repeat, there are more than {MOST_BREATHS} breathe steps here"
        yield Flaw(top, message, "split the script in two")
    if parts > MOST_PARTS:
        message = f"there are more than {MOST_PARTS} optional sections and extra rounds here"
        yield Flaw(top, message, "split the script in two")
    if _range(steps) > MOST_RANGE:
        remedy = "give some breathe steps a fixed number of rounds"
        yield Flaw(top, "the rounds of these breaths can vary too much", remedy)
    if is_whole and all(isinstance(step, Section | Note) for step in steps):
        yield Flaw(top, "nothing happens in these steps", "add   - say: and some words")


def _range(steps: tuple[Step, ...]) -> int:
    """Return how many rounds of breath can be added or left out."""
    direct = sum(s.rounds.most - s.rounds.least for s in steps if isinstance(s, Breathe))
    return direct + sum(_rounds(s) * sum(map(_range, inner_lists(s))) for s in steps)


def _count(steps: tuple[Step, ...]) -> tuple[int, int]:
    """Return the number of breathe steps, and of parts that can be added or left out."""
    breaths = parts = 0
    for step in steps:
        breaths += isinstance(step, Breathe)
        parts += isinstance(step, Section) and step.optional
        inner = [_count(inner_steps) for inner_steps in inner_lists(step)]
        breaths += _rounds(step) * sum(inner_breaths for inner_breaths, _ in inner)
        parts += _rounds(step) * sum(inner_parts for _, inner_parts in inner)
        if isinstance(step, Repeat) and isinstance(step.times, Count):
            parts += step.times.most - step.times.least
    return breaths, parts


class _Checker:
    """A walk through the steps in order, with the questions and ids so far."""

    def __init__(self, vocabulary: Vocabulary, broken: Collection[str]) -> None:
        self.vocabulary = vocabulary
        self.broken = broken
        self.flaws: list[Flaw] = []
        self.asked: dict[str, Asked] = {}
        self.ids: dict[str, Span] = {}

    def add(
        self, span: Span, message: str, remedy: str, at: str = "", fix: Fix | None = None
    ) -> None:
        self.flaws.append(Flaw(span, message, remedy, at, fix=fix))

    def check(self, steps: tuple[Step, ...], where: str = "") -> None:
        for step in steps:
            self._add_ids(step)
            for condition in step.manner.when:
                self._check_condition(condition)
            voice = step.manner.voice
            if voice and voice not in (*self.vocabulary.voices, *self.broken):
                remedy = nearest_hint(voice, tuple(self.vocabulary.voices)) or _DEFINE.format(
                    "voices"
                )
                message = f'there\'s no voice called "{voice}"'
                fix = nearest_fix(voice, tuple(self.vocabulary.voices))
                self.add(step.span, message, remedy, f"voice: {voice}", fix)
            self._check_slots(step)
            self._check_sounds(step)
            self._check_place(step, where)
            places = {Repeat: "a repeat", Breathe: "instead", Choose: "an option"}
            inner = where if where == "instead" else places.get(type(step), where)
            # the steps of an include were checked in their own file
            for inner_steps in inner_lists(step) if not isinstance(step, Include) else ():
                self.check(inner_steps, inner)
            if isinstance(step, Include):
                self._add_included_ids(step.steps)

    def _add_included_ids(self, steps: tuple[Step, ...]) -> None:
        """Add the ids of an included script, so that later steps can refer to its questions."""
        for step in steps:
            self._add_ids(step)
            for inner_steps in inner_lists(step):
                self._add_included_ids(inner_steps)

    def _add_ids(self, step: Step) -> None:
        """Add the ids of a step; report those that are already taken."""
        is_asked = isinstance(step, Asked)
        if isinstance(step, Asked):
            self.asked[step.id] = step
        ids = (step.id if isinstance(step, Asked) else "", step.manner.id)
        for name in dict.fromkeys(filter(None, ids)):
            if name in self.ids:
                first = self.ids[name].line + 1
                what = "question" if is_asked else "step"
                remedy = f"line {first} has it already; give this {what} another id"
                self.add(step.span, f'the id "{name}" is used twice', remedy, at=name)
            self.ids[name] = step.span

    def _check_condition(self, condition: Condition) -> None:
        if isinstance(condition, Given):
            for question in condition.questions:
                self._find_question(question, condition.span)
        elif isinstance(condition, Rated | Answered) and (
            asked := self._find_question(condition.question, condition.span)
        ):
            check_answer(condition, asked, self.add)
            if isinstance(condition, Rated) and condition.or_up_from:
                self._check_earlier(condition)

    def _check_earlier(self, condition: Rated) -> None:
        """Report an `or_up_from` that names no other rating above."""
        name = condition.or_up_from
        if name == condition.question:
            self.add(
                condition.span, "a rating can't rise above itself", "name an earlier one", name
            )
        elif (earlier := self._find_question(name, condition.span)) is not None:
            check_answer(replace(condition, question=name), earlier, self.add)

    def _find_question(self, name: str, span: Span) -> Asked | None:
        """Return a question that was asked above; report a name that none has."""
        asked = self.asked.get(name)
        if asked is None and name not in self.broken:
            remedy = nearest_hint(name, tuple(self.asked)) or "ask it in a step above this one"
            message = f'no question before this has the id "{name}"'
            self.add(span, message, remedy, name, nearest_fix(name, tuple(self.asked)))
        return asked

    def _check_slots(self, step: Step) -> None:
        known = {**slots.BUILT_IN, **self.vocabulary.slots}
        for text in texts(step):
            for name, written in slots.names(text):
                if not name:
                    remedy = "braces are for names, as in {partner}; to show a brace, write {{"
                    self.add(step.span, f'"{written}" isn\'t a slot', remedy, at=written)
                elif name not in known and name not in self.broken:
                    remedy = nearest_hint(name, tuple(known)) or _DEFINE.format("vars")
                    fix = nearest_fix(name, tuple(known))
                    fix = None if fix is None else Fix(written, f"{{{fix.new}}}")
                    self.add(step.span, f'there\'s no slot "{written}"', remedy, written, fix)

    def _check_sounds(self, step: Step) -> None:
        bells, beds = self.vocabulary.bells, self.vocabulary.beds
        if isinstance(step, Bell) and step.sound not in bells:
            remedy = "write one of: " + ", ".join(bells) + _OWN_SOUNDS
            remedy = nearest_hint(step.sound, tuple(bells)) or remedy
            message = f'there\'s no bell called "{step.sound}"'
            fix = nearest_fix(step.sound, tuple(bells))
            self.add(step.span, message, remedy, step.sound, fix)
        if isinstance(step, Ambient) and step.sound and step.sound not in beds:
            remedy = "write one of: off, " + ", ".join(beds)
            remedy = nearest_hint(step.sound, tuple(beds)) or remedy
            message = f'there\'s no background sound called "{step.sound}"'
            fix = nearest_fix(step.sound, tuple(beds))
            self.add(step.span, message, remedy, step.sound, fix)

    def _check_place(self, step: Step, where: str) -> None:
        if isinstance(step, Section) and where:
            remedy = "put the section before it"
            self.add(step.span, f"a section can't begin inside {where}", remedy)
        if isinstance(step, Asked | Breathe) and where == "instead":
            remedy = "use say or silence there"
            self.add(step.span, "questions and breaths can't be inside instead", remedy)

"""Rows of a timeline with their times, and the transcript of a plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from companion.script.step import Choose, Count, Glue, Rate, Write
from companion.timeline.cue import Breath, Plan, Question, Rest, Ring, Speak, Wait
from companion.timeline.timeline import (
    Asking,
    Breathing,
    Content,
    Placement,
    Quiet,
    Ringing,
    Timeline,
    Voiced,
)
from companion.units import SECOND, Millis, spoken_duration, spoken_range

# Shorter fixed rests are only part of how lines are spoken.
_LONG = Millis(4 * SECOND)


@dataclass(frozen=True, slots=True)
class TimedRow:
    """One thing that happens: its time, its kind, its words and its section."""

    start: Millis
    length: Millis
    kind: str
    words: str
    section: str


_ON_TOP = ("bell", "ambient")


def rows(timeline: Timeline) -> list[TimedRow]:
    """Everything that happens, in order, chimes and bed changes too; a breath round is one row."""
    titles = dict(timeline.sections)
    groups = groupby(timeline.placements, _row_key)
    timed = [_row(tuple(placements), titles) for _, placements in groups]
    timed += [
        TimedRow(b.start, Millis(0), "ambient", b.bed.sound or "off", "") for b in timeline.beds
    ]
    timed += [TimedRow(c.start, c.length, "bell", c.sound, "") for c in timeline.chimes]
    return sorted(timed, key=lambda row: (row.start, row.kind in _ON_TOP))


def _row_key(placement: Placement) -> tuple[int, int]:
    """A key that is the same for all phases of one round of breath, and else unique."""
    content = placement.content
    return (
        (placement.cue, content.round) if isinstance(content, Breathing) else (-1, placement.start)
    )


def _row(placements: tuple[Placement, ...], titles: Mapping[int, str]) -> TimedRow:
    first = placements[0]
    kind, words = _kind_and_words(first.content)
    length = Millis(sum(placement.length for placement in placements))
    return TimedRow(first.start, length, kind, words, titles.get(first.section, ""))


def _kind_and_words(content: Content) -> tuple[str, str]:
    match content:
        case Voiced(utterance):
            return "say", utterance.text
        case Quiet(reason=reason):
            return reason or "silence", ""
        case Ringing(sound):
            return "bell", sound
        case Asking(question):
            return type(question.asked).__name__.lower(), question.asked.prompt
        case _:
            return "breathe", f"round {content.round} of {content.rounds}"


def transcript(plan: Plan) -> list[str]:
    """The lines and events of a plan, section by section; short fixed rests are left out."""
    lines: list[str] = []
    section = -1
    question: Question | None = None
    for cue in plan.cues:
        if plan.parts[cue.part].extra:
            continue
        if cue.section != section:
            section = cue.section
            lines += _heading(plan.chapters[section].title, is_first=not lines)
        if isinstance(cue, Speak) and cue.question is not None and cue.question == question:
            continue  # the possible answers are listed with the Wait
        question = cue.question if isinstance(cue, Speak) else question
        if isinstance(cue, Speak):
            lines.append(f"  {cue.utterance.text}")
        elif isinstance(cue, Wait):
            lines += [f"  ({words})" for words in _answer_lines(cue)]
        elif isinstance(cue, Rest):
            lines += _quiet(cue)
        elif isinstance(cue, Ring):
            lines.append("  (a bell)")
        elif isinstance(cue, Breath):
            lines.append(f"  (breathing, {_rounds(cue.rounds)})")
    return lines


def _heading(title: str, *, is_first: bool) -> list[str]:
    """The title of a section after an empty line; what stands before all sections has none."""
    if not title:
        return []
    return [title] if is_first else ["", title]


def _quiet(cue: Rest) -> list[str]:
    """The length of a silence, and the reminders that may come in it."""
    if cue.glue.is_fixed and cue.glue.least < _LONG:
        return []
    if cue.remind is None:
        return [f"  ({_stretch(cue.glue)} of quiet)"]
    reminders = (f"    {line.text}" for line in cue.remind.lines)
    return [f"  ({_stretch(cue.glue)} of quiet; if it's long, now and then:)", *reminders]


def _answer_lines(cue: Wait) -> list[str]:
    """The ways to answer a question, and what happens without an answer."""
    waits = f"goes on after {spoken_duration(cue.length)}"
    match cue.question.asked:
        case Rate(low=low, high=high):
            return [f"0, {low}, to 10, {high}; {waits}"]
        case Choose() as choice:
            labels = [option.label for option in choice.options]
            goes_on = f'goes on with "{choice.default.label}" after {spoken_duration(cue.length)}'
            return [*(f"{i}: {label}" for i, label in enumerate(labels, 1)), goes_on]
        case Write():
            return ["room to write; nobody reads it aloud"]
        case _:
            return [f"room for a line; {waits}"]


def _rounds(count: Count) -> str:
    least, most = count.least, count.most
    return f"{most} rounds" if least == most else f"{least} to {most} rounds"


def _stretch(glue: Glue) -> str:
    """The range of lengths of a silence, in words."""
    if glue.most is None:
        return f"{spoken_duration(glue.least)} or more"
    most = spoken_duration(glue.most)
    return f"up to {most}" if glue.least < SECOND else spoken_range(glue.least, glue.most)

"""A timeline told in rows and words: what happens when, and the transcript."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from companion.timeline.cue import Plan, Rest, Speak
from companion.timeline.timeline import Breathing, Content, Placement, Quiet, Rung, Timeline, Voiced
from companion.units import Millis, spoken_duration


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happens: its place, what sort of thing it is, and its words."""

    start: Millis
    length: Millis
    kind: str
    words: str
    section: str


def rows(timeline: Timeline) -> list[Row]:
    """Everything that happens, chimes among it, in order; a round of breath is one row."""
    titles = dict(timeline.sections)
    turns = groupby(timeline.placements, _turn)
    told = [_row(tuple(placements), titles) for _, placements in turns]
    told += [Row(c.start, c.length, "bell", c.sound, "") for c in timeline.chimes]
    return sorted(told, key=lambda row: (row.start, row.kind == "bell"))


def _turn(placement: Placement) -> tuple[int, int]:
    """What is one row: a placement, or all phases of one round of a breath."""
    content = placement.content
    return (
        (placement.cue, content.round) if isinstance(content, Breathing) else (-1, placement.start)
    )


def _row(placements: tuple[Placement, ...], titles: Mapping[int, str]) -> Row:
    first = placements[0]
    kind, words = _told(first.content)
    length = Millis(sum(placement.length for placement in placements))
    return Row(first.start, length, kind, words, titles.get(first.section, ""))


def _told(content: Content) -> tuple[str, str]:
    match content:
        case Voiced(utterance):
            return "say", utterance.text
        case Quiet():
            return "silence", ""
        case Rung(sound):
            return "bell", sound
        case _:
            return "breathe", f"round {content.round} of {content.rounds}"


def transcript(plan: Plan) -> list[str]:
    """The words of a plan, section by section, with the longer silences named."""
    lines: list[str] = []
    section = -1
    for cue in plan.cues:
        if cue.section != section:
            section = cue.section
            lines += [*([""] if lines else []), f"{plan.chapters[section].title}".strip() or "-"]
        if isinstance(cue, Speak):
            lines.append(f"  {cue.utterance.text}")
        elif isinstance(cue, Rest) and not cue.glue.is_fixed:
            most = f" to {spoken_duration(cue.glue.most)}" if cue.glue.most else " or more"
            lines.append(f"  ({spoken_duration(cue.glue.least)}{most} of quiet)")
    return lines

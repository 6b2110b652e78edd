"""A timeline told in rows and words: what happens when, and the transcript."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from companion.script.step import Count, Glue
from companion.timeline.cue import Breath, Plan, Rest, Ring, Speak
from companion.timeline.timeline import Breathing, Content, Placement, Quiet, Rung, Timeline, Voiced
from companion.units import SECOND, Millis, spoken_duration


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
    """What happens in a plan, section by section; only rests that everybody gets are left out."""
    lines: list[str] = []
    section = -1
    for cue in plan.cues:
        if cue.section != section:
            section = cue.section
            lines += [*([""] if lines else []), f"{plan.chapters[section].title}".strip() or "-"]
        if isinstance(cue, Speak):
            lines.append(f"  {cue.utterance.text}")
        elif isinstance(cue, Rest) and not cue.glue.is_fixed:
            lines.append(f"  ({_stretch(cue.glue)} of quiet)")
        elif isinstance(cue, Ring):
            lines.append("  (a bell)")
        elif isinstance(cue, Breath):
            lines.append(f"  (breathing, {_rounds(cue.rounds)})")
    return lines


def _rounds(count: Count) -> str:
    least, most = count.least, count.most
    return f"{most} rounds" if least == most else f"{least} to {most} rounds"


def _stretch(glue: Glue) -> str:
    least = spoken_duration(glue.least)
    if glue.most is None:
        return f"{least} or more"
    most = spoken_duration(glue.most)
    return f"up to {most}" if glue.least < SECOND else f"{least} to {most}"

"""A timeline told in rows and words: what happens when, and the transcript."""

from collections.abc import Iterator
from dataclasses import dataclass

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
    told = [_row(p, titles.get(p.section, "")) for p in _joined(timeline.placements)]
    told += [Row(c.start, c.length, "bell", c.sound, "") for c in timeline.chimes]
    return sorted(told, key=lambda row: (row.start, row.kind == "bell"))


def _joined(placements: tuple[Placement, ...]) -> Iterator[Placement]:
    """Placements with the phases of each round of breath put together."""
    for placement in placements:
        if not isinstance(placement.content, Breathing) or placement.content.phase == "in":
            yield placement


def _row(placement: Placement, section: str) -> Row:
    kind, words = _told(placement.content)
    return Row(placement.start, placement.length, kind, words, section)


def _told(content: Content) -> tuple[str, str]:
    match content:
        case Voiced(utterance):
            return "say", utterance.text
        case Quiet():
            return "silence", ""
        case Rung(sound):
            return "bell", sound
        case Breathing(_, number, rounds):
            return "breathe", f"round {number} of {rounds}"


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

"""The introduction to a session: its purpose, its warnings and its evidence."""

from dataclasses import dataclass

from companion.script.model import Length, Script
from companion.session.lengths import offer
from companion.session.opened import Opened
from companion.timeline.arranging.arrange import reachable
from companion.timeline.request import Request
from companion.units import spoken_duration, spoken_range
from companion.wording_pages import Page, Part


@dataclass(frozen=True, slots=True)
class Introduction:
    """The lines to show and the questions to ask before a session; none for an emergency.

    `lines` is the whole text with the title first, `warnings` the part of it for a small place.
    `slots` are (slot, question, default).
    """

    lines: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    slots: tuple[tuple[str, str, str], ...] = ()


def introduce(opened: Opened) -> Introduction:
    """Introduce a script; an emergency script starts at once and has no introduction."""
    script = opened.script
    if script.kind == "emergency":
        return Introduction()
    length = offer(script, reachable(opened.plan(Request()), {}))
    asked = ((name, slot.ask, slot.default) for name, slot in script.vars.items() if slot.ask)
    return Introduction(tuple(about(script, length)), tuple(warnings(script)), tuple(asked))


def about(script: Script, length: Length) -> list[str]:
    """The lines about a script: title, intent, lengths, review, warnings and evidence."""
    lasts = spoken_range(length.least, length.most)
    if length.least != length.most:
        lasts += f", usually {spoken_duration(length.usual)}"
    return [
        script.title,
        *([script.intent] if script.intent else []),
        f"{lasts}; {reviewed_by(script)}",
        *warnings(script),
        *evidence(script),
    ]


def known(script: Script) -> Page:
    """Return everything known about a script as a page: cautions, way out and evidence."""
    basis = script.evidence
    sources = () if basis is None else basis.source
    rows = [
        *(("To know before", caution) for caution in script.cautions),
        *(("Not for", other) for other in script.not_for),
        ("If it gets too much", script.way_out),
        ("How sure", "" if basis is None else f"Grade {basis.grade}. {basis.note}".strip()),
        ("From", "; ".join(sources)),
        ("Looked over", f"on {script.reviewed}" if script.reviewed else "not by a person yet"),
        ("By", script.author),
    ]
    return Page(script.title, tuple(Part(label, text) for label, text in rows if text))


def warnings(script: Script) -> list[str]:
    """The lines to know before it begins: cautions, who it is not for, and the way out."""
    return [
        *(f"Before you start: {caution}" for caution in script.cautions),
        *(f"Not for: {other}" for other in script.not_for),
        *([f"If it gets too much: {script.way_out}"] if script.way_out else []),
    ]


def reviewed_by(script: Script) -> str:
    """The review of a script in words: its date, or that nobody has reviewed it yet."""
    return f"reviewed on {script.reviewed}" if script.reviewed else "not checked by a clinician yet"


def evidence(script: Script) -> list[str]:
    """The line about the evidence, with its grade; empty when the script names none."""
    basis = script.evidence
    if basis is None:
        return []
    words = " ".join([basis.note, "; ".join(basis.source)]).strip()
    return [f"Evidence, grade {basis.grade}: {words}".rstrip(": ")]

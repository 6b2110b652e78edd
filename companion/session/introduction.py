"""What a person is told before a session: what it is for, what to know, and what it rests on."""

from dataclasses import dataclass

from companion.script.model import Length, Script
from companion.session.lengths import offer
from companion.session.opened import Opened
from companion.timeline.arranging.arrange import reachable
from companion.timeline.request import Request
from companion.units import spoken_duration


@dataclass(frozen=True, slots=True)
class Introduction:
    """What there is to know and to ask before a session; all empty in the first wave.

    `lines` is all of it, the title first; `warnings` are the lines for where room is short;
    `slots` are the questions: slot, question, default.
    """

    lines: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    slots: tuple[tuple[str, str, str], ...] = ()


def introduce(opened: Opened) -> Introduction:
    """Introduce a script; nobody in the first wave is told or asked anything."""
    script = opened.script
    if script.kind == "emergency":
        return Introduction()
    length = offer(script, reachable(opened.plan(Request()), {}))
    asked = ((name, slot.ask, slot.default) for name, slot in script.vars.items() if slot.ask)
    return Introduction(tuple(about(script, length)), tuple(warnings(script)), tuple(asked))


def about(script: Script, length: Length) -> list[str]:
    """What a script says of itself, a thing to a line; its title first."""
    least, usual, most = map(spoken_duration, (length.least, length.usual, length.most))
    return [
        script.title,
        *([script.intent] if script.intent else []),
        f"{least} to {most}, usually {usual}; {reviewed_by(script)}",
        *warnings(script),
        *evidence(script),
    ]


def warnings(script: Script) -> list[str]:
    """What to know before one begins."""
    return [
        *(f"Before you start: {caution}" for caution in script.cautions),
        *(f"Not for: {other}" for other in script.not_for),
        *([f"Way out: {script.way_out}"] if script.way_out else []),
    ]


def reviewed_by(script: Script) -> str:
    """Whether somebody who knows has read it."""
    return f"reviewed on {script.reviewed}" if script.reviewed else "not reviewed by a person yet"


def evidence(script: Script) -> list[str]:
    """What it rests on, and how well that is known."""
    if script.evidence is None:
        return []
    told = script.evidence
    words = " ".join([told.note, "; ".join(told.source)]).strip()
    return [f"Evidence, grade {told.grade}: {words}".rstrip(": ")]

"""What a person is told before a session: what it is for, what to know, and what it rests on."""

from companion.script.model import Length, Script
from companion.units import SECOND, Millis, spoken_duration


def about(script: Script, length: Length) -> list[str]:
    """What a script says of itself, a thing to a line; its title first."""
    ends = f"{_told(length.least)} to {_told(length.most)}, usually {_told(length.usual)}"
    return [
        script.title,
        *([script.intent] if script.intent else []),
        f"{ends}; {review(script)}",
        *warnings(script),
        *_evidence(script),
    ]


def warnings(script: Script) -> list[str]:
    """What to know before one begins."""
    return [
        *(f"Before you start: {caution}" for caution in script.cautions),
        *(f"Not for: {other}" for other in script.not_for),
        *([f"Way out: {script.way_out}"] if script.way_out else []),
    ]


def review(script: Script) -> str:
    """Whether somebody who knows has read it."""
    return f"reviewed on {script.reviewed}" if script.reviewed else "not reviewed by a person yet"


def _evidence(script: Script) -> list[str]:
    if script.evidence is None:
        return []
    told = script.evidence
    words = " ".join([told.note, "; ".join(told.source)]).strip()
    return [f"Evidence, grade {told.grade}: {words}".rstrip(": ")]


def _told(length: Millis) -> str:
    return spoken_duration(Millis(round(length / SECOND) * SECOND))

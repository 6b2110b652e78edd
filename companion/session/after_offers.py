"""The offers after a session: something outward, something shorter, something different.

Everything here is pure, and names sessions by their ids. Only ids on the shelf are ever offered.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from companion.script.model import Script
from companion.script.step import Breathe, walk
from companion.session import after_words as words
from companion.session.ended import Ended
from companion.units import SECOND

Approach = Literal["body", "words"]

OUTWARD = ("five-things", "one-minute-eyes")
"""The sessions that look outward; nothing else is offered to people for whom it got stronger."""
SHORT = ("one-minute-eyes", "five-things", "first-two-minutes", "long-breath-out")
FALLBACK: Mapping[Approach, tuple[str, ...]] = {
    "body": ("walk-it", "unclench", "long-breath-out"),
    "words": ("space-is-not-absence", "story-and-fact", "enough"),
}
"""What is different, where the moment has nothing of that approach."""
AT_MOST = 2
_SPARENESS: Mapping[str, int] = {"warm": 0, "plain": 1, "": 1, "spare": 2}
_BODY = frozenset((
    "body scan", "box breathing", "cyclic sigh", "dropping anchor", "five senses",
    "long out-breath", "looking outward", "muscle relaxation", "six a minute", "soles of the feet",
    "stop", "supportive touch", "urge surfing", "walking", "willing hands",
))  # fmt: skip


def approach(script: Script) -> Approach:
    """Return whether a session works through the body or through words.

    Sits, nights and emergencies are of the body. Of the others, the technique that is named first
    decides; where none is named, a breath makes it one of the body.
    """
    if script.kind in ("sit", "night", "emergency"):
        return "body"
    if script.technique:
        return "body" if script.technique[0] in _BODY else "words"
    return "body" if any(isinstance(step, Breathe) for step in walk(script.steps)) else "words"


def offer(ended: Ended, ids: Iterable[str]) -> tuple[str, ...]:
    """The first of some ids that exist and aren't the session that just ended, each once."""
    others = (name for name in dict.fromkeys(ids) if name in ended.shelf)
    return tuple(name for name in others if name != ended.script.id)[:AT_MOST]


def has_no_more_words(ended: Ended, name: str) -> bool:
    """Whether a session talks as sparely as the one that wasn't right, or more sparely.

    People who leave one out want fewer words, so the next one moves down from warm to plain to
    spare, and never up. A script that names no register counts as plain.
    """
    script = ended.shelf.get(name)
    rank = _SPARENESS[ended.script.register]
    return script is not None and _SPARENESS[script.register] >= rank


def shorter_or_different(ended: Ended) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of something shorter and something of the other approach, with their labels."""
    others = [name for name in ended.shelf if name != ended.script.id]
    shorter = [name for name in others if _usual(ended.shelf[name]) < _usual(ended.script)]
    of_moment = [name for name in ended.nearby if name in shorter]
    known = of_moment or [name for name in SHORT if name in shorter]
    brief = min(known, key=lambda name: _usual(ended.shelf[name]), default="")
    wanted: Approach = "words" if approach(ended.script) == "body" else "body"
    fitting = (
        name
        for name in (*ended.nearby, *FALLBACK[wanted])
        if name in others and name != brief and approach(ended.shelf[name]) == wanted
    )
    found = ((brief, words.SHORTER), (next(fitting, ""), words.DIFFERENT))
    offered = [(name, label) for name, label in found if name]
    return tuple(name for name, _ in offered), tuple(label for _, label in offered)


def _usual(script: Script) -> int:
    """The usual length in ms of a script; one that declares none counts as long."""
    return script.length.usual if script.length else 60 * 60 * SECOND

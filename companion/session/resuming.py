"""Going on with a session that a crash ended: what was asked for, as a text, and where it stopped.

The words that someone gave for a script are not part of the text. A session with something to
write is never gone on with: what was written has gone, and nobody should be led back to it.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from companion.errors import CompanionError
from companion.script.model import Script
from companion.script.step import Write, walk
from companion.store.library import Library
from companion.timeline.bells import BadBellsError, bells_text, parse_bells
from companion.timeline.cue import Layer
from companion.timeline.request import Request
from companion.units import SECOND, Millis, whole_minutes

if TYPE_CHECKING:
    from companion.store.kept.keeper import Keeper

_PLAIN = ("length", "seed", "words", "anchor", "breath", "bell", "until", "open_end")
# Less than this is not worth going on for.
_LEAST_LEFT = Millis(20 * SECOND)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that a crash ended: its row, what to open and ask for, and the times in ms."""

    row: int
    name: str
    request: Request
    heard: Millis
    left: Millis

    @property
    def words(self) -> str:
        """The time that is left, such as `5 min`; nothing for a session with an open end."""
        return "" if self.request.open_end else whole_minutes(self.left)


def can_go_on(script: Script) -> bool:
    """Whether a session of a script may be gone on with after a crash."""
    return not any(isinstance(step, Write) for step in walk(script.steps))


def packed(name: str, request: Request) -> str:
    """The name of a script and what was asked for, as a text."""
    table: dict[str, Any] = {each: getattr(request, each) for each in _PLAIN}
    table["bells"] = bells_text(request.bells)
    table["bed"] = request.bed and [[layer.sound, layer.volume] for layer in request.bed]
    return json.dumps({"name": name, **table})


def unpacked(text: str) -> tuple[str, Request]:
    """Read such a text.

    Raises:
        ValueError, KeyError, TypeError: when it is another one.
    """
    table = json.loads(text)
    name, bed, bells = str(table.pop("name")), table.pop("bed"), table.pop("bells")
    layers = None if bed is None else tuple(Layer(sound, volume) for sound, volume in bed)
    return name, Request(bed=layers, bells=parse_bells(bells), **table)


def unfinished(keeper: "Keeper", library: Library, now: datetime) -> Unfinished | None:
    """The session to go on with, if a crash ended the last one and a history is kept."""
    if not keeper.wants("history"):
        return None
    try:
        played = keeper.history.interrupted(now)
        if played is None or not played.request:
            return None
        name, request = unpacked(played.request)
        script = library.load(library.find(name))
    except (CompanionError, BadBellsError, ValueError, KeyError, TypeError):
        return None  # whatever is wrong, there is nothing to go on with
    left = Millis(played.total - played.heard)
    is_past = request.until is not None and request.until <= now.timestamp() * SECOND
    if left < _LEAST_LEFT or is_past or not can_go_on(script):
        return None
    return Unfinished(played.id, name, request, Millis(played.heard), left)

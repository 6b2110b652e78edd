"""A session that is over: how it ended, and where it came from.

It is alone here because the screen and plain mode make it of a transport, and the routing reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from companion.script.model import Script
from companion.session import after_words as words
from companion.session.transport import Transport
from companion.timeline.answers import Answers
from companion.units import Millis

How = Literal["finished", "gentle", "stopped", "interrupted"]
"""To its end; by the key that ends gently; by the key that stops; by the computer."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A session that is over, and where it came from.

    `heard` and `total` are the playhead and the length in ms when it was over. `nearby` are the
    ids of the moment it was chosen from, in their order, and `shelf` the scripts that exist by id;
    no other is ever suggested. `is_panic` marks the session of the panic key. `reason` says why
    the computer stopped it. `has_asked` is set once the question was put, so that it isn't again.
    """

    script: Script
    how: How
    heard: Millis
    total: Millis
    answers: Answers
    nearby: tuple[str, ...]
    shelf: Mapping[str, Script]
    is_panic: bool = False
    reason: str = words.SOUND_WENT
    has_asked: bool = False


def ended_of(
    transport: Transport, nearby: tuple[str, ...], shelf: Mapping[str, Script], panic: str
) -> Ended:
    """Return the session that a transport has played, and how it ended.

    Args:
        transport: the transport, which has ended or was stopped.
        nearby: the ids of the moment it was chosen from.
        shelf: the scripts that exist, by id.
        panic: the id of the session of the panic key.
    """
    how: How = "gentle" if transport.is_gentle else "finished"
    if transport.state == "stopped":
        how = "stopped"
    script, heard = transport.script, transport.playhead
    # a sit with an open end has no half that it could be stopped before
    total = heard if transport.timeline.is_open else transport.timeline.total
    answers, is_panic = transport.answers, script.id == panic
    return Ended(script, how, heard, total, answers, nearby, shelf, is_panic=is_panic)

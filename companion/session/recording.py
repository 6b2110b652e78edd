"""The record of the session that plays: in the history, and what was told of it afterwards.

Nothing here happens unless the person asked for it. What can't be written is told once, and never
stands in the way of a session.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from companion.errors import CompanionError
from companion.script.model import Script
from companion.session.after import Tap, With, first_rating, rating_at_end
from companion.session.resuming import can_go_on, packed
from companion.session.transport import Transport
from companion.timeline.answers import Answers
from companion.timeline.request import Request
from companion.units import SECOND

if TYPE_CHECKING:
    from companion.store.kept.keeper import Keeper

_EVERY = 30 * SECOND
"""How often, in ms of the session, it's kept how far it has come."""


class Recording:
    """Records one session after the other.

    Args:
        keeper: everything that the person asked to keep.
        now: gives the time.
        tell: called with a line when something couldn't be written; once a run.
    """

    def __init__(
        self, keeper: "Keeper", now: Callable[[], datetime], tell: Callable[[str], None]
    ) -> None:
        self._keeper, self._now, self._tell = keeper, now, tell
        self._row: int | None = None
        self._transport: Transport | None = None
        self._reached = 0
        self._has_failed = False
        self._rating: int | None = None

    def begin(self, name: str, request: Request, transport: Transport) -> None:
        """Record that a session begins, if a history is wanted."""
        self.end()
        script = transport.script
        text = packed(name, request) if can_go_on(script) else ""
        with self._telling():
            total, self._reached = transport.timeline.total, transport.playhead
            self._row = self._keeper.history.begin(
                script.id, self._now(), total, text, self._reached
            )
            self._transport = transport

    def drop(self, row: int) -> None:
        """Close the row of a session that a crash ended, because it is gone on with."""
        with self._telling():
            self._keeper.history.drop(row)

    def reach(self) -> None:
        """Record how far the session has come, every half a minute of it."""
        if self._row is None or self._transport is None:
            return
        heard, total = self._transport.playhead, self._transport.timeline.total
        if abs(heard - self._reached) >= _EVERY:
            self._reached = heard
            with self._telling():
                self._keeper.history.reach(self._row, heard, total)

    def end(self) -> None:
        """Record how the session ended; do nothing when none is recorded."""
        row, transport = self._row, self._transport
        self._row = self._transport = None
        if row is None or transport is None:
            return
        how: Literal["finished", "gentle", "stopped"] = "stopped"
        if transport.state == "ended":
            how = "gentle" if transport.is_gentle else "finished"
        with self._telling():
            self._keeper.history.end(row, how, transport.playhead, transport.timeline.total)

    def rate_by_script(self, script: Script, answers: Answers) -> None:
        """Record the number that the script asked for at its end, if one was given."""
        value = answers.given.get(rating_at_end(script) or "")
        if isinstance(value, int):
            self.rate(script, answers, value)

    def rate(self, script: Script, answers: Answers, tap: Tap) -> None:
        """Record an answer to "How is it now?", if ratings are wanted; a skip is no answer."""
        if tap is not None:
            with self._telling():
                before = first_rating(script, answers)
                self._rating = self._keeper.ratings.add(script.id, self._now(), before, tap)

    def rate_with(self, answer: With) -> None:
        """Record an answer to "Can you be with it?" beside the rating that was told last."""
        if self._rating is not None:
            with self._telling():
                self._keeper.ratings.add_with(self._rating, answer)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell what goes wrong in a block, once, and go on."""
        try:
            yield
        except CompanionError as error:
            if not self._has_failed:
                self._has_failed = True
                remedy = f"; {error.remedy}" if error.remedy else ""
                self._tell(f"This couldn't be kept: {error.message}{remedy}.")

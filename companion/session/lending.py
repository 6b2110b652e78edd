"""Lending the sink of a paused session to a few words from elsewhere, apart from the transport.

It is alone here because the transport is long enough.
"""

from companion.session.session_view import SessionView
from companion.units import frames


class Lending(SessionView):
    """A session whose sink can say something else while it is paused."""

    def lend(self) -> None:
        """Lend the sink, while it's paused, to a few words from elsewhere; `reclaim` ends it."""
        if self.state == "paused":
            self._lent_at = self.playhead

    def reclaim(self) -> None:
        """Take the sink back, at the place where it was lent."""
        at, self._lent_at = self._lent_at, None
        if at is not None and self.state == "paused":
            self._sink.load(self._sitting.score)
            self._sink.move(frames(at))

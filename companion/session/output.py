"""The output of a session: its levels, the wait for its playhead, and what went wrong with it."""

from companion.audio.levels import Levels
from companion.audio.sink import Sink
from companion.notices import Notices
from companion.units import Millis, frames


class Output:
    """The side of a transport that only its sink and the problems of the run are needed for.

    Args:
        sink: the output, and the only clock of the playhead.
        notices: the problems of this run.
    """

    def __init__(self, sink: Sink, notices: Notices) -> None:
        self._sink = sink
        self._notices = notices

    @property
    def levels(self) -> Levels:
        """The levels of voice and bed."""
        return self._sink.levels

    def set_levels(self, levels: Levels) -> None:
        """Set the levels for this session and the next."""
        self._sink.set_levels(levels)

    def wait(self, until: Millis) -> None:
        """Wait for the playhead to reach `until`, or for `wake`; it may return early."""
        self._sink.wait(frames(until))

    def wake(self) -> None:
        """End a running `wait`; safe from any thread."""
        self._sink.wake()

    def trouble(self) -> str:
        """The reason why nothing can be heard, in one line, or an empty string."""
        return self._sink.trouble()

    def new_problems(self) -> list[str]:
        """Return lines about what went wrong since the last call."""
        return self._notices.take() + self._sink.missing()

"""A session that is getting ready, and what carries it when it is."""

from collections.abc import Callable

from companion.session.prepare import Preparation
from companion.session.transport import Transport


class Beginning:
    """A session that is getting ready, and what carries it when it is.

    Args:
        preparation: its lines on their way.
        carry: makes a transport of it.
    """

    def __init__(self, preparation: Preparation, carry: Callable[[Preparation], Transport]) -> None:
        self.preparation = preparation
        self._carry = carry

    def wait(self, most_s: float) -> bool:
        """Wait for so many seconds at most; whether it is ready then."""
        return self.preparation.wait_shortly(most_s)

    def is_ready(self, waited_s: float) -> bool:
        """Whether it can begin, after so many seconds."""
        return self.preparation.is_ready(waited_s)

    @property
    def progress(self) -> tuple[int, int]:
        """How many lines are spoken, and how many there are."""
        return self.preparation.arrivals.progress

    def begin(self) -> Transport:
        """The transport.

        Raises:
            UnfitLengthError, SoundError: when there is none after all.
        """
        return self._carry(self.preparation)

    def cancel(self) -> None:
        """Let it go."""
        self.preparation.cancel()

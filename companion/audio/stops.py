"""Stops of this process: it was suspended, its computer slept, or its clock jumped.

It is alone here because both sinks that follow the clock need it.
"""

LOOK_S = 0.5
"""How often the clock must be looked at while time passes."""
_LONGEST_STEP_S = 2.0


class StopDetector:
    """A detector of stops, for places that follow the clock because nothing is heard.

    Without it, a session that was stopped for an hour would leap over an hour of its lines.

    Args:
        now: the time, in seconds of a monotonic clock.
    """

    def __init__(self, now: float) -> None:
        self._seen = now

    def lost(self, now: float) -> float:
        """The seconds since the last look that nobody was there for; 0.0 when it was regular."""
        step, self._seen = now - self._seen, now
        return step if step > _LONGEST_STEP_S or step < 0 else 0.0

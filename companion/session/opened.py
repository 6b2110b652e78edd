"""An opened script: read once, planned once for each request, and how to speak it."""

from collections.abc import Mapping

from companion.script.model import Script
from companion.timeline.cue import Plan
from companion.timeline.planning.plan import plan
from companion.timeline.request import USUAL, Profile, Request
from companion.units import Millis


class Opened:
    """A script that somebody is about to hear.

    Args:
        script: what was written.
        bells: how long each bell rings.
        profile: how its listener wants to be spoken to.
    """

    def __init__(
        self, script: Script, bells: Mapping[str, Millis], profile: Profile = USUAL
    ) -> None:
        self.script, self.profile = script, profile
        self._bells = bells
        self._last: tuple[Request, Plan] | None = None

    def plan(self, request: Request) -> Plan:
        """Return its plan for a request, before any answer; the last one is kept."""
        if self._last is None or self._last[0] != request:
            self._last = request, plan(self.script, request, self._bells)
        return self._last[1]

"""An opened script: read once, planned once for each request, with the profile to speak it in.

It is alone here because lengths, introduction and preparation all need it.
"""

from collections.abc import Mapping

from companion.script.model import Script
from companion.timeline.cue import Plan
from companion.timeline.planning.plan import plan
from companion.timeline.request import USUAL, Profile, Request
from companion.units import Millis


class Opened:
    """A script that is about to be played.

    Args:
        script: the script.
        bells: the ringing time of each bell.
        profile: the manner of speech that suits the listener.
    """

    def __init__(
        self, script: Script, bells: Mapping[str, Millis], profile: Profile = USUAL
    ) -> None:
        self.script, self.profile = script, profile
        self._bells = bells
        self._last: tuple[Request, Plan] | None = None

    def plan(self, request: Request) -> Plan:
        """Return the plan for a request without answers; the last plan is cached."""
        if self._last is None or self._last[0] != request:
            self._last = request, plan(self.script, request, self._bells)
        return self._last[1]

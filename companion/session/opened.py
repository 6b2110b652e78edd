"""An opened script: read once, planned once for each request, with the profile to speak it in.

It is alone here because lengths, introduction and preparation all need it.
"""

from collections.abc import Mapping
from dataclasses import replace

from companion.script.model import Script
from companion.timeline.cue import Plan
from companion.timeline.planning.plan import plan
from companion.timeline.request import USUAL, Profile, Request
from companion.units import Millis
from companion.wording_pages import NEUTRAL


class Opened:
    """A script that is about to be played.

    Args:
        script: the script.
        bells: the ringing time of each bell.
        profile: the manner of speech that suits the listener.
        is_shipped: whether it came with the program, and so names no sounds of the user's.
    """

    def __init__(
        self,
        script: Script,
        bells: Mapping[str, Millis],
        profile: Profile = USUAL,
        *,
        is_shipped: bool = False,
    ) -> None:
        self.script, self.profile, self.bells = script, profile, bells
        self.is_shipped = is_shipped
        self._last: tuple[Request, Plan] | None = None

    def with_bell(self, name: str, length: Millis) -> "Opened":
        """Return the same script with one more bell that may ring in it."""
        bells = {**self.bells, name: length}
        return Opened(self.script, bells, self.profile, is_shipped=self.is_shipped)

    def plan(self, request: Request) -> Plan:
        """Return the plan for a request without answers; the last plan is cached."""
        if self._last is None or self._last[0] != request:
            self._last = request, plan(self.script, request, self.bells)
        return self._last[1]


def neutral(script: Script, title: str = NEUTRAL) -> Script:
    """A script whose name and purpose tell nothing to someone who looks at the screen."""
    return replace(script, title=title, gist="", intent="")

"""A script and a request become a sitting: planned, its first words spoken, arranged.

The only place where the stages meet. The first line is spoken before anything else; the rest
follow behind it, and the timeline is arranged anew as their lengths come true.
"""

from collections.abc import Callable
from functools import partial

from companion.audio.recipe import Kit
from companion.audio.score import BedChange
from companion.errors import UnfitLengthError
from companion.script.model import Script
from companion.session.lengths import grown, plan_within, usual
from companion.session.narration import ClipSource, Narration
from companion.session.prefetch import in_order, other_lines, start_of_line
from companion.session.sitting import Sitting
from companion.session.transport import Transport
from companion.timeline.answers import NONE
from companion.timeline.arranging.arrange import arrange
from companion.timeline.cue import Plan
from companion.timeline.request import Request
from companion.timeline.timeline import Voiced
from companion.units import Millis

# How long the first words wait for a voice before they go on without it.
FIRST_WAIT_S = 1.0
_ALL_WAIT_S = 20.0
_BED_FADE = Millis(5_000)
_LOOK_S = 0.1


class Preparation:
    """A session that is getting ready: its lines are being spoken, the first one first.

    Args:
        script: what was written.
        request: what was asked for.
        speaker: what gives clips.
        kit: the bells and the beds there are.
        announce: called with the first words, before any voice is waited for.
        whole: whether every line must be spoken first, because nothing will wait for it later.
        line: the line of the script to begin at, counted from zero; its words are spoken first.

    Raises:
        UnfitLengthError: when the script cannot last what was asked.
    """

    def __init__(  # noqa: PLR0913 - the only place where the stages meet
        self,
        script: Script,
        request: Request,
        speaker: ClipSource,
        kit: Kit,
        announce: Callable[[str], None] = lambda _: None,
        *,
        whole: bool = False,
        line: int | None = None,
    ) -> None:
        self._script, self._kit, self._line = script, kit, line
        self._request, self._plan, early = plan_within(script, request, kit, {})
        request = self._request
        later = tuple if whole else partial(other_lines, script, request, self._plan, kit)
        self.arrivals = Narration(in_order(script, self._plan, line), later)
        self._is_whole = whole or not early
        self._patience = None if whole else FIRST_WAIT_S if early else _ALL_WAIT_S
        announce(_opening(script, self._plan, request) if early else script.title)
        self.arrivals.start(speaker)

    def is_ready(self, waited_s: float) -> bool:
        """Whether it can begin, after so many seconds: what is not spoken by then is shown."""
        needed = self.arrivals.all if self._is_whole else self.arrivals.first
        late = self._patience is not None and waited_s >= self._patience
        return late or needed.is_set()

    def wait_shortly(self, most_s: float) -> bool:
        """Wait for so many seconds at most; whether it is ready then."""
        (self.arrivals.all if self._is_whole else self.arrivals.first).wait(most_s)
        return self.is_ready(most_s)

    def wait(self, tell: Callable[[int, int], None] = lambda *_: None) -> None:
        """Wait until it is ready; `tell` is called with the lines that are spoken, and all."""
        needed = self.arrivals.all if self._is_whole else self.arrivals.first
        waited = 0.0
        while not self.is_ready(waited):
            needed.wait(_LOOK_S)
            waited += _LOOK_S
            if self._is_whole:
                tell(*self.arrivals.progress)

    def sitting(self) -> Sitting:
        """The sitting, by what is spoken so far.

        Raises:
            UnfitLengthError: when it turns out that the script cannot last what was asked.
        """
        script, kit = self._script, self._kit
        clips = {said: clip for said, clip in self.arrivals.take().items() if clip}
        known = {said: clip.spoken for said, clip in clips.items()}
        try:
            request, planned, _ = plan_within(script, self._request, kit, known)
        except UnfitLengthError:
            self.arrivals.cancelled.set()
            raise
        length = request.length or grown(script, request, kit, planned, known)
        timeline = arrange(planned, known, length)
        line = self._line
        start = Millis(0) if line is None else start_of_line(planned, timeline, line)
        scenes = () if request.bed is None else (BedChange(Millis(0), request.bed, _BED_FADE),)
        return Sitting(
            script, planned, timeline.total, timeline, clips, kit, request, NONE, start, scenes
        )

    def cancel(self) -> None:
        """Speak no more."""
        self.arrivals.cancelled.set()


def _opening(script: Script, planned: Plan, request: Request) -> str:
    """The words it begins with; its title, where it begins with something else."""
    timeline = arrange(planned, {}, request.length or usual(script, planned, {}))
    first = timeline.placements[0].content
    return first.utterance.text if isinstance(first, Voiced) else script.title


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

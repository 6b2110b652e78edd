"""The preparation of a session: a script is planned, its first words are spoken, it is arranged.

The only place where the stages meet. The first line is spoken before anything else; the rest
follow behind it, and the timeline is arranged again as their lengths come true.
"""

from collections.abc import Callable
from functools import partial
from threading import Event

from companion.audio.recipe import Kit
from companion.audio.score import BedChange
from companion.audio.sink import Sink
from companion.errors import UnfitLengthError
from companion.notices import Notices
from companion.session.lengths import Planned, natural_length, plan_within
from companion.session.narration import ClipSource, Narration
from companion.session.opened import Opened
from companion.session.prefetch import in_order, other_lines, start_of_line
from companion.session.sitting import Sitting
from companion.session.transport import Transport
from companion.timeline.answers import NONE
from companion.timeline.arranging.arrange import rearrange
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
        opened: the script.
        request: what was asked for.
        speaker: where clips come from.
        kit: the bells and the beds there are.
        announce: called with the first words, before any voice is waited for.
        whole: whether every line must be spoken first, because nothing will wait for it later.
        line: the line of the script to begin at, counted from zero; its words are spoken first.
        notices: where problems are reported.

    Raises:
        UnfitLengthError: when the script cannot last what was asked.
    """

    def __init__(  # noqa: PLR0913 - the only place where the stages meet
        self,
        opened: Opened,
        request: Request,
        speaker: ClipSource,
        kit: Kit,
        announce: Callable[[str], None] = lambda _: None,
        *,
        whole: bool = False,
        line: int | None = None,
        notices: Notices | None = None,
    ) -> None:
        self._opened, self._kit, self._line = opened, kit, line
        self._notices = notices or Notices()
        planned = plan_within(opened, request, {})
        self._request, is_safe = planned.request, planned.is_safe
        others = partial(other_lines, opened.script, planned.request, planned.plan, kit)
        order = in_order(planned, line)
        self._narration = Narration(order, tuple if whole else others, self._notices)
        self._is_whole = whole or not is_safe
        self._patience = None if whole else FIRST_WAIT_S if is_safe else _ALL_WAIT_S
        announce(_opening_words(opened, planned) if is_safe else opened.script.title)
        self._narration.start(speaker)

    @property
    def progress(self) -> tuple[int, int]:
        """How many lines are spoken, and how many there are."""
        return self._narration.progress

    def is_ready(self, waited_s: float) -> bool:
        """Whether it can begin after this wait: lines without a clip by then are only shown."""
        is_late = self._patience is not None and waited_s >= self._patience
        return is_late or self._needed.is_set()

    def wait_shortly(self, most_s: float) -> bool:
        """Wait at most this long, and return whether it is ready then."""
        self._needed.wait(most_s)
        return self.is_ready(most_s)

    def wait(self, report: Callable[[int, int], None] = lambda *_: None) -> None:
        """Wait until it is ready; `report` is called with the lines spoken so far, and all."""
        waited = 0.0
        while not self.is_ready(waited):
            self._needed.wait(_LOOK_S)
            waited += _LOOK_S
            if self._is_whole:
                report(*self.progress)

    def sitting(self) -> Sitting:
        """Arrange the sitting, by what is spoken so far.

        Raises:
            UnfitLengthError: when it turns out that the script cannot last what was asked.
        """
        opened, kit = self._opened, self._kit
        clips = {said: clip for said, clip in self._narration.take().items() if clip}
        known = {said: clip.spoken for said, clip in clips.items()}
        try:
            planned = plan_within(opened, self._request, known)
        except UnfitLengthError:
            self.cancel()
            raise
        request, plan = planned.request, planned.plan
        length = request.length or natural_length(opened, planned, known)
        timeline = rearrange(plan, known, length)
        line = self._line
        start = Millis(0) if line is None else start_of_line(plan, timeline, line)
        beds = () if request.bed is None else (BedChange(Millis(0), request.bed, _BED_FADE),)
        return Sitting(
            opened.script, plan, timeline.total, timeline, clips, kit, request, NONE, start, beds
        )

    def begin(self, sink: Sink) -> Transport:
        """Make the transport that carries the session to its end.

        Raises:
            UnfitLengthError: when it turns out that the script cannot last what was asked.
        """
        sitting = self.sitting()
        if sitting.request.chimes and not sitting.timeline.chimes:
            self._notices.add("the session is too short for a bell in between", repeat=True)
        return Transport(sitting, self._narration, sink, self._notices)

    def cancel(self) -> None:
        """Stop speaking lines for it."""
        self._narration.cancelled.set()

    @property
    def _needed(self) -> Event:
        return self._narration.all if self._is_whole else self._narration.first


def _opening_words(opened: Opened, planned: Planned) -> str:
    """The words it begins with; its title, where it begins with something else."""
    length = planned.request.length or planned.offer.usual
    first = rearrange(planned.plan, {}, length).placements[0].content
    return first.utterance.text if isinstance(first, Voiced) else opened.script.title

"""The preparation of a session: plan a script, have its lines spoken, and arrange them.

Only here do these stages meet. The first line is spoken before all others; the timeline starts
with estimated lengths and is arranged again when clips arrive.
"""

from collections.abc import Callable, Mapping
from functools import partial
from threading import Event

from companion.audio.recipe import Kit
from companion.audio.scoring import BedChange
from companion.audio.sink import Sink
from companion.errors import UnfitLengthError
from companion.notices import Notices
from companion.session.lengths import Planned, natural_length, plan_within
from companion.session.narration import ClipSource, FittingSpeaker, Narration
from companion.session.opened import Opened
from companion.session.prefetch import Place, other_lines, speaking_order, start_of
from companion.session.sitting import Sitting
from companion.session.transport import Transport
from companion.session.until import now_ms, timed
from companion.timeline.allowance import lengths_of, room_for_lines
from companion.timeline.answers import Answers
from companion.timeline.arranging.arrange import LONGEST, rearrange
from companion.timeline.request import Request
from companion.timeline.timeline import Voiced
from companion.timeline.utterance import Spoken, Utterance
from companion.units import Millis
from companion.wording import begins_in

# How long the first line waits for its clip before it is shown silently.
FIRST_WAIT_S = 1.0
# How long all lines are waited for, because the length asked for is near a limit.
_ALL_WAIT_S = 20.0
# A voice that says nothing for this long isn't waited for: its lines join when they come.
_STALLED_S = 2.0
_BED_FADE = Millis(5_000)
_REPORT_S = 0.1


class Preparation:
    """A session in preparation: its lines are being spoken, the first one first.

    Args:
        opened: the script.
        request: the wishes of the person.
        speaker: the source of clips.
        kit: gives the bells and beds, once the first words are out.
        announce: called with the first words, before any wait for a voice.
        whole: whether every line must be spoken before it is ready, as for a file.
        place: the place in the script to begin at; its words are spoken first.
        notices: the collector of problems.
        clock: gives the moment it is, in ms since the epoch.

    Raises:
        UnfitLengthError: when the script can't last the requested length.
    """

    def __init__(  # noqa: PLR0913 - only here do the stages meet
        self,
        opened: Opened,
        request: Request,
        speaker: ClipSource,
        kit: Callable[[], Kit],
        announce: Callable[[str], None] = lambda _: None,
        *,
        whole: bool = False,
        place: Place | None = None,
        notices: Notices | None = None,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self._opened, self._kit, self._place = opened, kit, place
        self._notices, self._clock = notices or Notices(), clock
        request = timed(request, clock(), LONGEST)
        known = lengths_of(request, opened.plan(request), {})
        planned = plan_within(opened, request, known)
        # nothing that a voice does changes a shared timeline
        self._request, is_safe = planned.request, planned.is_safe or request.is_shared
        others = partial(other_lines, opened.script, planned.request, planned.plan, opened.bells)
        order = speaking_order(planned, place)
        self._narration = Narration(order, tuple if whole else others, self._notices, rests=True)
        self._is_whole = whole or not is_safe
        self._patience = None if whole else FIRST_WAIT_S if is_safe else _ALL_WAIT_S
        self._heard, self._heard_at_s = 0, 0.0
        announce(_opening_words(opened, planned) if is_safe else opened.script.title)
        self._narration.start(_fitting(speaker, planned, known))

    @property
    def progress(self) -> tuple[int, int]:
        """The number of lines that are spoken or given up, and of all lines."""
        return self._narration.progress

    def is_ready(self, waited_s: float) -> bool:
        """Whether it can begin after a wait; lines without a clip are then shown silently."""
        if self._patience is None:
            return self._needed.is_set()
        heard, _ = self.progress
        if heard > self._heard:
            self._heard, self._heard_at_s = heard, waited_s
        is_stalled = waited_s - self._heard_at_s >= _STALLED_S
        return is_stalled or waited_s >= self._patience or self._needed.is_set()

    def wait_shortly(self, most_s: float) -> bool:
        """Wait for at most `most_s` seconds, and return whether it is ready then."""
        self._needed.wait(most_s)
        return self.is_ready(most_s)

    def wait(self, report: Callable[[int, int], None] = lambda *_: None) -> None:
        """Wait until it is ready.

        Args:
            report: called with `progress` while all lines are waited for.
        """
        waited = 0.0
        while not self.is_ready(waited):
            self._needed.wait(_REPORT_S)
            waited += _REPORT_S
            if self._is_whole:
                report(*self.progress)

    def sitting(self) -> Sitting:
        """Arrange the sitting with the clips that have arrived so far.

        Raises:
            UnfitLengthError: when their lengths show that the script can't last what was asked.
        """
        opened, kit = self._opened, self._kit()
        clips = {utterance: clip for utterance, clip in self._narration.take().items() if clip}
        spoken = {utterance: clip.spoken for utterance, clip in clips.items()}
        try:
            request = timed(self._request, self._clock(), LONGEST)
            known = lengths_of(request, opened.plan(request), spoken)
            planned = plan_within(opened, request, known)
        except UnfitLengthError:
            self.cancel()
            raise
        request, plan = planned.request, planned.plan
        length = request.length or natural_length(opened, planned, known)
        timeline = rearrange(plan, known, Millis(length + plan.settle))
        place = self._place
        start = Millis(0) if place is None else start_of(plan, timeline, place)
        answers = Answers(strength=request.strength)
        beds = () if request.bed is None else (BedChange(Millis(0), request.bed, _BED_FADE),)
        return Sitting(
            opened.script, plan, timeline.total, timeline, clips, kit, request, answers, start, beds
        )

    def begin(self, sink: Sink) -> Transport:
        """Return the transport that plays the session.

        Raises:
            UnfitLengthError: when the lengths of the clips show that it can't last what was asked.
        """
        sitting = self.sitting()
        for line in sitting.missing_bells:
            self._notices.add(line, repeat=True)
        return Transport(sitting, self._narration, sink, self._notices, self._clock)

    def cancel(self) -> None:
        """Stop the narration after the line that is being spoken."""
        self._narration.cancelled.set()

    @property
    def _needed(self) -> Event:
        """The event that ends the wait: all lines are spoken, or the first one is."""
        return self._narration.all if self._is_whole else self._narration.first


def _fitting(
    speaker: ClipSource, planned: Planned, known: Mapping[Utterance, Spoken]
) -> ClipSource:
    """The speaker itself, or for a shared session one whose lines fit their room."""
    if not planned.request.is_shared:
        return speaker
    length = planned.request.length or planned.offer.usual
    timeline = rearrange(planned.plan, known, Millis(length + planned.plan.settle))
    return FittingSpeaker(speaker, room_for_lines(timeline))


def _opening_words(opened: Opened, planned: Planned) -> str:
    """The first words of the session, or its title when it begins with something else.

    With time to settle, they say how long that is.
    """
    if planned.plan.settle:
        return begins_in(planned.plan.settle)
    length = planned.request.length or planned.offer.usual
    placements = rearrange(planned.plan, {}, length).placements
    first = next((p.content for p in placements if p.start >= planned.request.lead), None)
    return first.utterance.text if isinstance(first, Voiced) else opened.script.title

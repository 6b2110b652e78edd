"""A script and a request become a sitting: planned, its first words spoken, arranged.

The only place where the stages meet. The first line is spoken before anything else; the rest
follow behind it, and the timeline is arranged anew as their lengths come true.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from companion.audio.clip import Clip
from companion.audio.recipe import Kit
from companion.audio.score import Scene, Score, Under, score
from companion.errors import UnfitLengthError
from companion.script.model import Script
from companion.script.step import Choose
from companion.session.arrivals import Arrivals, Speaker
from companion.session.lengths import fitted, grown, usual
from companion.timeline.answers import NONE, Answers
from companion.timeline.arranging.arrange import arrange
from companion.timeline.cue import Plan, Wait
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.timeline import Timeline, Voiced
from companion.timeline.utterance import Spoken, Utterance
from companion.units import Millis

# How long the first words wait for a voice before they go on without it.
FIRST_WAIT_S = 1.0
_ALL_WAIT_S = 20.0
_BED_FADE = Millis(5_000)
_LOOK_S = 0.1
# So many questions are looked ahead at.
_FORESEEN = 12


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting, ready to be carried: a value that is replaced, never changed."""

    script: Script
    plan: Plan
    target: Millis
    timeline: Timeline
    clips: Mapping[Utterance, Clip]
    kit: Kit
    request: Request = field(default_factory=Request)
    answers: Answers = NONE
    start: Millis = Millis(0)
    scenes: tuple[Scene, ...] = ()

    @property
    def lengths(self) -> dict[Utterance, Spoken]:
        """How each spoken line is known to be said."""
        return {utterance: clip.spoken for utterance, clip in self.clips.items()}

    @property
    def score(self) -> Score:
        """What it sounds like."""
        under = Under(self.scenes, self.request.profile.bed, self.plan.seed)
        return score(self.timeline, self.clips, self.kit, under)

    @property
    def closing_lines(self) -> tuple[str, ...]:
        """The words of the closing, which are shown however a sitting ends."""
        closing = self.timeline.closing
        said = (p.content for p in self.timeline.placements if p.start >= closing)
        return tuple(content.utterance.text for content in said if isinstance(content, Voiced))


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
        speaker: Speaker,
        kit: Kit,
        announce: Callable[[str], None] = lambda _: None,
        *,
        whole: bool = False,
        line: int | None = None,
    ) -> None:
        self._script, self._kit, self._line = script, kit, line
        self._request, self._plan, early = fitted(script, request, kit, {})
        request = self._request
        later = tuple if whole else partial(other_lines, script, request, self._plan, kit)
        self.arrivals = Arrivals(_in_order(script, self._plan, line), later)
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
            request, planned, _ = fitted(script, self._request, kit, known)
        except UnfitLengthError:
            self.arrivals.cancelled.set()
            raise
        length = request.length or grown(script, request, kit, planned, known)
        timeline = arrange(planned, known, length)
        line = self._line
        start = Millis(0) if line is None else start_of_line(planned, timeline, line)
        scenes = () if request.bed is None else (Scene(Millis(0), request.bed, _BED_FADE),)
        return Sitting(
            script, planned, timeline.total, timeline, clips, kit, request, NONE, start, scenes
        )

    def cancel(self) -> None:
        """Speak no more."""
        self.arrivals.cancelled.set()


def _in_order(script: Script, planned: Plan, line: int | None) -> tuple[Utterance, ...]:
    """Everything that is said, from a line on first."""
    every = planned.utterances()
    if line is None:
        return every
    rough = arrange(planned, {}, usual(script, planned, {}))
    return (*lines_from(rough, start_of_line(planned, rough, line)), *every)


def start_of_line(planned: Plan, timeline: Timeline, line: int) -> Millis:
    """Where the step begins that stands on a line, or the nearest one above it."""
    here = max((at for at in planned.lines[1:] if at <= line), default=0)
    steps = {number for number, at in enumerate(planned.lines) if number and at == here}
    return next((p.start for p in timeline.placements if p.step in steps), Millis(0))


def lines_from(timeline: Timeline, start: Millis) -> tuple[Utterance, ...]:
    """What is said from a place on."""
    return tuple(
        p.content.utterance
        for p in timeline.placements
        if p.start >= start and isinstance(p.content, Voiced)
    )


def other_lines(script: Script, request: Request, planned: Plan, kit: Kit) -> tuple[Utterance, ...]:
    """What is only said after another answer than the default: wanted soon, when it is given."""
    waits = [cue.question for cue in planned.cues if isinstance(cue, Wait)][:_FORESEEN]
    found: list[Utterance] = []
    for question in waits:
        if isinstance(question.asked, Choose):
            for option in question.asked.options:
                answers = NONE.answer(question.key, option.label)
                found += plan(script, request, kit.lengths, answers).utterances()
    return tuple(dict.fromkeys(found))


def _opening(script: Script, planned: Plan, request: Request) -> str:
    """The words it begins with; its title, where it begins with something else."""
    timeline = arrange(planned, {}, request.length or usual(script, planned, {}))
    first = timeline.placements[0].content
    return first.utterance.text if isinstance(first, Voiced) else script.title

"""One sitting: a script, planned and arranged for one request, and what is spoken of it so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from companion.audio.clip import Clip
from companion.audio.recipe import Kit
from companion.audio.score import BedChange, BedWish, Score, score
from companion.script.model import Script
from companion.timeline.answers import NONE, Answers
from companion.timeline.cue import Plan
from companion.timeline.request import Request
from companion.timeline.timeline import Timeline, Voiced
from companion.timeline.utterance import Spoken, Utterance
from companion.units import Millis


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
    scenes: tuple[BedChange, ...] = ()

    @property
    def lengths(self) -> dict[Utterance, Spoken]:
        """How each spoken line is known to be said."""
        return {utterance: clip.spoken for utterance, clip in self.clips.items()}

    @property
    def score(self) -> Score:
        """What it sounds like."""
        under = BedWish(self.scenes, self.request.profile.bed, self.plan.seed)
        return score(self.timeline, self.clips, self.kit, under)

    @property
    def closing_lines(self) -> tuple[str, ...]:
        """The words of the closing, which are shown however a sitting ends."""
        closing = self.timeline.closing
        said = (p.content for p in self.timeline.placements if p.start >= closing)
        return tuple(content.utterance.text for content in said if isinstance(content, Voiced))

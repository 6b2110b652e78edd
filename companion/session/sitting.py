"""The sitting: one script, planned and arranged for one request, with its clips and answers.

It is alone here because preparation, transport and changes all need it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from companion.audio.clip import Clip
from companion.audio.recipe import Kit
from companion.audio.score import Score
from companion.audio.scoring import BedChange, BedWish, score
from companion.script.model import Script
from companion.timeline.allowance import lengths_of
from companion.timeline.answers import NONE, Answers
from companion.timeline.bells import HALF_WAY, Bells
from companion.timeline.cue import Plan
from companion.timeline.request import Request
from companion.timeline.timeline import Timeline, Voiced
from companion.timeline.utterance import Spoken, Utterance
from companion.units import Millis, spoken_duration
from companion.wording import NO_HALF_WAY, NO_INTERVAL_BELL, bell_after_end, bell_without_room


def missing_bells(bells: Bells, timeline: Timeline) -> list[str]:
    """The lines about interval bells that were asked for and find no room in a timeline."""
    if not bells.has_intervals:
        return []
    if timeline.is_open and bells.half:
        return [NO_HALF_WAY, *missing_bells(replace(bells, half=False), timeline)]
    if not timeline.chimes:
        return [NO_INTERVAL_BELL]
    rung = {chime.asked for chime in timeline.chimes}
    length = timeline.total - timeline.beginning
    missing = [at for at in bells.at if at not in rung]
    after = [at for at in missing if at >= length]
    lines = [bell_after_end(spoken_duration(at)) for at in after]
    lines += [bell_without_room(f"at {spoken_duration(at)}") for at in missing if at < length]
    if bells.half and HALF_WAY not in rung and Millis(length // 2) not in rung:
        lines.append(bell_without_room("half way"))
    return lines


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting, ready to play: an immutable value; each change makes a new one.

    `target` is the total length that is aimed at; `clips` are the lines spoken so far; `start` is
    the place to begin at, 0 except for a rehearsal. `scenes` are the beds that the person chose.
    `waited` is by how many ms each question has changed the target, because someone took more or
    less time than it had.
    """

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
    waited: Mapping[str, int] = field(default_factory=dict)

    @property
    def lengths(self) -> dict[Utterance, Spoken]:
        """The lengths and word times to arrange it with: those of each line spoken so far."""
        spoken = {utterance: clip.spoken for utterance, clip in self.clips.items()}
        return lengths_of(self.request, self.plan, spoken)

    @property
    def score(self) -> Score:
        """The score: everything that sounds, by the clips so far."""
        wish = BedWish(self.scenes, self.request.profile.bed, self.plan.seed)
        gentle = self.request.is_gentle
        return score(self.timeline, self.clips, self.kit, wish, is_gentle=gentle)

    @property
    def missing_bells(self) -> list[str]:
        """The lines about interval bells that were asked for and don't ring."""
        return missing_bells(self.request.bells, self.timeline)

    @property
    def closing_lines(self) -> tuple[str, ...]:
        """The lines of the closing words, which are shown even after an early stop."""
        closing = self.timeline.closing
        contents = (p.content for p in self.timeline.placements if p.start >= closing)
        return tuple(content.utterance.text for content in contents if isinstance(content, Voiced))

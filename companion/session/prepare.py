"""A script and a request become a sitting: planned, its first words spoken, arranged.

The only place where the stages meet. The first line is spoken before anything else; the rest
follow behind it, and the timeline is arranged anew as their lengths come true.
"""

import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from companion.audio.clip import Clip
from companion.audio.score import Bell, Score, score
from companion.errors import UnfitLengthError
from companion.script.model import Length, Script
from companion.timeline.arrange import LONGEST, arrange, reachable
from companion.timeline.cue import Plan
from companion.timeline.plan import Request, plan
from companion.timeline.spoken import Spoken, Utterance
from companion.timeline.timeline import Timeline, Voiced
from companion.units import Millis, spoken_duration

# How long the first words wait for a voice before they go on without it.
FIRST_WAIT_S = 1.0
# A length nearer than this to an end of the reach is only promised once every line is spoken.
_NEAR_END = 0.12
_ALL_WAIT_S = 20.0


class Speaker(Protocol):
    """What gives clips: the narrator, or a fake."""

    problems: list[str]

    def speak(self, utterance: Utterance) -> Clip | None:
        """The clip of an utterance, or None."""
        ...

    def close(self) -> None:
        """End."""
        ...


@dataclass(slots=True)
class Arrivals:
    """Clips on their way from the narrating thread to the one that carries the session."""

    wanted: tuple[Utterance, ...]
    queue: "queue.SimpleQueue[tuple[Utterance, Clip | None]]" = field(
        default_factory=queue.SimpleQueue
    )
    first: threading.Event = field(default_factory=threading.Event)
    all: threading.Event = field(default_factory=threading.Event)
    cancelled: threading.Event = field(default_factory=threading.Event)
    arrived: Callable[[], None] = lambda: None

    def run(self, speaker: Speaker) -> None:
        """Speak everything, in order."""
        try:
            for utterance in self.wanted:
                if self.cancelled.is_set():
                    return
                self.queue.put((utterance, _spoken(speaker, utterance)))
                self.first.set()
                self.arrived()
        finally:
            self.first.set()
            self.all.set()

    def take(self) -> dict[Utterance, Clip | None]:
        """What has come since it was asked last."""
        came: dict[Utterance, Clip | None] = {}
        while not self.queue.empty():
            utterance, clip = self.queue.get()
            came[utterance] = clip
        return came


def _spoken(speaker: Speaker, utterance: Utterance) -> Clip | None:
    try:
        return speaker.speak(utterance)
    except Exception as error:  # noqa: BLE001 - a mistake of ours must not end a session
        speaker.problems.append(f"a line could not be spoken: {error}")
        return None


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting, ready to be carried: a value that is replaced, never changed."""

    script: Script
    plan: Plan
    target: Millis
    timeline: Timeline
    clips: Mapping[Utterance, Clip]
    bells: Mapping[str, Bell]

    @property
    def lengths(self) -> dict[Utterance, Spoken]:
        """How each spoken line is known to be said."""
        return {utterance: clip.spoken for utterance, clip in self.clips.items()}

    @property
    def score(self) -> Score:
        """What it sounds like."""
        return score(self.timeline, self.clips, self.bells)

    @property
    def closing_lines(self) -> tuple[str, ...]:
        """The words of the closing, which are shown however a sitting ends."""
        closing = self.timeline.closing
        said = (p.content for p in self.timeline.placements if p.start >= closing)
        return tuple(content.utterance.text for content in said if isinstance(content, Voiced))


def prepare(  # noqa: PLR0913 - the only place where the stages meet
    script: Script,
    request: Request,
    speaker: Speaker,
    bells: Mapping[str, Bell],
    announce: Callable[[str], None] = lambda _: None,
    *,
    whole: bool = False,
) -> tuple[Sitting, Arrivals]:
    """Plan a script, announce and speak its first line, and arrange it.

    Args:
        script: what was written.
        request: what was asked for.
        speaker: what gives clips.
        bells: the bells there are.
        announce: called with the first words, before any voice is waited for.
        whole: whether every line must be spoken first, because nothing will wait for it later.

    Raises:
        UnfitLengthError: when the script cannot last what was asked.
    """
    planned = plan(script, request, {name: bell.length for name, bell in bells.items()})
    arrivals = Arrivals(planned.utterances())
    early = check_length(script, planned, request.length, {})
    announce(_opening(script, planned, request) if early else script.title)
    threading.Thread(target=arrivals.run, args=(speaker,), name="narrator", daemon=True).start()
    if whole:
        arrivals.all.wait()
    elif early:
        arrivals.first.wait(FIRST_WAIT_S)
    else:
        arrivals.all.wait(_ALL_WAIT_S)
    clips = {utterance: clip for utterance, clip in arrivals.take().items() if clip}
    known = {utterance: clip.spoken for utterance, clip in clips.items()}
    try:
        check_length(script, planned, request.length, known)
    except UnfitLengthError:
        arrivals.cancelled.set()
        raise
    timeline = arrange(planned, known, request.length or usual(script, planned, known))
    return Sitting(script, planned, timeline.total, timeline, clips, bells), arrivals


def _opening(script: Script, planned: Plan, request: Request) -> str:
    """The words it begins with; its title, where it begins with something else."""
    timeline = arrange(planned, {}, request.length or usual(script, planned, {}))
    first = timeline.placements[0].content
    return first.utterance.text if isinstance(first, Voiced) else script.title


def usual(script: Script, planned: Plan, known: Mapping[Utterance, Spoken]) -> Millis:
    """How long it lasts when nobody asks: what the script says, as far as it can."""
    reached = reachable(planned, known)
    if script.length is None:
        return reached.usual
    return Millis(max(reached.least, min(reached.most, script.length.usual)))


def promised(script: Script, planned: Plan, known: Mapping[Utterance, Spoken]) -> Length:
    """The lengths a script offers: what it declares, within what its steps can do."""
    reached = reachable(planned, known)
    if script.length is None:
        return reached
    least = max(reached.least, script.length.least)
    most = max(least, min(reached.most, script.length.most))
    return Length(Millis(least), usual(script, planned, known), Millis(most))


def check_length(
    script: Script,
    planned: Plan,
    asked: Millis | None,
    known: Mapping[Utterance, Spoken],
) -> bool:
    """Whether an asked length is well within reach, by what is known so far.

    Raises:
        UnfitLengthError: when it is far outside, or outside with every line known.
    """
    if asked is None:
        return True
    offer = promised(script, planned, known)
    margin = 0.0 if known else _NEAR_END
    if offer.least > LONGEST:
        raise UnfitLengthError(f'"{script.title}" lasts over three hours', "split it in two")
    if asked < offer.least * (1 - margin):
        shortest = spoken_duration(Millis(-(-offer.least // 1000) * 1000))
        raise UnfitLengthError(
            f'the shortest "{script.title}" can be is {shortest}',
            "nothing in it is ever rushed; ask for that, or take one that is shorter by nature",
        )
    if asked > offer.most * (1 + margin):
        longest = spoken_duration(Millis(offer.most // 1000 * 1000))
        raise UnfitLengthError(
            f'the longest "{script.title}" can be is {longest}', "ask for that instead"
        )
    return offer.least * (1 + _NEAR_END) <= asked <= offer.most * (1 - _NEAR_END)

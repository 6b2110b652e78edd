"""Both ends of a session: its bells, and the silence before its closing when that is open."""

from collections.abc import Mapping

from companion.script.step import Bell, Include, Repeat, Say, Section, Step, inner_lists, walk
from companion.timeline.cue import Rest, Ring, SetBed, fixed
from companion.timeline.pacing import BEFORE_BELL
from companion.timeline.planning.cue_list import CueList
from companion.timeline.planning.state import Listener
from companion.units import Millis


class Ringer:
    """The bells of one walk, as its listener wants them.

    Args:
        listener: the person who hears them.
        lengths: how long each bell rings.
        steps: the steps of the script.
    """

    def __init__(
        self, listener: Listener, lengths: Mapping[str, Millis], steps: tuple[Step, ...]
    ) -> None:
        self._ends, self._lengths = listener.ends, lengths
        written = (step.sound for step in walk(steps) if isinstance(step, Bell))
        self._sound = listener.bell
        self._usual = listener.bell or next(written, "") or next(iter(lengths), "")

    def ring(self, out: CueList, step: Bell) -> None:
        """Ring a bell of the script; one that is left out after the first words is a silence."""
        out.pause(BEFORE_BELL)
        sound = self._sound or step.sound
        lengths = [step.every] * (step.times - 1) + [self._lengths[sound]]
        is_opening = not out.is_begun
        if self._ends != "none" and not (self._ends == "end" and is_opening):
            out.cues += [Ring(sound, length, *out.place) for length in lengths]
        elif not is_opening:  # before the first words it would be a wait for nothing
            out.rest(fixed(Millis(sum(lengths))))

    def open(self, out: CueList, first: Step) -> None:
        """Ring before the first step, if a bell is wanted there and the step is not one itself."""
        if self._ends == "both" and self._usual and not isinstance(first, Bell):
            out.cues.append(Ring(self._usual, self._lengths[self._usual], *out.place))

    def close(self, out: CueList) -> None:
        """Ring after the last step, if a bell is wanted there and none was written."""
        timed = (cue for cue in reversed(out.cues) if not isinstance(cue, SetBed | Rest))
        if self._ends not in ("both", "end") or not self._usual:
            return
        if not isinstance(next(timed, None), Ring):
            out.pause(BEFORE_BELL, part=0)
            step, section, _ = out.place
            out.cues.append(Ring(self._usual, self._lengths[self._usual], step, section))


def closing_step(steps: tuple[Step, ...]) -> int:
    """The index of the step where the closing words of an open end begin.

    It is the last section that may speak, unless nothing speaks before it; then it is the last
    step that may speak. Where only one does, nothing closes the session, and it is the end of all
    steps. The answers to questions don't change it.
    """
    speaking = [i for i, step in enumerate(steps) if any(isinstance(s, Say) for s in walk((step,)))]
    if len(speaking) <= 1:
        return len(steps)
    last = speaking[-1]
    sections = [i for i, step in enumerate(steps[:last]) if isinstance(step, Section)]
    return sections[-1] if sections and speaking[0] < sections[-1] else last


def is_container(step: Step) -> bool:
    """Whether a step only holds others, so that the first of them begins the session."""
    return isinstance(step, Repeat | Include) and any(inner_lists(step))

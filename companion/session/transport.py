"""The transport: play, pause, back, on, longer, an early end, a stop.

Each is a moved playhead or a new timeline; nothing is ever changed under way.

    ready --play--> playing <--pause/play--> paused
    playing --the end--> ended          any --stop--> stopped

It is called from one thread. Time is whatever its sink says it is.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from companion.audio.levels import Levels
from companion.audio.sink import Sink
from companion.notices import Notices
from companion.script.manner import Anchor
from companion.script.model import Script
from companion.session.changes import (
    bed_name_at,
    moved_to,
    with_answer,
    with_next_anchor,
    with_next_bed,
    with_room_to_write,
    without_answers_after,
)
from companion.session.narration import Narration
from companion.session.sitting import Sitting
from companion.timeline.answers import Answers, Value
from companion.timeline.arranging.arrange import rearrange
from companion.timeline.arranging.extend import extend
from companion.timeline.cue import Question
from companion.timeline.timeline import Moment, Timeline
from companion.units import MINUTE, SECOND, Millis, frames, millis

if TYPE_CHECKING:
    from collections.abc import Callable

State = Literal["ready", "playing", "paused", "ended", "stopped"]

BACK = Millis(15 * SECOND)
# What is on its way to the loudspeaker when a new timeline is made must stay as it was.
_IN_FLIGHT = Millis(600)


class Transport:
    """Carries one sitting to its end.

    Args:
        sitting: what is to be played.
        arrivals: clips that are still on their way.
        sink: where it sounds, and the only clock.
        notices: what went wrong in this run.
    """

    def __init__(self, sitting: Sitting, arrivals: Narration, sink: Sink, notices: Notices) -> None:
        self._sitting = sitting
        self._arrivals = arrivals
        self._sink = sink
        self._notices = notices
        # whoever waits on the sink must look at what has come before its line begins
        arrivals.arrived = sink.wake
        sink.move(frames(sitting.start))
        self.state: State = "ready"

    @property
    def script(self) -> Script:
        """What is being played."""
        return self._sitting.script

    @property
    def timeline(self) -> Timeline:
        """The timeline as it is now."""
        return self._sitting.timeline

    @property
    def closing_lines(self) -> tuple[str, ...]:
        """The words of the closing."""
        return self._sitting.closing_lines

    @property
    def playhead(self) -> Millis:
        """Where in the timeline the listener is, never past its end."""
        return Millis(min(millis(self._sink.position()), self.timeline.total))

    def play(self) -> None:
        """Begin, or go on."""
        if self.state == "ready":
            self._sink.load(self._sitting.score)
        if self.state in ("ready", "paused"):
            self._sink.play()
            self.state = "playing"

    def pause(self) -> None:
        """Hold."""
        if self.state == "playing":
            self._sink.pause()
            self.state = "paused"

    def toggle(self) -> None:
        """Hold, or go on."""
        if self.state == "playing":
            self.pause()
        else:
            self.play()

    def back(self, by: Millis = BACK) -> None:
        """Go back a little; what is asked after that place is asked again."""
        to = Millis(max(0, self.playhead - by))
        if self.state in ("playing", "paused"):
            self._sitting = without_answers_after(self._sitting, to)
        self._move(to)

    def seek(self, to: Millis) -> None:
        """Go to a place."""
        self._move(Millis(max(0, min(to, self.timeline.total))))

    @property
    def question(self) -> Question | None:
        """What is being asked right now, and has not been answered."""
        if self.state not in ("playing", "paused"):
            return None
        asked = self.timeline.at(self.playhead).question
        return None if asked is None or asked.key in self._sitting.answers.given else asked

    @property
    def answers(self) -> Answers:
        """What was answered; kept by nobody else."""
        return self._sitting.answers

    @property
    def next_script(self) -> str:
        """The script that an answer asked for after this one; empty where none did."""
        return self._sitting.plan.next

    def answer(self, key: str, value: Value) -> bool:
        """Answer what is being asked, and go on; False when it has gone on by itself already."""
        return self._change(lambda at: with_answer(self._sitting, key, value, at), key)

    def keep_text(self, key: str, text: str) -> None:
        """Keep what was typed when its time was up: it changes nothing of what comes."""
        answers = self._sitting.answers.answer(key, text)
        self._sitting = replace(self._sitting, answers=answers)

    def begin_writing(self, key: str) -> bool:
        """Let a box whose clock stops stay for as long as somebody writes in it."""
        return self._change(lambda at: with_room_to_write(self._sitting, key, at), key)

    def swap_anchor(self) -> Anchor | None:
        """Rest attention elsewhere from the next line on; None when the script has no anchors."""
        if self.state not in ("playing", "paused") or not self._sitting.plan.has_anchors:
            return None
        at = self._horizon()
        sitting, anchor = with_next_anchor(self._sitting, at)
        self._take_on(sitting, at)
        return anchor

    @property
    def levels(self) -> Levels:
        """How loud it is."""
        return self._sink.levels

    def mix(self, levels: Levels) -> None:
        """Be so loud, in this session and the next."""
        self._sink.mix(levels)

    @property
    def bed(self) -> str:
        """What runs underneath here; empty for nothing."""
        return bed_name_at(self._sitting, self.playhead)

    def next_bed(self) -> str | None:
        """Lay another bed underneath; gives its name, empty for none, None when it is over."""
        if self.state not in ("playing", "paused"):
            return None
        sitting, name = with_next_bed(self._sitting, self._horizon())
        self._sitting = sitting
        self._sink.load(sitting.score)
        return name

    def next_step(self) -> None:
        """Go on to the next step; from the last one, to the end."""
        self._move(self.timeline.start_of_step_after(self.playhead))

    def end_gently(self) -> None:
        """Go to the closing words; from within them, to the end."""
        closing = self.timeline.closing
        is_closing = self.playhead >= closing
        self._move(self.timeline.total if is_closing else closing)
        if self.state == "paused":
            self.play()

    def stay_longer(self, more: Millis = MINUTE) -> Millis:
        """Stay here longer; gives how much the whole grew by."""
        if self.state not in ("playing", "paused"):
            return Millis(0)
        at = self._horizon()
        planned, added = extend(self._sitting.plan, self.timeline, at, more)
        target = Millis(self._sitting.target + added)
        self._renew(replace(self._sitting, plan=planned, target=target), at)
        return added

    def stop(self) -> None:
        """Be silent at once, and done."""
        if self.state not in ("ended", "stopped"):
            self._sink.cut()
            self.state = "stopped"

    def hush(self) -> None:
        """Be silent at once, and hold: for hiding."""
        if self.state == "playing":
            self._sink.cut()
            self.state = "paused"

    def tick(self) -> Moment:
        """Take what has arrived, notice the end, and say what is true now."""
        if self.state not in ("ended", "stopped"):  # the sink may be another session's by now
            self._take_arrivals()
        moment = self.timeline.at(self.playhead)
        if self.state == "playing" and moment.is_over:
            self._sink.pause()
            self.state = "ended"
        return moment

    def wait(self, until: Millis) -> None:
        """Wait until the playhead may have got there, or somebody wakes the sink."""
        self._sink.wait(frames(until))

    def wake(self) -> None:
        """End a wait; safe from any thread."""
        self._sink.wake()

    def trouble(self) -> str:
        """Why there is no sound, in one line, or an empty string."""
        return self._sink.trouble()

    def new_problems(self) -> list[str]:
        """Return lines about what went wrong since the last call."""
        return self._notices.take() + self._sink.missing()

    def close(self) -> None:
        """Fall silent, and want no more clips; the sink is for the next session."""
        self._arrivals.cancelled.set()
        if self.state == "playing":
            self._sink.pause()
        if self.state != "ended":
            self.state = "stopped"

    def _change(self, change: "Callable[[Millis], Sitting | None]", key: str) -> bool:
        asked = self.question
        if asked is None or asked.key != key:
            return False
        self._take_arrivals()
        at = self._horizon()
        sitting = change(at)
        if sitting is None:
            return False
        self._take_on(sitting, at)
        return True

    def _take_on(self, sitting: Sitting, at: Millis) -> None:
        """A sitting with another plan: what it says now is wanted first."""
        self._arrivals.want(u for u in sitting.plan.utterances() if u not in sitting.clips)
        self._renew(sitting, at)

    def _move(self, to: Millis) -> None:
        if self.state in ("playing", "paused"):
            self._take_arrivals()
            # a line that was shown without its voice, because that came late, now has it
            self._renew(moved_to(self._sitting, to), to)
            self._sink.move(frames(to))

    def _horizon(self) -> Millis:
        ahead = _IN_FLIGHT if self.state == "playing" else 0
        return Millis(min(self.playhead + ahead, self.timeline.total))

    def _take_arrivals(self) -> None:
        came = {u: clip for u, clip in self._arrivals.take().items() if clip}
        if not came:
            return
        at = self._horizon() if self.state != "ready" else Millis(0)
        self._renew(replace(self._sitting, clips={**self._sitting.clips, **came}), at)

    def _renew(self, sitting: Sitting, at: Millis) -> None:
        old = self._sitting.timeline if self.state != "ready" else None
        timeline = rearrange(sitting.plan, sitting.lengths, sitting.target, old, at)
        self._sitting = replace(sitting, timeline=timeline)
        if self.state != "ready":
            self._sink.load(self._sitting.score)

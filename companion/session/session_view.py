"""The view of a session: what can be read of a transport, without changing it."""

from typing import Literal

from companion.audio.sink import Sink
from companion.notices import Notices
from companion.script.model import Script
from companion.session.changes import bed_name_at
from companion.session.output import Output
from companion.session.sitting import Sitting
from companion.timeline.answers import Answers
from companion.timeline.cue import Question
from companion.timeline.timeline import Timeline
from companion.units import Millis, millis

State = Literal["ready", "playing", "paused", "ended", "stopped"]


class SessionView(Output):
    """The side of a transport that is only read.

    Args:
        sitting: the sitting to play.
        sink: the output, and the only clock.
        notices: the problems of this run.
    """

    def __init__(self, sitting: Sitting, sink: Sink, notices: Notices) -> None:
        super().__init__(sink, notices)
        self._sitting = sitting
        self.state: State = "ready"
        self._lent_at: Millis | None = None
        self.is_gentle = False
        """Whether the person asked for the closing words before they were due."""

    @property
    def script(self) -> Script:
        """The script that is played."""
        return self._sitting.script

    @property
    def timeline(self) -> Timeline:
        """The current timeline."""
        return self._sitting.timeline

    @property
    def closing_lines(self) -> tuple[str, ...]:
        """The lines of the closing words."""
        return self._sitting.closing_lines

    @property
    def playhead(self) -> Millis:
        """The place in the timeline that the listener hears now, never past its end."""
        if self._lent_at is not None:  # the sink counts something else meanwhile
            return self._lent_at
        return Millis(min(millis(self._sink.position()), self.timeline.total))

    @property
    def question(self) -> Question | None:
        """The question that is being asked now and has no answer yet."""
        if self.state not in ("playing", "paused"):
            return None
        asked = self.timeline.at(self.playhead).question
        return None if asked is None or asked.key in self._sitting.answers.given else asked

    @property
    def answers(self) -> Answers:
        """The answers so far; nothing else stores them."""
        return self._sitting.answers

    @property
    def next_script(self) -> str:
        """The id of the script that an answer leads to, or an empty string."""
        return self._sitting.plan.next

    @property
    def bed(self) -> str:
        """The name of the bed at the playhead, or an empty string for silence."""
        return bed_name_at(self._sitting, self.playhead)

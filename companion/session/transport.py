"""The transport: play, pause, seek, stay longer, end early and stop.

Each moves the playhead or replaces the timeline; no timeline is ever modified.

    ready --play--> playing <--pause/play--> paused
    playing --the end--> ended          any --stop--> stopped

Call it from one thread. Its sink is its only clock.
"""

from collections.abc import Callable
from dataclasses import replace

from companion.audio.sink import Sink
from companion.notices import Notices
from companion.script.manner import Anchor
from companion.session import ends
from companion.session.changes import (
    PATIENCE,
    time_unused,
    with_answer,
    with_bed_at,
    with_fewer_words,
    with_next_anchor,
    with_next_bed,
    with_room_to_write,
    without_answers_after,
)
from companion.session.lending import Lending
from companion.session.narration import Narration
from companion.session.sitting import Sitting
from companion.session.until import now_ms
from companion.timeline.answers import Value
from companion.timeline.arranging.arrange import rearrange
from companion.timeline.timeline import Moment, Quiet
from companion.units import MINUTE, SECOND, Millis, frames
from companion.wording import ON_YOUR_OWN

BACK = Millis(15 * SECOND)
# Sound that is already on its way to the loudspeaker can't change, so a new timeline starts later.
_IN_FLIGHT = Millis(600)
# How often a session that keeps to the clock looks at it.
_LOOK = Millis(5 * SECOND)


class Transport(Lending):
    """The player of one sitting, from its start to its end.

    Args:
        sitting: the sitting to play.
        narration: the source of the clips that are still to come.
        sink: the output, and the only clock.
        notices: the problems of this run.
        clock: gives the moment it is, in ms since the epoch, for an end at a time of day.
    """

    def __init__(
        self,
        sitting: Sitting,
        narration: Narration,
        sink: Sink,
        notices: Notices,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        super().__init__(sitting, sink, notices)
        self._narration, self._time = narration, ends.Timekeeper(clock)
        # a clip must end the wait for the sink, so that it is taken before its line begins
        narration.arrived = sink.wake
        sink.move(frames(sitting.start))

    def play(self) -> None:
        """Start or resume playing; one that keeps to the clock goes on where it is by then."""
        self.reclaim()
        if self.state in ("ready", "paused") and self._sitting.request.until is not None:
            self._renew(self._sitting, self.playhead, heard=self.playhead)
        if self.state == "ready":
            self._sink.load(self._sitting.score)
        if self.state in ("ready", "paused"):
            if not self._keep_to_clock():
                self._sink.play()
            self.state = "playing"

    def pause(self) -> None:
        """Pause."""
        if self.state == "playing":
            self._sink.pause()
            self.state = "paused"

    def toggle(self) -> None:
        """Pause, or start or resume playing."""
        if self.state == "playing":
            self.pause()
        else:
            self.play()

    def back(self, by: Millis = BACK) -> None:
        """Go back by `by` ms; questions after that place are asked again."""
        to = Millis(max(0, self.playhead - by))
        if self.state in ("playing", "paused"):
            self._sitting = without_answers_after(self._sitting, to)
        self._move(to)

    def seek(self, to: Millis) -> None:
        """Go to a place, clamped to the session."""
        self._move(Millis(max(0, min(to, self.timeline.total))))

    def answer(self, key: str, value: Value) -> bool:
        """Answer a question and go on; return False if it isn't being asked any more."""
        return self._change(lambda at: with_answer(self._sitting, key, value, at), key)

    def keep_text(self, key: str, text: str) -> None:
        """Store the text of a box that has closed; the plan stays the same."""
        answers = self._sitting.answers.keep(key, text)
        self._sitting = replace(self._sitting, answers=answers)

    def begin_writing(self, key: str, patience: Millis = PATIENCE) -> bool:
        """Keep a question open for someone who types, from every key on; return if it grew."""
        at = self.playhead  # nothing that sounds changes before the question's end
        return self._change(lambda _: with_room_to_write(self._sitting, key, at, patience), key, at)

    def swap_anchor(self) -> Anchor | None:
        """Switch to the next anchor from the next line on; return it, or None without anchors."""
        if self.state not in ("playing", "paused") or not self._sitting.plan.has_anchors:
            return None
        at = self._horizon()
        sitting, anchor = with_next_anchor(self._sitting, at)
        self._take_on(sitting, at)
        return anchor

    def fewer_words(self) -> bool:
        """Leave out more words from the next step on; return whether any could be left out."""
        if self.state not in ("playing", "paused"):
            return False
        at = self._horizon()
        sitting = with_fewer_words(self._sitting, at)
        if sitting is None or sitting.plan.cues == self._sitting.plan.cues:
            return False
        self._take_on(sitting, at)
        return True

    def next_bed(self) -> str | None:
        """Switch to the next bed and return its name, empty for silence; None when not running."""
        if self.state not in ("playing", "paused"):
            return None
        sitting, name = with_next_bed(self._sitting, self._horizon())
        self._sitting = sitting
        self._sink.load(sitting.score)
        return name

    def next_step(self) -> None:
        """Go to the next step, or from the last one to the end; an open silence ends."""
        content = self.timeline.at(self.playhead).content
        if isinstance(content, Quiet) and content.reason == "open":
            self._close()
        else:
            self._move(self.timeline.start_of_step_after(self.playhead))

    def end_gently(self) -> None:
        """Go to the closing words, or from there to the end; a paused session plays on."""
        self.is_gentle = self.state in ("playing", "paused")
        self._close()
        if self.state == "paused":
            self.play()

    def _close(self) -> None:
        """Go to the closing words, or from there to the end, whenever that is."""
        if self.state not in ("playing", "paused"):
            return
        at = self._horizon()
        if (over := ends.without_open_end(self._sitting, at)) is not None:
            self._renew(over, at)
            if self.timeline.open_end is not None:
                return  # it plays on to the end of the open silence, which is now
        self._sitting = ends.with_early_end(self._sitting, self.playhead)
        closing = self.timeline.closing
        self._move(closing if self.playhead < closing else self.timeline.total)

    def stay_longer(self, more: Millis = MINUTE) -> Millis:
        """Add time at the playhead; return by how many ms the session grew."""
        if self.state not in ("playing", "paused"):
            return Millis(0)
        self._let_go()
        at = self._horizon()
        sitting, added = ends.with_more_time(self._sitting, at, more)
        self._renew(sitting, at)
        return added

    def stop(self) -> None:
        """Silence the output at once, and stop for good."""
        if self.state not in ("ended", "stopped"):
            self._sink.cut()
            self.state = "stopped"

    def hush(self) -> None:
        """Silence the output at once and pause, because the session is being hidden."""
        if self.state == "playing":
            self._sink.cut()
            self.state = "paused"

    def tick(self) -> Moment:
        """Take the clips that have arrived, notice the end, and return the current moment."""
        if self.state not in ("ended", "stopped"):  # another session may use the sink by now
            self._take_clips()
        if self.state == "playing" and self._time.is_away(self._sitting, self.playhead):
            self._keep_to_clock()
        if self.state == "playing" and self._time.is_off(self._sitting, self.playhead):
            self._renew(self._sitting, self._horizon(), heard=self.playhead)
        at = self.playhead
        moment = replace(self.timeline.at(at), unused=time_unused(self._sitting, at))
        if self.state == "playing" and moment.is_over:
            self._sink.pause()
            self.state = "ended"
        return moment

    def close(self) -> None:
        """Pause the sink and cancel the narration; the sink stays open for the next session."""
        self._narration.cancelled.set()
        if self.state == "playing":
            self._sink.pause()
        if self.state != "ended":
            self.state = "stopped"

    def wait(self, until: Millis) -> None:
        """Wait until a place should be heard; one that keeps to the clock looks at it meanwhile."""
        if self._sitting.request.begins is not None:
            until = Millis(min(until, self.playhead + _LOOK))
        super().wait(until)

    def _keep_to_clock(self) -> bool:
        """Go to where a session should be that began at a time; return whether this one did."""
        begins = self._sitting.request.begins
        if begins is None:
            return False
        late = self._time.late(begins)
        at = Millis(min(max(0, late), self.timeline.total))
        self._sink.meet(frames(at), max(0, -late) / SECOND)
        return True

    def _let_go(self) -> None:
        """Keep to the clock no more, because someone goes at their own pace."""
        request = self._sitting.request
        if request.begins is not None:
            self._sitting = replace(self._sitting, request=replace(request, begins=None))
            self._notices.add(ON_YOUR_OWN)

    def _change(
        self, change: Callable[[Millis], Sitting | None], key: str, at: Millis | None = None
    ) -> bool:
        """Apply a change to the question that is being asked; return whether it was applied."""
        asked = self.question
        if asked is None or asked.key != key:
            return False
        self._take_clips()
        at = self._horizon() if at is None else at
        if (sitting := change(at)) is None:
            return False
        self._take_on(sitting, at)
        return True

    def _take_on(self, sitting: Sitting, at: Millis) -> None:
        """Take on a sitting with a new plan, and have its lines spoken first."""
        self._narration.want(u for u in sitting.plan.utterances() if u not in sitting.clips)
        self._renew(sitting, at)

    def _move(self, to: Millis) -> None:
        if self.state == "ready":
            self._sink.move(frames(to))
        if self.state in ("playing", "paused"):
            self._let_go()
            self._take_clips()
            # a line that was shown silently, because its clip came late, is heard this time
            heard = to if to < self.timeline.total else None
            self._renew(with_bed_at(self._sitting, to), to, heard=heard)
            self._sink.move(frames(to))

    def _horizon(self) -> Millis:
        """The earliest place where the timeline may still change."""
        ahead = _IN_FLIGHT if self.state == "playing" else 0
        return Millis(min(self.playhead + ahead, self.timeline.total))

    def _take_clips(self) -> None:
        """Arrange the rest of the session again with the clips that have arrived."""
        taken = {} if self._lent_at is not None else self._narration.take()
        if not (clips := {u: clip for u, clip in taken.items() if clip}):
            return
        at = self._horizon() if self.state != "ready" else Millis(0)
        self._renew(replace(self._sitting, clips={**self._sitting.clips, **clips}), at)

    def _renew(self, sitting: Sitting, at: Millis, *, heard: Millis | None = None) -> None:
        """Arrange a sitting again from a place on, and load its score.

        With the place that is `heard` now, it ends at the time of day it was asked to, if it was.
        """
        if heard is not None:
            sitting = self._time.kept(sitting, heard)
        old = self._sitting.timeline if self.state != "ready" else None
        timeline = rearrange(sitting.plan, sitting.lengths, sitting.target, old, at)
        self._sitting = replace(sitting, timeline=timeline)
        if self.state != "ready":
            self._sink.load(self._sitting.score)

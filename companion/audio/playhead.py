"""The playhead of a device: which frame is heard when, as a pure value.

It follows the reports of the device. Without a device it follows the monotonic clock, so that
words and time go on. Times are seconds of that clock, places are frames.
"""

from dataclasses import dataclass, replace

from companion.units import RATE


@dataclass(frozen=True, slots=True)
class Sync:
    """A known pair: `frame` is heard at the time `at`."""

    frame: int
    at: float

    def frame_at(self, time: float) -> int:
        """The frame that is heard at another time."""
        return self.frame + int((time - self.at) * RATE)


@dataclass(frozen=True, slots=True)
class Playhead:
    """A place, and the way it moves on.

    While it plays, `sync` is the last known pair. Until the first one the place stays the same,
    for as long as the device may take to begin, counted from `asked_at`.
    """

    place: int = 0
    is_playing: bool = False
    asked_at: float = 0.0
    sync: Sync | None = None

    def begin(self, now: float) -> "Playhead":
        """Play from here; wait for the first report, so that words and voice begin together."""
        return replace(self, is_playing=True, asked_at=now, sync=None)

    def meet(self, goal: Sync, now: float) -> "Playhead":
        """Play so that the frame of a sync is heard at its time; when near, never going back."""
        place = max(self.place, goal.frame) if self.is_near(goal, now) else goal.frame
        return Playhead(place, is_playing=True, asked_at=now, sync=goal)

    def behind(self, goal: Sync, now: float) -> int:
        """The number of frames by which it is behind a sync."""
        return goal.frame_at(now) - self.place

    def is_near(self, goal: Sync, now: float) -> bool:
        """Whether it follows something and is less than a second away from a sync."""
        is_following = self.is_playing and self.sync is not None
        return is_following and abs(self.behind(goal, now)) < RATE

    def move(self, to: int) -> "Playhead":
        """Move to another place."""
        return replace(self, place=to)

    def advance(self, now: float, patience_s: float) -> "Playhead":
        """Go on to a time, never back; after `patience_s` without a report, by the clock alone."""
        if not self.is_playing:
            return self
        sync = self.sync
        if sync is None:
            if now - self.asked_at < patience_s:
                return self
            sync = Sync(self.place, now)
        return replace(self, place=max(self.place, sync.frame_at(now)), sync=sync)

    def hold(self, now: float, patience_s: float) -> "Playhead":
        """Stop at the place that is heard now."""
        return replace(self.advance(now, patience_s), is_playing=False, sync=None)

    def follow(self, frame: int, heard_at: float) -> "Playhead":
        """Adopt a report of the device."""
        return replace(self, sync=Sync(frame, heard_at))

    def leave_out(self, seconds: float) -> "Playhead":
        """Go on as if these seconds had not passed."""
        sync = self.sync and Sync(self.sync.frame, self.sync.at + seconds)
        return replace(self, asked_at=self.asked_at + seconds, sync=sync)

    def run_on(self, now: float) -> "Playhead":
        """Go on by the clock alone from now on, because the device is lost."""
        return self.advance(now, 0.0)

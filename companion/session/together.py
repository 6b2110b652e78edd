"""Apart, together: one session for two people who are apart, at a time they agreed on.

Nothing goes from one to the other. Both agreed on a phrase and a time, and both machines work out
the same timeline from the script alone; two words show whether they did. Each line has an allowance
made from its words: a shorter one leaves silence, a longer one is spoken faster. The sink has a
frame heard at a moment, and a device that drifts leaves out or repeats single frames.
"""

import re
import time
import unicodedata
from dataclasses import dataclass, replace
from typing import NamedTuple

from companion.errors import WrongUsageError
from companion.session.check_words import check_words
from companion.session.lengths import plan_within
from companion.session.opened import Opened
from companion.session.until import BadTimeError, TimeOfDay, next_moment, parse_time, time_text
from companion.timeline.allowance import digest, lengths_of
from companion.timeline.arranging.arrange import rearrange
from companion.timeline.request import Request
from companion.timeline.timeline import Timeline
from companion.units import HOUR, MINUTE, SECOND, Millis, spoken_duration
from companion.wording_pages import TOGETHER_SAME

_UTC = re.compile(r"(?P<time>.*?)\s*(?:utc|gmt|z)", re.IGNORECASE)
_DAY = 24 * HOUR
READY = Millis(2 * SECOND)
"""The time before its beginning at which a session is handed to the sink."""
NO_PHRASE = "there's no phrase"


class Start(NamedTuple):
    """A time of day on the local clock, or on that of UTC."""

    time: TimeOfDay
    is_utc: bool


def parse_start(text: str) -> Start:
    """Read a time of day such as `21:30`, `9:30pm` or `19:30 UTC`.

    Raises:
        BadTimeError: for any other text.
    """
    match = _UTC.fullmatch(text.strip())
    return Start(parse_time(match["time"] if match else text), match is not None)


def nearest_start(start: Start, now: int, length: Millis) -> int:
    """The moment that is meant: one that a session of this length hasn't gone by yet, or the next.

    Raises:
        BadTimeError: when the clock skips that time on its day.
    """
    earliest = now - length
    if not start.is_utc:
        return next_moment(start.time, earliest)
    of_day = start.time.hour * HOUR + start.time.minute * MINUTE
    return earliest + _DAY - (earliest - of_day) % _DAY


@dataclass(frozen=True, slots=True)
class Meeting:
    """The session two people agreed on, as this machine understands it.

    `check` is the same on another machine if that will play the same things at the same times.
    """

    opened: Opened
    request: Request
    timeline: Timeline
    check: str

    @property
    def begins(self) -> int:
        """The moment it begins, in ms since the epoch."""
        assert self.request.begins is not None
        return self.request.begins

    def wait_s(self, now: int) -> float:
        """The seconds until it should be handed to what plays it; none when it is time."""
        return max(0, self.begins - READY - now) / SECOND

    def lines(self, now: int) -> tuple[str, ...]:
        """The lines about it: its name, its time, and the check word."""
        length = spoken_duration(Millis(self.timeline.total // SECOND * SECOND))
        return (
            f"{self.opened.script.title}, {length}.",
            begins_line(self.begins, now),
            f"Check word: {self.check}. {TOGETHER_SAME}",
        )


def begins_line(begins: int, now: int) -> str:
    """The line that says when it begins, by this clock and by UTC, and how long that is."""
    utc = time.gmtime(begins / 1000)
    day = "" if time.localtime(begins / 1000)[:3] == time.localtime(now / 1000)[:3] else " tomorrow"
    when = f"{time_text(begins)} here{day}, {utc.tm_hour}:{utc.tm_min:02} UTC"
    if begins <= now:
        return f"It began at {when}. You come in where the other one is."
    return f"It begins at {when}. {waiting_line(begins, now)}"


def waiting_line(begins: int, now: int) -> str:
    """The line that says how long it is until then, in whole minutes where there are any."""
    left = begins - now
    if left < MINUTE:
        return f"That's in {spoken_duration(Millis(max(SECOND, left)))}."
    hours, minutes = divmod(round(left / MINUTE), 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    parts += [spoken_duration(Millis(minutes * MINUTE))] if minutes else []
    return f"That's in {' and '.join(parts)}."


class Agreed(NamedTuple):
    """Words that someone typed: the phrase, the time, and what both may ask for besides.

    Capitals, blanks and accents of the phrase don't matter. `length` is None for the usual one;
    unless `breath`, no words guide the breath.
    """

    phrase: str
    start: str
    length: Millis | None = None
    breath: bool = True


def meet(opened: Opened, agreed: Agreed, now: int) -> Meeting:
    """Work out the session that two people agreed on.

    Args:
        opened: the session.
        agreed: what was typed.
        now: the moment it is, in ms since the epoch.

    Raises:
        WrongUsageError: when there is no phrase, or no such time.
        UnfitLengthError: when the session can't be that long.
    """
    words, length = _plain(agreed.phrase), agreed.length
    if not words:
        raise WrongUsageError(NO_PHRASE, "type the one you two agreed on; any few words will do")
    request = Request(length=length, breath=agreed.breath, is_shared=True)
    known = lengths_of(request, opened.plan(request), {})
    planned = plan_within(opened, request, known)
    whole = length or planned.offer.usual
    timeline = rearrange(planned.plan, known, whole)
    try:
        begins = nearest_start(parse_start(agreed.start), now, whole)
    except BadTimeError as error:
        raise WrongUsageError(error.message, f"{error.remedy}, or 20:30 UTC") from None
    script = opened.script.id
    check = check_words(words, str(begins), script, str(whole), digest(timeline))
    return Meeting(opened, replace(request, length=whole, begins=begins), timeline, check)


def _plain(phrase: str) -> str:
    """A phrase without what two people may type differently."""
    letters = unicodedata.normalize("NFKD", phrase).casefold()
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(kept.split())

"""A session for two who are apart, as lines: the wait for its time, and then the session."""

import sys
from collections.abc import Callable
from textwrap import wrap
from threading import Event
from typing import TextIO

from companion import wording_pages as wording
from companion.errors import CompanionError, WrongUsageError
from companion.plain.hiding import Hiding
from companion.plain.lines import Write, write_line
from companion.plain.services import RoomServices
from companion.plain.session import Plain
from companion.plain.typist import Typist
from companion.reading.diagnostic import printable
from companion.session.together import Agreed, Meeting, meet, waiting_line
from companion.session.transport import Transport
from companion.session.until import now_ms
from companion.units import MINUTE, BadDurationError, parse_minutes

_CELLS = 78
_LOOK_S = 0.2
_NEVER = Event()
_USUAL = Hiding()
WAITING = "Waiting quietly. q and Enter leaves."


_WHEN = "When does it begin? For example 21:30, or 20:30 UTC."
_WHICH = "Which one? A word of its title, or Enter for the timed sit."
_HOW_LONG = "How many minutes? Enter: as usual."


def ask_meeting(typist: Typist, write: Write) -> tuple[str, Agreed] | None:
    """Ask what two people agreed on; the phrase isn't shown while it's typed.

    Returns:
        A word of a title and what was typed, or None when no more is typed or no phrase was.

    Raises:
        WrongUsageError: when the minutes are none.
    """
    write("")
    for line in (wording.TOGETHER, wording.TOGETHER_LINE):
        write(line)
    for line in wrap(wording.TOGETHER_NOT, _CELLS):
        write(line)
    write(f"{wording.TOGETHER_PHRASE} (Enter goes back):")
    phrase = (typist.wait_hidden() or "").strip()
    if not phrase:
        return None
    answers = []
    for question in (_WHEN, _WHICH, _HOW_LONG):
        write(question)
        answers.append((typist.wait() or "").strip())
    start, which, minutes = answers
    try:
        length = parse_minutes(minutes) if minutes else None
    except BadDurationError as error:
        raise WrongUsageError(error.message, error.remedy) from None
    return which, Agreed(phrase, start, length)


def begin_meeting(  # noqa: PLR0913, PLR0917 - everything that a room has
    services: RoomServices,
    typist: Typist,
    out: TextIO,
    usual: str,
    now: Callable[[], int],
    hiding: Hiding,
) -> "PlainMeeting | None":
    """Ask what two people agreed on, and return the session that waits for its time.

    Args:
        services: the sessions, and what plays them.
        typist: reads the lines.
        out: the stream for the lines.
        usual: the id of the session where none is named.
        now: gives the moment it is, in ms since the epoch.
        hiding: how the person hides.

    Returns:
        None when nobody goes on, or when something is wrong, which is said.
    """

    def write(line: str) -> None:
        write_line(line, out)

    try:
        if (asked := ask_meeting(typist, write)) is None:
            return None
        which, agreed = asked
        found = services.directory.find(which) if which else []
        meeting = meet(services.open(found[0].id if found else usual), agreed, now())
        for line in meeting.lines(now()):
            write(printable(line))
        transport = services.start(meeting.opened, meeting.request)
    except CompanionError as error:
        write(printable(f"{error.message}. {error.remedy}"))
        return None
    return PlainMeeting(transport, meeting, typist, out, clock=now, hiding=hiding)


class PlainMeeting:
    """The wait for one session, and the session.

    Args:
        transport: the session, which hasn't begun.
        meeting: what was agreed on.
        typist: reads the letters.
        out: the stream for the lines; standard output by default.
        clock: gives the moment it is, in ms since the epoch.
        pause: waits for some seconds.
        hiding: how the person hides.
    """

    def __init__(  # noqa: PLR0913 - a clock and a pause for tests
        self,
        transport: Transport,
        meeting: Meeting,
        typist: Typist,
        out: TextIO | None = None,
        *,
        clock: Callable[[], int] = now_ms,
        pause: Callable[[float], object] = _NEVER.wait,
        hiding: Hiding = _USUAL,
    ) -> None:
        self.transport, self._meeting, self._typist = transport, meeting, typist
        self._out, self._clock, self._pause = out or sys.stdout, clock, pause
        self._plain = Plain(transport, out=out, typist=typist, hiding=hiding)

    def run(self, *, waits: bool = True) -> bool:
        """Wait for its time, then play it to its end.

        Args:
            waits: whether to wait at all; a file needs none.

        Returns:
            Whether everything was hidden when it ended, or the terminal has gone.
        """
        if not waits or self._wait():
            self._plain.run()
        self.transport.close()
        return self._plain.is_hidden or self._typist.gone.is_set()

    @property
    def has_ended(self) -> bool:
        """Whether it was played to its end, and is not hidden."""
        return self.transport.state == "ended" and not self._plain.is_hidden

    def _wait(self) -> bool:
        """Wait until it begins; return False when the person leaves before."""
        begins, told = self._meeting.begins, -1
        while (left := self._meeting.wait_s(self._clock())) > 0:
            minutes = (begins - self._clock()) // MINUTE
            if told < 0:
                self._write(WAITING)
            elif minutes != told and minutes in (0, 1, 4, 9):
                self._write(waiting_line(begins, self._clock()))
            told = minutes
            if self._typist.gone.is_set():
                return False
            for line in self._typist.take():
                if line.strip().lower() == "q":
                    return False
            self._pause(min(left, _LOOK_S))
        return True

    def _write(self, line: str) -> None:
        write_line(line, self._out)

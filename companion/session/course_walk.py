"""The way through a course: which page follows which, what is kept of it, and how it goes on."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal, Protocol

from companion.course.model import Course
from companion.errors import CompanionError
from companion.session import course_pages as pages
from companion.session import course_words as words
from companion.session.card import VERY_STRONG
from companion.session.course_pages import Act, CoursePage, Find, ToAnswer, ToDay, ToSession
from companion.timeline.request import Request

Doing = ToSession | Literal["page", "home", "call", "space"]
"""What to do next: play a session, show the page of the walk, go home, or show another page."""
Over = Literal["ended", "stopped", "left", "too much"]
"""How a session was over: to its end or ended gently, stopped, left, or too much to begin."""
_SUNDAY, _WEEK = 6, 7


class Keeper(Protocol):
    """The store of what a person wants kept of their courses."""

    def place(self, course: str) -> int | None:
        """The number of the day that is next, from one; None unless it is kept."""
        ...

    def keep_place(self, course: str, number: int | None) -> None:
        """Keep the number of the day that is next, or with None forget it."""
        ...

    def meeting(self, course: str, today: date) -> str:
        """The words about the next talk; empty unless they are kept, and after their day."""
        ...

    def keep_meeting(self, course: str, words: str, until: date) -> None:
        """Keep the words about the next talk until the end of a day."""
        ...


class CourseWalk:
    """One way through a course, from opening it to leaving it.

    Args:
        course: the course.
        find: gives the sessions.
        keeper: what is kept of it.
        today: the day it is.
        asks: whether to ask for the place to be kept; it's asked once in a run.
    """

    def __init__(
        self, course: Course, find: Find, keeper: Keeper, today: date, *, asks: bool = True
    ) -> None:
        self.course, self.asks = course, asks
        self.problems: list[str] = []
        """What couldn't be kept, and why; whoever shows it empties the list."""
        self.has_closed = False
        """Whether an answer ended the course, so that home follows."""
        self._find, self._keeper, self._today = find, keeper, today
        self._typed = ""
        self._playing: ToSession | None = None
        place = keeper.place(course.id)
        self._is_kept = place is not None
        self._next = min((place or 1) - 1, len(course.days) - 1)
        self._says = self._meeting_words(keeper.meeting(course.id, today))
        self._before: list[CoursePage] = []
        self._page = pages.gate_page(course) if course.gate else self._entrance()

    @property
    def page(self) -> CoursePage:
        """The page to show, with what stands on each page of this course."""
        alone = self.course.gate.alone if self.course.gate else ""
        is_asking = self._page.types or self._says in self._page.words
        page = self._page if is_asking else pages.with_meeting(self._page, self._says)
        return replace(page, alone=alone)

    def choose(self, act: Act) -> Doing:
        """Do what a row of the page does."""
        match act:
            case ToDay(day):
                self._push(pages.day_page(self.course, day, self._find), act)
            case ToAnswer():
                self._push(pages.answer_page(self.course, act, self._find), act)
            case ToSession():
                self._playing = act
                self._page = self._page.at_row(act)
                return act
            case "home" | "call" | "space":
                return act
            case str():
                self._act(act)
            case pages.ToCourse():
                pass  # the list of courses has no walk
        return "page"

    def _act(self, name: str) -> None:
        """Do what a row does that changes something or goes on."""
        if name == "enter":
            self._show(self._entrance())
            return
        if name == "keep":
            self._is_kept = True
        elif name == "keep meeting":
            self._keep_meeting()
        elif name == "again":
            self._next = 0
        self._keep_place()
        self._to_days()

    def type(self, text: str) -> None:
        """Take what was typed about the next talk; nothing skips it."""
        self._typed = " ".join(text.split())
        if not self._typed:
            self._show(self._opening())
            return
        self._says = self._meeting_words(self._typed)
        self._show(pages.keep_meeting_page(self.course, self._says))

    def back(self) -> bool:
        """Go one page back; return False where that is home."""
        if self._before:
            self._page = self._before.pop()
        elif self._page.types or "days" in [row.act for row in self._page.rows]:
            self._to_days()
        else:
            return False
        return True

    def over(self, how: Over) -> None:
        """Go on after a session: the next one is offered, and one that was left stays as it was."""
        played, self._playing = self._playing, None
        if played is None:
            return
        if how == "too much":
            self._before.append(self._page)
            self._page = pages.gentler_page(self._page.title, self._find)
        elif played.closes:
            self._forget_place()
            self.has_closed = True
        elif played.day is None:
            self._to_days(goes_on=True)
        elif how == "stopped" and self.course.days[played.day].is_together:
            self._show(pages.enough_page())
        elif how == "ended":
            self._after_day(played.day, follows=played.follows)

    @property
    def playing(self) -> str:
        """The id of the session that plays; empty while none does."""
        return self._playing.session if self._playing is not None else ""

    @property
    def is_stop_quiet(self) -> bool:
        """Whether nothing is asked when the session that plays is stopped: two people do it."""
        day = None if self._playing is None else self._playing.day
        return day is not None and self.course.days[day].is_together

    # --- the steps ---------------------------------------------------------------------------

    def _after_day(self, day: int, *, follows: bool) -> None:
        if self.course.days[day].then and not follows:
            then = [r.act for r in self._page.rows if isinstance(r.act, ToSession)]
            following = next((act for act in then if act.follows), None)
            if following is not None:
                self._page = self._page.at_row(following)
                return
        if day + 1 >= len(self.course.days):
            self._next = 0
            self._forget_place()
            self._show(pages.end_page(self.course))
            return
        self._next = day + 1
        self._keep_place()
        if day == 0 and not self._is_kept and self.asks:
            self.asks = False
            self._show(pages.keep_page(self.course))
        else:
            self._to_days(goes_on=True)

    def _entrance(self) -> CoursePage:
        """The first page behind the gate: the question about the next talk, or the days."""
        if self.course.meeting is not None and not self._says:
            return pages.meeting_page(self.course)
        return self._opening()

    def _opening(self) -> CoursePage:
        """All days, as someone sees them who opens the course."""
        if self._is_kept:
            said: tuple[str, ...] = (words.BACK, words.NEXT)
            page = pages.days_page(self.course, self._find, said, self._next)
            return replace(page, spoken=words.BACK_SPOKEN)
        said = (self.course.first, self.course.question or words.WHICH)
        return pages.days_page(self.course, self._find, said)

    def _to_days(self, *, goes_on: bool = False) -> None:
        said = words.NEXT if goes_on or self._next else self.course.question or words.WHICH
        self._show(pages.days_page(self.course, self._find, (said,), self._next))

    def _show(self, page: CoursePage) -> None:
        """Show a page that has none before it."""
        self._before = []
        self._page = page

    def _push(self, page: CoursePage, act: Act) -> None:
        """Show a page that leads back to this one, to the row that was chosen."""
        self._before.append(replace(self._page.at_row(act), spoken=""))
        self._page = page

    # --- what is kept ------------------------------------------------------------------------

    def _meeting_words(self, answer: str) -> str:
        says = self.course.meeting.says if self.course.meeting else ""
        return says.replace("{answer}", answer) if answer else ""

    def _keep_place(self) -> None:
        if self._is_kept:
            self._try_to_keep(self._next + 1)

    def _forget_place(self) -> None:
        if self._is_kept:
            self._is_kept = False
            self._try_to_keep(None)

    def _try_to_keep(self, number: int | None) -> None:
        try:
            self._keeper.keep_place(self.course.id, number)
        except CompanionError as error:
            self.problems.append(_told(error))

    def _keep_meeting(self) -> None:
        sunday = self._today + timedelta(days=(_SUNDAY - self._today.weekday()) % _WEEK)
        try:
            self._keeper.keep_meeting(self.course.id, self._typed, sunday)
        except CompanionError as error:
            self.problems.append(_told(error))


def gives_way(request: Request) -> bool:
    """Whether it's so strong that a session of a course gives way to something gentler."""
    return request.strength is not None and request.strength >= VERY_STRONG


def _told(error: CompanionError) -> str:
    message = f"{error.message}; {error.remedy}" if error.remedy else error.message
    return f"{message[:1].upper()}{message[1:]}."

"""The flow of courses: from page to page, to a session of the course, and back to it."""

from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.session.course_pages import Act, CoursePage, ToCourse, ToSession, all_page
from companion.session.course_walk import CourseWalk, Over, gives_way
from companion.store.course_files import CourseFile
from companion.timeline.request import Request
from companion.tui.appearance import notify_error
from companion.tui.screens.course import CourseScreen
from companion.wording_pages import is_night

if TYPE_CHECKING:
    from companion.session.transport import Transport
    from companion.tui.app import CompanionApp


class CourseFlow:
    """Shows courses, and returns to the one that is open after each session.

    Args:
        app: the app that shows the pages.
    """

    def __init__(self, app: "CompanionApp") -> None:
        self._app = app
        self._walk: CourseWalk | None = None
        self._over: Over = "left"
        self._asks = True

    def show_all(self) -> None:
        """Show the list of courses."""
        self._walk = None
        courses, broken = self._app.services.courses.all()
        problems = [(source.id, problem) for source, problem in broken]
        self._show(all_page([course for _, course in courses], problems))

    def open(self, name: str) -> None:
        """Open a course by its id; show a notification when that isn't possible."""
        try:
            self.begin(self._app.services.courses.find(name))
        except CompanionError as error:
            notify_error(self._app, error)

    def begin(self, source: CourseFile) -> None:
        """Open a course.

        Raises:
            NotFoundError, BadFileError: when it can't be read.
        """
        services = self._app.services
        course = services.courses.load(source)
        find, kept, today = services.directory.entry, services.own.courses, services.now().date()
        self._walk = CourseWalk(course, find, kept, today, asks=self._asks)
        self._show_page(self._walk)

    def choose(self, act: Act) -> None:
        """Do what a row does."""
        if isinstance(act, ToCourse):
            self.open(act.id)
            return
        walk = self._walk
        if walk is None:
            self._app.action_home()
            return
        doing = walk.choose(act)
        if isinstance(doing, ToSession):
            self._play(doing)
        elif doing == "page":
            self._show_page(walk)
        elif doing == "home":
            self._app.action_home()
        else:
            self._app.call_later(self._app.run_action, f"app.{doing}")

    def type(self, text: str) -> None:
        """Take what was typed."""
        if self._walk is not None:
            self._walk.type(text)
            self._show_page(self._walk)

    def back(self) -> None:
        """Go one page back, or home."""
        if self._walk is not None and self._walk.back():
            self._show_page(self._walk)
        else:
            self._app.action_home()

    def leave(self) -> None:
        """Close the course."""
        if self._walk is not None:
            self._asks = self._walk.asks  # the place is asked about once in a run
        self._walk = None

    def note(self, transport: "Transport") -> bool:
        """Note how a session was over; return whether the course follows it at once."""
        walk = self._walk
        if walk is None or walk.playing != self._app.starting.again[0]:
            return False
        if transport.state == "ended":
            self._over = "ended"
        elif self._over == "left":
            self._over = "stopped"
        return self._over == "stopped" and walk.is_stop_quiet

    def gives_way(self, name: str, request: Request) -> bool:
        """Show something gentler when it's too strong for a session; return whether it is."""
        walk = self._walk
        if walk is None or walk.playing != name or not gives_way(request):
            return False
        walk.over("too much")
        self._show_page(walk)
        return True

    def resume(self) -> bool:
        """Return to the course after a session; return whether one is open."""
        walk = self._walk
        if walk is None:
            return False
        walk.over(self._over)
        self._over = "left"
        if walk.has_closed:
            return False
        self._app.finish()
        self._show_page(walk)
        return True

    def _play(self, to: ToSession) -> None:
        """Show the card of a session, at the length that was chosen; an emergency has none."""
        self._over = "left"
        entry = self._app.services.directory.entry(to.session)
        if entry is not None and entry.kind == "emergency":
            self._app.starting.choose(to.session)
            return
        request, problems = self._app.services.own.request(to.session, Request(to.length))
        for problem in problems:
            self._app.notify(problem, markup=False, timeout=8)
        self._app.starting.choose(to.session, request)

    def _show_page(self, walk: CourseWalk) -> None:
        for problem in walk.problems:
            self._app.notify(problem, markup=False, timeout=8)
        walk.problems.clear()
        self._show(walk.page)

    def _show(self, page: CoursePage) -> None:
        self._app.sampling.stop()
        self._app.show(CourseScreen(page))
        if page.spoken and not is_night(self._app.services.now().hour):
            self._app.sampling.speak(page.spoken)

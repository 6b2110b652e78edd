"""The flow after a session: which page follows, by how it ended."""

from typing import TYPE_CHECKING

from companion.session.after import page_after
from companion.session.after_words import SOMEONE
from companion.session.agreement import of_session
from companion.session.ended import Ended, ended_of
from companion.session.questions import left
from companion.session.transport import Transport
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.leaving import Leaving
from companion.tui.screens.pages import NightScreen

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


class EndFlow:
    """Shows what follows a session.

    Args:
        app: the app that shows the pages.
        now: the id of the session that the panic key plays.
    """

    def __init__(self, app: "CompanionApp", now: str) -> None:
        self._app = app
        self._now = now
        self.was_very_strong = False
        """Whether the session that plays now was begun because it was very strong before."""

    @property
    def is_very_strong(self) -> bool:
        """Whether the page for when it is very strong is here, on top or under another one."""
        pages = self._app.screen_stack
        return any(isinstance(page, AfterScreen) and page.is_very_strong for page in pages)

    def show(self, transport: Transport) -> None:
        """Show the page after a session; after one of the night that was finished, a dark one."""
        ended = self._ended(transport)
        if self._app.services.has_preferences:
            self._app.recording.end()
            self._app.recording.rate_by_script(ended.script, ended.answers)
        is_second, self.was_very_strong = self.was_very_strong, False
        if page_after(ended).name == "night":
            self._app.show(NightScreen())
            return
        kept = left(transport.script, transport.timeline, transport.answers)
        agreed = of_session(transport.script, transport.answers)
        if agreed is not None:
            self._app.agreeing.offered = agreed
        has_put_away = self._app.has_put_away and not ended.is_panic
        if has_put_away:
            self._app.unsending.drawer.rate(ended.script, ended.answers)
        now = self._app.services.now()
        leaving = Leaving(
            ended,
            transport.closing_lines,
            kept,
            is_second,
            {**self._app.slots, "person": self._app.person.name or SOMEONE},
            f"{now.day} {now:%B %Y}",
            is_kept=self._app.services.has_preferences and self._app.services.kept.wants("ratings"),
            is_agreement=agreed is not None,
            has_put_away=has_put_away,
        )
        page = AfterScreen(leaving, self._app.services.directory.entry, self._app.motion)
        self._app.show(page)

    def _ended(self, transport: Transport) -> Ended:
        directory, moment = self._app.services.directory, self._app.home_moment
        return ended_of(
            transport, directory.nearby(transport.script, moment), directory.shelf, self._now
        )

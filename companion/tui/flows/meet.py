"""The flow of a session for two who are apart: what they agreed on, the wait, the session."""

from functools import partial
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.session.prepare import Preparation
from companion.session.together import Agreed, Meeting, meet
from companion.timeline.request import Request
from companion.tui.screens.together import TogetherScreen, WaitScreen

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp

_CHECK_S = 12.0


class MeetFlow:
    """Leads from a phrase and a time to the session.

    Args:
        app: the app that shows the pages.
        usual: the id of the session that is offered first.
    """

    def __init__(self, app: "CompanionApp", usual: str) -> None:
        self._app, self._usual = app, usual

    def ask(self) -> None:
        """Ask what two people agreed on."""
        entries = [entry for entry in self._app.services.directory.all() if not entry.problem]
        entries.sort(key=lambda entry: entry.id != self._usual)
        sessions = [(entry.id, entry.title) for entry in entries]
        self._app.push_screen(TogetherScreen(sessions, self._take))

    def _take(self, name: str, agreed: Agreed) -> str:
        """Show the wait for what was agreed on; return what is wrong with it, or nothing."""
        now = round(self._app.services.now().timestamp() * 1000)
        try:
            meeting = meet(self._app.services.open(name), agreed, now)
            self.show(meeting)
        except CompanionError as error:
            line = f"{error.message}; {error.remedy}" if error.remedy else error.message
            return f"{line[:1].upper()}{line[1:]}."
        return ""

    def show(self, meeting: Meeting) -> None:
        """Get the session ready, and wait for its time.

        Raises:
            CompanionError: when it can't be played.
        """
        self._app.finish()
        preparation = self._app.services.prepare(meeting.opened, meeting.request)
        page = WaitScreen(meeting, preparation, self._app.services.now)
        self._app.push_screen(page, partial(self._play_or_leave, meeting, preparation))

    def _play_or_leave(
        self, meeting: Meeting, preparation: Preparation, is_wanted: bool | None
    ) -> None:
        if self._app.is_leaving:
            return
        if not is_wanted:
            preparation.cancel()
            self._app.action_home()
            return
        # again, and after a crash, it's played alone
        alone = Request(meeting.request.length, breath=meeting.request.breath)
        self._app.starting.again = (meeting.opened.script.id, alone)
        self._app.starting.play(preparation)
        # once the page of the session is there, because it would go with the page before
        self._app.call_after_refresh(
            self._app.notify, f"Check word: {meeting.check}", timeout=_CHECK_S, markup=False
        )

"""The flow of the writer's room: opening a script, rehearsing it, and keeping unsaved text."""

from functools import partial
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.files import NOTHING_WRITTEN, is_ghost
from companion.reading.diagnostic import printable
from companion.session.editor import OpenScript
from companion.session.prepare import Preparation
from companion.tui.appearance import notify_error
from companion.tui.screens.before_session import ReadyScreen
from companion.tui.screens.writer import WriterScreen
from companion.tui.screens.writer_sheets import NameScreen, RehearsalScreen
from companion.tui.widgets.writer_lines import error_words

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


# How long a key may take before a waiting page is shown.
SHORT_WAIT_S = 0.12


class WriteFlow:
    """Opens scripts in the writer's room, rehearses them, and keeps unsaved text.

    Args:
        app: the app that shows the pages and holds the transport.
    """

    def __init__(self, app: "CompanionApp") -> None:
        self._app = app
        self.farewells: list[str] = []
        """Lines to print after the app has exited: where unsaved text is, or why it was lost."""

    @property
    def is_rehearsing(self) -> bool:
        """Whether the writer's room is on the stack of pages, so that a session is a rehearsal."""
        return any(isinstance(screen, WriterScreen) for screen in self._app.screen_stack)

    def show(self, script: OpenScript) -> None:
        """Replace all pages with the writer's room."""
        self._app.show(WriterScreen(self._app.services.editor, script))

    def ask_name(self, name: str = "", problem: str = "") -> None:
        """Ask for a script's name and open it; ask again, with the problem, when that fails."""

        def go_on(name: str | None) -> None:
            if name and (problem := self._open(name)):
                self.ask_name(name, problem)

        names = self._app.services.editor.own_ids()
        self._app.push_screen(NameScreen(names, name, problem), go_on)

    def edit(self, name: str) -> None:
        """Open a script; show a notification when that isn't possible."""
        if problem := self._open(name):
            self._app.notify(problem, markup=False, timeout=10)

    def play(self, event: WriterScreen.Play) -> None:
        """Play the text of the writer's room from a line on, in a page on top of it."""
        self._app.finish()
        script = event.script
        try:
            preparation = self._app.services.rehearse(
                event.text, str(script.file), script.name, event.line
            )
        except CompanionError as error:
            notify_error(self._app, error)
            return
        if preparation.wait_shortly(SHORT_WAIT_S):
            self._begin(preparation)
            return
        go_on = partial(self._begin_or_stay, preparation)
        self._app.push_screen(ReadyScreen(preparation, SHORT_WAIT_S), go_on)

    def _begin_or_stay(self, preparation: Preparation, is_wanted: bool | None) -> None:
        if is_wanted and not self._app.is_leaving:
            self._begin(preparation)
        else:
            preparation.cancel()

    def _begin(self, preparation: Preparation) -> None:
        try:
            transport = self._app.services.begin(preparation)
        except CompanionError as error:
            notify_error(self._app, error)
            return
        self._app.transport = transport
        transport.play()
        self._app.push_screen(RehearsalScreen(transport, self._app.motion))

    def return_to_page(self) -> None:
        """Close every page above the writer's room."""
        while not isinstance(self._app.screen, WriterScreen):
            self._app.pop_screen()

    def keep_unsaved(self) -> None:
        """Keep the unsaved text of every writer's room on the stack."""
        for screen in self._app.screen_stack:
            if isinstance(screen, WriterScreen) and screen.unsaved is not None:
                self._keep(screen.script, screen.unsaved)

    def _open(self, name: str) -> str:
        """Open a script in the writer's room; return the problem, or an empty string."""
        if is_ghost():
            return f"{NOTHING_WRITTEN[:1].upper()}{NOTHING_WRITTEN[1:]}; start without --ghost"
        self.keep_unsaved()
        try:
            script = self._app.services.editor.open(name)
        except CompanionError as error:
            return printable(error_words(error))
        self._app.finish()
        self.show(script)
        return ""

    def _keep(self, script: OpenScript, text: str) -> None:
        try:
            place = self._app.services.editor.keep_unsaved(script, text)
        except CompanionError as error:
            self.farewells.append(error.message)
            return
        if place is not None:
            self.farewells.append(f"the unsaved text of {script.name} is in {place}")

"""The way through the writer's room: which script is open, hearing it, and losing nothing of it."""

from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.reading.diagnostic import printable
from companion.session.editor import OpenScript
from companion.tui.appearance import motion, notify_error
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.writer import WriterScreen
from companion.tui.screens.writer_sheets import NameScreen

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


class WriteFlow:
    """Opens scripts to write in, plays them, and keeps what was not saved.

    Args:
        app: whose pages it shows.
    """

    def __init__(self, app: "CompanionApp") -> None:
        self._app = app
        self.farewells: list[str] = []
        """Lines to print when the program has ended: where unsaved text was kept."""

    @property
    def is_rehearsing(self) -> bool:
        """Whether the page of a script lies under what is playing."""
        return any(isinstance(screen, WriterScreen) for screen in self._app.screen_stack)

    def show(self, script: OpenScript) -> None:
        """Show the page of a script in place of all others."""
        self._app.show(WriterScreen(self._app.services.editor, script))

    def ask_name(self, name: str = "", problem: str = "") -> None:
        """Ask which script, then open it; a name that will not do is asked for again."""

        def go_on(name: str | None) -> None:
            if name and (problem := self._open(name)):
                self.ask_name(name, problem)

        names = self._app.services.editor.mine()
        self._app.push_screen(NameScreen(names, name, problem), go_on)

    def play(self, event: WriterScreen.Play) -> None:
        """Play what is being written, from a line on; the page waits underneath."""
        self._app.finish()
        script = event.script
        try:
            transport = self._app.services.rehearse(
                event.text, str(script.file), script.name, event.line
            )
        except CompanionError as error:
            notify_error(self._app, error)
            return
        self._app.transport = transport
        transport.play()
        self._app.push_screen(SessionScreen(transport, motion()))
        self._app.notify("q comes back to the page.", timeout=3)

    def return_to_page(self) -> None:
        """Close everything that lies over the page of the script."""
        while not isinstance(self._app.screen, WriterScreen):
            self._app.pop_screen()

    def keep_unsaved(self) -> None:
        """Keep the text of every page that has to go without having been saved."""
        for screen in self._app.screen_stack:
            if isinstance(screen, WriterScreen) and screen.unsaved is not None:
                self._keep(screen.script, screen.unsaved)

    def _open(self, name: str) -> str:
        """Open a script in place of everything else; gives why that cannot be done."""
        self.keep_unsaved()
        try:
            script = self._app.services.editor.open(name)
        except CompanionError as error:
            return f"{printable(error.message)}; {printable(error.remedy)}"
        self._app.finish()
        self.show(script)
        return ""

    def _keep(self, script: OpenScript, text: str) -> None:
        try:
            place = self._app.services.editor.keep(script, text)
        except CompanionError as error:
            self.farewells.append(error.message)
            return
        if place is not None:
            self.farewells.append(f"what was not saved of {script.name} is in {place}")

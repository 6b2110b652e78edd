"""The part of the app that writes: which script is open, hearing it, and losing nothing of it."""

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import Screen

from companion.errors import CompanionError
from companion.reading.diagnostic import printable
from companion.tui.appearance import motion
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.writer import WriterScreen
from companion.tui.screens.writer_sheets import NameScreen
from companion.tui.services import AppServices

if TYPE_CHECKING:
    from companion.session.transport import Transport


class WritingApp(App[int]):
    """An app with a writer's room.

    Args:
        player: begins sessions, and opens scripts.
    """

    def __init__(self, player: AppServices) -> None:
        super().__init__()
        self.player = player
        self.transport: Transport | None = None
        self.told_after: list[str] = []
        self.is_for_writing = False

    @abstractmethod
    def finish(self) -> None:
        """Fall silent."""

    @abstractmethod
    def action_home(self) -> None:
        """Ask what is here right now."""

    def show(self, screen: Screen[None]) -> None:
        """Put a page in place of all others."""
        self.keep_unsaved()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)

    def action_write(self) -> None:
        """Ask which script, then open it."""
        self._ask_name()

    def _ask_name(self, name: str = "", problem: str = "") -> None:
        """Ask for a name; one that will not do is asked for again."""

        def open_it(name: str | None) -> None:
            if name and (problem := self._open(name)):
                self._ask_name(name, problem)

        self.push_screen(NameScreen(self.player.desk.mine(), name, problem), open_it)

    def on_writer_screen_play(self, event: WriterScreen.Play) -> None:
        """Hear what is being written, from a line on; the page waits underneath."""
        self.finish()
        draft = event.draft
        try:
            transport = self.player.rehearse(event.text, str(draft.file), draft.name, event.line)
        except CompanionError as error:
            self.notify(f"{error.message}. {error.remedy}", markup=False, timeout=10)
            return
        self.transport = transport
        transport.play()
        self.push_screen(SessionScreen(transport, motion()))
        self.notify("q comes back to the page.", timeout=3)

    def on_writer_screen_left(self) -> None:
        """Home; or back to the shell, where it was opened from there."""
        if self.is_for_writing:
            self.exit(0)
        else:
            self.action_home()

    @property
    def is_rehearsing(self) -> bool:
        """Whether the page of a script lies under what is playing."""
        return any(isinstance(screen, WriterScreen) for screen in self.screen_stack)

    def back_to_writing(self) -> None:
        """Let go of what lies over the page."""
        while not isinstance(self.screen, WriterScreen):
            self.pop_screen()

    def _open(self, name: str) -> str:
        """Open a script in place of everything else; gives why that cannot be done."""
        self.keep_unsaved()
        try:
            draft = self.player.desk.open(name)
        except CompanionError as error:
            return f"{printable(error.message)}; {printable(error.remedy)}"
        self.finish()
        self.show(WriterScreen(self.player.desk, draft))
        return ""

    def keep_unsaved(self) -> None:
        """What is being written is not lost when the page has to go."""
        for screen in self.screen_stack:
            if isinstance(screen, WriterScreen) and screen.unsaved is not None:
                self._keep(screen, screen.unsaved)

    def _keep(self, screen: WriterScreen, text: str) -> None:
        """Keep a text beside its script; where else it had to go is told at the end."""
        try:
            place = self.player.desk.keep(screen.draft, text)
        except CompanionError as error:
            self.told_after.append(error.message)
            return
        if place is not None:
            self.told_after.append(f"what was not saved of {screen.draft.name} is in {place}")

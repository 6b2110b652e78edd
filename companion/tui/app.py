"""The app: which page is shown, and nothing about what is on it."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Iterable
from pathlib import PurePath
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from companion.reading.diagnostic import printable
from companion.session.questions import left_lines
from companion.timeline.request import Request
from companion.tui.appearance import NIGHT, motion
from companion.tui.flows.start import StartingApp
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.before_session import BeforeScreen, SitScreen
from companion.tui.screens.home import Entry, HomeScreen
from companion.tui.screens.overlays import HelpScreen, HiddenScreen, SpaceScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.writer import WriterScreen
from companion.tui.services import AppServices, Opening
from companion.tui.stderr import quiet_stderr
from companion.units import Millis

INTERRUPTED, ENDED = 130, 143
SIT_USUAL, SIT_LEAST, SIT_MOST = 10, 5, 60


class CompanionApp(StartingApp):
    """Home, sessions, and what follows them.

    Args:
        player: begins sessions, and opens scripts.
        opening: what is shown first.
        doors: the scripts for the first wave and for a timed sit.
    """

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = "companion.tcss"
    TITLE: str | None = "companion"
    # Textual declares this one as a variable of the instance
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-short"), (18, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("f8", "hide", show=False, priority=True),
    ]

    def __init__(self, player: AppServices, opening: Opening, doors: tuple[str, str]) -> None:
        super().__init__(player, doors)
        self._opening = opening
        self.transport = opening.transport
        self.again = opening.again

    def on_mount(self) -> None:
        """Show the session that is under way, else home."""
        # asked to end, the terminal is still given back as it was
        with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            for number in (signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(number) is signal.SIG_IGN:
                    continue
                asyncio.get_running_loop().add_signal_handler(number, self._silence, ENDED)
        self.register_theme(NIGHT)
        self.theme = NIGHT.name
        if self.transport is not None:
            self.push_screen(SessionScreen(self.transport, motion()))
        elif self._opening.draft is not None:
            self.is_for_writing = True
            self.show(WriterScreen(self.player.desk, self._opening.draft))
        elif self._opening.fits:
            self.is_for_fitting = True
            self.action_fit()
        elif self._opening.starts:
            self.begin(*self.again)
        else:
            self.action_home()

    def on_session_screen_over(self, event: SessionScreen.Over) -> None:
        """Show the closing words; a session that was left for another has no say any more."""
        transport = event.transport
        if transport is not self.transport:
            return
        if self.is_rehearsing:
            self.finish()
            self.back_to_writing()
            return
        if transport.next_script and transport.state == "ended":
            self.begin(transport.next_script, Request())
            return
        card = left_lines(transport.script, transport.answers)
        self.show(AfterScreen(transport.closing_lines, tuple(card)))

    def on_home_screen_chosen(self, event: HomeScreen.Chosen) -> None:
        """Play what was chosen."""
        if event.entry == self.sit:
            self.action_sit()
        elif event.entry != self.now and (told := self.player.before(event.entry).told):
            self._tell_first(event.entry, told)
        else:
            self.begin(event.entry, Request())

    def _tell_first(self, entry: str, told: tuple[str, ...]) -> None:
        """Say what there is to know, then begin."""

        def go_on(wanted: bool | None) -> None:
            if wanted:
                self.begin(entry, Request())

        self.push_screen(BeforeScreen(told), go_on)

    def action_now(self) -> None:
        """The first two minutes, at once."""
        self.begin(self.now, Request())

    def action_sit(self) -> None:
        """Ask how long, then sit."""

        def begin(length: Millis | None) -> None:
            if length is not None:
                self.begin(self.sit, Request(length))

        self.push_screen(SitScreen(SIT_USUAL, SIT_LEAST, SIT_MOST), begin)

    def action_again(self) -> None:
        """The same once more."""
        self.begin(*self.again)

    def action_home(self) -> None:
        """Ask what is here right now."""
        self.finish()
        doors = (
            Entry(self.now, "Right now, it is too much", "a voice at once, for two minutes"),
            Entry(self.sit, "Sit with it", "a timed sit with what hurts"),
        )
        known = {door.id for door in doors}
        entries = (Entry(*row) for row in self.player.entries() if row[0] not in known)
        self.show(HomeScreen(doors, tuple(entries)))

    def action_hide(self) -> None:
        """Be silent and blank, from any page; once more, and it is back, paused."""
        if isinstance(self.screen, HiddenScreen):
            self.pop_screen()
            return
        if self.transport is not None:
            self.transport.hush()
        self.clear_notifications()
        self.push_screen(HiddenScreen())

    def action_space(self) -> None:
        """Is this space, or something else?"""
        self.push_screen(SpaceScreen())

    def action_stop(self) -> None:
        """Stop what is playing, from a page that lies over it; else only close that page."""
        self.pop_screen()
        if self.transport is not None:
            self.transport.stop()

    def action_explain(self) -> None:
        """Say what the keys do."""
        self.push_screen(HelpScreen(in_session=isinstance(self.screen, SessionScreen)))

    def action_leave(self) -> None:
        """End, in silence."""
        self._silence(0)

    def action_interrupt(self) -> None:
        """End as Ctrl+C does everywhere."""
        self._silence(INTERRUPTED)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: the ways into a session, beside Textual's own commands."""
        yield SystemCommand("Right now, it is too much", "the first two minutes", self.action_now)
        yield SystemCommand("Sit with it", "a timed sit", self.action_sit)
        yield SystemCommand("Write", "a script of your own", self.action_write)
        yield SystemCommand("Voice", "find the one that suits you", self.action_fit)
        yield SystemCommand("Home", "what is here right now?", self.action_home)
        yield from super().get_system_commands(screen)

    def _silence(self, code: int) -> None:
        self.is_leaving = True
        self.keep_unsaved()
        if self.transport is not None:
            self.transport.stop()
        self.finish()
        self.exit(code, return_code=code)

    def finish(self) -> None:
        """Fall silent, and forget the session."""
        transport, self.transport = self.transport, None
        if transport is not None:
            transport.close()


def run_app(player: AppServices, opening: Opening, doors: tuple[str, str]) -> int:
    """Run the screen until it is left; gives the exit code."""
    app = CompanionApp(player, opening, doors)
    with quiet_stderr():
        code = app.run() or 0
    for words in app.told_after:
        sys.stderr.write(f"companion: {printable(words)}\n")
    return code

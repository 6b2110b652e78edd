"""The Textual app: a stack of pages, the keys that work on every page, and the palette."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from companion.ending import ENDED, end_by_force
from companion.reading.diagnostic import printable
from companion.session.questions import left
from companion.timeline.request import AT_ONCE, Request
from companion.tui.appearance import NIGHT, motion
from companion.tui.flows.fit import FitFlow
from companion.tui.flows.start import StartFlow
from companion.tui.flows.write import WriteFlow
from companion.tui.screens.after_session import AfterScreen
from companion.tui.screens.before_session import SitScreen
from companion.tui.screens.home import Entry, HomeScreen
from companion.tui.screens.overlays import HelpScreen, HiddenScreen, SpaceScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.screens.writer import WriterScreen
from companion.tui.services import AppServices, Opening
from companion.tui.stderr import quiet_stderr
from companion.units import Millis

if TYPE_CHECKING:
    from textual.driver import Driver

    from companion.session.transport import Transport

INTERRUPTED = 130
SIT_USUAL, SIT_LEAST, SIT_MOST = 10, 5, 60


class CompanionApp(App[int]):
    """Shows one page at a time; flows decide which page follows which.

    Args:
        services: everything the app needs from the rest of the program.
        opening: the page to show first.
        doors: the ids of two scripts: the first two minutes, and the timed sit.
    """

    CSS_PATH: ClassVar[str | PurePath | list[str | PurePath] | None] = "companion.tcss"
    TITLE: str | None = "companion"
    # Textual declares it as an instance variable, so ClassVar would not fit
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-short"), (18, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("f8", "hide", show=False, priority=True),
        Binding("ctrl+z", "suspend", show=False),  # a page of text takes it for itself, to undo
    ]

    def __init__(self, services: AppServices, opening: Opening, doors: tuple[str, str]) -> None:
        super().__init__(driver_class=_driver_class())
        self.services = services
        self._plays_on = False
        self.transport: Transport | None = opening.transport
        self.is_leaving = False
        self._opening = opening
        self._now_script, self._sit_script = doors
        self.starting = StartFlow(self, self._now_script, opening.again)
        self.writing = WriteFlow(self)
        self.fitting = FitFlow(self)

    def on_mount(self) -> None:
        """Handle termination signals, set the theme, and show the first page."""
        # a signal must also exit through Textual, which restores the terminal
        with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            for number in (signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(number) is signal.SIG_IGN:
                    continue
                asyncio.get_running_loop().add_signal_handler(number, self.action_terminal_gone)
        self.app_resume_signal.subscribe(self, self._on_resume)
        self.register_theme(NIGHT)
        self.theme = NIGHT.name
        if self.transport is not None:
            self.push_screen(SessionScreen(self.transport, motion()))
        elif self._opening.script is not None:
            self.writing.show(self._opening.script)
        elif self._opening.fits:
            self.action_fit()
        elif self._opening.starts:
            self.starting.restart()
        else:
            self.action_home()

    def show(self, screen: Screen[None]) -> None:
        """Replace all pages with one, after keeping unsaved text."""
        self.writing.keep_unsaved()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)

    def finish(self) -> None:
        """Close the transport and forget it."""
        transport, self.transport = self.transport, None
        if transport is not None:
            transport.close()

    # --- messages of pages: Textual finds these handlers by their names -------------------------

    def on_session_screen_over(self, event: SessionScreen.Over) -> None:
        """Show what follows a session, unless another session has replaced it."""
        transport = event.transport
        if transport is not self.transport:
            return
        if self.writing.is_rehearsing:
            self.finish()
            self.writing.return_to_page()
        elif transport.next_script and transport.state == "ended":
            self.starting.start(transport.next_script, Request())
        else:
            kept = left(transport.script, transport.timeline, transport.answers)
            self.show(AfterScreen(transport.closing_lines, tuple(kept.lines) if kept else ()))

    def on_home_screen_chosen(self, event: HomeScreen.Chosen) -> None:
        """Start the chosen script, or ask for the length of a sit."""
        if event.entry == self._sit_script:
            self.action_sit()
        else:
            self.starting.choose(event.entry)

    def on_home_screen_looked_at(self, event: HomeScreen.LookedAt) -> None:
        """Have the first lines of the highlighted script spoken ahead."""
        self.starting.look_at(event.entry)

    def on_writer_screen_play(self, event: WriterScreen.Play) -> None:
        """Play the script that is open in the writer's room."""
        self.writing.play(event)

    def on_writer_screen_left(self) -> None:
        """Go home, or exit when the run began in the writer's room."""
        self._leave_page(exits=self._opening.script is not None)

    def on_fit_screen_left(self) -> None:
        """Go home, or exit when the run began with the fitting."""
        self.finish()
        self._leave_page(exits=self._opening.fits)

    def _leave_page(self, *, exits: bool) -> None:
        if exits:
            self.exit(0)
        else:
            self.action_home()

    # --- keys, and the palette -------------------------------------------------------------------

    def action_now(self) -> None:
        """Start the first two minutes at once."""
        self.starting.start(self._now_script, AT_ONCE)

    def action_sit(self) -> None:
        """Ask for a length, then start the timed sit."""

        def go_on(length: Millis | None) -> None:
            if length is not None:
                self.starting.start(self._sit_script, Request(length))

        self.push_screen(SitScreen(SIT_USUAL, SIT_LEAST, SIT_MOST), go_on)

    def action_again(self) -> None:
        """Start the last session again."""
        self.starting.restart()

    def action_write(self) -> None:
        """Ask for a script and open it in the writer's room."""
        self.writing.ask_name()

    def action_fit(self) -> None:
        """Start fitting a voice."""
        self.fitting.begin()

    def action_home(self) -> None:
        """Close the session and show home."""
        self.finish()
        doors = (
            Entry(self._now_script, "Right now, it's too much", "a voice at once, for two minutes"),
            Entry(self._sit_script, "Sit with it", "a timed sit with what hurts"),
        )
        door_ids = {door.id for door in doors}
        entries = (Entry(*row) for row in self.services.entries() if row[0] not in door_ids)
        self.show(HomeScreen(doors, tuple(entries)))

    def action_hide(self) -> None:
        """Go silent and show a blank page; when hidden already, bring the page back, paused."""
        if isinstance(self.screen, HiddenScreen):
            self.pop_screen()
            return
        if self.transport is not None:
            self.transport.hush()
        self.clear_notifications()
        self.push_screen(HiddenScreen())

    def action_space(self) -> None:
        """Show the page about space and control."""
        self.push_screen(SpaceScreen())

    def action_stop(self) -> None:
        """Close the page on top, and stop the session under it, if there is one."""
        self.pop_screen()
        if self.transport is not None:
            self.transport.stop()

    def action_explain(self) -> None:
        """Show the help."""
        self.push_screen(HelpScreen(in_session=isinstance(self.screen, SessionScreen)))

    def action_leave(self) -> None:
        """Stop the sound and exit with 0."""
        self._stop_and_exit(0)

    def action_terminal_gone(self) -> None:
        """Exit because nobody can see or type any more, or because a signal says so."""
        end_by_force()
        self._stop_and_exit(ENDED)

    def action_suspend(self) -> None:
        """Go to the background in silence, as ctrl+z does everywhere; fg goes on."""
        transport = self.transport
        self._plays_on = transport is not None and transport.state == "playing"
        if transport is not None:
            transport.hush()
        self.action_suspend_process()

    def _on_resume(self, _: object) -> None:
        if self._plays_on and self.transport is not None:
            self.transport.play()
        self._plays_on = False
        self.refresh(layout=True)

    def action_interrupt(self) -> None:
        """Stop the sound and exit with 130, as programs do on Ctrl+C."""
        self._stop_and_exit(INTERRUPTED)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield the palette's commands: companion's pages, then Textual's own."""
        yield SystemCommand("Right now, it's too much", "the first two minutes", self.action_now)
        yield SystemCommand("Sit with it", "a timed sit", self.action_sit)
        yield SystemCommand("Write", "a script of your own", self.action_write)
        yield SystemCommand("Voice", "find the one that suits you", self.action_fit)
        yield SystemCommand("Home", "what is here right now?", self.action_home)
        yield from super().get_system_commands(screen)

    def _stop_and_exit(self, code: int) -> None:
        self.is_leaving = True
        self.writing.keep_unsaved()
        if self.transport is not None:
            self.transport.stop()
        self.finish()
        self.exit(code, return_code=code)


def _driver_class() -> "type[Driver] | None":
    """The class that reads the terminal; None for Textual's choice."""
    try:
        from companion.tui.driver import TerminalDriver
    except ImportError:  # no Unix, or a Textual whose parts have moved
        return None
    return TerminalDriver


def run_app(services: AppServices, opening: Opening, doors: tuple[str, str]) -> int:
    """Run the app until it exits, print its farewells, and return its exit code."""
    app = CompanionApp(services, opening, doors)
    with quiet_stderr():
        code = app.run() or 0
    for line in app.writing.farewells:
        sys.stderr.write(f"companion: {printable(line)}\n")
    return code

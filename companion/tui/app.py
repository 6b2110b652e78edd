"""The Textual app: a stack of pages, and which page follows which."""

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING

from textual.screen import Screen

from companion.ending import ENDED, end_by_force
from companion.timeline.bells import Bells
from companion.timeline.request import AT_ONCE, Request
from companion.tui.all_flows import Flows
from companion.tui.palette import Palette
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.home_rows import Yours
from companion.tui.screens.pages import HiddenScreen
from companion.tui.services import AppServices, Opening
from companion.units import MINUTE, Millis
from companion.wording_pages import FIRST_SENTENCE

if TYPE_CHECKING:
    from textual.driver import Driver

    from companion.session.resuming import Unfinished
    from companion.session.transport import Transport
    from companion.tui.screens.after_session import AfterScreen
    from companion.tui.screens.cards import CardScreen
    from companion.tui.screens.first import FirstScreen
    from companion.tui.screens.session import SessionScreen
    from companion.tui.screens.settings import SettingsScreen
    from companion.tui.screens.writer import WriterScreen

INTERRUPTED = 130
FIVE_MORE = Request(Millis(5 * MINUTE), words="quiet", bells=Bells("end"))
# Between these hours of the night home comes first, and the first start waits until the morning.
_SMALL_HOURS = range(2, 5)


class CompanionApp(Flows):
    """Shows one page at a time; flows decide which page follows which.

    Args:
        services: everything the app needs from the rest of the program.
        opening: the page to show first.
        doors: the ids of two scripts: the first two minutes, and the timed sit.
        driver: the class that reads the terminal; None for Textual's choice.
    """

    COMMANDS = {Palette}  # noqa: RUF012 - Textual declares it as an instance variable

    def __init__(
        self,
        services: AppServices,
        opening: Opening,
        doors: tuple[str, str],
        *,
        driver: "type[Driver] | None" = None,
    ) -> None:
        super().__init__(services, opening, doors, driver)
        self.transport = opening.transport
        self.is_leaving = False
        self._now_script, self._sit_script = doors
        self._home_place = ("", "")
        self._unfinished: Unfinished | None = None

    def on_mount(self) -> None:
        """Handle termination signals, and show the first page."""
        # a signal must also exit through Textual, which restores the terminal
        with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
            for number in (signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(number) is signal.SIG_IGN:
                    continue
                asyncio.get_running_loop().add_signal_handler(number, self.action_terminal_gone)
        self.app_resume_signal.subscribe(self, self._on_resume)
        if self.services.has_preferences:
            self.tell_mistakes(self.take_on())
        self._show_first()

    def _show_first(self) -> None:
        """Show the page that the run opens with."""
        if self.transport is not None:
            self.record(self.transport)
            self.push_screen(self.session_page(self.transport))
        elif self._opening.script is not None:
            self.writing.show(self._opening.script)
        elif self._opening.fits:
            self.action_fit()
        elif self._opening.page:
            self.open_page(self._opening.page)
        elif self._opening.meeting is not None:
            self.meeting.show(self._opening.meeting)
        elif self._opening.course is not None:
            self.open_course(self._opening.course)
        elif self._opening.starts:
            self.starting.restart(asks=True)
            self.call_after_refresh(self.warm_up)
        else:
            self.action_home()
            if self.services.is_first_start and self.services.now().hour not in _SMALL_HOURS:
                self.first.show()
            # on the same processors all this would slow down the first paint
            self.call_after_refresh(self.warm_up)

    def show(self, screen: Screen[None]) -> None:
        """Replace all pages with one, after keeping unsaved text and the place on home."""
        self.keep_unsaved()
        for page in self.screen_stack:
            if isinstance(page, HomeScreen):
                self._home_place = page.place
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)

    def session_page(self, transport: "Transport") -> "SessionScreen":
        """The page of a session, as the settings want it."""
        from companion.tui.screens.session import SessionScreen  # home needs none

        return SessionScreen(transport, self.motion, self.time_shown)

    @property
    def home_moment(self) -> str:
        """The moment that was chosen on home last."""
        return self._home_place[0]

    def finish(self) -> None:
        """End a sample, close the transport and forget it."""
        if "sampling" in self.__dict__:  # made when it's first needed
            self.sampling.stop()
        transport, self.transport = self.transport, None
        if transport is not None:
            transport.close()
            if "recording" in self.__dict__:
                self.recording.end()

    # --- messages of pages: Textual finds these handlers by their names -------------------------

    def on_session_screen_over(self, event: "SessionScreen.Over") -> None:
        """Show what follows a session, unless another session has replaced it."""
        transport = event.transport
        if transport is not self.transport:
            return
        if self.writing.is_rehearsing:
            self.finish()
            self.writing.return_to_page()
        elif self.note_over(transport):
            self.action_onward()
        elif transport.next_script and transport.state == "ended":
            self.starting.start(transport.next_script, Request())
        else:
            self.ending.show(transport)

    def on_after_screen_spoken(self, event: "AfterScreen.Spoken") -> None:
        """Have the voice say what belongs to the page after a session."""
        self.sampling.speak(event.words)

    def on_card_screen_sample(self, event: "CardScreen.Sample") -> None:
        """Let the voice or a bed be heard for a moment."""
        if event.is_bed:
            self.sampling.play_bed(event.request.bed)
        else:
            self.sampling.speak(FIRST_SENTENCE)

    def on_home_screen_chosen(self, event: HomeScreen.Chosen) -> None:
        """Show the card of the chosen session, or start it if it's one for an emergency."""
        if event.entry.id == self._sit_script:
            self.action_sit()
        else:
            self.starting.choose(event.entry.id)

    def on_home_screen_looked_at(self, event: HomeScreen.LookedAt) -> None:
        """Have the first lines of the highlighted session spoken ahead."""
        self.starting.look_at(event.name)

    def on_writer_screen_play(self, event: "WriterScreen.Play") -> None:
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

    def action_now(self) -> None:
        """Start the first two minutes at once, but not over a hidden page."""
        if not isinstance(self.screen, HiddenScreen):
            self.starting.start(self._now_script, AT_ONCE)

    def action_sit(self) -> None:
        """Show the card of the timed sit."""
        self.starting.choose(self._sit_script)

    def action_together(self) -> None:
        """Ask what two people who are apart agreed on."""
        self.meeting.ask()

    def action_open(self, name: str) -> None:
        """Show the card of a session, from the palette."""
        self.starting.choose(name)

    def action_next(self, name: str) -> None:
        """Begin a session that a page leads to."""
        self.ending.was_very_strong |= self.ending.is_very_strong
        self.starting.choose(name)

    def action_longer(self) -> None:
        """Sit for five more minutes, with few words."""
        self.starting.start(self._sit_script, FIVE_MORE)

    def action_again(self) -> None:
        """Start the last session again."""
        self.starting.restart()

    def action_settings(self) -> None:
        """Show the settings."""
        if self.transport is not None:
            self.transport.pause()
        from companion.tui.screens.settings import SettingsScreen  # home needs none

        self.push_screen(SettingsScreen(self.services.own))

    async def on_first_screen_taken(self, event: "FirstScreen.Taken") -> None:
        """Go on with the first start."""
        await self.first.take(event.choice)

    def on_first_screen_left(self) -> None:
        """Go home without writing anything."""
        self.sampling.stop()
        self.action_home()

    def on_settings_screen_changed(self, event: "SettingsScreen.Changed") -> None:
        """Take on what was changed at once."""
        self.take_on(event.name)

    def action_write(self) -> None:
        """Ask for a script and open it in the writer's room."""
        self.writing.ask_name()

    def action_edit(self, name: str) -> None:
        """Open a script in the writer's room."""
        self.writing.edit(name)

    def action_fit(self) -> None:
        """Start fitting a voice."""
        self.fitting.begin()

    def action_onward(self) -> None:
        """Return to the course after one of its sessions, or else go home."""
        if not self.return_to_course():
            self.action_home()

    def action_home(self) -> None:
        """Close the session and the course, and show home."""
        self.leave_course()
        self.finish()
        self.services.directory.look_again()
        self._unfinished = self.services.unfinished()
        left = self._unfinished.words if self._unfinished else None
        presets = self.services.own.presets if self.services.has_preferences else {}
        yours = Yours(self.services.courses, presets, left, self.services.check_in())
        hour, place = self.services.now().hour, self._home_place
        self.show(HomeScreen(self.services.directory, hour, place, yours))

    def action_resume(self) -> None:
        """Go on with the session that a crash ended."""
        if self._unfinished is not None:
            self.starting.resume(self._unfinished)

    def action_leave(self) -> None:
        """Stop the sound and exit with 0, unless words would go that nobody was told of."""
        if self.may_leave():
            self._stop_and_exit(0)

    def action_terminal_gone(self) -> None:
        """Exit because nobody can see or type any more, or because a signal says so."""
        end_by_force()
        self._stop_and_exit(ENDED)

    def action_interrupt(self) -> None:
        """Stop the sound and exit with 130, as programs do on Ctrl+C."""
        self._stop_and_exit(INTERRUPTED)

    def _stop_and_exit(self, code: int) -> None:
        self.is_leaving = True
        self.keep_unsaved()
        if self.transport is not None:
            self.transport.stop()
        self.finish()
        self.exit(code, return_code=code)

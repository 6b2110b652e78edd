"""The app: which page is shown, and nothing about what is on it."""

import asyncio
import contextlib
import signal
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import ClassVar, Protocol

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from companion.errors import CompanionError
from companion.session.asking import card_lines
from companion.session.transport import Transport
from companion.timeline.plan import Request
from companion.tui.motion import motion
from companion.tui.quiet import quiet_stderr
from companion.tui.screens.after import AfterScreen
from companion.tui.screens.help import HelpScreen
from companion.tui.screens.hidden import HiddenScreen
from companion.tui.screens.home import Entry, HomeScreen, SitScreen
from companion.tui.screens.pages import SlotsScreen, SpaceScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.theme import NIGHT
from companion.units import Millis

INTERRUPTED, ENDED = 130, 143
SIT_USUAL, SIT_LEAST, SIT_MOST = 10, 5, 60


class Player(Protocol):
    """What the app needs from the parts of the program."""

    def begin(self, name: str, request: Request) -> Transport:
        """A transport for a script."""
        ...

    def entries(self) -> tuple[tuple[str, str, str], ...]:
        """Every script: id, title, what it is for."""
        ...

    def asks(self, name: str) -> tuple[tuple[str, str, str], ...]:
        """What a script asks for before it begins: slot, question, what stands there otherwise."""
        ...


class CompanionApp(App[int]):
    """Home, sessions, and what follows them.

    Args:
        player: begins sessions.
        transport: a session that is under way already, or None for home.
        again: what that session was asked for, to play it once more.
        doors: the scripts for the first wave and for a timed sit.
        starts: whether to begin with what `again` says, which must be asked for something first.
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

    def __init__(
        self,
        player: Player,
        transport: Transport | None,
        again: tuple[str, Request],
        doors: tuple[str, str],
        *,
        starts: bool = False,
    ) -> None:
        super().__init__()
        self._player = player
        self._transport = transport
        self._starts = starts
        self._again = again
        self._is_leaving = False
        self._now, self._sit = doors

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
        if self._transport is not None:
            self.push_screen(SessionScreen(self._transport, motion()))
        elif self._starts:
            self.begin(*self._again)
        else:
            self.action_home()

    def begin(self, name: str, request: Request) -> None:
        """Play a script, after what it asks for first."""
        asked = () if self._is_leaving or name == self._now else self._player.asks(name)
        if not asked or request.slots:
            self._begin(name, request)
            return

        def go_on(words: dict[str, str] | None) -> None:
            if words is not None:
                self._begin(name, replace(request, slots=words))
            elif self._transport is None and not self._is_leaving:
                self.action_home()

        self.push_screen(SlotsScreen(asked), go_on)

    def _begin(self, name: str, request: Request) -> None:
        """Play a script; a script that cannot be played is said in a line."""
        if self._is_leaving:
            return
        is_playing = self._transport is not None and self._transport.state in ("playing", "paused")
        self._finish()
        try:
            transport = self._player.begin(name, request)
        except CompanionError as error:
            self.notify(f"{error.message}. {error.remedy}", markup=False, timeout=10)
            if is_playing:
                self.action_home()
            return
        self._transport, self._again = transport, (name, request)
        transport.play()
        self._show(SessionScreen(transport, motion()))

    def on_session_screen_over(self, event: SessionScreen.Over) -> None:
        """Show the closing words; a session that was left for another has no say any more."""
        transport = event.transport
        if transport is not self._transport:
            return
        if transport.next_script and transport.state == "ended":
            self.begin(transport.next_script, Request())
            return
        card = card_lines(transport.script.card, transport.answers)
        self._show(AfterScreen(transport.closing_lines, tuple(card)))

    def on_home_screen_chosen(self, event: HomeScreen.Chosen) -> None:
        """Play what was chosen."""
        if event.entry == self._sit:
            self.action_sit()
        else:
            self.begin(event.entry, Request())

    def action_now(self) -> None:
        """The first two minutes, at once."""
        self.begin(self._now, Request())

    def action_sit(self) -> None:
        """Ask how long, then sit."""

        def begin(length: Millis | None) -> None:
            if length is not None:
                self.begin(self._sit, Request(length))

        self.push_screen(SitScreen(SIT_USUAL, SIT_LEAST, SIT_MOST), begin)

    def action_again(self) -> None:
        """The same once more."""
        self.begin(*self._again)

    def action_home(self) -> None:
        """Ask what is here right now."""
        self._finish()
        doors = (
            Entry(self._now, "Right now, it is too much", "a voice at once, for two minutes"),
            Entry(self._sit, "Sit with it", "a timed sit with what hurts"),
        )
        known = {door.id for door in doors}
        entries = (Entry(*row) for row in self._player.entries() if row[0] not in known)
        self._show(HomeScreen(doors, tuple(entries)))

    def action_hide(self) -> None:
        """Be silent and blank, from any page."""
        if self._transport is not None:
            self._transport.hush()
        self.clear_notifications()
        self.push_screen(HiddenScreen())

    def action_space(self) -> None:
        """Is this space, or something else?"""
        self.push_screen(SpaceScreen())

    def action_stop(self) -> None:
        """Stop what is playing, from a page that lies over it; else only close that page."""
        self.pop_screen()
        if self._transport is not None:
            self._transport.stop()

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
        yield SystemCommand("Home", "what is here right now?", self.action_home)
        yield from super().get_system_commands(screen)

    def _silence(self, code: int) -> None:
        self._is_leaving = True
        if self._transport is not None:
            self._transport.stop()
        self._finish()
        self.exit(code, return_code=code)

    def _finish(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()

    def _show(self, screen: Screen[None]) -> None:
        """Put a page in place of all others."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)


def run_app(
    player: Player,
    transport: Transport | None,
    again: tuple[str, Request],
    doors: tuple[str, str],
    *,
    starts: bool = False,
) -> int:
    """Run the screen until it is left; gives the exit code."""
    with quiet_stderr():
        return CompanionApp(player, transport, again, doors, starts=starts).run() or 0

"""The part of the app that starts sessions: what comes before them, and a voice that is slow."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.session.transport import Transport
from companion.timeline.request import Request
from companion.tui.appearance import motion
from companion.tui.flows.write import WritingApp
from companion.tui.screens.before_session import ReadyScreen, SlotsScreen
from companion.tui.screens.fit import FitScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.session import SessionScreen
from companion.tui.services import AppServices, Beginning
from companion.wording import SILENCE_CHOSEN

if TYPE_CHECKING:
    from textual.timer import Timer


# So long a key may take without a page about it.
_SHORT_WAIT_S = 0.12
# Whoever only passes by a line in a list does not look at it.
_LOOKED_AT_S = 0.15


class StartingApp(WritingApp):
    """An app that starts sessions.

    Args:
        player: begins sessions.
        doors: the scripts for the first wave and for a timed sit.
    """

    def __init__(self, player: AppServices, doors: tuple[str, str]) -> None:
        super().__init__(player)
        self.is_leaving = self.is_for_fitting = False
        self.again: tuple[str, Request] = (doors[0], Request())
        self.now, self.sit = doors
        self._looks: Timer | None = None

    def begin(self, name: str, request: Request) -> None:
        """Play a script, after what it asks for first."""
        asked = () if self.is_leaving or name == self.now else self.player.before(name).slots
        if not asked or request.slots:
            self._begin(name, request)
            return

        def go_on(words: dict[str, str] | None) -> None:
            if words is not None:
                self._begin(name, replace(request, slots=words))
            elif self.transport is None and not self.is_leaving:
                self.action_home()

        self.push_screen(SlotsScreen(asked), go_on)

    def _begin(self, name: str, request: Request) -> None:
        """Get a script ready; one that cannot be played is said in a line."""
        if self.is_leaving:
            return
        is_playing = self.transport is not None and self.transport.state in ("playing", "paused")
        self.finish()
        try:
            beginning = self.player.prepare(name, request)
        except CompanionError as error:
            self._tell(error, to_home=is_playing)
            return
        self.again = (name, request)
        if beginning.wait(_SHORT_WAIT_S):
            self._carry(beginning)
            return
        carry = partial(self._carry_or_leave, beginning)
        self.push_screen(ReadyScreen(beginning, _SHORT_WAIT_S), carry)

    def _carry_or_leave(self, beginning: Beginning, is_wanted: bool | None) -> None:
        if is_wanted and not self.is_leaving:
            self._carry(beginning)
            return
        beginning.cancel()
        if self.transport is None and not self.is_leaving:
            self.action_home()

    def _carry(self, beginning: Beginning) -> None:
        """Play what is ready."""
        try:
            transport = beginning.begin()
        except CompanionError as error:
            self._tell(error, to_home=True)
            return
        self.transport = transport
        transport.play()
        self.show(SessionScreen(transport, motion()))

    def _tell(self, error: CompanionError, *, to_home: bool) -> None:
        self.notify(f"{error.message}. {error.remedy}", markup=False, timeout=10)
        if to_home:
            self.action_home()

    def on_home_screen_looked_at(self, event: HomeScreen.LookedAt) -> None:
        """Its first lines are spoken while somebody looks at it."""
        if self._looks is not None:
            self._looks.stop()
        self._looks = self.set_timer(_LOOKED_AT_S, partial(self._foresee, event.entry))

    def _foresee(self, name: str) -> None:
        top = self.screen_stack[-1:]  # empty while the program comes up or goes
        if not self.is_leaving and top and isinstance(top[0], HomeScreen):
            self.player.foresee(name)

    def action_fit(self) -> None:
        """Find the voice that suits."""
        self.finish()
        if not self.player.voices.names:
            self.notify(SILENCE_CHOSEN, markup=False, timeout=10)
            self.action_home()
            return
        fitting, keep = self.player.fitting(), self.player.voices.keep
        self.show(FitScreen(fitting, self.player.say, self._hear, keep))

    def _hear(self, beginning: Beginning) -> Transport:
        self.finish()
        self.transport = beginning.begin()
        return self.transport

    def on_fit_screen_left(self) -> None:
        """Home; or back to the shell, where it was opened from there."""
        self.finish()
        if self.is_for_fitting:
            self.exit(0)
        else:
            self.action_home()

"""The flow from a chosen script to its session: introduction, slots, waiting for the voice."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.session.introduction import introduce
from companion.session.opened import Opened
from companion.session.prepare import Preparation
from companion.timeline.request import AT_ONCE, Request
from companion.tui.appearance import motion, notify_error
from companion.tui.screens.before_session import BeforeScreen, ReadyScreen, SlotsScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.session import SessionScreen

if TYPE_CHECKING:
    from textual.timer import Timer

    from companion.tui.app import CompanionApp


# How long a key may take before a waiting page is shown.
_SHORT_WAIT_S = 0.12
# How long the cursor rests on a line before its first words are spoken ahead.
_LOOKED_AT_S = 0.15


class StartFlow:
    """Starts sessions.

    Args:
        app: the app that shows the pages and holds the transport.
        now: the id of the first two minutes, which start without an introduction or slots.
        again: the session to start again, by its script's name and its request.
    """

    def __init__(self, app: "CompanionApp", now: str, again: tuple[str, Request]) -> None:
        self._app = app
        self._now = now
        self.again = again
        self._look_timer: Timer | None = None

    def choose(self, name: str) -> None:
        """Start a script from a list: show its introduction, ask for its slots, then play it."""
        opened = self._open(name)
        if opened is None:
            return
        if name == self._now:
            self._ask_slots(name, opened, AT_ONCE)
            return
        lines = introduce(opened).lines
        if not lines:
            self._ask_slots(name, opened, Request())
            return

        def go_on(is_wanted: bool | None) -> None:
            if is_wanted:
                self._ask_slots(name, opened, Request())

        self._app.push_screen(BeforeScreen(lines), go_on)

    def start(self, name: str, request: Request) -> None:
        """Start a script without its introduction; ask for slots unless the request fills some."""
        if (opened := self._open(name)) is not None:
            self._ask_slots(name, opened, request)

    def restart(self) -> None:
        """Start the last session again with the same request."""
        self.start(*self.again)

    def look_at(self, name: str) -> None:
        """Speak the first lines of a script ahead, once the cursor has rested on it."""
        if self._look_timer is not None:
            self._look_timer.stop()
        self._look_timer = self._app.set_timer(_LOOKED_AT_S, partial(self._foresee, name))

    def _foresee(self, name: str) -> None:
        top = self._app.screen_stack[-1:]  # empty while the app starts or exits
        if not self._app.is_leaving and top and isinstance(top[0], HomeScreen):
            self._app.services.foresee(name)

    def _open(self, name: str) -> Opened | None:
        if self._app.is_leaving:
            return None
        try:
            return self._app.services.open(name)
        except CompanionError as error:
            self._refuse(error, to_home=self._is_playing)
            return None

    def _ask_slots(self, name: str, opened: Opened, request: Request) -> None:
        slots = () if name == self._now else introduce(opened).slots
        if not slots or request.slots:
            self._prepare(name, opened, request)
            return

        def go_on(words: dict[str, str] | None) -> None:
            if words is not None:
                self._prepare(name, opened, replace(request, slots=words))
            elif self._app.transport is None and not self._app.is_leaving:
                self._app.action_home()

        self._app.push_screen(SlotsScreen(slots), go_on)

    def _prepare(self, name: str, opened: Opened, request: Request) -> None:
        """Get a session ready, then play it; show a notification when that isn't possible."""
        if self._app.is_leaving:
            return
        is_playing = self._is_playing
        self._app.finish()
        try:
            preparation = self._app.services.prepare(opened, request)
        except CompanionError as error:
            self._refuse(error, to_home=is_playing)
            return
        self.again = (name, request)
        if preparation.wait_shortly(_SHORT_WAIT_S):
            self._play(preparation)
            return
        go_on = partial(self._play_or_leave, preparation)
        self._app.push_screen(ReadyScreen(preparation, _SHORT_WAIT_S), go_on)

    def _play_or_leave(self, preparation: Preparation, is_wanted: bool | None) -> None:
        if is_wanted and not self._app.is_leaving:
            self._play(preparation)
            return
        preparation.cancel()
        if self._app.transport is None and not self._app.is_leaving:
            self._app.action_home()

    def _play(self, preparation: Preparation) -> None:
        try:
            transport = self._app.services.begin(preparation)
        except CompanionError as error:
            self._refuse(error, to_home=True)
            return
        self._app.transport = transport
        transport.play()
        self._app.show(SessionScreen(transport, motion()))

    @property
    def _is_playing(self) -> bool:
        transport = self._app.transport
        return transport is not None and transport.state in ("playing", "paused")

    def _refuse(self, error: CompanionError, *, to_home: bool) -> None:
        notify_error(self._app, error)
        if to_home:
            self._app.action_home()

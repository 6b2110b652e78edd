"""The flow from a chosen script to its session: its card, and the wait for the voice."""

from functools import partial
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.session.card import Card
from companion.session.introduction import introduce
from companion.session.opened import Opened
from companion.session.prepare import Preparation
from companion.session.resuming import Unfinished
from companion.session.sit_card import SitCard
from companion.timeline.request import AT_ONCE, Request
from companion.tui.appearance import notify_error
from companion.tui.screens.before_session import ReadyScreen
from companion.tui.screens.cards import BeginScreen
from companion.tui.screens.home import HomeScreen
from companion.tui.screens.sit import SitScreen
from companion.units import Millis

if TYPE_CHECKING:
    from textual.timer import Timer

    from companion.tui.app import CompanionApp


# How long a key may take before a waiting page is shown.
_SHORT_WAIT_S = 0.12
# How long the cursor rests on a line before its first words are spoken ahead.
_LOOKED_AT_S = 0.15
_START = Millis(0)


class StartFlow:
    """Starts sessions.

    Args:
        app: the app that shows the pages and holds the transport.
        doors: the ids of the first two minutes, which start without a card, and of the sit.
        again: the session to start again, by its script's name and its request.
    """

    def __init__(
        self, app: "CompanionApp", doors: tuple[str, str], again: tuple[str, Request]
    ) -> None:
        self._app = app
        self._now, self._sit = doors
        self.again = again
        self.on_card = ""
        """The name of the script whose card was shown last."""
        self._look_timer: Timer | None = None

    def choose(self, name: str, request: Request | None = None) -> None:
        """Show the card of a script; one for an emergency begins at once."""
        opened = self._open(name)
        if opened is None:
            return
        if opened.script.kind == "emergency" or name == self._now:
            self._prepare(name, opened, AT_ONCE if request is None else request)
            return

        self.on_card = name
        card: BeginScreen | SitScreen
        if name == self._sit:
            card = self._sit_card(opened, request)
        else:
            asked = self._preferred(name, request)
            choices = Card(opened, asked, self._app.services.beds)
            card = BeginScreen(choices, introduce(opened), self._app.services.now())

        def go_on(chosen: Request | None) -> None:
            if chosen is not None:
                self._remember(name, card)
                if not self._app.course_gives_way(name, chosen):
                    self._prepare(name, opened, chosen)
            elif not self._app.screen_stack[1:]:
                self._app.action_home()

        self._app.push_screen(card, go_on)

    def _sit_card(self, opened: Opened, request: Request | None) -> SitScreen:
        asked = self._preferred(self._sit, request)
        own, now = self._app.services.own, self._app.services.now()
        return SitScreen(SitCard(opened, asked, self._app.services.beds, own.last_sit), now)

    def _preferred(self, name: str, request: Request | None) -> Request:
        """The wishes that a card begins with; a sound that is gone is told."""
        if request is not None:
            return request
        asked, problems = self._app.services.own.request(name, Request())
        for problem in problems:
            self._app.notify(problem, markup=False, timeout=8)
        return asked

    def _remember(self, name: str, page: BeginScreen | SitScreen) -> None:
        """Keep what was chosen on a card, if the person asked for that."""
        try:
            if isinstance(page, SitScreen):
                self._app.services.own.remember_sit(page.card.sit)
            else:
                self._app.services.own.remember(name, page.card.made)
        except CompanionError as error:
            notify_error(self._app, error)

    def start(self, name: str, request: Request) -> None:
        """Start a script without its card."""
        if (opened := self._open(name)) is not None:
            self._prepare(name, opened, request)

    def restart(self, *, asks: bool = False) -> None:
        """Start the last session again with the same request, or show its card."""
        if asks:
            self.choose(*self.again)
        else:
            self.start(*self.again)

    def resume(self, left: Unfinished) -> None:
        """Go on with a session that a crash ended, where it stopped."""
        if (opened := self._open(left.name)) is not None:
            self._app.recording.drop(left.row)
            self._prepare(left.name, opened, left.request, left.heard)

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

    def _prepare(self, name: str, opened: Opened, request: Request, at: Millis = _START) -> None:
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
            self.play(preparation, at)
            return
        go_on = partial(self._play_or_leave, preparation, at)
        self._app.push_screen(ReadyScreen(preparation, _SHORT_WAIT_S), go_on)

    def _play_or_leave(self, preparation: Preparation, at: Millis, is_wanted: bool | None) -> None:
        if is_wanted and not self._app.is_leaving:
            self.play(preparation, at)
            return
        preparation.cancel()
        if self._app.transport is None and not self._app.is_leaving:
            self._app.action_onward()

    def play(self, preparation: Preparation, at: Millis = _START) -> None:
        """Play a session that is ready, from a place on."""
        try:
            transport = self._app.services.begin(preparation)
        except CompanionError as error:
            self._refuse(error, to_home=True)
            return
        self._app.transport = transport
        if at:
            transport.seek(at)
        transport.play()
        self._app.record(transport)
        self._app.show(self._app.session_page(transport))

    @property
    def _is_playing(self) -> bool:
        transport = self._app.transport
        return transport is not None and transport.state in ("playing", "paused")

    def _refuse(self, error: CompanionError, *, to_home: bool) -> None:
        notify_error(self._app, error)
        if to_home or len(self._app.screen_stack) == 1:
            self._app.action_home()

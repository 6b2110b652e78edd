"""The flow of sessions kept under a name: keeping one from its card, and playing it."""

from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.session.presets import preset_of, request_of
from companion.timeline.request import Request
from companion.tui.appearance import notify_error
from companion.tui.screens.keep_as import KeepAsSheet
from companion.wording_pages import KEPT_AS

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


class PresetFlow:
    """Keeps and plays presets.

    Args:
        app: the app that shows the pages.
        sit: the id of the timed sit.
    """

    def __init__(self, app: "CompanionApp", sit: str) -> None:
        self._app, self._sit = app, sit

    def keep(self, script: str, request: Request, name: str = "", problem: str = "") -> None:
        """Ask for a name, and keep what a card asks for under it."""

        def go_on(typed: str | None) -> None:
            if typed is None:
                return
            preset = preset_of("" if script == self._sit else script, request)
            try:
                kept = self._app.services.own.keep_preset(typed, preset)
            except CompanionError as error:
                words = f"{error.message[:1].upper()}{error.message[1:]}; {error.remedy}."
                self.keep(script, request, typed, words)
                return
            self._app.notify(KEPT_AS.format(name=kept), markup=False)

        self._app.push_screen(KeepAsSheet(name, problem), go_on)

    def play(self, name: str) -> None:
        """Begin a session that was kept, without its card."""
        preset = self._app.services.own.presets.get(name)
        if preset is None:
            return
        now = round(self._app.services.now().timestamp() * 1000)
        try:
            request = request_of(preset, Request(), now)
        except CompanionError as error:
            notify_error(self._app, error)
            return
        self._app.starting.start(preset.script or self._sit, request)

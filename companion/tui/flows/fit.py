"""The way through fitting a voice: begin it, hear its samples, and come back."""

from typing import TYPE_CHECKING

from companion.session.prepare import Preparation
from companion.session.transport import Transport
from companion.tui.screens.fit import FitScreen
from companion.wording import SILENCE_CHOSEN

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


class FitFlow:
    """Fits a voice to the person.

    Args:
        app: whose pages it shows.
    """

    def __init__(self, app: "CompanionApp") -> None:
        self._app = app

    def begin(self) -> None:
        """Begin; somebody who chose silence is told how to get the voice back."""
        app = self._app
        app.finish()
        if not app.services.voices.names:
            app.notify(SILENCE_CHOSEN, markup=False, timeout=10)
            app.action_home()
            return
        fitting, keep = app.services.fitting(), app.services.voices.keep
        app.show(FitScreen(fitting, app.services.say, self._hear, keep))

    def _hear(self, preparation: Preparation) -> Transport:
        self._app.finish()
        self._app.transport = transport = self._app.services.begin(preparation)
        return transport

"""The flow of fitting a voice; kept apart so that its page needs neither app nor services."""

from typing import TYPE_CHECKING

from companion.session.prepare import Preparation
from companion.session.transport import Transport
from companion.tui.screens.fit import FitScreen
from companion.wording import SILENCE_CHOSEN

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


class FitFlow:
    """Opens the fitting page and plays its samples.

    Args:
        app: the app that shows the page and holds the transport.
    """

    def __init__(self, app: "CompanionApp") -> None:
        self._app = app

    def begin(self) -> None:
        """Show the fitting page; when the user chose silence, say how to get a voice back."""
        app = self._app
        app.finish()
        if not app.services.voices.names:
            app.notify(SILENCE_CHOSEN, markup=False, timeout=10)
            app.action_home()
            return
        fitting, keep = app.services.fitting(), app.services.voices.keep
        app.show(FitScreen(fitting, app.services.say, self._hear, keep, app.services.trouble))

    def _hear(self, preparation: Preparation) -> Transport:
        self._app.finish()
        self._app.transport = transport = self._app.services.begin(preparation)
        return transport

"""The flow of the first start: a sentence, the loudness, and whether anyone may hear it."""

from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.store.preferences.table import setting
from companion.tui.appearance import notify_error
from companion.tui.screens.first import HEAR, QUIETER, SILENT, YES, FirstScreen
from companion.wording_pages import FIRST_SENTENCE

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp

_QUIETER_DB = -6.0


class FirstFlow:
    """Shows the page of the first start before home, while there is no settings file.

    Args:
        app: the app that shows the pages.
    """

    def __init__(self, app: "CompanionApp") -> None:
        self._app = app
        self._quieter = 0.0

    def show(self) -> None:
        """Show the page over home."""
        self._app.push_screen(FirstScreen(str(self._app.services.own.file)))

    async def take(self, choice: str) -> None:
        """Play the sentence, or keep an answer to it and go home."""
        page = self._app.screen
        if not isinstance(page, FirstScreen):
            return
        if choice in (HEAR, QUIETER):
            self._quieter += _QUIETER_DB if choice == QUIETER else 0.0
            self._app.sampling.speak(FIRST_SENTENCE, self._quieter)
            await page.ask()
            return
        answers = {YES: {"sound.gentle": "yes"}, SILENT: {"voice.name": "silent"}}
        if self._quieter and choice == YES:
            answers[YES]["sound.voice_level"] = str(self._quieter)
        try:
            for name, text in answers[choice].items():
                row = setting(name)
                self._app.services.own.change(row, row.read(text))
        except CompanionError as error:
            notify_error(self._app, error)
            return
        self._app.sampling.stop()
        self._app.action_home()

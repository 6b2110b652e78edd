"""The flow of what is kept: its opt-ins, the passphrase, and the journal."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.session import journal
from companion.session import journal_words as words
from companion.session.journal_page import page
from companion.store.kept.kinds import KINDS
from companion.store.kept.sealing import OpenWords
from companion.store.preferences.setting import Setting
from companion.store.preferences.table import SETTINGS
from companion.tui.appearance import notify_error
from companion.tui.screens.journal import EntriesScreen, EntryScreen, JournalScreen, WriteScreen
from companion.tui.screens.keeping import OptInScreen, PassphraseSheet

if TYPE_CHECKING:
    from companion.store.kept.keeper import Keeper
    from companion.store.kept.sealed import Entry
    from companion.tui.app import CompanionApp


class KeepFlow:
    """Shows the pages of what is kept.

    Args:
        app: the app that shows the pages.
    """

    def __init__(self, app: "CompanionApp") -> None:
        self._app = app
        self.farewells: list[str] = []
        """Lines to print after the app has exited."""

    @property
    def _keeper(self) -> "Keeper":
        return self._app.services.kept

    def turn_on(self, row: Setting, done: Callable[[], None] = lambda: None) -> None:
        """Say what a setting keeps, ask for a yes and for a passphrase, and turn it on.

        Args:
            row: the setting.
            done: called when it was turned on.
        """
        kind = next(kind for kind, about in KINDS.items() if about.setting == row.id)

        def change(is_ready: bool | None) -> None:
            if not is_ready:
                return
            try:
                self._app.services.own.change(row, "yes")
            except CompanionError as error:
                notify_error(self._app, error)
                return
            done()

        def go_on(is_wanted: bool | None) -> None:
            if is_wanted and self._keeper.needs_passphrase(kind):
                self._app.push_screen(PassphraseSheet(self._keeper.key.set_up, is_new=True), change)
            else:
                change(is_wanted)

        self._app.push_screen(OptInScreen(row), go_on)

    def open_words(self, then: Callable[[OpenWords], None]) -> None:
        """Ask for the passphrase, and go on with the key that it opens."""
        opened: list[OpenWords] = []

        def take(phrase: str) -> None:
            opened.append(self._keeper.key.open(phrase))

        def go_on(is_open: bool | None) -> None:
            if is_open:
                then(opened.pop())

        self._app.push_screen(PassphraseSheet(take, is_new=False), go_on)

    # --- the journal -----------------------------------------------------------------------------

    def journal(self) -> None:
        """Show the journal."""
        entry = self._app.services.directory.entry

        def title(name: str) -> str:
            found = entry(name)
            return name if found is None else found.title

        try:
            made = page(self._keeper, title, self._app.services.now().date())
        except CompanionError as error:
            notify_error(self._app, error)
            return
        self._app.push_screen(JournalScreen(made))

    def choose(self, value: str) -> None:
        """Go where a row of the journal leads."""
        match value:
            case "on":
                self.turn_on(SETTINGS[KINDS["journal"].setting], self._show_again)
            case "passphrase":
                sheet = PassphraseSheet(self._keeper.key.set_up, is_new=True)
                self._app.push_screen(sheet, lambda is_set: self._show_again() if is_set else None)
            case "write":
                self._app.push_screen(WriteScreen(self._keep), lambda _: self._show_again())
            case "read":
                self.open_words(self._list)
            case "forget":
                self._try(partial(self._keeper.forget, ["journal"]), words.FORGOTTEN)
                self._show_again()
            case _:
                self._app.action_settings()

    def read(self, entry: "Entry") -> None:
        """Show one entry, and forget it if that is chosen."""
        below = self._app.screen

        async def go_on(is_gone: bool | None) -> None:
            if is_gone and isinstance(below, EntriesScreen):
                self._try(partial(self._keeper.journal.forget, entry.id), words.FORGOTTEN)
                await below.read()

        self._app.push_screen(EntryScreen(entry, self._app.services.now()), go_on)

    def keep_unsaved(self) -> None:
        """Keep what is being written, because the pages are about to close."""
        for screen in self._app.screen_stack:
            if isinstance(screen, WriteScreen) and not screen.keep():
                self.farewells.append(words.NOT_KEPT)

    def _list(self, key: OpenWords) -> None:
        def entries() -> "list[Entry]":
            try:
                return self._keeper.journal.all(key)
            except CompanionError as error:
                notify_error(self._app, error)
                return []

        self._app.push_screen(
            EntriesScreen(entries, self._app.services.now()), lambda _: self._show_again()
        )

    def _keep(self, text: str) -> bool:
        now = self._app.services.now()
        return self._try(lambda: self._keeper.journal.add({journal.TEXT: text}, now), words.KEPT)

    def _try(self, act: Callable[[], object], done: str) -> bool:
        """Do something, and say that it is done, or what is wrong; return whether it is."""
        try:
            act()
        except CompanionError as error:
            notify_error(self._app, error)
            return False
        self._app.notify(done, markup=False)
        return True

    def _show_again(self) -> None:
        """Show the journal with what has changed, if it is on top."""
        if isinstance(self._app.screen, JournalScreen):
            self._app.pop_screen()
            self.journal()

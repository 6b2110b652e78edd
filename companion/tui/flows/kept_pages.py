"""The base of flows through pages of what is kept: showing one, and getting ready to keep words."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.session.kept_page import KeptPage
from companion.store.kept.kinds import KINDS, SealedId
from companion.store.preferences.table import SETTINGS
from companion.tui.appearance import notify_error
from companion.tui.screens.keeping import PassphraseSheet
from companion.tui.screens.kept import KeptScreen

if TYPE_CHECKING:
    from companion.store.kept.keeper import Keeper
    from companion.tui.app import CompanionApp


class PageFlow:
    """Shows pages of what is kept.

    Args:
        app: the app that shows the pages.
    """

    def __init__(self, app: "CompanionApp") -> None:
        self.app = app
        self.keeping = app.keeping

    @property
    def keeper(self) -> "Keeper":
        """Everything that the person asked to keep."""
        return self.app.services.kept

    def push(
        self, page: KeptPage, choose: Callable[[str], None], *, holds_words: bool = False
    ) -> None:
        """Show a page over the one on top."""
        self.app.push_screen(KeptScreen(page, choose, holds_words=holds_words))

    def swap(self, make: Callable[[], KeptPage], choose: Callable[[str], None]) -> None:
        """Show a page in place of the one on top, if that is one of these; later as it's then."""
        try:
            page = make()
        except CompanionError as error:
            notify_error(self.app, error)
            return
        self.close()
        self.app.push_screen(KeptScreen(page, choose, again=make))

    def close(self) -> None:
        """Close the page on top, if it is one of these."""
        if isinstance(self.app.screen, KeptScreen):
            self.app.pop_screen()

    def attempt(self, act: Callable[[], object], done: str = "") -> bool:
        """Do something, and tell what is wrong, or that it is done; return whether it is."""
        try:
            act()
        except CompanionError as error:
            notify_error(self.app, error)
            return False
        if done:
            self.app.notify(done, markup=False)
        return True

    def when_ready(self, kind: SealedId, then: Callable[[], None]) -> None:
        """Go on once words of a kind can be kept: wanted, and with a passphrase."""
        if not self.keeper.wants(kind):
            self.keeping.turn_on(SETTINGS[KINDS[kind].setting], then)
        elif self.keeper.needs_passphrase(kind):
            sheet = PassphraseSheet(self.keeper.key.set_up, is_new=True)
            self.app.push_screen(sheet, lambda is_set: then() if is_set else None)
        else:
            then()

"""The part of the app that shows what is kept: the journal, the agreement, what isn't sent."""

from functools import cached_property
from typing import TYPE_CHECKING, cast

from companion.session import unsent_words
from companion.tui.preferring import Preferring
from companion.tui.services import AppServices

if TYPE_CHECKING:
    from textual.driver import Driver

    from companion.tui.app import CompanionApp
    from companion.tui.flows.agreement import AgreementFlow
    from companion.tui.flows.keep import KeepFlow
    from companion.tui.flows.unsent import UnsentFlow
    from companion.tui.screens.journal import EntriesScreen, JournalScreen
    from companion.tui.screens.settings import SettingsScreen


class KeptFlows(Preferring):
    """The app with the ways through what is kept.

    Args:
        services: everything the app needs from the rest of the program.
        doors: the ids of two scripts: the first two minutes, and the timed sit.
        driver: the class that reads the terminal; None for Textual's choice.
    """

    def __init__(
        self, services: AppServices, doors: tuple[str, str], driver: "type[Driver] | None"
    ) -> None:
        super().__init__(services, driver)
        self._doors = doors
        self._is_warned = False

    @property
    def _app(self) -> "CompanionApp":
        """This app, as the flows know it."""
        return cast("CompanionApp", self)

    @cached_property
    def keeping(self) -> "KeepFlow":
        """The way through what is kept."""
        from companion.tui.flows.keep import KeepFlow

        return KeepFlow(self._app)

    @cached_property
    def agreeing(self) -> "AgreementFlow":
        """The way of an agreement."""
        from companion.tui.flows.agreement import AgreementFlow

        return AgreementFlow(self._app, self._doors[1])

    @cached_property
    def unsending(self) -> "UnsentFlow":
        """The way of a message that isn't sent."""
        from companion.tui.flows.unsent import UnsentFlow

        return UnsentFlow(self._app)

    @property
    def has_put_away(self) -> bool:
        """Whether a message was put away for the session that plays."""
        return "unsending" in self.__dict__ and self.unsending.drawer.is_waiting

    def may_leave(self) -> bool:
        """Whether nothing goes that is only in memory; the second time, that was said before."""
        if "unsending" not in self.__dict__ or not self.unsending.drawer.in_memory:
            return True
        warned, self._is_warned = self._is_warned, True
        if not warned:
            self.notify(unsent_words.GOES_WITH_IT, markup=False, timeout=8)
        return warned

    def open_page(self, page: str) -> None:
        """Open the agreement, or the messages that aren't sent, over home."""
        self._app.action_home()
        self.call_later(self.run_action, f"app.{page}")

    def action_agreement(self) -> None:
        """Show the agreement and its check-in."""
        self.agreeing.show()

    def action_keep_agreement(self) -> None:
        """Keep the agreement that was made in the last session."""
        self.agreeing.keep_session()

    def action_unsent(self) -> None:
        """Show the messages that aren't sent."""
        self.unsending.show()

    def action_see_message(self) -> None:
        """Show the message that was put away for the last session."""
        self.unsending.come_back()

    def action_journal(self) -> None:
        """Show the journal."""
        self.keeping.journal()

    def on_journal_screen_chosen(self, event: "JournalScreen.Chosen") -> None:
        """Go where a row of the journal leads."""
        self.keeping.choose(event.value)

    def on_entries_screen_opened(self, event: "EntriesScreen.Opened") -> None:
        """Show an entry of the journal."""
        self.keeping.read(event.entry)

    def on_settings_screen_asked(self, event: "SettingsScreen.Asked") -> None:
        """Say what a setting keeps before it is turned on."""
        self.keeping.turn_on(event.row, event.done)

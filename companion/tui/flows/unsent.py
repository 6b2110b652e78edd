"""The flow of a message that isn't sent: written, put away for a sit, and seen again."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from companion.session import unsent
from companion.session import unsent_words as words
from companion.session.unsent import Drawer, Message
from companion.store.kept.sealing import OpenWords
from companion.tui.flows.kept_pages import PageFlow
from companion.tui.screens.journal import WriteScreen
from companion.tui.screens.kept import FormScreen

if TYPE_CHECKING:
    from companion.tui.app import CompanionApp


class UnsentFlow(PageFlow):
    """Shows the pages of messages that aren't sent.

    Args:
        app: the app that shows the pages.
    """

    def __init__(self, app: "CompanionApp") -> None:
        super().__init__(app)
        self.drawer = Drawer(app.services.kept, app.services.now)
        self._has_put = False
        self._unsaved: Message | None = None

    def keep_unsaved(self) -> None:
        """Keep the lines that were filled in, because their page is about to close."""
        unsaved, self._unsaved = self._unsaved, None
        if unsaved is not None:
            self.attempt(partial(self.drawer.change, unsaved))

    def show(self) -> None:
        """Show what there is, and what can be done."""
        self.swap(partial(unsent.page, self.keeper, self.drawer), self._choose)

    def _choose(self, value: str) -> None:
        match value:
            case "write":
                self._has_put = False
                self.app.push_screen(WriteScreen(self._put, words.WRITE_HINT), self._after_writing)
            case "memory":
                self._list(self.drawer.in_memory)
            case "sealed":
                self.keeping.open_words(self._list_sealed)
            case _:
                self.attempt(self.drawer.forget_sealed, words.GONE)
                self.show()

    # --- writing -----------------------------------------------------------------------------

    def _put(self, text: str) -> bool:
        self._has_put = self.attempt(partial(self.drawer.put, text))
        return self._has_put

    def _after_writing(self, _: None) -> None:
        """Show where the message is, and offer a sit."""
        if not self._has_put:
            return

        def choose(value: str) -> None:
            self.close()
            if value == "sit":
                self.app.action_sit()
            else:
                self.show()

        self.push(unsent.put_away_page(self.drawer), choose)

    # --- seeing it again ---------------------------------------------------------------------

    def come_back(self) -> None:
        """Show the message that was put away, after the sit."""
        if self.drawer.is_last_sealed:
            self.keeping.open_words(self._come_back_sealed)
        else:
            self._come_back(self.drawer.last())

    def _come_back_sealed(self, key: OpenWords) -> None:
        found: list[Message | None] = []
        if self.attempt(lambda: found.append(self.drawer.last(key))):
            self._come_back(found[0])

    def _come_back(self, message: Message | None) -> None:
        self.drawer.is_waiting = False
        if message is not None:
            self._show_message(message)

    def show_saved(self) -> None:
        """Show what was saved for the check-in."""
        self.keeping.open_words(partial(self._list_sealed, is_wanted=lambda each: each.is_saved))

    def _list_sealed(
        self, key: OpenWords, is_wanted: Callable[[Message], bool] = lambda _: True
    ) -> None:
        messages: list[Message] = []
        if self.attempt(lambda: messages.extend(self.drawer.sealed(key))):
            self._list([each for each in messages if is_wanted(each)])

    def _list(self, messages: Sequence[Message]) -> None:
        """Show a message, or the list to choose one from."""
        if not messages:
            self.app.notify(words.NOTHING_SAVED, markup=False)
            return
        if len(messages) == 1:
            self._show_message(messages[0])
            return

        def choose(value: str) -> None:
            self.close()
            self._show_message(next(each for each in messages if str(each.id) == value))

        page = unsent.choose_page(messages, self.app.services.now())
        self.push(page, choose, holds_words=True)

    def _show_message(self, message: Message) -> None:
        def choose(value: str) -> None:
            self.close()
            match value:
                case "keep":
                    self._seal(message, words.IS_KEPT)
                case "soften":
                    self._soften(message)
                case "save":
                    self._seal(message.saved(), words.FOR_CHECK_IN)
                case "let go":
                    self.attempt(partial(self.drawer.let_go, message), words.GONE)
                case _:
                    self.app.notify(words.LEFT_OPEN, markup=False)

        self.push(unsent.message_page(message), choose, holds_words=True)

    def _seal(self, message: Message, done: str) -> None:
        """Seal a message, once messages are kept, and show it."""

        def seal() -> None:
            kept: list[Message] = []
            if self.attempt(lambda: kept.append(self.drawer.seal(message)), done):
                self._show_message(kept[0])

        self.when_ready("unsent", seal)

    def _soften(self, message: Message) -> None:
        """Ask for the three lines, with the message above them."""
        lines = {label: message.parts.get(name, "") for name, label in unsent.FIELDS.items()}
        latest = [message]

        def typed(texts: Sequence[str]) -> None:
            parts = dict(zip(unsent.FIELDS, texts, strict=True))
            latest[0] = message.having(**parts)
            self._unsaved = latest[0]

        def go_on(_: object) -> None:
            self.keep_unsaved()
            self._show_message(latest[0])

        self._unsaved = None
        form = FormScreen(words.SOFTEN, words.SOFTEN_HOW, lines, typed, message.text)
        self.app.push_screen(form, go_on)

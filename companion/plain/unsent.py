"""A message that isn't sent, as numbered lines: put away for a sit, and seen again."""

from collections.abc import Callable, Sequence

from companion.errors import CompanionError
from companion.plain.keeping import PlainPageRoom
from companion.session import unsent
from companion.session import unsent_words as words
from companion.session.unsent import Drawer, Message

_AGAIN_PROMPT = "1 shows the message you put away, Enter leaves it put away:"


class PlainUnsent:
    """Messages that aren't sent.

    Args:
        keeping: the questions before something is kept.
        drawer: the messages of this run.
        sit: shows the card of the timed sit, and plays it.
    """

    def __init__(self, keeping: PlainPageRoom, drawer: Drawer, sit: Callable[[], None]) -> None:
        self._keeping, self.drawer, self._sit = keeping, drawer, sit
        self._write = keeping.write

    def run(self) -> str:
        """Show what there is, and do what is chosen; return `n` or `q` where that was typed."""
        while True:
            try:
                value = self._keeping.choose(unsent.page(self._keeping.services.kept, self.drawer))
                if value in ("", "n", "q"):
                    return value
                if value == "write" and self._write_one():
                    return ""
                if value == "memory":
                    self._list(self.drawer.in_memory)
                elif value == "sealed":
                    self._list(self.drawer.sealed(self._keeping.opened()))
                elif value == "forget":
                    self.drawer.forget_sealed()
                    self._write(words.GONE)
            except CompanionError as error:
                self._keeping.tell(error)

    def _write_one(self) -> bool:
        """Put away what is typed; return whether a sit was begun."""
        self._write(words.WRITE_LINES)
        self._keeping.wrapped(words.HELP_PLAIN)
        self._keeping.wrapped(words.STAYS_SHOWN)
        text = self._keeping.typed_text()
        if not text:
            self._write(words.NOTHING_WRITTEN)
            return False
        self.drawer.put(text)
        if self._keeping.choose(unsent.put_away_page(self.drawer)) != "sit":
            return False
        self._sit()
        return True

    def come_back(self) -> None:
        """Offer the message that was put away, after a sit."""
        if not self.drawer.is_waiting:
            return
        self._write(_AGAIN_PROMPT)
        if self._keeping.typed() != "1":
            return
        try:
            key = self._keeping.opened() if self.drawer.is_last_sealed else None
            message = self.drawer.last(key)
            self.drawer.is_waiting = False
            if message is not None:
                self._show(message)
        except CompanionError as error:
            self._keeping.tell(error)

    def show_saved(self) -> None:
        """Show what was saved for the check-in.

        Raises:
            CompanionError: when it can't be opened.
        """
        messages = self.drawer.sealed(self._keeping.opened())
        self._list([each for each in messages if each.is_saved])

    def _list(self, messages: Sequence[Message]) -> None:
        """Show a message, or the list to choose one from."""
        if not messages:
            self._write(words.NOTHING_SAVED)
        elif len(messages) == 1:
            self._show(messages[0])
        else:
            page = unsent.choose_page(messages, self._keeping.services.now())
            value = self._keeping.choose(page)
            for message in messages:
                if str(message.id) == value:
                    self._show(message)

    def _show(self, message: Message | None) -> None:
        """Show a message until something has become of it."""
        self._keeping.wrapped(words.STAYS_SHOWN)
        while message is not None:
            value = self._keeping.choose(unsent.message_page(message))
            try:
                message = self._act(message, value)
            except CompanionError as error:
                self._keeping.tell(error)

    def _act(self, message: Message, value: str) -> Message | None:
        """Do what was chosen; return the message as it is then, or None to leave it."""
        match value:
            case "keep":
                return self._seal(message, words.IS_KEPT)
            case "save":
                return self._seal(message.saved(), words.FOR_CHECK_IN) or message
            case "soften":
                return self._soften(message)
            case "let go":
                self.drawer.let_go(message)
                self._write(words.GONE)
            case _:
                self._write(words.LEFT_OPEN)
        return None

    def _seal(self, message: Message, done: str) -> Message | None:
        """Seal a message, once messages are kept; None where nothing is to be kept."""
        if not self._keeping.make_ready("unsent"):
            return None
        sealed = self.drawer.seal(message)
        self._write(done)
        return sealed

    def _soften(self, message: Message) -> Message:
        """Ask for the three lines, with the message above them."""
        for line in message.text.split("\n"):
            self._keeping.wrapped(line)
        self._write(words.SOFTEN_HOW)
        self._keeping.wrapped(words.HELP_PLAIN)
        parts = {}
        for name, label in unsent.FIELDS.items():
            was = message.parts.get(name, "")
            self._keeping.wrapped(f"{label} \u2026 (Enter: {was})" if was else f"{label} \u2026")
            parts[name] = self._keeping.typed() or was
        softened = message.having(**parts)
        self.drawer.change(softened)
        return softened

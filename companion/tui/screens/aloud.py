"""The base of pages whose numbers can be read aloud: the card of whom to call, and one number."""

from abc import abstractmethod

from textual.message import Message

from companion.tui.screens.room import Room


class Spoken(Message):
    """Posted when the voice should read words aloud, or with none, when it should stop."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class AloudRoom(Room[None]):
    """A page that a key reads aloud; it falls silent when another page covers it."""

    def __init__(self) -> None:
        super().__init__()
        self._is_read = False

    @property
    @abstractmethod
    def aloud(self) -> str:
        """The words to read aloud."""

    def action_aloud(self) -> None:
        """Read the page aloud, or stop."""
        self._is_read = not self._is_read
        self.post_message(Spoken(self.aloud if self._is_read else ""))

    def on_screen_suspend(self) -> None:
        """Stop reading when another page covers this one."""
        self._hush()

    def leave(self) -> None:
        """Stop reading, and close the page."""
        self._hush()
        super().leave()

    def _hush(self) -> None:
        if self._is_read:
            self._is_read = False
            self.post_message(Spoken(""))

"""A message that isn't sent: put away, seen again later, and what can become of it.

Nobody's words are read or judged here: they're only carried from one page to the next.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from companion.files import is_ghost
from companion.script.model import Script
from companion.session import unsent_words as words
from companion.session.after import Tap, first_rating, rating_at_end
from companion.session.agreement import date_words
from companion.session.kept_page import KeptPage, KeptRow
from companion.timeline.answers import Answers
from companion.units import SECOND

if TYPE_CHECKING:
    from companion.store.kept.keeper import Keeper
    from companion.store.kept.sealed import Entry
    from companion.store.kept.sealing import OpenWords

FIELDS = {"feel": words.FEEL, "need": words.NEED, "would": words.WOULD}
"""The three lines that a person fills, by the names of their parts."""
_TEXT, _BEFORE, _AFTER, _SAVED = "text", "before", "after", "saved"
_YES = "yes"
_FIRST_CELLS = 60
_TAPS: Mapping[object, str] = {
    "softer": "softer", "same": "about the same", "stronger": "stronger",
}  # fmt: skip


class Message(NamedTuple):
    """One message: each part by its name, its id, and when it was put away, in ms since the epoch.

    An id below 0 is that of a message that is only in memory.
    """

    parts: Mapping[str, str]
    id: int
    at: int

    @classmethod
    def of(cls, entry: "Entry") -> "Message":
        """The message of an entry."""
        return cls(entry.words, entry.id, entry.at)

    @property
    def is_sealed(self) -> bool:
        """Whether it is sealed, and not only in memory."""
        return self.id > 0

    @property
    def text(self) -> str:
        """The words as they were typed first."""
        return self.parts[_TEXT]

    @property
    def softened(self) -> tuple[tuple[str, str], ...]:
        """The lines that were filled in later, each with its beginning."""
        return tuple((label, self.parts[n]) for n, label in FIELDS.items() if self.parts.get(n))

    @property
    def is_saved(self) -> bool:
        """Whether it is saved for the check-in."""
        return self.parts.get(_SAVED) == _YES

    @property
    def first_words(self) -> str:
        """Its first words, to find it in a list."""
        line = next((each.strip() for each in self.text.split("\n") if each.strip()), "")
        return line if len(line) <= _FIRST_CELLS else f"{line[: _FIRST_CELLS - 1].rstrip()}\u2026"

    def saved(self) -> "Message":
        """Return the message saved for the check-in."""
        return self.having(**{_SAVED: _YES})

    def having(self, **parts: str) -> "Message":
        """Return the message with other parts."""
        return self._replace(parts={**self.parts, **parts})


class Drawer:
    """The messages of one run, in memory, and the way to the sealed ones.

    Args:
        keeper: everything that the person asked to keep.
        now: gives the time.
    """

    def __init__(self, keeper: "Keeper", now: Callable[[], datetime]) -> None:
        self._keeper, self._now = keeper, now
        self._memory: dict[int, Message] = {}
        self._last = 0
        self._strength: dict[str, str] = {}
        self.is_waiting = False
        """Whether one was put away for a sit and hasn't been seen since."""

    @property
    def can_seal(self) -> bool:
        """Whether the next message will be sealed; never in a run that writes nothing."""
        return self._keeper.unsent.is_ready and not is_ghost()

    @property
    def in_memory(self) -> list[Message]:
        """The messages that are only in memory, the last one first."""
        return [self._strengthened(each) for each in reversed(self._memory.values())]

    @property
    def is_last_sealed(self) -> bool:
        """Whether the message that was put away last is sealed."""
        return self._last > 0

    def put(self, text: str) -> None:
        """Put a message away: sealed where messages are kept, else in memory.

        Raises:
            CompanionError: when it can't be sealed; nothing is put away then.
        """
        parts, now = {_TEXT: text}, self._now()
        if self.can_seal:
            self._last = self._keeper.unsent.add(parts, now)
        else:
            self._last = min((0, *self._memory)) - 1
            self._memory[self._last] = Message(parts, self._last, round(now.timestamp() * SECOND))
        self._strength, self.is_waiting = {}, True

    def rate(self, script: Script, answers: Answers, tap: Tap = None) -> None:
        """Take how it was before and after the sit, where that was said.

        Args:
            script: the script of the sit.
            answers: the numbers that were given before it and in it.
            tap: the answer after it.
        """
        before = first_rating(script, answers)
        after = tap if tap is not None else answers.given.get(rating_at_end(script) or "")
        if self.is_waiting and before is not None:
            self._strength[_BEFORE] = str(before)
        if self.is_waiting and after is not None:
            self._strength[_AFTER] = _TAPS.get(after, str(after))

    def sealed(self, key: "OpenWords") -> list[Message]:
        """Every sealed message, the last one first.

        Raises:
            CompanionError: when they can't be read.
        """
        entries = reversed(self._keeper.unsent.all(key))
        return [self._strengthened(Message.of(entry)) for entry in entries]

    def last(self, key: "OpenWords | None" = None) -> Message | None:
        """The message that was put away last; None where it is gone.

        Raises:
            CompanionError: when it can't be read.
        """
        messages = self.in_memory if key is None else self.sealed(key)
        return next((each for each in messages if each.id == self._last), None)

    def change(self, message: Message) -> None:
        """Keep a message as it is now, in its place.

        Raises:
            CompanionError: when it can't be sealed.
        """
        if message.is_sealed:
            self._keeper.unsent.replace(message.id, message.parts, self._now())
        else:
            self._memory[message.id] = message

    def seal(self, message: Message) -> Message:
        """Seal a message as it is now; return it with the id that it has from now on.

        Raises:
            CompanionError: when it can't be sealed; it stays in memory then.
        """
        if message.is_sealed:
            self.change(message)
            return message
        number = self._keeper.unsent.add(message.parts, self._now())
        self._memory.pop(message.id, None)
        if self._last == message.id:
            self._last = number
        return message._replace(id=number)

    def let_go(self, message: Message) -> None:
        """Forget a message.

        Raises:
            CompanionError: when it can't be deleted.
        """
        if message.is_sealed:
            self._keeper.unsent.forget(message.id)
        self._memory.pop(message.id, None)
        if message.id == self._last:
            self._last, self._strength, self.is_waiting = 0, {}, False

    def forget_sealed(self) -> None:
        """Forget every sealed message.

        Raises:
            CompanionError: when they can't be deleted.
        """
        self._keeper.forget(["unsent"])
        if self.is_last_sealed:
            self._last, self._strength, self.is_waiting = 0, {}, False

    def _strengthened(self, message: Message) -> Message:
        return message.having(**self._strength) if message.id == self._last else message


def page(keeper: "Keeper", drawer: Drawer) -> KeptPage:
    """The page of messages that aren't sent.

    Raises:
        CompanionError: when what is kept can't be read.
    """
    count, rows = keeper.unsent.count, []
    where = words.WILL_BE_SEALED if drawer.can_seal else words.WILL_BE_IN_MEMORY
    lines = [words.WHAT, where]
    if drawer.in_memory:
        lines.append(words.WAITING)
        rows.append(KeptRow(words.READ, words.READ_MEMORY, "memory"))
    if count:
        lines.append(words.KEPT)
        rows.append(KeptRow(words.READ, words.READ_SEALED, "sealed"))
    rows.append(KeptRow(words.WRITE, "", "write"))
    if count:
        rows.append(KeptRow(words.FORGET_ALL, "", "forget", is_final=True))
    return KeptPage(words.TITLE, tuple(lines), tuple(rows))


def put_away_page(drawer: Drawer) -> KeptPage:
    """The page once a message is put away: where it is, and a sit."""
    rows = (
        KeptRow(words.SIT, words.SIT_LINE, "sit"),
        KeptRow(words.LATER, words.LATER_LINE, "later"),
    )
    return KeptPage(
        words.PUT_AWAY, (words.SEALED if drawer.is_last_sealed else words.IN_MEMORY,), rows
    )


def message_page(message: Message) -> KeptPage:
    """The page of one message: its words beside how it was before and after, and what can be."""
    before, after = message.parts.get(_BEFORE, ""), message.parts.get(_AFTER, "")
    strength = ((words.BEFORE_LABEL, before), (words.AFTER_LABEL, after))
    answers = [(label, how) for label, how in strength if how]
    rows = (
        KeptRow(words.KEEP, words.KEEP_STAYS if message.is_sealed else words.KEEP_SEALED, "keep"),
        KeptRow(words.SOFTEN, words.SOFTEN_LINE, "soften"),
        KeptRow(words.SAVE, "", "save"),
        KeptRow(words.LET_GO, "", "let go", is_final=True),
        KeptRow(words.BACK, "", "back"),
    )
    notes = (words.FOR_CHECK_IN,) if message.is_saved else ()
    copy = "\n".join(_sentence(*pair) for pair in message.softened) or message.text
    pairs = ((words.AS_IT_IS, message.text), *answers, *message.softened)
    return KeptPage(words.TITLE, (), rows, pairs, notes, copy)


def choose_page(messages: Sequence[Message], now: datetime) -> KeptPage:
    """The page to choose one of several messages from."""
    rows = []
    for message in messages:
        at = datetime.fromtimestamp(message.at / SECOND, now.tzinfo)
        rows.append(KeptRow(message.first_words, date_words(at), str(message.id)))
    return KeptPage(words.CHOOSE, (), tuple(rows))


def _sentence(label: str, text: str) -> str:
    """A line as someone would send it; the last part is a question."""
    end = "?" if label == words.WOULD and not text.endswith("?") else ""
    return f"{label} {text}{end}"

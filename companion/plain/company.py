"""The agreement and the messages that aren't sent, for home in lines, where sessions end too."""

from typing import TYPE_CHECKING

from companion.plain.agreement import AgreementServices, PlainAgreement
from companion.plain.keeping import PlainPageRoom
from companion.plain.unsent import PlainUnsent
from companion.session import unsent_words
from companion.session.agreement import of_session
from companion.session.unsent import Drawer

if TYPE_CHECKING:
    from collections.abc import Callable

    from companion.plain.agreement import Play
    from companion.session.after import Tap
    from companion.session.ended import Ended

ROWS = (
    ("agreement", "our agreement: when room began, and when you'll talk"),
    ("unsent", "a message you don't send, put away while you sit"),
)
"""The words that open these rooms, and what they are."""


class Company:
    """Both rooms, and what they add to home and to the end of a session.

    Args:
        services: what is kept, and the sessions.
        keeping: the questions before something is kept, and the pages.
        sit: the id of the timed sit.
        play: plays a session.
    """

    def __init__(
        self, services: AgreementServices, keeping: PlainPageRoom, sit: str, play: "Play"
    ) -> None:
        self._write = keeping.write
        self._unsent = PlainUnsent(
            keeping, Drawer(services.kept, services.now), lambda: play(sit, None)
        )
        self._agreement = PlainAgreement(services, keeping, sit, play, self._unsent.show_saved)
        self._is_strong = False
        self.rooms: dict[str, Callable[[], str]] = {
            "agreement": self._agreement.run,
            "unsent": self._unsent.run,
        }
        """Each room by the word that opens it; it returns `n`, `q` or nothing."""

    @property
    def kept_line(self) -> str:
        """The line about an answer after the sit; empty where no message was put away for it."""
        from companion.session.after_words import IS_BESIDE

        return IS_BESIDE if self._unsent.drawer.is_waiting else ""

    def offer(self, ended: "Ended") -> None:
        """Offer to keep the agreement of a session, where it made one."""
        answers = of_session(ended.script, ended.answers)
        if answers is not None:
            self._agreement.offer(answers)

    def note(self, ended: "Ended", tap: "Tap", *, is_strong: bool) -> None:
        """Take how it was before and after a session, and whether it leads outward."""
        self._is_strong = is_strong or ended.is_panic
        self._unsent.drawer.rate(ended.script, ended.answers, tap)

    def come_back(self) -> None:
        """Offer the message that was put away, unless it's too strong for that now."""
        if not self._is_strong:
            self._unsent.come_back()
        elif self._unsent.drawer.is_waiting:
            self._write(unsent_words.LEFT_OPEN)

"""The pages that a letter shows from anywhere in lines, with the numbers of the country in them."""

from typing import TYPE_CHECKING

from companion.plain.call import Calling, PlainCall
from companion.plain.lines import Write, write_page
from companion.plain.typist import Typist
from companion.session.after_words import SOMEONE
from companion.session.calling import known, slots
from companion.wording_pages import ABOUT, INSTEAD, SPACE, filled, with_way_out

if TYPE_CHECKING:
    from companion.store.helplines import Need

LETTERS = ("c", "i", "x", "about")


class PlainPages:
    """Whom one could call, and the pages of words.

    Args:
        calling: what's known of whom to call, shared by the rooms of one run.
        typist: reads the lines.
        write: writes a line.
    """

    def __init__(self, calling: Calling, typist: Typist, write: Write) -> None:
        self._calling, self._typist, self._write = calling, typist, write
        self._said: Need = "crisis"

    @property
    def slots(self) -> dict[str, str]:
        """The words for the slots in pages and rows, with the name of the person one chose."""
        person = self._calling.person().name or SOMEONE
        return {**slots(known(), self._calling.country), "person": person}

    def show(self, letter: str, way_out: str = "") -> str:
        """Show the page of a letter; return a line that was typed there and is meant for elsewhere.

        Args:
            letter: one of `LETTERS`.
            way_out: the way out of the session that is paused, if there is one.
        """
        said, self._said = self._said, "abuse" if letter == "i" else "crisis"
        if letter == "c":
            return PlainCall(self._calling, self._typist, self._write, said).run()
        pages = {"i": SPACE, "x": with_way_out(INSTEAD, way_out), "about": ABOUT}
        page = pages[letter]
        write_page(page if letter == "x" else filled(page, self.slots), self._write)
        return ""

"""The pages that a letter shows from anywhere in lines, with the numbers of the country in them."""

from typing import TYPE_CHECKING

from companion.plain.call import Calling, PlainCall
from companion.plain.lines import Write, write_page
from companion.plain.typist import Typist
from companion.session.after_words import SOMEONE
from companion.session.calling import known, slots
from companion.wording_pages import ABOUT, INSTEAD, filled, space_page, with_way_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from companion.store.helplines import Need

LETTERS = ("c", "i", "x", "about")
"""What opens a page in every room."""
_HELP = (
    "A number chooses, and Enter goes back.",
    "n  a voice right away        c  someone to call",
    "i  is this space at all?     x  stop, and do this instead",
    "h  hide                      q  stop, leave",
)


class PlainPages:
    """Whom one could call, and the pages of words.

    Args:
        calling: what's known of whom to call, shared by the rooms of one run.
        typist: reads the lines.
        write: writes a line.
        is_discreet: whether the title of the page about space must tell nothing.
        hide: shows nothing until someone comes back; returns whether they did.
    """

    def __init__(
        self,
        calling: Calling,
        typist: Typist,
        write: Write,
        *,
        is_discreet: bool = False,
        hide: "Callable[[], bool]" = lambda: True,
    ) -> None:
        self._calling, self._typist, self._write = calling, typist, write
        self._is_discreet, self.hide = is_discreet, hide
        self._said: Need = "crisis"

    @property
    def slots(self) -> dict[str, str]:
        """The words for the slots in pages and rows, with the name of the person one chose."""
        person = self._calling.person().name or SOMEONE
        return {**slots(known(), self._calling.country), "person": person}

    def help(self) -> None:
        """Write what can be typed in a room."""
        for line in _HELP:
            self._write(line)

    def show(self, letter: str, way_out: str = "") -> None:
        """Show the page of a letter; a line that's meant for another room is put back for it.

        Args:
            letter: one of `LETTERS`.
            way_out: the way out of the session that it's shown over, if there is one.
        """
        said, self._said = self._said, "abuse" if letter == "i" else "crisis"
        if letter == "c":
            leftover = PlainCall(self._calling, self._typist, self._write, said).run()
            self._typist.put_back([leftover] if leftover else [])
        elif letter == "i":
            write_page(filled(space_page(is_discreet=self._is_discreet), self.slots), self._write)
        elif letter == "x":
            write_page(with_way_out(INSTEAD, way_out), self._write)
        else:
            write_page(filled(ABOUT, self.slots), self._write)

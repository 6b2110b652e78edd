"""Hiding in lines: an empty terminal, and the letter that brings everything back.

It is alone here because home, a session and the wait for one all need it.
"""

from typing import NamedTuple, TextIO

from companion.plain.typist import Typist

_CLEAR = "\x1b[H\x1b[2J\x1b[3J"
_USUAL = "h"


class Hiding(NamedTuple):
    """The way someone hides: the letter that brings all back, and whether names are shown."""

    letter: str = _USUAL
    is_discreet: bool = False

    @classmethod
    def of(cls, key: str, *, is_discreet: bool) -> "Hiding":
        """The way that the settings ask for; a key that is no letter can't be typed as a line."""
        return cls(key if len(key) == 1 else _USUAL, is_discreet)


def clear(out: TextIO) -> None:
    """Empty a terminal, with what can be scrolled back to where it lets a program do that."""
    if out.isatty():
        out.write(_CLEAR)
        out.flush()


def stay_hidden(out: TextIO, typist: Typist, hiding: Hiding) -> bool:
    """Show nothing until the letter for it is typed; return False when no more is typed."""
    clear(out)
    while (typed := typist.wait()) is not None:
        if typed.strip() == hiding.letter:
            return True
    return False

"""Pages and lists as lines of text, apart because every room in lines writes them."""

from collections.abc import Callable, Sequence
from textwrap import wrap

from companion.reading.diagnostic import printable
from companion.session.directory import Entry
from companion.wording_pages import ABOUT, CALL, INSTEAD, SPACE, Page, space_page

PAGES = {"c": CALL, "i": SPACE, "x": INSTEAD, "about": ABOUT}
"""The pages that a letter or a word opens in every room."""
Write = Callable[[str], None]
_CELLS = 78


def page_at(letter: str, *, is_discreet: bool) -> Page:
    """The page that a letter or a word opens, under a neutral title in discreet mode."""
    page = PAGES[letter]
    return space_page(is_discreet=is_discreet) if page is SPACE else page


def write_page(page: Page, write: Write) -> None:
    """Write a page of words: its title, and each paragraph as lines that fit a narrow screen."""
    write("")
    write(page.title)
    for part in page.parts:
        write("")
        for line in wrap(f"{part.title} {part.text}".strip(), _CELLS):
            write(line)
    write("")


def write_entries(entries: Sequence[Entry], write: Write) -> None:
    """Write sessions with their numbers, one a line."""
    for number, entry in enumerate(entries, 1):
        lasts = f", {entry.lasts}" if entry.lasts else ""
        about = "has mistakes" if entry.problem else entry.gist or entry.intent
        write(printable(f"{number}  {entry.title}{lasts}: {about}".rstrip(": ")))

"""Pages and lists as lines of text, apart because every room in lines writes them."""

from collections.abc import Callable, Iterable, Sequence
from textwrap import wrap

from companion.reading.diagnostic import printable
from companion.session.directory import DAILY, Entry
from companion.session.resuming import Unfinished
from companion.store.moments import HomeMoment
from companion.wording_pages import ABOUT, CALL, GO_ON, INSTEAD, SPACE, Page, greeting

PAGES = {"c": CALL, "i": SPACE, "x": INSTEAD, "about": ABOUT}
"""The pages that a letter or a word opens in every room."""
Write = Callable[[str], None]
_CELLS = 78


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


def write_home(
    moments: Iterable[HomeMoment], hour: int, left: Unfinished | None, write: Write
) -> None:
    """Write the first list: the greeting, what can be gone on with, and the moments by number."""
    hello = greeting(hour)
    write(f"{hello.hello} {hello.line}")
    if left is not None:
        time = f", {left.words} left" if left.words else ""
        write(f"r  {GO_ON}{time}")
    for moment in moments:
        if moment.moment != DAILY:
            write(f"{moment.key}  {moment.words}")
    write("s  sit for a while")
    write("m  my own, and courses")
    write("c  someone to call")
    write("i  is this space at all?")

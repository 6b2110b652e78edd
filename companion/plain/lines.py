"""Pages and lists as lines of text, apart because every room in lines writes them."""

from collections.abc import Callable, Sequence
from textwrap import wrap

from companion.reading.diagnostic import printable
from companion.session.directory import Entry
from companion.wording_pages import Page

Write = Callable[[str], None]
CELLS = 78
_MOST_SHOWN = 8


def not_here(word: str) -> str:
    """The line about something typed that isn't there.

    What's long isn't repeated: it may be words that were meant for another question.
    """
    return f"There's no {printable(word) if len(word) <= _MOST_SHOWN else 'such thing'} here."


def write_page(page: Page, write: Write) -> None:
    """Write a page of words: its title, and each paragraph as lines that fit a narrow screen."""
    write("")
    write(page.title)
    for part in page.parts:
        write("")
        for line in wrap(f"{part.title} {part.text}".strip(), CELLS):
            write(line)
    write("")


def write_entries(entries: Sequence[Entry], write: Write) -> None:
    """Write sessions with their numbers, one a line."""
    for number, entry in enumerate(entries, 1):
        lasts = f", {entry.lasts}" if entry.lasts else ""
        about = "has mistakes" if entry.problem else entry.gist or entry.intent
        write(printable(f"{number}  {entry.title}{lasts}: {about}".rstrip(": ")))

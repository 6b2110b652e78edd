"""Pages and lists as lines of text, apart because every room in lines writes them."""

import os
import re
from collections.abc import Callable, Sequence
from textwrap import wrap
from typing import TextIO

from companion.reading.diagnostic import printable
from companion.session.directory import Entry
from companion.wording_pages import Page

Write = Callable[[str], None]
CELLS = 78
_MOST_SHOWN = 8
# What stands before the words of a row: its number or its key.
_KEY = re.compile(r"\S{1,6}  +")


def not_here(word: str) -> str:
    """The line about something typed that isn't there.

    What's long isn't repeated: it may be words that were meant for another question.
    """
    return f"There's no {printable(word) if len(word) <= _MOST_SHOWN else 'such thing'} here."


def write_line(line: str, out: TextIO) -> None:
    """Write a line; one that's wider than its terminal is broken between words, and not in one."""
    for part in _fitted(line, out):
        print(part, file=out, flush=True)


def _fitted(line: str, out: TextIO) -> list[str]:
    if not out.isatty():
        return [line]
    try:
        columns = os.get_terminal_size(out.fileno()).columns
    except (OSError, ValueError):  # a terminal that has no size, or no number
        return [line]
    if len(line) <= columns or not columns:
        return [line]
    key = _KEY.match(line)
    indent = " " * min(key.end() if key else 0, columns // 2)
    return wrap(
        line, columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


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

"""The page of the journal, for the screen, for lines and for the command line alike."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from companion.session import journal
from companion.session import journal_words as words
from companion.store.kept.keeper import Keeper


class Part(NamedTuple):
    """A part of the page: its heading, and its lines; `dots` are more of them, for the eye."""

    title: str
    lines: tuple[str, ...]
    dots: tuple[str, ...] = ()


class JournalRow(NamedTuple):
    """Something that can be done from the page; `value` is `write`, `read` and so on."""

    title: str
    line: str
    value: str


class JournalPage(NamedTuple):
    """The page: its parts, and what can be done."""

    parts: tuple[Part, ...]
    rows: tuple[JournalRow, ...]


def page(keeper: Keeper, title: Callable[[str], str], today: date) -> JournalPage:
    """Make the page of what is kept.

    Args:
        keeper: everything that the person asked to keep.
        title: gives the title of a script by its id.
        today: the day it is.

    Raises:
        CompanionError: when what is kept can't be read.
    """
    parts = [*_recorded(keeper, title), *_days(keeper, today), *_written(keeper)]
    return JournalPage(tuple(parts) or (Part("", (words.OFF,)),), tuple(_rows(keeper)))


def _recorded(keeper: Keeper, title: Callable[[str], str]) -> list[Part]:
    tallies = keeper.ratings.tallies()
    if not tallies and not keeper.wants("ratings"):
        return []
    lines = journal.tally_lines(tallies, title)
    lines = [*lines, words.NO_JUDGEMENT] if lines else [words.NOTHING_RECORDED]
    return [Part(words.RECORDED, tuple(lines))]


def _days(keeper: Keeper, today: date) -> list[Part]:
    days = keeper.history.days()
    if not days and not keeper.wants("history"):
        return []
    dots = tuple(journal.weeks(days, today))
    return [Part(words.DAYS, (journal.day_words(days, today),), dots)]


def _written(keeper: Keeper) -> list[Part]:
    count = keeper.journal.count
    if not count and not keeper.wants("journal"):
        return []
    entries = "1 entry" if count == 1 else f"{count} entries"
    return [Part(words.WRITTEN, (f"{entries}, sealed",))]


def _rows(keeper: Keeper) -> list[JournalRow]:
    count, rows = keeper.journal.count, []
    if keeper.journal.is_ready:
        rows.append(JournalRow("Write something", "it needs no passphrase", "write"))
    elif keeper.wants("journal"):
        rows.append(JournalRow("Set a passphrase", "then you can write here", "passphrase"))
    else:
        rows.append(JournalRow("Turn the journal on", "you'll read first what that means", "on"))
    if count:
        rows.append(JournalRow("Read what you wrote", "with your passphrase", "read"))
        rows.append(JournalRow("Forget all that you wrote", "", "forget"))
    rows.append(JournalRow("What's kept", "in the settings, each by itself", "settings"))
    return rows

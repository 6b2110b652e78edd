"""The journal as lines: what was recorded, the days, and what was written, as Markdown too.

Days are dots, and nothing is counted that one could try to keep up. Nothing is said of a few
ratings.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from companion.session import journal_words as words
from companion.store.kept.ratings import Change, Tally
from companion.store.kept.sealed import Entry

TEXT = "text"
"""The name of the one part of an entry."""
_ORDER: tuple[tuple[Change, str], ...] = (
    ("softer", "softer"),
    ("same", "about the same"),
    ("stronger", "stronger"),
)
_TIMES = {1: "once", 2: "twice"}
_WEEKS = 4
_WITH, _WITHOUT = "\u25cf", "\u00b7"
_HEADING = re.compile(r"## (\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))?\s*")
_TITLE = "# Journal"
_FIRST_CELLS = 60


class Text(NamedTuple):
    """A text from Markdown, and when it was written."""

    at: datetime
    text: str


def tally_lines(tallies: Sequence[Tally], title: Callable[[str], str]) -> list[str]:
    """One line for each script and level: how often it was softer, about the same, stronger.

    Args:
        tallies: the changes.
        title: gives the title of a script by its id.
    """
    return [f"{title(tally.script)}{_from(tally)}: {_counts(tally)}." for tally in tallies]


def _from(tally: Tally) -> str:
    return f", from {tally.level}" if tally.level else ""


def _counts(tally: Tally) -> str:
    if not tally.is_enough:
        return f"{_times(tally.total)}, {words.TOO_FEW}"
    counts = ((label, tally.counts.get(change, 0)) for change, label in _ORDER)
    line = ", ".join(f"{label} {_times(count)}" for label, count in counts if count)
    return f"{line}; {words.COULD_BE_WITH} {_times(tally.with_it)}" if tally.with_it else line


def _times(count: int) -> str:
    return _TIMES.get(count, f"{count} times")


def weeks(days: Collection[date], today: date) -> list[str]:
    """The last four weeks, one a line: a dot for each day until today, full with a session."""
    monday = today - timedelta(days=today.weekday(), weeks=_WEEKS - 1)
    lines = []
    for week in range(_WEEKS):
        first = monday + timedelta(weeks=week)
        each = [first + timedelta(days=n) for n in range(7)]
        dots = " ".join(_WITH if day in days else _WITHOUT for day in each if day <= today)
        lines.append(f"{first.day:>2} {first:%b}  {dots}")
    return lines


def day_words(days: Collection[date], today: date) -> str:
    """The same days in words, for people who hear them."""
    monday = today - timedelta(days=today.weekday(), weeks=_WEEKS - 1)
    shown = [f"{day.day} {day:%B}" for day in sorted(days) if monday <= day <= today]
    if not shown:
        return words.NO_DAYS
    joined = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
    return f"With a session: {joined}."


def when(entry: Entry, now: datetime) -> datetime:
    """The local time of an entry."""
    return datetime.fromtimestamp(entry.at / 1000, now.tzinfo)


def when_words(at: datetime) -> str:
    """A time in words."""
    return f"{at.day} {at:%B %Y}, {at:%H:%M}"


def first_words(entry: Entry) -> str:
    """The first words of an entry, to find it in a list."""
    line = next((line.strip() for line in entry.words[TEXT].split("\n") if line.strip()), "")
    return line if len(line) <= _FIRST_CELLS else f"{line[: _FIRST_CELLS - 1].rstrip()}\u2026"


def found(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """The entries that have every word that was typed; all of them for none."""
    wanted = typed.casefold().split()
    return [e for e in entries if all(word in e.words[TEXT].casefold() for word in wanted)]


def markdown(entries: Sequence[Entry], now: datetime) -> str:
    """Entries as Markdown, which `texts_in` reads again."""
    parts = [_TITLE]
    for entry in entries:
        text = re.sub(r"^(\\*)## ", r"\1\\## ", entry.words[TEXT].strip(), flags=re.MULTILINE)
        parts.append(f"## {when(entry, now):%Y-%m-%d %H:%M}\n\n{text}")
    return "\n\n".join(parts) + "\n"


def texts_in(source: str, now: datetime) -> list[Text]:
    """The texts in Markdown: one for each heading with a date; without any, all of it, from now."""
    return [Text(at, text) for at, text in _parts(source, now) if text]


def _parts(source: str, now: datetime) -> Iterator[tuple[datetime, str]]:
    at = now
    lines: list[str] = []
    for line in source.replace("\r\n", "\n").split("\n"):
        match = _HEADING.fullmatch(line)
        time = _time(match, now) if match else None
        if time is not None:
            yield at, _text(lines)
            at, lines = time, []
        elif line.rstrip() != _TITLE or lines:
            lines.append(re.sub(r"^(\\*)\\## ", r"\1## ", line))
    yield at, _text(lines)


def _time(match: "re.Match[str]", now: datetime) -> datetime | None:
    """The time of a heading; None where there is no such day."""
    try:
        at = datetime.fromisoformat(f"{match[1]} {match[2] or '12:00'}")
    except ValueError:
        return None
    return at.replace(tzinfo=now.tzinfo)


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip()

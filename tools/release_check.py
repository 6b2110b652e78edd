"""Checks the numbers to call before a release: `make release-check`.

Fails, with one line for each, on numbers that were read longer ago than 180 days; the reader of the
file refuses those without a source, and halves of services that are always shown together.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import time

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from companion.reading.diagnostic import BadFileError, render_all
from companion.store.helplines import FILE, Helplines, shipped_helplines

MOST_DAYS = 180
REMEDY = f"read its own page again, then write the day into seen in {FILE}, or take it out"


def problems(helplines: Helplines, today: date) -> Iterator[str]:
    """Yield a line for each number that is too old, or newer than today.

    Args:
        helplines: the numbers.
        today: the day of the release.
    """
    european = [helplines.european] if helplines.european else []
    for line in (*european, *helplines.lines):
        days = (today - line.day).days
        named = f"{line.country or 'EU'} {line.need}, {line.name}"
        if days < 0:
            yield f"{named}: {line.seen} hasn't come yet; write the day it was read"
        elif days > MOST_DAYS:
            yield f"{named}: read {days} days ago ({line.seen}): {REMEDY}"


def main() -> int:
    """Print what is wrong; return 1 if anything is."""
    try:
        helplines = shipped_helplines()
    except BadFileError as error:
        print(render_all(error.diagnostics))
        return 1
    found = list(problems(helplines, datetime.fromtimestamp(time(), tz=UTC).date()))
    for line in found:
        print(line)
    verified = sum(bool(line.verified_by) for line in helplines.lines)
    total = len(helplines.lines)
    print(f"{total} numbers, {verified} read again by a person, {len(found)} too old")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

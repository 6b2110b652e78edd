"""The rows on the right of home and the note under them, apart from the page that moves in them."""

from companion import wording_pages as wording
from companion.session.directory import DAILY, PANIC, Entry
from companion.store.moments import HomeMoment
from companion.tui.widgets.row import Row

MINE, SPACE, NEW, TOGETHER, OPEN = "mine", "space", "new", "together", "open:"
"""The values of rows that are no session; `open:` is followed by the id of a script to mend."""
ACTIONS = {
    PANIC: "app.now",
    DAILY: "app.sit",
    SPACE: "app.space",
    NEW: "app.write",
    TOGETHER: "app.together",
}
"""What those rows do."""
_MANY = 2


def note_for(moment: HomeMoment, entries: list[Entry]) -> str:
    """The note under the sessions for a moment."""
    if moment.moment == PANIC:
        return wording.AT_ONCE
    return wording.STRONGEST_FIRST if len(entries) > _MANY and moment.moment != DAILY else ""


def session_row(entry: Entry) -> Row:
    """The row of a session; one with mistakes leads to them."""
    if entry.problem:
        line = "has mistakes; Enter shows them"
        return Row(entry.title, line=line, value=f"{OPEN}{entry.id}", classes="broken")
    line = entry.gist or entry.intent
    return Row(entry.title, right=entry.lasts, line=line, value=entry.id, classes="session")


def own_rows(own: list[Entry]) -> list[Row]:
    """The rows under what is the person's own."""
    return [
        *map(session_row, own),
        Row("Write one", line="words, and the silence between", value=NEW),
        Row(wording.TOGETHER, line=wording.TOGETHER_GIST, value=TOGETHER),
    ]

"""The rows of the page after a session: what could come next, and the ways outward."""

from collections.abc import Mapping, Sequence

from companion.session import after_words as words
from companion.session.after import SHORT, Page
from companion.session.directory import Entry
from companion.tui.widgets.row import Row

_OUTWARD = {"2": "move", "3": "call", "4": "call", "i": "space"}
"""The key of each row that leads outward, and what it does."""


def outward_rows(page: Page, offered: Sequence[Entry], slots: Mapping[str, str]) -> list[Row]:
    """The rows after "stronger": something short, moving, a person, a helpline, fear."""
    rows = [
        Row(
            words.EYES_OPEN[1] if entry.id in SHORT else words.OPEN_EYES,
            key="1",
            right=entry.lasts,
            line=entry.title,
            value=entry.id,
        )
        for entry in offered[:1]
    ]
    for key, label in page.rows:
        if key in _OUTWARD:
            title, _, line = label.format_map(slots).partition(": ")
            rows.append(Row(title, key=key, line=_sentence(line), value=_OUTWARD[key]))
    return rows


def offered_rows(page: Page, offered: Sequence[Entry]) -> list[Row]:
    """The rows of the sessions that are offered, and of something plainer."""
    labels = dict(zip(page.next, page.next_labels, strict=False))
    rows = [
        Row(
            entry.title,
            key=str(number),
            right=entry.lasts,
            line=labels.get(entry.id, entry.gist),
            value=entry.id,
        )
        for number, entry in enumerate(offered, 1)
    ]
    return rows + [Row(label, key=key, value="now") for key, label in page.rows if key == "n"]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"

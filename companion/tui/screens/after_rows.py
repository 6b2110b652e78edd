"""The rows of the page after a session: what could come next, and the ways outward."""

from collections.abc import Mapping, Sequence
from typing import get_args

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from companion.session import after_words as words
from companion.session import agreement_words, unsent_words
from companion.session.after import Page, With
from companion.session.after_offers import SHORT
from companion.session.directory import Entry
from companion.session.questions import Left
from companion.tui.widgets.clickable import Clickable, runs
from companion.tui.widgets.row import Row, RowList
from companion.wording import NOTHING_KEPT

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


def left_rows(left: Left, date: str, kept: str, *, is_offered: bool) -> RowList:
    """The words that a session leaves, to copy or to keep.

    Args:
        left: the words.
        date: the day, in words.
        kept: the line that says that they're kept; empty where they aren't.
        is_offered: whether they can be kept from here.
    """
    title = f"{left.title}, {date}" if date else left.title
    lines: list[Static | Row] = [Static(title, classes="title", markup=False)]
    for prompt, answer in left.rows:
        lines += [Static(prompt, classes="line", markup=False), Static(answer, markup=False)]
    notes = [left.review] if left.review else []
    lines += [Static(note, classes="note", markup=False) for note in (*notes, kept or NOTHING_KEPT)]
    if is_offered and not kept:
        lines.append(Row(agreement_words.KEEP, line=agreement_words.KEEP_LINE, value="keep"))
    return RowList(*lines, id="left-words")


def put_away_row() -> Vertical:
    """The row of a message that was put away before the session."""
    row = Row(unsent_words.AFTER_ROW, line=unsent_words.AFTER_LINE, value="message")
    return Vertical(row, id="put-away")


class Tappable(Static, Clickable):
    """Words that can be clicked in place of a key."""


def taps(labels: Mapping[str, str]) -> Horizontal:
    """Answers in a row, each with its key."""
    return Horizontal(
        *(
            Tappable(
                Content.assemble((key, "$primary"), f"  {label}").stylize(
                    runs(f"screen.tell({key})")
                ),
                classes="tap",
            )
            for key, label in labels.items()
        ),
        id="tap",
    )


def with_keys(page: Page) -> Mapping[str, With]:
    """The answers to "Can you be with it?" by their keys, which follow those of the sessions."""
    first = len(page.next) + 1
    return {str(number): answer for number, answer in enumerate(get_args(With), first)}


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"

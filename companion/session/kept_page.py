"""A page of what is kept, alone here because the screen and plain mode show the same one."""

from typing import NamedTuple


class KeptRow(NamedTuple):
    """Something that can be done from a page.

    `value` says which; `is_final` asks once more, because it can't be taken back.
    """

    title: str
    line: str
    value: str
    is_final: bool = False


class KeptPage(NamedTuple):
    """A page: its title, its paragraphs, a quiet note, and what can be done.

    `answers` pairs questions with answers, shown below the paragraphs. `copy` is the text that a
    key copies; empty where there is none.
    """

    title: str
    lines: tuple[str, ...]
    rows: tuple[KeptRow, ...]
    answers: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    copy: str = ""

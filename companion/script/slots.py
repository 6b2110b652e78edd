"""Slots: `{partner}` in a line is filled with a word; `{{` is a brace.

Only names stand in braces, and they are filled by a regular expression: there is nothing to run.
"""

import re
from collections.abc import Iterator, Mapping

from companion.script.manner import Anchor
from companion.script.model import Slot

BUILT_IN: Mapping[str, Slot] = {
    "partner": Slot("your partner"),
    "they": Slot("they"),
    "them": Slot("them"),
    "their": Slot("their"),
    "anchor": Slot("your feet"),
}
"""The slots that every script may use without naming them under `vars`."""

ANCHOR_WORDS: Mapping[Anchor, str] = {
    "breath": "your breath",
    "feet": "your feet",
    "hands": "your hands",
    "sounds": "the sounds around you",
    "object": "the thing in front of you",
}
"""What `{anchor}` says."""

_SLOT = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[A-Za-z][a-z0-9_]*")


def names(text: str) -> Iterator[tuple[str, str]]:
    """The slots of a text as (name, as it is written); the name of a stray brace is empty."""
    for match in _SLOT.finditer(text):
        if match[0] not in ("{{", "}}"):
            inside = match[1] or ""
            yield inside.lower() if _NAME.fullmatch(inside) else "", match[0]


def fill(text: str, words: Mapping[str, str]) -> str:
    """A text with its slots filled; what begins a sentence begins with a capital letter.

    Args:
        text: whose slots are all known.
        words: what each slot says.
    """

    def filled(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        name = match[1] or ""
        word = words.get(name.lower(), match[0])
        begins = not text[: match.start()].strip(" \"'“‘(")
        return word[:1].upper() + word[1:] if begins or name[:1].isupper() else word

    return _SLOT.sub(filled, text)

"""Slots: `{partner}` in a line is filled with words; `{{` is a plain brace.

Braces hold only names, and a regular expression fills them, so a script can never run code.
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
"""The words that fill `{anchor}`, for each anchor."""

_SLOT = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME = re.compile(r"[A-Za-z][a-z0-9_]*")


def names(text: str) -> Iterator[tuple[str, str]]:
    """Yield the slots of a text as (name, text as written); the name of a stray brace is empty."""
    for match in _SLOT.finditer(text):
        if match[0] not in ("{{", "}}"):
            inside = match[1] or ""
            yield inside.lower() if _NAME.fullmatch(inside) else "", match[0]


def fill(text: str, words: Mapping[str, str]) -> str:
    """Fill the slots of a text; a slot that begins the text gets a capital letter.

    Args:
        text: the text; unknown slots stay as they are.
        words: the words for each slot, by its name.
    """

    def replacement(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        name = match[1] or ""
        word = words.get(name.lower(), match[0])
        is_first = not text[: match.start()].strip(" \"'“‘(")
        return word[:1].upper() + word[1:] if is_first or name[:1].isupper() else word

    return _SLOT.sub(replacement, text)

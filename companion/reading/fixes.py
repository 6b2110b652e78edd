"""Fixes of lines that YAML cannot read: each takes a line, and gives the change that mends it.

A fix is None where the line has something that the change would break, such as a comment at its
end.
"""

import re
from collections.abc import Callable

from companion.reading.flaw import Fix

Mend = Callable[[str], Fix | None]
"""Gives the change that mends a line, or None."""

_KEY = re.compile(r"(?P<indent>\s*(?:- )?)(?P<key>\w+):\s*(?P<words>\S.*)?$")
_COMMENT = re.compile(r"\s#")
_SETTINGS = re.compile(r"[a-z_]+: [^,:{}\[\]]+(?:, *[a-z_]+: [^,:{}\[\]]+)*")
_TAB_CELLS = 2


def none(_line: str) -> Fix | None:
    """No change: the remedy leaves a choice."""
    return None


def spaces(line: str) -> Fix | None:
    """Two spaces for each tab that indents the line."""
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    return Fix(indent, indent.replace("\t", " " * _TAB_CELLS), 0) if "\t" in indent else None


def block(line: str) -> Fix | None:
    """A bar after the key, and its words on the next line."""
    match = _KEY.match(line)
    if match is None or not match["words"] or _COMMENT.search(match["words"]):
        return None
    words = match["words"].rstrip()
    if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'":
        words = words[1:-1]
    elif words[0] in "\"'":
        return None  # where the words were meant to end isn't known
    indent = " " * (len(match["indent"]) + 2)
    return Fix(match["words"], f"|\n{indent}{words}", match.start("words"))


def dash_space(line: str) -> Fix | None:
    """A space after the dash."""
    return Fix("-", "- ", line.index("-")) if "-" in line else None


def dash(line: str) -> Fix | None:
    """A dash before the first word."""
    return Fix("", "- ", len(line) - len(line.lstrip())) if line.strip() else None


def left(line: str) -> Fix | None:
    """No space before the first word."""
    return Fix(line[: len(line) - len(line.lstrip())], "", 0)


def colon(line: str) -> Fix | None:
    """A colon after the first word."""
    word, space, rest = line.partition(" ")
    return Fix(word, f"{word}:", 0) if space and rest.strip() else None


def braces(line: str) -> Fix | None:
    """Braces around several settings after one key."""
    match = _KEY.match(line)
    if match is None or not _SETTINGS.fullmatch(match["words"] or ""):
        return None
    return Fix(match["words"], f"{{{match['words']}}}", match.start("words"))

"""Help for authors: a first script to start from, and the place of a new step and its value."""

import re
from collections.abc import Sequence

from companion.reading.fields import Report
from companion.reading.flaw import Span
from companion.script.header import KEYS
from companion.script.schema import LINE
from companion.script.speech import split
from companion.script.step import Sentence
from companion.script.verbs.table import VERBS

_TEMPLATE = """\
companion: 1
title: {title}
steps:
  - say: These few minutes are for you. You can stop at any time.
  - silence: 10s..30s..5m
  - say: That's nearly it. It might still hurt. Look around, and get yourself some water.
{line}
"""
_KEY_HELP = {field.name: field.help for field in KEYS}
_BLOCK = re.compile(r"\s*(?:- )?say:\s*[|>]")
_VALUE = re.compile(r"\s*(?:- )?[a-z_]+:\s*(?:\{[a-z_]+:\s*)?(?P<value>[^\s|].*)?")


def template(name: str) -> str:
    """Return the text of a first script; its title is the name as it was typed.

    The six lines that an author reads come first. The comment at the end is for other editors,
    which explain the words of the format with it.
    """
    words = " ".join(name.removesuffix(".yaml").replace("-", " ").split())
    return _TEMPLATE.format(line=LINE, title=words[:1].upper() + words[1:])


FORM: tuple[tuple[str, str], ...] = (
    (
        "- say:",
        "words for the voice; after | one thought a line, [3s] is a rest, an empty line more",
    ),
    ("6s..20s..2m", "a silence: at least, usually, at most"),
    ("#", "begins a line for you; nobody hears it"),
    ("{partner}", "a name that the listener gives"),
    ("optional: true", "leaves a section out when time is short"),
    ("when:", "{breath: yes} leaves a step out for those who want no breath"),
    ("gist:", "a few words under its title, in the list"),
    ("moment:", "where it stands on the first page, such as night or waiting"),
)
"""What an author needs of the format, each with a few words about it."""


def help_at(lines: Sequence[str], line: int) -> tuple[str, str]:
    """Return the name and the help of the step or key that a line belongs to, or empty words."""
    if not lines[line].strip():
        return "", ""
    depth = len(lines[line]) + 1
    for text in reversed(lines[: line + 1]):
        indent = len(text) - len(text.lstrip())
        if not text.strip() or indent >= depth:
            continue
        depth = indent
        word = text.strip().removeprefix("- ").split(":")[0]
        if word in VERBS and indent:
            return word, VERBS[word].help
        if not indent:
            return word, _KEY_HELP.get(word, "")
    return "", ""


def first_value(example: str) -> tuple[int, int]:
    """Return the row and column of the first value in an example of a step."""
    for row, line in enumerate(example.split("\n")):
        match = _VALUE.match(line)
        if match is None:
            return row, len(line) - len(line.lstrip())
        if match["value"]:
            return row, match.start("value")
    return 0, 0


def sentences_above(lines: Sequence[str], line: int) -> int:
    """Return how many sentences of a `say` are over before a line of its block; else 0."""
    first = next((i for i in range(line, -1, -1) if _BLOCK.match(lines[i])), line)
    indent = len(lines[first]) - len(lines[first].lstrip(" -"))
    block = lines[first + 1 : line + 1]
    if not block or any(b.strip() and len(b) - len(b.lstrip()) < indent for b in block):
        return 0
    above = _sentences("\n".join(block[:-1]))
    # a sentence that goes on in this line is the one to hear
    goes_on = _sentences("\n".join(block))[: len(above)] != above
    return len(above) - goes_on


def _sentences(text: str) -> list[str]:
    parts = split(text, Span(0, 0), Report())
    return [part.text for part in parts if isinstance(part, Sentence)]


def place_for_step(lines: Sequence[str], line: int) -> tuple[int, str]:
    """Return how many lines are above a new step, and its indent; it follows the step at `line`."""
    top = next((i for i, text in enumerate(lines) if text.startswith("steps:")), 0)
    row = max(line, top)
    while row > top and not _is_step(lines, row):
        row -= 1
    text = lines[row]
    indent = "  " if row == top else text[: len(text) - len(text.lstrip())]
    after = row + 1
    while row != top and after < len(lines) and _is_inside(lines[after], indent):
        after += 1
    while after > row + 1 and not lines[after - 1].strip():
        after -= 1
    return after, indent


def _is_step(lines: Sequence[str], row: int) -> bool:
    """Whether a line begins a step: an item of a list under `steps` or `instead`."""
    text = lines[row]
    depth = len(text) - len(text.lstrip())
    if not text.lstrip().startswith("-"):
        return False
    above = (lines[i] for i in range(row - 1, -1, -1) if lines[i].strip())
    parent = next(
        (t for t in above if len(t) - len(t.lstrip(" -")) <= depth and _opens_list(t)), ""
    )
    return parent.strip(" -").startswith(("steps:", "instead:"))


def _opens_list(line: str) -> bool:
    """Whether a list may follow under a line."""
    return line.rstrip().endswith(":") and not line.lstrip().startswith("#")


def _is_inside(line: str, indent: str) -> bool:
    return not line.strip() or line.startswith(f"{indent} ")

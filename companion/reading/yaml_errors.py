"""Explanations of YAML errors: a flaw at the place of the mistake, with a remedy for authors."""

import re

from companion.reading import fixes
from companion.reading.fixes import Mend
from companion.reading.flaw import Flaw, Span

Hints = tuple[tuple[re.Pattern[str], str, Mend], ...]
"""Patterns of lines that cannot be read, each with the remedy for its mistake, and its change."""

_LOOKED_AT = 400

# Remedies for the most common mistakes; each pattern is searched for in the line as it was typed.
_HINTS: Hints = tuple((re.compile(pattern), hint, mend) for pattern, hint, mend in (
    (r"^\s*\t|^ *\t", "indent with spaces, not with tabs", fixes.spaces),
    (r":\s*\"[^\"]*\"\s*[^\s#,}\]]",
     'the quote ends before the words do; put all the words under "|" instead', fixes.block),
    (r":\s*'[^']*'\w", 'words with an apostrophe need double quotes or "|"', fixes.none),
    (r":\s*[*&!%@`]", 'words that start with this sign need quotes or "|"', fixes.block),
    (r":\s+- ", 'words that start with this sign need quotes or "|"', fixes.block),
    (r"^\s*-[^\s-]", "put a space after the dash", fixes.dash_space),
))  # fmt: skip


# Curly quotes are letters to YAML, so what looks quoted isn't; tried before all other hints.
_CURLY = re.compile(r"(?:^\s*(?:- )?|:\s+|[{,]\s*)[“”„‟«‘‚].*:(?: |$)")
_CURLY_HINT = 'these curly quotes don\'t count as quotes; type straight ones, or use "|"'

# Flaws shown where a bracket or quote opens, by PyYAML's context; a wrong comma ends here too.
_OPEN = "the bracket that opens here isn't closed properly"
_NEVER_CLOSED = (
    ("flow mapping", _OPEN, "look for the } that belongs to this {"),
    ("flow sequence", _OPEN, "look for the ] that belongs to this ["),
    ("quoted scalar", "the quote that opens here is never closed", "put the same quote at the end"),
)
# Remedies by PyYAML's own words: its context, then the problem.
_PROBLEMS: tuple[tuple[str, str, Mend], ...] = (
    ("could not find expected ':'", 'words that continue must be further right, under their "|"',
     fixes.none),
    ("mapping values are not allowed", "several settings on one line need { } around them",
     fixes.braces),
    ("block collection expected <block end>, but found '?'",
     'start this line with "- ", like the steps above it', fixes.dash),
    ("expected <block end>", "line this up with the lines above that it belongs with", fixes.none),
)  # fmt: skip


def explain(error: Exception, lines: list[str], hints: Hints) -> Flaw:
    """Return the flaw for an error of PyYAML's own parser.

    Args:
        error: the error, with its marks.
        lines: the lines of the text.
        hints: remedies by patterns of lines, tried before the general ones.
    """
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        remedy = "save it as plain text, without control characters"
        return Flaw(Span(0, 0), "this file can't be read as text", remedy)
    context, opened = getattr(error, "context", "") or "", getattr(error, "context_mark", None)
    for what, message, remedy in _NEVER_CLOSED:
        if what in context and opened is not None:
            return Flaw(Span(opened.line, opened.column), message, remedy)
    if "simple key" in context and opened is not None:
        mark = opened  # the words that were taken for a key, not the line that shows they are none
    # PyYAML often marks the line after the mistake, so both lines are searched
    message = "this line can't be read as it is"
    known = ((_CURLY, _CURLY_HINT, fixes.none), *hints, *_HINTS)
    for number in (mark.line, mark.line - 1):
        line = lines[number][:_LOOKED_AT] if 0 <= number < len(lines) else ""
        for pattern, hint, mend in known:
            if pattern.search(line):
                column = mark.column if number == mark.line else len(line) - len(line.lstrip())
                return Flaw(Span(number, column), message, hint, fix=mend(lines[number]))
    problem = f"{context} {getattr(error, 'problem', '') or ''}"
    line = lines[mark.line] if mark.line < len(lines) else ""
    for what, remedy, mend in _PROBLEMS:
        if what in problem:
            return Flaw(Span(mark.line, mark.column), message, remedy, fix=mend(line))
    remedy = "compare its indent and its colons with the lines around it"
    return Flaw(Span(mark.line, mark.column), message, remedy)

"""The review of a script: its mistakes, advice on its text, and advice on its lengths."""

import re
from dataclasses import dataclass
from pathlib import Path

from companion.reading.diagnostic import BadFileError, Diagnostic, diagnose
from companion.reading.flaw import Flaw, Span
from companion.script.advice.advise import advise, density_advice
from companion.script.checks import texts
from companion.script.model import Length, Script
from companion.script.step import Choose, Say, walk
from companion.session.lengths import offer
from companion.store.library import Library
from companion.timeline.arranging.arrange import LONGEST, reachable
from companion.timeline.cue import Plan
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.units import spoken_duration

# Speech lengths are estimates; a smaller difference than this share is not reported.
_SLACK = 0.04


@dataclass(frozen=True, slots=True)
class Review:
    """The diagnostics of a script; its plan and the lengths in its reach if it can be played."""

    diagnostics: tuple[Diagnostic, ...]
    script: Script | None = None
    plan: Plan | None = None
    length: Length | None = None

    @property
    def mistakes(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that keep the script from being played."""
        return tuple(d for d in self.diagnostics if d.severity == "error")


def review(library: Library, text: str, file: str, name: str) -> Review:
    """Review a script.

    Args:
        library: the sounds and scripts that it may name.
        text: the whole text of its file.
        file: the path of the file, for messages and for the scripts that it includes.
        name: its id, unless it has an `id` of its own.
    """
    try:
        script = library.parse(text, file, name)
    except BadFileError as error:
        return Review(error.diagnostics)
    bells = {name: bell.length for name, bell in library.bells.items()}
    planned = plan(script, Request(), bells)
    reach = reachable(planned, {})
    if reach.least > LONGEST:
        least = spoken_duration(reach.least)
        message = f"this lasts at least {least}; three hours is the most"
        flaw = Flaw(_key_span(text, "steps"), message, "split it in two")
        return Review(diagnose(file, text, [flaw]))
    flaws = [
        *advise(script),
        *_check_length(script, reach, text),
        *_check_next_scripts(script, library),
    ]
    words = sum(len(t.split()) for s in walk(script.steps) if isinstance(s, Say) for t in texts(s))
    if message := density_advice(words, offer(script, reach).usual, script.kind):
        remedy = "make the silences longer, or take out some words"
        flaws.append(Flaw(_key_span(text, "steps"), message, remedy))
    return Review(diagnose(file, text, flaws, "advice"), script, planned, reach)


def review_file(library: Library, file: Path) -> Review:
    """Review a file.

    Raises:
        NotFoundError: when it can't be read.
    """
    try:
        text = library.text(file)
    except BadFileError as error:
        return Review(error.diagnostics)
    return review(library, text, str(file), file.stem)


def _check_length(script: Script, reach: Length, text: str) -> list[Flaw]:
    """Compare the declared length of a script with the reach of its steps."""
    declared = script.length
    if declared is None:
        return []
    least, usual, most = map(spoken_duration, (reach.least, reach.usual, reach.most))
    remedy = f"its steps last from {least} to {most}, usually {usual}"
    message = ""
    if declared.least < reach.least * (1 - _SLACK):
        message = f"it can't be as short as {spoken_duration(declared.least)}"
    elif declared.most > reach.most * (1 + _SLACK):
        message = f"it can't be as long as {spoken_duration(declared.most)}"
    elif not reach.least * (1 - _SLACK) <= declared.usual <= reach.most * (1 + _SLACK):
        message = f"it can't last {spoken_duration(declared.usual)}"
    return [Flaw(_key_span(text, "length"), message, remedy)] if message else []


def _check_next_scripts(script: Script, library: Library) -> list[Flaw]:
    """One flaw for each option that leads to a script which doesn't exist."""
    ids = {source.id for source in library.sources()}
    return [
        Flaw(option.span, f'there\'s no script called "{option.next}" yet', "", option.next)
        for step in walk(script.steps)
        if isinstance(step, Choose)
        for option in step.options
        if option.next and option.next not in ids
    ]


def _key_span(text: str, key: str) -> Span:
    """The span of a top-level key, or the start of the text."""
    for number, line in enumerate(text.split("\n")):
        if re.match(rf"{key}\s*:", line):
            return Span(number, 0, len(key))
    return Span(0, 0)

"""A script looked at as a compiler would: mistakes, what only its timeline shows, and advice."""

import re
from dataclasses import dataclass
from pathlib import Path

from companion.reading.diagnostic import BadFileError, Diagnostic, diagnose
from companion.reading.flaw import Flaw, Span
from companion.script.advice.advise import advise, dense
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

# Lengths of speech are guesses until a voice has spoken; this much is no news.
_SLACK = 0.04


@dataclass(frozen=True, slots=True)
class Review:
    """What was found. `script` and `plan` are there when nothing is wrong but advice."""

    diagnostics: tuple[Diagnostic, ...]
    script: Script | None = None
    plan: Plan | None = None
    length: Length | None = None

    @property
    def mistakes(self) -> tuple[Diagnostic, ...]:
        """What keeps it from being played."""
        return tuple(d for d in self.diagnostics if d.severity == "error")


def review(library: Library, text: str, file: str, name: str) -> Review:
    """Look at a script.

    Args:
        library: the sounds and scripts that it may name.
        text: the whole file.
        file: its name, for messages and for what it includes.
        name: what commands call it when it does not say so itself.
    """
    try:
        script = library.parse(text, file, name)
    except BadFileError as error:
        return Review(error.diagnostics)
    bells = {bell: made.length for bell, made in library.bells.items()}
    planned = plan(script, Request(), bells)
    reached = reachable(planned, {})
    if reached.least > LONGEST:
        message = (
            f"this lasts {spoken_duration(reached.least)} at the least; three hours is the most"
        )
        flaw = Flaw(_key(text, "steps"), message, "split it in two")
        return Review(diagnose(file, text, [flaw]))
    flaws = [*advise(script), *_lengths(script, reached, text), *_next(script, library)]
    words = sum(len(t.split()) for s in walk(script.steps) if isinstance(s, Say) for t in texts(s))
    if much := dense(words, offer(script, reached).usual, script.kind):
        remedy = "lengthen the silences, or take some words away"
        flaws.append(Flaw(_key(text, "steps"), much, remedy))
    return Review(diagnose(file, text, flaws, "advice"), script, planned, reached)


def review_file(library: Library, file: Path) -> Review:
    """Look at a file.

    Raises:
        NotFoundError: when it cannot be read.
    """
    try:
        text = library.text(file)
    except BadFileError as error:
        return Review(error.diagnostics)
    return review(library, text, str(file), file.stem)


def _lengths(script: Script, reached: Length, text: str) -> list[Flaw]:
    """Where a script promises what its steps cannot do, or too little of it."""
    declared = script.length
    if declared is None:
        return []
    least, usual, most = map(spoken_duration, (reached.least, reached.usual, reached.most))
    fits = f"its steps come to {least}, {usual} usually and {most} at the most"
    problem = ""
    if declared.least < reached.least * (1 - _SLACK):
        problem = f"it cannot be as short as {spoken_duration(declared.least)}"
    elif declared.most > reached.most * (1 + _SLACK):
        problem = f"it cannot be as long as {spoken_duration(declared.most)}"
    elif not reached.least * (1 - _SLACK) <= declared.usual <= reached.most * (1 + _SLACK):
        problem = f"it cannot last {spoken_duration(declared.usual)}"
    return [Flaw(_key(text, "length"), problem, fits)] if problem else []


def _next(script: Script, library: Library) -> list[Flaw]:
    """Where an option goes on with a script that is not there."""
    known = {source.id for source in library.sources()}
    return [
        Flaw(option.span, f'there is no script called "{option.next}" yet', "", option.next)
        for step in walk(script.steps)
        if isinstance(step, Choose)
        for option in step.options
        if option.next and option.next not in known
    ]


def _key(text: str, key: str) -> Span:
    for number, line in enumerate(text.split("\n")):
        if re.match(rf"{key}\s*:", line):
            return Span(number, 0, len(key))
    return Span(0, 0)

"""Measures of how spoken a session's English is: contractions, lengths, verbs, grade, questions."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import fmean

from companion.reading.flaw import Flaw
from companion.script.advice.rules import Line
from companion.script.advice.verb_forms import has_verb
from companion.script.model import Script
from companion.script.step import Asked, Breathe, Pause, Say, Sentence, Silence, Step
from companion.units import SECOND, Millis

# Fewer words than these say nothing about how someone talks.
_ENOUGH = 120
_CONTRACTED = re.compile(r"\w+n['\u2019]t\b|\b\w+['\u2019](s|re|ve|ll|d|m)\b", re.IGNORECASE)
_WORDS_A_CONTRACTION, _WORDS_A_CONTRACTION_URGENT = 25, 40
_MAY = re.compile(r"(?<!^)(?<!And )\bmay\b")
_WORDS_A_MAY = 150
_LONG, _MOST_LONG = 14, 0.05
_MEAN = (4.5, 9.0)
_MOST_VERBLESS, _MOST_VERBLESS_CUES = 0.10, 0.20
_RUNNING = 3
# Where most sentences are this short, they are the cues of an exercise.
_CUE = 4
_MOST_GRADE = 4.0
_ROOM, _ROOM_URGENT = Millis(8 * SECOND), Millis(4 * SECOND)
_FURTHER = 2


def measure(script: Script, own: Sequence[Step], sentences: Sequence[Line]) -> Iterator[Flaw]:
    """Return the advice on the English of a whole session, one flaw a measure.

    Args:
        script: the script.
        own: the steps of its file in order, nested ones too.
        sentences: every spoken sentence of those steps.
    """
    yield from _questions(own, is_urgent=script.kind == "emergency")
    yield from _verbless_runs(sentences)
    words = sum(line.words for line in sentences)
    if words < _ENOUGH:
        return
    yield from _contractions(sentences, words, is_urgent=script.kind == "emergency")
    yield from _mays(sentences, words)
    yield from _lengths(sentences)
    yield from _verbs(sentences, is_urgent=script.kind == "emergency")
    grade = reading_grade([line.text for line in sentences])
    if grade > _MOST_GRADE:
        message = f"this reads like school grade {grade:.1f}"
        remedy = "use shorter words and shorter sentences; under 4 is easy to follow"
        yield Flaw(sentences[0].step.span, message, remedy)


def _contractions(sentences: Sequence[Line], words: int, *, is_urgent: bool) -> Iterator[Flaw]:
    """Advise on a session with few contractions."""
    most = _WORDS_A_CONTRACTION_URGENT if is_urgent else _WORDS_A_CONTRACTION
    count = sum(len(_CONTRACTED.findall(line.text)) for line in sentences)
    if count * most < words:
        message = f"there are {count} contractions in {words} words, so it sounds read aloud"
        remedy = "say it's, you're, don't, that's, as one does"
        yield Flaw(sentences[0].step.span, message, remedy)


def _mays(sentences: Sequence[Line], words: int) -> Iterator[Flaw]:
    """Advise on "may" where it comes often; a wish begins with it, and doesn't count."""
    lines = [line for line in sentences if _MAY.search(line.text)]
    if len(lines) > max(1, words / _WORDS_A_MAY):
        message = f'"may" comes {len(lines)} times in {words} words'
        remedy = "say can for what's allowed, might or maybe for chance"
        yield Flaw(lines[-1].step.span, message, remedy, "may")


def _lengths(sentences: Sequence[Line]) -> Iterator[Flaw]:
    """Advise on sentences that are long on the whole."""
    mean = fmean(line.words for line in sentences)
    if mean > _MEAN[1]:
        message = f"a sentence has {mean:.1f} words here on average"
        yield Flaw(sentences[0].step.span, message, "aim for six to nine")
    long = [line for line in sentences if line.words > _LONG]
    if len(long) > max(1, _MOST_LONG * len(sentences)):
        message = f"{len(long)} of {len(sentences)} sentences have more than {_LONG} words"
        words = " ".join(long[-1].text.split()[:4])
        yield Flaw(long[-1].step.span, message, "split some of them in two", words)


def _verbs(sentences: Sequence[Line], *, is_urgent: bool) -> Iterator[Flaw]:
    """Advise on a session in which many sentences have no verb."""
    bare = [line for line in sentences if not has_verb(line.text)]
    are_cues = is_urgent or 2 * sum(line.words <= _CUE for line in sentences) > len(sentences)
    most = _MOST_VERBLESS_CUES if are_cues else _MOST_VERBLESS
    if len(bare) > max(2, most * len(sentences)):
        message = f"{len(bare)} of {len(sentences)} sentences have no verb"
        remedy = "put one in front, as in: look at the lamp, its shade, its light"
        yield Flaw(bare[-1].step.span, message, remedy, bare[-1].text[:40])


def _verbless_runs(sentences: Sequence[Line]) -> Iterator[Flaw]:
    """Advise on three sentences in a row without a verb; cues of one or two words are fine."""
    for is_bare, run in groupby(sentences, lambda line: not has_verb(line.text)):
        lines = list(run)
        if is_bare and len(lines) >= _RUNNING and any(line.words > _CUE for line in lines):
            message = f"{len(lines)} sentences in a row have no verb"
            yield Flaw(lines[-1].step.span, message, "say what to do with it", lines[-1].text[:40])


def _questions(own: Sequence[Step], *, is_urgent: bool) -> Iterator[Flaw]:
    """Advise on a question that leaves no time to answer; two more sentences may come first."""
    least = _ROOM_URGENT if is_urgent else _ROOM
    parts = list(_spoken(own))
    for n, (text, step, _) in enumerate(parts):
        if not text.endswith("?"):
            continue
        rest = max(following for _, _, following in parts[n : n + 1 + _FURTHER])
        if rest < least:
            message = "this question leaves little time to answer it"
            remedy = f"leave a rest of {least // SECOND}s or more after it"
            yield Flaw(step.span, message, remedy, text[-40:])


def _spoken(own: Sequence[Step]) -> Iterator[tuple[str, Say, Millis]]:
    """Yield each sentence, its step, and the usual rest that an author wrote after it."""
    pending: tuple[str, Say] | None = None
    rest = Millis(0)
    for step in own:
        if isinstance(step, Say):
            for part in step.parts:
                if isinstance(part, Sentence):
                    if pending is not None:
                        yield (*pending, rest)
                    pending, rest = (part.text, step), Millis(0)
                elif isinstance(part, Pause):
                    rest = Millis(rest + part.length)
        elif isinstance(step, Silence):
            rest = Millis(rest + step.glue.usual)
        elif isinstance(step, Asked | Breathe):
            rest = Millis(rest + _ROOM)
    if pending is not None:  # a question at the very end is one to take along
        yield (*pending, Millis(rest + _ROOM) if pending[0].endswith("?") else rest)


def reading_grade(sentences: Sequence[str]) -> float:
    """The Flesch-Kincaid grade of some sentences: the years of school that they ask for."""
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z']+", sentence)]
    if not words:
        return 0.0
    per_sentence = len(words) / len(sentences)
    return 0.39 * per_sentence + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    lower = word.lower()
    count = len(re.findall(r"[aeiouy]+", lower))
    is_silent = lower.endswith("e") and not lower.endswith("le") and count > 1
    return max(1, count - is_silent)

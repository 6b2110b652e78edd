"""The text of a `say`: its sentences, its rests in square brackets, its paragraphs."""

import re
from collections.abc import Iterator
from itertools import pairwise

from companion.reading.document import Span
from companion.reading.fields import Report
from companion.reading.scalars import Duration
from companion.script.step import Break, Pause, Sentence
from companion.units import MINUTE, Millis

Part = Sentence | Pause | Break

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_REST_IN_PARENTHESES = re.compile(r"\((?:pause )?(\d+ ?(?:ms|s|m)?[a-z]*)\)")
_VERB_WITHOUT_SPACE = re.compile(r"(say|silence|breathe|bell|ambient|section|include|note):\S")
# A sentence ends at . ? or ! and closing quotes, unless a small letter follows the space.
_SENTENCE_END = re.compile(r"[.?!][\"'”’)]*\s+(?=[^\sa-z])")
_MOST_AT_ONCE = 400
_PAUSE = Duration(most=Millis(2 * MINUTE))


def split(text: str, span: Span, report: Report) -> tuple[Part, ...]:
    """Split a text into sentences and the rests between them, in order.

    Args:
        text: the words after `say:`.
        span: their place, for reports.
        report: gets a flaw for brackets without a length, and for settings that would be spoken.
    """
    if match := _VERB_WITHOUT_SPACE.match(text):
        remedy = f'put a space after the colon: "{match[1]}: "'
        first = text.split(maxsplit=1)[0]
        report.add(span, f'"{first}" would be read aloud as it is', remedy, at=first)
    if match := _REST_IN_PARENTHESES.search(text):
        remedy = "put a rest in square brackets, as in [3s]"
        report.add(span, f'"{match[0]}" would be read aloud', remedy, at=match[0])
    parts: list[Part] = []
    for paragraph in _PARAGRAPH.split(text.strip()):
        if parts:
            parts.append(Break())
        parts += _paragraph(paragraph, span, report)
    return tuple(parts)


def _paragraph(text: str, span: Span, report: Report) -> Iterator[Part]:
    # with one group in the pattern, `split` gives the text inside brackets at each odd index
    for index, piece in enumerate(_BRACKET.split(text)):
        if index % 2 == 0:
            yield from (Sentence(words) for words in sentences(piece))
        elif (length := _pause(piece, span, report)) is not None:
            yield Pause(length)


def _pause(inside: str, span: Span, report: Report) -> Millis | None:
    if not any(c.isdigit() for c in inside):
        report.add(
            span,
            f'"[{inside}]" isn\'t a rest',
            "square brackets are for rests, as in [3s]; to speak the words, delete the brackets",
            at=f"[{inside}]",
        )
        return None
    inner = Report()
    length = _PAUSE.read_text(inside, span, inner)
    for flaw in inner.flaws:
        report.add(span, flaw.message, flaw.remedy, at=f"[{inside}]")
    return length


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each on one line with single spaces."""
    flat = " ".join(text.split())
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(flat)), len(flat)]
    pieces = (flat[first:last].strip() for first, last in pairwise(cuts))
    return [part for piece in pieces if piece for part in _chunks(piece)]


def _chunks(sentence: str) -> Iterator[str]:
    """Yield a sentence in parts that an engine can speak at once, cut at commas or spaces."""
    while len(sentence) > _MOST_AT_ONCE:
        head = sentence[:_MOST_AT_ONCE]
        cut = max(head.rfind(", ") + 1, 0) or head.rfind(" ")
        cut = cut if cut > 0 else _MOST_AT_ONCE
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    yield sentence

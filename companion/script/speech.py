"""The text of a `say`: sentences, rests in square brackets, and blank lines between paragraphs."""

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
# A sentence ends at . ? or ! (and what closes a quotation) before a space and a new beginning.
_ROUND = re.compile(r"\((?:pause )?(\d+ ?(?:ms|s|m)?[a-z]*)\)")
_GLUED = re.compile(r"(say|silence|breathe|bell|ambient|section|include|note):\S")
_SENTENCE_END = re.compile(r"[.?!][\"'”’)]*\s+(?=[^\sa-z])")
_MOST_AT_ONCE = 400
_PAUSE = Duration(most=Millis(2 * MINUTE))


def split(text: str, span: Span, report: Report) -> tuple[Part, ...]:
    """Sentences and the rests between them, in order.

    Args:
        text: what stands after `say:`.
        span: where it stands, for reports.
        report: where a bracket that is no length is noted.
    """
    if glued := _GLUED.match(text):
        remedy = f'put a space after the colon: "{glued[1]}: "'
        first = text.split(maxsplit=1)[0]
        report.add(span, f'"{first}" would be read aloud as it stands', remedy, at=first)
    if rounded := _ROUND.search(text):
        remedy = "a rest stands in square brackets, as in [3s]"
        report.add(span, f'"{rounded[0]}" would be read aloud', remedy, at=rounded[0])
    parts: list[Part] = []
    for paragraph in _PARAGRAPH.split(text.strip()):
        if parts:
            parts.append(Break())
        parts += _paragraph(paragraph, span, report)
    return tuple(parts)


def _paragraph(text: str, span: Span, report: Report) -> Iterator[Part]:
    # with one group in the pattern, every second piece is what stood inside brackets
    for index, piece in enumerate(_BRACKET.split(text)):
        if index % 2 == 0:
            yield from (Sentence(words) for words in sentences(piece))
        elif (length := _pause(piece, span, report)) is not None:
            yield Pause(length)


def _pause(inside: str, span: Span, report: Report) -> Millis | None:
    if not any(c.isdigit() for c in inside):
        report.add(
            span,
            f'"[{inside}]" is no rest',
            "square brackets hold a rest, as in [3s]; to speak the words, take the brackets away",
            at=f"[{inside}]",
        )
        return None
    own = Report()
    length = _PAUSE.read_text(inside, span, own)
    for flaw in own.flaws:
        report.add(span, flaw.message, flaw.remedy, at=f"[{inside}]")
    return length


def sentences(text: str) -> list[str]:
    """The sentences of a text, each on one line with single spaces."""
    flat = " ".join(text.split())
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(flat)), len(flat)]
    pieces = (flat[first:last].strip() for first, last in pairwise(cuts))
    return [part for piece in pieces if piece for part in _spoken_at_once(piece)]


def _spoken_at_once(sentence: str) -> Iterator[str]:
    """A sentence in parts that an engine takes in one go, cut at a comma or a space."""
    while len(sentence) > _MOST_AT_ONCE:
        head = sentence[:_MOST_AT_ONCE]
        cut = max(head.rfind(", ") + 1, 0) or head.rfind(" ")
        cut = cut if cut > 0 else _MOST_AT_ONCE
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    yield sentence

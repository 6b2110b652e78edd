"""The text of a `say`: its sentences, its rests in square brackets, its paragraphs."""

import re
from collections.abc import Iterator
from itertools import pairwise

from companion.reading.fields import Report
from companion.reading.flaw import Span
from companion.reading.scalars import Duration
from companion.script.step import Break, Pause, Sentence
from companion.units import MINUTE, Millis

Part = Sentence | Pause | Break

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
# Marks for a rest that other notations have, and that a voice would read aloud.
_REST = r"pause|silence|wait|beat|rest|breath|breathe"
_FOREIGN_RESTS = re.compile(
    rf"""\( \s* (?:(?:{_REST})\b\s*)? \d+ \s* (?:ms|s|m)?[a-z]* \s* \)   # (3s) (pause 3 seconds)
    | \( [^()\n]{{0,20}} \b(?:{_REST})\b [^()\n]{{0,20}} \)               # (long pause)
    | \* \s* [^*\n]{{0,12}} \b(?:{_REST})\b [^*\n]{{0,12}} \*            # *pause*
    | </?(?:break|speak|prosody|emphasis|voice|p|s|sub|say-as)\b[^>\n]*>   # <break time="2s"/>
    | \b(?-i:PAUSE|SILENCE|WAIT)\b (?:\s+(?-i:FOR))? (?:\s+\d+\s*\w+)? # PAUSE 10 SECONDS
    """,
    re.IGNORECASE | re.VERBOSE,
)
_VERB_WITHOUT_SPACE = re.compile(r"(say|silence|breathe|bell|ambient|section|include|note):\S")
# A sentence ends at . ? ! or … and closing quotes, unless a small letter follows the space.
_SENTENCE_END = re.compile(r"[.?!…][\"'”’)]*\s+(?=[^\sa-z])")
_SPACED_DOTS = re.compile(r"\s*\.+(?:\s+\.+)+")
# Words with a full stop that ends no sentence: titles, and what comes before a name or a number.
_ABBREVIATION = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Mx|Prof|Rev|Fr|Sr|Jr|St|Mt|Ft|Capt|Lt|Gen|Hon|vs|No|Nos|Fig|approx|ca"
    r"|e\.g|i\.e|cf|viz|a\.k\.a)\.$"
)
# One capital letter after a name or another one, as in "John F."; "so do I." is an end.
_INITIAL = re.compile(r"(?:^|[A-Z][\w.]*\s)(?!I\.)[A-Z]\.$")
_ONLY_A_NUMBER = re.compile(r"^\(?\d+\.$")
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
    for match in _FOREIGN_RESTS.finditer(text):
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
        report.add(span, flaw.message, flaw.remedy, f"[{inside}]", flaw.fix)
    return length


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each on one line with single spaces."""
    flat = _SPACED_DOTS.sub("...", " ".join(text.split()))
    cuts = [0]
    for match in _SENTENCE_END.finditer(flat):
        if not _goes_on(flat[cuts[-1] : match.end()].strip(), flat[match.end() :]):
            cuts.append(match.end())
    pieces: list[str] = []
    marks = ""  # marks alone belong to the words before them, or else after
    for first, last in pairwise([*cuts, len(flat)]):
        piece = f"{marks} {flat[first:last]}".strip()
        if any(map(str.isalnum, piece)):
            pieces.append(piece)
            marks = ""
        elif pieces:
            pieces[-1] = f"{pieces[-1]} {piece}".strip()
        else:
            marks = piece
    pieces += [marks] if marks and not pieces else []
    return [part for piece in pieces for part in _chunks(piece)]


def _goes_on(sentence: str, rest: str) -> bool:
    """Whether a sentence goes on after its last full stop."""
    if match := _ABBREVIATION.search(sentence):
        return match[0] not in ("No.", "Nos.") or rest[:1].isdigit()
    return bool(_INITIAL.search(sentence) or _ONLY_A_NUMBER.search(sentence))


def _chunks(sentence: str) -> Iterator[str]:
    """Yield a sentence in parts that an engine can speak at once, cut at commas or spaces."""
    while len(sentence) > _MOST_AT_ONCE:
        head = sentence[:_MOST_AT_ONCE]
        cut = max(head.rfind(", ") + 1, 0) or head.rfind(" ")
        cut = cut if cut > 0 else _MOST_AT_ONCE
        yield sentence[:cut].strip()
        sentence = sentence[cut:].strip()
    yield sentence

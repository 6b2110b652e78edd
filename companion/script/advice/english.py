"""Rules of spoken English: contractions, everyday words, bodies with an owner.

They are advice on scripts in English. A script that breaks one still plays; it only sounds read
aloud, or translated.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from companion.reading.flaw import Fix

BODY = (
    "hands?|palms?|chest|throat|belly|jaw|brow|face|shoulders?|heels?|calves|thighs|feet|foot|toes"
    "|tongue|teeth|knees|hips|mind|eyes|fingers|arms?"
)
_IRREGULAR: Mapping[str, str] = {
    "cannot": "can't",
    "can not": "can't",
    "will not": "won't",
    "let us": "let's",
    "i am": "I'm",
}
_OPEN = re.compile(
    r"\b((it|that|there|here|what|who|where|how) is|(you|they|we) are|I am|cannot|let us"
    r"|(do|does|did|is|are|was|were|have|has|had|can|could|will|would) not"
    r"|(I|you|it|they|we) will|(I|you|they|we) have(?= (?:been|got|had|done|gone|seen|\w+ed)\b))\b"
    r"(?! ?[.,?;:]|$| not\b)",
    re.IGNORECASE,
)
_OLD: Mapping[str, str] = {
    "somebody": "someone",
    "anybody": "anyone",
    "everybody": "everyone",
    "perhaps": "maybe",
    "need not": "don't have to",
    "such as": "like",
    "quarrel": "fight",
    "shall": "will",
    "upon": "on",
    "thus": "so",
    "whilst": "while",
    "a good deal": "a lot",
    "to begin with": "first",
}
_OLD_WORDS = re.compile(rf"\b({'|'.join(_OLD)})\b", re.IGNORECASE)
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (
        rf"(?<!of )\byou may\b|\b({BODY}) may\b",
        '"{}" sounds like a ruling',
        'say "can" for what\'s allowed, and "might" for what could happen',
    ),
    (
        rf"(?:^|(?<=[.?,] )|\b(?<=and )|\b(?<=let ))(the|a) ({BODY})(?! (of|side|that)\b)\b",
        '"{}" belongs to nobody here',
        "give it an owner, as in: let your shoulders drop",
    ),
    (
        (
            r"(?<!there )(?<!here )\b(is|are) no (?!longer|one|use|good|more|less|way)[a-z]+"
            r"|^(?!.*\bno\b.*\bno\b).*(?P<last>, and no (?!one\b|more\b)[a-z]+)"
        ),
        '"{}" sounds translated',
        "say isn't, or not, as in: an offer, not a contract",
    ),
    (
        (
            r"\bminutes end here|\bthe last of (it|the)\b|\bends? here\b|\band that is allowed"
            r"|\bboth are so\b|\bis here again|\bhas been here all along"
            r"|\b(room|light) comes back\b"
        ),
        '"{}" has been the end of many a session',
        "give this one an ending of its own, with one thing to do",
    ),
    (
        (
            r"\b(journey|healing|boundar(y|ies)|attachment|regulat\w+|nervous system|trigger(s|ed)?"
            r"|process(es|ing)|validate\w*|valid|self-care|resilien\w+|mindful\w*"
            r"|hold(ing)? space)\b"
        ),
        '"{}" is a word of the consulting room',
        "say what happens, in kitchen words",
    ),
    (
        r"\byou (should|must|ought to)\b|\bjust remember\b|\bknow that (you|it|they)\b",
        '"{}" tells people off a little',
        'say "you could", or leave it out',
    ),
)
_COMPILED = tuple((re.compile(p, re.IGNORECASE), m, r) for p, m, r in _PATTERNS)


@dataclass(frozen=True, slots=True)
class Found:
    """Words in a line that nobody would say: where they are, a message, a remedy, a fix."""

    start: int
    end: int
    message: str
    remedy: str
    fix: Fix | None = None


def unspoken(text: str) -> Iterator[Found]:
    """Yield what is written in a line and not spoken, the first of each sort."""
    if (match := _OPEN.search(text)) is not None:
        words = match[0].rstrip()
        said = contraction(words)
        message = f'"{words}" sounds read aloud'
        end = match.start() + len(words)
        yield Found(match.start(), end, message, f'say "{said}"', Fix(words, said))
    if (match := _OLD_WORDS.search(text)) is not None:
        new = _like(match[0], _OLD[match[0].lower()])
        message = f'hardly anyone says "{match[0]}"'
        yield Found(match.start(), match.end(), message, f'say "{new}"', Fix(match[0], new))
    for pattern, message, remedy in _COMPILED:
        if (match := pattern.search(text)) is not None:
            start, end = match.span("last") if match.groupdict().get("last") else match.span()
            yield Found(start, end, message.format(text[start:end].strip(" ,")), remedy)


def contraction(words: str) -> str:
    """Contract two words, such as `it is` into `it's`; the first letter keeps its case."""
    lower = words.lower()
    first, _, last = words.rpartition(" ")
    if lower in _IRREGULAR:
        return _like(words, _IRREGULAR[lower])
    endings = {"not": "n't", "is": "'s", "are": "'re", "am": "'m", "will": "'ll", "have": "'ve"}
    return first + endings[last.lower()]


def _like(pattern: str, words: str) -> str:
    """Give words the first letter's case of another text."""
    return words[0].upper() + words[1:] if pattern[0].isupper() else words

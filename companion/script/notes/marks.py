"""Marks around the words of notes: headings, times, numbers, names of speakers, emphasis."""

import html
import re
from collections import Counter

from companion.script.notes.rests import rest_length

_MOST_TITLE = 60
BRACKETS = "[](){}<>*_ /"
RULE = re.compile(r"[.\-–—~*_=·•\s…]{3,}")
_HEADING = re.compile(r"#{1,6}\s+(?P<title>.+?)\s*#*")
_ESTIMATE = re.compile(
    r"\s*(?:[\-–—:,]\s*[(\[]?|[(\[])\s*(?:about|approx\.?|ca\.?|~)?\s*\d{1,3}(?:\s*[-–]\s*\d{1,3})?"
    r"\s*(?:min(?:ute)?s?|sec(?:ond)?s?)\.?\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"[(\[]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[)\]]?\s*(?:[-–—:|]\s*)?(?=[^\s)\]])"
)
_SPEAKER = re.compile(r"(?P<name>[A-Z][\w.' -]{0,24}?)\s?:\s+(?=\S)")
_ROLES = frozenset(
    ("narrator", "guide", "teacher", "voice", "speaker", "host", "instructor", "facilitator",
     "therapist", "meditation guide", "voiceover", "voice over", "speaker 1", "speaker 2")
)  # fmt: skip
_NUMBER = re.compile(r"(?:step\s+)?\d{1,3}[.)]\s+(?=\S)", re.IGNORECASE)
_BULLET = re.compile(r"[-*•–+]\s+(?:\[[ xX]\]\s+)?|>\s*")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|`|~~)(?=\S)(.+?)(?<=\S)\1")
_LONE_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_MOST_FRONT_MATTER = 40


def rows_of(notes: str) -> list[str]:
    """The lines of notes without front matter and without characters that cannot be shown."""
    rows = notes.lstrip("\ufeff").splitlines()
    if rows and rows[0].strip() == "---":
        top = rows[1:_MOST_FRONT_MATTER]
        end = next((i for i, row in enumerate(top, 1) if row.strip() == "---"), None)
        if end is not None and all(":" in row or not row.strip() for row in rows[1:end]):
            rows = rows[end + 1 :]
    shown = ("".join(c if c.isprintable() else " " for c in html.unescape(row)) for row in rows)
    return [row.strip() for row in shown]


def heading(row: str, following: str) -> tuple[str, str] | None:
    """Return the title of a heading and the estimate behind it, or None for any other line.

    Args:
        row: the line.
        following: the next one, which may underline it.
    """
    marked = _HEADING.fullmatch(row)
    title = without_emphasis(marked["title"] if marked is not None else row)
    estimate = _ESTIMATE.search(title)
    is_title = (
        len(row) <= _MOST_TITLE
        and row[-1:] not in ".?!,;"
        and rest_length(row.strip(BRACKETS)) is None
    )
    is_underlined = is_title and bool(_UNDERLINE.fullmatch(following))
    is_timed = is_title and estimate is not None and title[: estimate.start()].strip(BRACKETS) != ""
    if marked is None and not is_underlined and not (is_timed and title[0].isupper()):
        return None
    words = title[: estimate.start()] if estimate is not None else title
    if not words.strip():
        words, estimate = title, None
    if marked is None and not is_underlined and re.search(r"[\[\](){}.?!]", words):
        return None
    return words.strip(), estimate[0].strip(" -–—:,") if estimate is not None else ""


def without_lead(row: str, speakers: frozenset[str]) -> tuple[str, list[str]]:
    """Take away what stands before the words: a time, a bullet, a number, a speaker.

    Returns:
        The words, and what of it is worth telling: times and names.
    """
    if row[:1] in BRACKETS and rest_length(row.strip(BRACKETS)) is not None:
        return row, []
    left_out = []
    if (time := _TIME.match(row)) is not None:
        left_out.append(time[0].strip())
        row = row[time.end() :]
    for pattern in (_BULLET, _NUMBER):
        if (mark := pattern.match(row)) is not None:
            row = row[mark.end() :]
    bare = without_emphasis(row)
    if (speaker := _SPEAKER.match(bare)) is not None and speaker["name"] in speakers:
        return bare[speaker.end() :], [*left_out, f"{speaker['name']}:"]
    return row, left_out


def speakers_of(rows: list[str]) -> frozenset[str]:
    """The names in front of lines: known roles, and names that stand before two lines or more."""
    matches = (_SPEAKER.match(without_emphasis(row)) for row in rows)
    names = Counter(match["name"] for match in matches if match is not None)
    return frozenset(name for name, often in names.items() if often > 1 or name.lower() in _ROLES)


def without_links(text: str) -> str:
    """A text with the words of its Markdown links in place of the links."""
    return _LINK.sub(r"\1", text)


def without_emphasis(text: str) -> str:
    """A text without the marks of Markdown around its words, and links by their words."""
    text = _EMPHASIS.sub(r"\2", without_links(text))
    return " ".join(_LONE_EMPHASIS.sub(r"\1", text).split())

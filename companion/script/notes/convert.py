"""Import of plain notes: words, blank lines, and rests as people write them, become a script.

Rests are read by `script.notes.rests`. `# Title` begins a chapter. What no voice should say is left
out and reported: names of speakers, stage directions, times, estimates. The script always passes
`check`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from companion.errors import CompanionError
from companion.script.notes.captions import as_notes, is_captions
from companion.script.notes.marks import (
    BRACKETS,
    RULE,
    heading,
    rows_of,
    speakers_of,
    without_emphasis,
    without_lead,
    without_links,
)
from companion.script.notes.rests import USUAL_PAUSE, rest_length
from companion.script.schema import LINE
from companion.script.slots import BUILT_IN
from companion.script.speech import sentences
from companion.units import SECOND, Millis, duration_text

# A longer rest in the middle of a line becomes a silence step.
_LONGEST_INSIDE = Millis(8 * SECOND)
_MOST_TITLE = 60
_MOST_LINES = 1_500
_LOOKED_AT = 4_000
_OTHER_FORMATS = {
    "{\\rtf": "an RTF", "%pdf": "a PDF", "<!doctype": "an HTML", "<html": "an HTML",
}  # fmt: skip
_PLAIN_TEXT = "save it as plain text (UTF-8), and import that"

_MARK = re.compile(
    r"\*{1,2}\[[^\[\]\n]{1,60}\]\*{1,2}|_\([^()\n]{1,60}\)_"
    r"|\[[^\[\]\n]{1,80}\]|\([^()\n]{1,60}\)|<[^<>\n]{1,80}>|\{[^{}\n]{1,40}\}"
    r"|(?<![\w*])\*[^*\n]{1,40}\*(?![\w*])|(?<![\w_])_[^_\n]{1,40}_(?![\w_])"
)
_BUILT_IN_SLOT = re.compile(r"\{\{(" + "|".join(BUILT_IN) + r")\}\}", re.IGNORECASE)
_BARE_REST = re.compile(r"(?:pause|silence)\b|(?:rest|wait|hold|break)\b.*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Imported:
    """The text of a script made from notes, and what was left out of it, a line each."""

    text: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rest:
    length: Millis


@dataclass(frozen=True, slots=True)
class _Chapter:
    title: str


@dataclass(frozen=True, slots=True)
class _Line:
    text: str


_Piece = _Rest | _Chapter | _Line | None
"""A piece of the notes; None is an empty line."""


def script_from_notes(notes: str, title: str) -> Imported:
    """Make a script from plain notes, or from a file of captions.

    Args:
        notes: the notes.
        title: the title of the script, if the notes do not begin with one.

    Raises:
        CompanionError: when they are not plain text, have no words, or too many lines.
    """
    _refuse_other_formats(notes)
    reader = _Reader(as_notes(notes) if is_captions(notes) else notes)
    pieces = list(reader.pieces())
    if not any(isinstance(piece, _Line) for piece in pieces):
        raise CompanionError("there are no words in it", "put the words into it, a line each")
    if len(pieces) > _MOST_LINES:
        raise CompanionError("it's too long for one script", "split it in two")
    if (first_title := _title(pieces)) is not None:
        title, pieces = first_title, pieces[1:]
    head = [LINE, "companion: 1", f"title: {_quoted(title)}", "", "steps:"]
    text = "\n".join([*head, *_steps(pieces)]) + "\n"
    return Imported(text, tuple(dict.fromkeys(reader.left_out)))


def _refuse_other_formats(notes: str) -> None:
    start = notes.lstrip("\ufeff \n\r\t")[:200].lower()
    for mark, name in _OTHER_FORMATS.items():
        if start.startswith(mark):
            raise CompanionError(f"this is {name} file, not plain text", _PLAIN_TEXT)
    hidden = sum(not c.isprintable() and not c.isspace() for c in notes[:_LOOKED_AT])
    if hidden > _LOOKED_AT // 100:
        raise CompanionError("this isn't plain text", _PLAIN_TEXT)


def _title(pieces: list[_Piece]) -> str | None:
    """The title in the first line: a heading, or a lone line that is not a sentence."""
    first, second = [*pieces, None, None][:2]
    if isinstance(first, _Chapter):
        return first.title
    words = first.text if isinstance(first, _Line) else ""
    has_more = any(isinstance(piece, _Line) for piece in pieces[1:])
    is_title = second is None and has_more and 0 < len(words) <= _MOST_TITLE
    return words if is_title and words[-1] not in ".?!,;:" else None


@dataclass(slots=True)
class _Reader:
    """Reads notes line by line, and gathers what it leaves out."""

    notes: str
    left_out: list[str] = field(default_factory=list)

    def pieces(self) -> Iterator[_Piece]:
        """Yield the pieces of the notes in order."""
        rows = rows_of(self.notes)
        speakers = speakers_of(rows)
        is_heading = False
        for row, following in zip_longest(rows, rows[1:], fillvalue=""):
            is_underline = is_heading and set(row) in ({"="}, {"-"})
            title = heading(row, following) if row and not RULE.fullmatch(row) else None
            is_heading = title is not None
            if not row or is_underline:
                yield None
            elif title is not None:
                self.left_out += [title[1]] if title[1] else []
                yield _Chapter(title[0])
            elif RULE.fullmatch(row):
                yield _Rest(USUAL_PAUSE)
            else:
                words, left_out = without_lead(row, speakers)
                self.left_out += left_out
                yield from self._line(words)

    def _line(self, row: str) -> Iterator[_Piece]:
        """Yield the words of a line with their short rests; a long rest is a piece of its own.

        Control characters stand for the brackets of a rest, so that they can be told from others.
        """
        row = without_links(row)
        text, at = "", 0
        for match in _MARK.finditer(row):
            length = rest_length(match[0].strip(BRACKETS))
            before = text + row[at : match.start()]
            if length is None and not self._is_direction(match, row):
                continue
            text, at = before, match.end()
            if length is None:
                self.left_out.append(match[0])
            elif length <= _LONGEST_INSIDE and _has_words(text):
                text += f" \0{duration_text(length)}\1 "
            else:
                yield from _spoken(text)
                text = ""
                yield _Rest(length)
        yield from _spoken(text + row[at:])

    @staticmethod
    def _is_direction(match: "re.Match[str]", row: str) -> bool:
        """Whether a mark is a stage direction: in square brackets, between sentences."""
        if not match[0].strip("*").startswith("["):
            return False
        before, after = row[: match.start()].rstrip(), row[match.end() :].lstrip()
        is_open = not before or before[-1] in '.?!…:\1]"”’)'
        return is_open and (not after or after[0].isupper() or after[0] in '[("“*<')


def _spoken(text: str) -> Iterator[_Piece]:
    """Yield a line with its words; sentences that only ask for a pause become rests."""
    words: list[str] = []
    for sentence in sentences(text):
        bare = re.sub("\0[^\1]*\1", "", sentence).strip()
        length = rest_length(bare) if _BARE_REST.match(bare) else None
        if length is None:
            words.append(sentence)
        elif length <= _LONGEST_INSIDE and words:
            words.append(f"\0{duration_text(length)}\1")
        else:
            yield from _words(" ".join(words))
            words = []
            yield _Rest(length)
    yield from _words(" ".join(words))


def _has_words(text: str) -> bool:
    return any(c.isalnum() for c in re.sub("\0[^\1]*\1", "", text))


def _words(text: str) -> Iterator[_Line]:
    """Yield a line if it has words to say, and not only rests."""
    if _has_words(text):
        yield _Line(_plain(text))


def _plain(text: str) -> str:
    """Return words as a script can hold them: braces doubled, other brackets made round."""
    text = without_emphasis(text)
    text = re.sub(r"<[^<>]*>", " ", text)
    text = text.replace("{", "{{").replace("}", "}}")
    # the slots that every script has stay slots
    text = _BUILT_IN_SLOT.sub(r"{\1}", text)
    text = text.replace("[", "(").replace("]", ")")
    # what would be taken for a rest is spoken without its brackets
    text = re.sub(r"\(([^()]*)\)", lambda m: m[1] if rest_length(m[1]) else m[0], text)
    return " ".join(text.replace("\0", "[").replace("\1", "]").split())


def _steps(pieces: list[_Piece]) -> Iterator[str]:
    lines: list[str] = []
    for piece in [*pieces, _Rest(Millis(0))]:
        if isinstance(piece, _Line):
            lines.append(piece.text)
        elif piece is None:
            lines += [""] if lines and lines[-1] else []
        else:
            yield from _say_step(lines)
            lines = []
            if isinstance(piece, _Chapter):
                yield f"  - section: {_quoted(piece.title)}"
            elif piece.length:
                yield f"  - silence: {duration_text(piece.length)}"


def _say_step(lines: list[str]) -> Iterator[str]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    if lines:
        yield "  - say: |"
        yield from (f"      {line}" if line else "" for line in lines)


def _quoted(words: str) -> str:
    printable = "".join(c if c.isprintable() else " " for c in words)
    plain = printable.replace("\\", "").replace('"', "'").replace("{", "(").replace("}", ")")
    return f'"{plain.strip()[:120].strip() or "Untitled"}"'

"""Import of plain notes: words, blank lines, and rests as people write them, become a script.

`[PAUSE:5]`, `[pause 5s]`, `[5s]`, `(pause)` and whole lines such as `pause 20 seconds` are rests;
`# Title` begins a chapter. The script always passes `check`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from companion.script.schema import LINE
from companion.script.slots import BUILT_IN
from companion.units import HOUR, MINUTE, SECOND, Millis, duration_text

# A longer rest in the middle of a line becomes a silence step.
_LONGEST_INSIDE = Millis(8 * SECOND)
_USUAL_PAUSE = Millis(3 * SECOND)
_MOST_TITLE = 60
_MOST_LINES = 1_500

_UNIT = r"(?:ms|s|secs?|seconds?|m|mins?|minutes?)"
_NUMBER = rf"(?P<number>\d{{1,4}}(?:\.\d{{1,3}})?)\s*(?P<unit>{_UNIT})?"
_WORD = r"(?:pause|rest|silence|wait|break)"
_REST = re.compile(
    rf"[\[(<]\s*{_WORD}\s*[:=]?\s*(?:for\s+)?(?:{_NUMBER})?\.?\s*[\])>]"
    rf"|[\[(<]\s*{_NUMBER.replace('number', 'bare').replace('unit', 'bare_unit')}\s*[\])>]",
    re.IGNORECASE,
)
_REST_LINE = re.compile(rf"{_WORD}\s*[:=]?\s*(?:for\s+)?{_NUMBER}\.?", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s+(?P<title>.+)")
_OTHER_MARK = re.compile(r"\[([^\[\]]*)\]")
_BUILT_IN_SLOT = re.compile(r"\{\{(" + "|".join(BUILT_IN) + r")\}\}", re.IGNORECASE)
_SCALE = {"ms": 1, "s": SECOND, "m": MINUTE}


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


def script_text(notes: str, title: str) -> str:
    """Return the text of a script that is made from plain notes.

    Args:
        notes: the notes.
        title: the title of the script, if the notes do not begin with one.

    Raises:
        ValueError: when the notes have no words, or too many lines for one script.
    """
    pieces = list(_pieces(notes))
    if not any(isinstance(piece, _Line) for piece in pieces):
        raise ValueError("there are no words in it")
    if len(pieces) > _MOST_LINES:
        raise ValueError("it's too long for one script")
    if (first_title := _title(pieces)) is not None:
        title, pieces = first_title, pieces[1:]
    head = [LINE, "companion: 1", f"title: {_quoted(title)}", "", "steps:"]
    return "\n".join([*head, *_steps(pieces)]) + "\n"


def _title(pieces: list[_Piece]) -> str | None:
    """The title in the first line: a heading, or a lone line that is not a sentence."""
    first, second = [*pieces, None, None][:2]
    if isinstance(first, _Chapter):
        return first.title
    words = first.text if isinstance(first, _Line) else ""
    has_more = any(isinstance(piece, _Line) for piece in pieces[1:])
    is_title = second is None and has_more and 0 < len(words) <= _MOST_TITLE
    return words if is_title and words[-1] not in ".?!,;:" else None


def _pieces(notes: str) -> Iterator[_Piece]:
    for row in notes.lstrip("\ufeff").splitlines():
        line = "".join(c if c.isprintable() else " " for c in row).strip()
        heading = _HEADING.fullmatch(line)
        if not line:
            yield None
        elif heading is not None:
            yield _Chapter(" ".join(heading["title"].split()))
        elif (rest := _REST_LINE.fullmatch(line)) is not None:
            yield _Rest(_length(rest["number"], rest["unit"]))
        else:
            yield from _line(line)


def _line(line: str) -> Iterator[_Piece]:
    """Yield the words of a line with their short rests; a long rest is a piece of its own.

    Control characters stand for the brackets of a rest, so that `_plain` can tell them from others.
    """
    text, at = "", 0
    for match in _REST.finditer(line):
        text += line[at : match.start()]
        at = match.end()
        number = match["number"] or match["bare"]
        unit = match["unit"] or match["bare_unit"]
        length = _length(number, unit) if number else _USUAL_PAUSE
        if length <= _LONGEST_INSIDE and text.strip():
            text += f"\0{duration_text(length)}\1"
            continue
        yield from _words(text)
        text = ""
        yield _Rest(length)
    yield from _words(text + line[at:])


def _words(text: str) -> Iterator[_Line]:
    """Yield a line if it has words to say, and not only rests."""
    if any(c.isalnum() for c in re.sub("\0[^\1]*\1", "", text)):
        yield _Line(_plain(text))


def _plain(text: str) -> str:
    """Return words as a script can hold them: braces doubled, other brackets made round."""
    text = re.sub(r"^[-*•]\s+", "", text.strip())
    text = text.replace("{", "{{").replace("}", "}}")
    # the slots that every script has stay slots
    text = _BUILT_IN_SLOT.sub(r"{\1}", text)
    text = _OTHER_MARK.sub(r"(\1)", text).replace("[", "(").replace("]", ")")
    text = re.sub(r"\((\s*(?:pause )?\d[^()]*)\)", r"\1", text)
    return " ".join(text.replace("\0", "[").replace("\1", "]").split())


def _length(number: str, unit: str | None) -> Millis:
    name = (unit or "s").lower()
    scale = _SCALE["ms" if name == "ms" else name[0]]
    return Millis(min(HOUR, max(SECOND // 2, round(float(number) * scale))))


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

"""Captions as notes: WebVTT and SubRip become lines of words with rests between them."""

import re
from collections.abc import Iterator

from companion.units import SECOND

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{3})"
_CUE = re.compile(rf"^\s*{_TIME}\s+-->\s+{_TIME}")
_TAG = re.compile(r"</?[^<>]{1,60}>|\{\\[^{}]{1,20}\}")
_BLOCKS = ("WEBVTT", "NOTE", "STYLE", "REGION")
# A gap shorter than this is only the time the next caption takes to come.
_SHORTEST_GAP_S = 1.0


def is_captions(text: str) -> bool:
    """Whether a text is a file of captions."""
    return any(_CUE.match(line) for line in text.splitlines()[:40])


def as_notes(text: str) -> str:
    """Return captions as plain notes: a line for each, and a rest where nothing is said."""
    lines, last = [], None
    for start, end, words in _cues(text):
        if last is not None and start - last >= _SHORTEST_GAP_S:
            lines.append(f"[{start - last:g}s]")
        lines.append(words)
        last = max(end, last or 0.0)
    return "\n".join(lines) + "\n"


def _cues(text: str) -> Iterator[tuple[float, float, str]]:
    """Every caption with words, as (start, end, words), times in seconds."""
    for block in re.split(r"\n[ \t]*\n", text.lstrip("\ufeff").replace("\r\n", "\n")):
        rows = block.strip("\n").split("\n")
        number = next((i for i, row in enumerate(rows) if _CUE.match(row)), None)
        if number is None or (rows[0].startswith(_BLOCKS) and number == 0):
            continue
        times = _CUE.match(rows[number])
        words = " ".join(_TAG.sub("", row).strip() for row in rows[number + 1 :]).strip()
        if times is not None and words:
            yield _seconds(times.groups()[:4]), _seconds(times.groups()[4:]), words


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return (hours * 3600 + minutes * 60 + seconds) + thousandths * SECOND / 1_000_000

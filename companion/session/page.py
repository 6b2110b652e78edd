"""A session as one HTML page with everything inside: sound, captions, breath and transcript.

The page needs no other program, no network and no account; its content security policy forbids
it to load anything.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from companion.session.introduction import evidence, warnings
from companion.session.sitting import Sitting
from companion.timeline.timeline import Breathing, Timeline
from companion.timeline.views.captions import Caption, captions
from companion.units import SECOND, Millis, spoken_duration
from companion.wording import ABOUT_LIMITS

_HERE = Path(__file__).parent
# A multiple of three bytes, so that the base64 of all chunks can be joined.
_CHUNK = 3 * 65_536
# How full the breath is at the end of each phase; any other phase keeps it as it is.
_FULL = {"in": 1.0, "top_up": 1.15, "out": 0.0}
_OPENING = "When you're ready."


def page(sitting: Sitting, sound: Path) -> Iterator[str]:
    """The page in pieces of text, so that the sound of a long session is never whole in memory.

    Args:
        sitting: the session.
        sound: the MP3 file of its sound.
    """
    script, timeline = sitting.script, sitting.timeline
    entries = captions(timeline)
    style, code = ((_HERE / f"page.{kind}").read_text("utf-8") for kind in ("css", "js"))
    lines = [script.intent, spoken_duration(timeline.total), *warnings(script), *evidence(script)]
    values = {
        "lang": escape(script.lang),
        "title": escape(script.title),
        "style": style,
        "style-hash": _hash(style),
        "script": code,
        "script-hash": _hash(code),
        "first": _OPENING,
        "limits": escape(ABOUT_LIMITS),
        "seconds": str(-(-timeline.total // SECOND)),
        "about": "".join(f"<p>{escape(line)}</p>" for line in lines if line),
        "way-out": _way_out(script.way_out),
        "words": "\n".join(_row(caption) for caption in entries),
        "data": _data(sitting, entries),
    }
    text = (_HERE / "page.html").read_text("utf-8")
    head, tail = text.split("{{sound}}")
    yield _fill(head, values)
    with sound.open("rb") as raw:
        while chunk := raw.read(_CHUNK):
            yield base64.b64encode(chunk).decode("ascii")
    yield _fill(tail, values)


def _fill(text: str, values: dict[str, str]) -> str:
    """Fill the `{{name}}` places of a template; a value that contains one stays as it is."""
    pieces = text.split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, rest = piece.split("}}", 1)
        filled += [values[name], rest]
    return "".join(filled)


def _way_out(words: str) -> str:
    """The way out as HTML, outside the folded parts, so that it can always be seen."""
    return f'<p class="small">If it gets too much: {escape(words)}</p>\n' if words else ""


def _hash(text: str) -> str:
    """The hash by which the content security policy allows the page's own style and script."""
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def _units(text: str) -> int:
    """The length of a text in UTF-16 code units, as JavaScript counts."""
    return len(text.encode("utf-16-le")) // 2


def _row(caption: Caption) -> str:
    kind = "" if caption.is_said else ' class="note"'
    return f'<p{kind} data-at="{caption.start / 1000}">{escape(caption.text)}</p>'


def _data(sitting: Sitting, entries: tuple[Caption, ...]) -> str:
    """The JSON that page.js reads; all times in seconds."""
    timeline = sitting.timeline
    rows = [
        [
            caption.start / 1000,
            caption.end / 1000,
            caption.text,
            [
                [
                    (caption.start + word.start) / 1000,
                    (caption.start + word.end) / 1000,
                    _units(caption.text[: word.first]),
                    _units(caption.text[: word.last]),
                ]
                for word in caption.words
            ],
        ]
        for caption in entries
    ]
    value = {
        "title": sitting.script.title,
        "author": sitting.script.author,
        "opening": _OPENING,
        "total": timeline.total / 1000,
        "captions": rows,
        "breaths": [[b.start, b.end, b.first, b.last] for b in _breaths(timeline)],
        "chapters": [[start / 1000, title] for start, title in chapters(timeline)],
    }
    # no text of the script may close the element around the data
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@dataclass(frozen=True, slots=True)
class _Breath:
    """One phase in seconds, and how full the breath is at its start and its end."""

    start: float
    end: float
    first: float
    last: float


def _breaths(timeline: Timeline) -> Iterator[_Breath]:
    full = 0.0
    for placement in timeline.placements:
        if isinstance(placement.content, Breathing):
            goal = _FULL.get(placement.content.phase, full)
            yield _Breath(placement.start / 1000, placement.end / 1000, full, goal)
            full = goal


def chapters(timeline: Timeline) -> tuple[tuple[Millis, str], ...]:
    """The (start, title) of each section that has a title."""
    titles = dict(timeline.sections)
    starts: dict[int, tuple[Millis, str]] = {}
    for placement in timeline.placements:
        if title := titles.get(placement.section, ""):
            starts.setdefault(placement.section, (placement.start, title))
    return tuple(starts.values())

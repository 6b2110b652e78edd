"""A session as one HTML page that needs nothing else: sound, captions, breath, transcript.

Whoever gets the file needs no program of ours, no network and no account. Its policy forbids
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
# Base64 turns three bytes into four letters, so a chunk that ends on a whole one can be joined.
_CHUNK = 3 * 65_536
# How full the breath is where each phase ends; a hold stays where it is.
_FULL = {"in": 1.0, "top_up": 1.15, "out": 0.0}


def page(sitting: Sitting, sound: Path) -> Iterator[str]:
    """The page, piece by piece, so that a long session is never in memory as a whole.

    Args:
        sitting: what is told.
        sound: its sound as MP3.
    """
    script, timeline = sitting.script, sitting.timeline
    told = captions(timeline)
    style, code = ((_HERE / f"page.{kind}").read_text("utf-8") for kind in ("css", "js"))
    lines = [script.intent, spoken_duration(timeline.total), *warnings(script), *evidence(script)]
    values = {
        "lang": escape(script.lang),
        "title": escape(script.title),
        "style": style,
        "style-hash": _hash(style),
        "script": code,
        "script-hash": _hash(code),
        "first": "When you are ready.",
        "limits": escape(ABOUT_LIMITS),
        "seconds": str(-(-timeline.total // SECOND)),
        "about": "".join(f"<p>{escape(line)}</p>" for line in lines if line),
        "way-out": _way_out(script.way_out),
        "words": "\n".join(_row(caption) for caption in told),
        "data": _data(sitting, told),
    }
    text = (_HERE / "page.html").read_text("utf-8")
    head, tail = text.split("{{sound}}")
    yield _filled(head, values)
    with sound.open("rb") as raw:
        while chunk := raw.read(_CHUNK):
            yield base64.b64encode(chunk).decode("ascii")
    yield _filled(tail, values)


def _filled(text: str, values: dict[str, str]) -> str:
    """A template with its places filled; what is put in is not looked at again."""
    pieces = text.split("{{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, rest = piece.split("}}", 1)
        filled += [values[name], rest]
    return "".join(filled)


def _way_out(words: str) -> str:
    """What to do when it gets worse, where it is seen without looking for it."""
    return f'<p class="small">Way out: {escape(words)}</p>\n' if words else ""


def _hash(text: str) -> str:
    """What the policy of the page knows its own style and script by."""
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def _units(text: str) -> int:
    """How long a text is for a browser, which counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _row(caption: Caption) -> str:
    kind = "" if caption.is_said else ' class="note"'
    return f'<p{kind} data-at="{caption.start / 1000}">{escape(caption.text)}</p>'


def _data(sitting: Sitting, told: tuple[Caption, ...]) -> str:
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
        for caption in told
    ]
    value = {
        "title": sitting.script.title,
        "author": sitting.script.author,
        "opening": "When you are ready.",
        "total": timeline.total / 1000,
        "captions": rows,
        "breaths": [[b.start, b.end, b.first, b.last] for b in _breaths(timeline)],
        "chapters": [[start / 1000, title] for start, title in chapters(timeline)],
    }
    # nothing in it can end the element that it stands in
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@dataclass(frozen=True, slots=True)
class _Breath:
    """One phase, in seconds, and how full the breath is at both its ends."""

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
    """Where each titled section begins."""
    titles = dict(timeline.sections)
    found: dict[int, tuple[Millis, str]] = {}
    for placement in timeline.placements:
        if title := titles.get(placement.section, ""):
            found.setdefault(placement.section, (placement.start, title))
    return tuple(found.values())

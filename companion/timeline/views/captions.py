"""Captions: a timeline as timed lines, in the formats that players read.

People who can't hear read the same session, so bells and breaths have captions too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from companion.timeline.timeline import (
    Asking,
    Breathing,
    Placement,
    Quiet,
    Ringing,
    Timeline,
    Voiced,
)
from companion.timeline.utterance import WordTime
from companion.units import HOUR, MINUTE, SECOND, Millis, spoken_duration
from companion.wording import BREATH_NOTED, begins_in

# A line stays this long after its last word, unless the next one begins.
_LINGER = Millis(800)
# A bell's caption stays for its first seconds, because a bell rings much longer.
_BELL = Millis(3 * SECOND)
# In a longer gap than this a lyrics file shows an empty line.
_LYRICS_GAP = Millis(3 * SECOND)
# The plain text mentions silences from this length on.
_LONG = Millis(20 * SECOND)
_BLANK = re.compile(r"\s+")
_TAG = re.compile(r"<(?=[a-zA-Z/!])")


@dataclass(frozen=True, slots=True)
class Caption:
    """A line to read from `start` to `end`.

    Speech has word times, counted from `start`. Anything else has none, and its text is in
    brackets.
    """

    start: Millis
    end: Millis
    text: str
    words: tuple[WordTime, ...] = ()
    is_said: bool = True


def captions(timeline: Timeline) -> tuple[Caption, ...]:
    """Every caption of a timeline in order, without overlaps."""
    raw = sorted(
        (*_placement_captions(timeline), *_chime_captions(timeline)),
        key=lambda caption: (caption.start, caption.end),
    )
    entries: list[Caption] = []
    for number, caption in enumerate(raw):
        linger = Millis(caption.end + (_LINGER if caption.is_said else 0))
        is_last = number + 1 == len(raw)
        limit = timeline.total if is_last else raw[number + 1].start
        end = Millis(max(caption.start, min(linger, limit)))
        entries.append(Caption(caption.start, end, caption.text, caption.words, caption.is_said))
    return tuple(caption for caption in entries if caption.start < caption.end)


def _placement_captions(timeline: Timeline) -> Iterator[Caption]:
    for placement in timeline.placements:
        match placement.content:
            case Voiced(utterance, words):
                text = _BLANK.sub(" ", utterance.text)
                # the characters of the word times only fit a text of the same length
                times = words if len(text) == len(utterance.text) else ()
                yield Caption(placement.start, placement.end, text, times)
            case Ringing():
                yield _bell(placement.start, placement.length)
            case Breathing(phase):
                yield _note(placement, BREATH_NOTED[phase])
            case Asking():
                yield _note(placement, "room for an answer")
            case Quiet(reason="settle"):
                yield _note(placement, begins_in(placement.length))
            case _:
                pass  # any other silence has no caption


def _note(placement: Placement, words: str) -> Caption:
    return Caption(placement.start, placement.end, f"({words})", is_said=False)


def _bell(start: Millis, length: Millis) -> Caption:
    return Caption(start, Millis(start + min(length, _BELL)), "(a bell)", is_said=False)


def _chime_captions(timeline: Timeline) -> Iterator[Caption]:
    for chime in timeline.chimes:
        yield _bell(chime.start, chime.length)


def vtt(entries: Sequence[Caption]) -> str:
    """Captions as WebVTT (W3C)."""
    blocks = ["WEBVTT\n"]
    for caption in entries:
        text = caption.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        blocks.append(f"{_clock(caption.start)} --> {_clock(caption.end)}\n{text}\n")
    return "\n".join(blocks)


def srt(entries: Sequence[Caption]) -> str:
    """Captions as SubRip."""
    blocks = [
        f"{n}\n{_clock(caption.start, ',')} --> {_clock(caption.end, ',')}\n"
        f"{_disarm(caption.text)}\n"
        for n, caption in enumerate(entries, 1)
    ]
    return "\n".join(blocks)


def _disarm(line: str) -> str:
    """Replace times and markup that a player would obey; SubRip has no way to escape them."""
    return _TAG.sub("\u2039", line.replace("-->", "->"))


def lrc(entries: Sequence[Caption], title: str, author: str, total: Millis) -> str:
    """Captions as lyrics for music players; a long silence shows an empty line."""
    lines = [
        f"[ti:{title}]",
        f"[ar:{author}]" if author else "",
        f"[length:{_minutes(total)[:-3]}]",
    ]
    end = Millis(0)
    for caption in entries:
        if caption.start - end > _LYRICS_GAP:
            lines.append(f"[{_minutes(end)}]")
        lines.append(f"[{_minutes(caption.start)}]{caption.text}")
        end = caption.end
    lines.append(f"[{_minutes(end)}]")
    return "\n".join(line for line in lines if line) + "\n"


def labels(entries: Sequence[Caption]) -> str:
    """Captions as an Audacity label track: start and end in seconds, and words."""
    return "".join(f"{c.start / 1000:.3f}\t{c.end / 1000:.3f}\t{c.text}\n" for c in entries)


def text(timeline: Timeline, title: str, foot: str = "") -> str:
    """Plain text of a session to read at any speed: sections, lines and long silences.

    Args:
        timeline: the session.
        title: the first line.
        foot: the last line, if any.
    """
    titles = dict(timeline.sections)
    lines, section, breath = [title, ""], -1, -1
    for placement in timeline.placements:
        if placement.section != section:
            section = placement.section
            heading = titles.get(section, "")
            lines += [*([""] if lines[-1] else []), *([heading, ""] if heading else [])]
        is_same_breath = isinstance(placement.content, Breathing) and placement.cue == breath
        if isinstance(placement.content, Breathing):
            breath = placement.cue
        if (line := _line(placement)) and not is_same_breath:
            lines.append(line)
    lines += ["", foot] if foot else []
    return "\n".join(lines).rstrip() + "\n"


def _line(placement: Placement) -> str:
    """The line of a placement in plain text; empty for a short silence."""
    match placement.content:
        case Voiced(utterance):
            return _BLANK.sub(" ", utterance.text)
        case Ringing():
            return "(a bell)"
        case Breathing(rounds=rounds):
            return f"(breathing, {rounds} {'round' if rounds == 1 else 'rounds'})"
        case Asking():
            return "(room for an answer)"
        case _:
            length = placement.length
            return f"({spoken_duration(length)} of quiet)" if length >= _LONG else ""


def _clock(at: Millis, point: str = ".") -> str:
    """A time as HH:MM:SS.mmm, with the decimal point of the format."""
    hours, rest = divmod(at, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, ms = divmod(rest, SECOND)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"


def _minutes(at: Millis) -> str:
    """A time as MM:SS.hh; the minutes may be over 59."""
    minutes, rest = divmod(at, MINUTE)
    return f"{minutes:02}:{rest // SECOND:02}.{rest % SECOND // 10:02}"

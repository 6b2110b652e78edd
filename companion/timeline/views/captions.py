"""Captions: a timeline as lines with their times, in the formats that players read.

Who hears nothing reads the same session: bells and breath have their lines as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from companion.timeline.timeline import Asking, Breathing, Placement, Rung, Timeline, Voiced
from companion.timeline.utterance import WordTime
from companion.units import HOUR, MINUTE, SECOND, Millis, spoken_duration
from companion.wording import BREATH_NOTED

# After its last word a line stays a little, unless the next one comes.
_LINGER = Millis(800)
# A bell is read of when it is struck, not for as long as it rings.
_BELL = Millis(3 * SECOND)
# A gap in which the line of a lyrics file is taken away.
_LYRICS_GAP = Millis(3 * SECOND)
# A silence that a reader is told of.
_LONG = Millis(20 * SECOND)
_BLANK = re.compile(r"\s+")
_TAG = re.compile(r"<(?=[a-zA-Z/!])")


@dataclass(frozen=True, slots=True)
class Caption:
    """What is to be read from `start` to `end`.

    What is said has the times of its words, from `start` on; what only happens has none, and is
    in brackets.
    """

    start: Millis
    end: Millis
    text: str
    words: tuple[WordTime, ...] = ()
    is_said: bool = True


def captions(timeline: Timeline) -> tuple[Caption, ...]:
    """Everything that can be read, in order, none over the next."""
    found = sorted(
        (*_placed(timeline), *_chimed(timeline)), key=lambda caption: (caption.start, caption.end)
    )
    told: list[Caption] = []
    for number, caption in enumerate(found):
        linger = Millis(caption.end + (_LINGER if caption.is_said else 0))
        limit = found[number + 1].start if number + 1 < len(found) else timeline.total
        end = Millis(max(caption.start, min(linger, limit)))
        told.append(Caption(caption.start, end, caption.text, caption.words, caption.is_said))
    return tuple(caption for caption in told if caption.start < caption.end)


def _placed(timeline: Timeline) -> Iterator[Caption]:
    for placement in timeline.placements:
        match placement.content:
            case Voiced(utterance, words):
                text = _BLANK.sub(" ", utterance.text)
                # a line break is a blank of its own, so the places of the words stay true
                kept = words if len(text) == len(utterance.text) else ()
                yield Caption(placement.start, placement.end, text, kept)
            case Rung():
                yield _bell(placement.start, placement.length)
            case Breathing(phase):
                yield _note(placement, BREATH_NOTED[phase])
            case Asking():
                yield _note(placement, "room for an answer")
            case _:
                pass  # a silence is not read


def _note(placement: Placement, words: str) -> Caption:
    return Caption(placement.start, placement.end, f"({words})", is_said=False)


def _bell(start: Millis, length: Millis) -> Caption:
    return Caption(start, Millis(start + min(length, _BELL)), "(a bell)", is_said=False)


def _chimed(timeline: Timeline) -> Iterator[Caption]:
    for chime in timeline.chimes:
        yield _bell(chime.start, chime.length)


def vtt(told: Sequence[Caption]) -> str:
    """WebVTT (W3C)."""
    blocks = ["WEBVTT\n"]
    for caption in told:
        text = caption.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        blocks.append(f"{_clock(caption.start)} --> {_clock(caption.end)}\n{text}\n")
    return "\n".join(blocks)


def srt(told: Sequence[Caption]) -> str:
    """SubRip."""
    blocks = [
        f"{n}\n{_clock(caption.start, ',')} --> {_clock(caption.end, ',')}\n"
        f"{_plain(caption.text)}\n"
        for n, caption in enumerate(told, 1)
    ]
    return "\n".join(blocks)


def _plain(line: str) -> str:
    """What no player takes for times or for markup, which this format cannot escape."""
    return _TAG.sub("\u2039", line.replace("-->", "->"))


def lrc(told: Sequence[Caption], title: str, author: str, total: Millis) -> str:
    """Lyrics, as music players show them; a long silence takes the line away."""
    lines = [
        f"[ti:{title}]",
        f"[ar:{author}]" if author else "",
        f"[length:{_minutes(total)[:-3]}]",
    ]
    end = Millis(0)
    for caption in told:
        if caption.start - end > _LYRICS_GAP:
            lines.append(f"[{_minutes(end)}]")
        lines.append(f"[{_minutes(caption.start)}]{caption.text}")
        end = caption.end
    lines.append(f"[{_minutes(end)}]")
    return "\n".join(line for line in lines if line) + "\n"


def labels(told: Sequence[Caption]) -> str:
    """A label track, as Audacity imports it: start and end in seconds, and words."""
    return "".join(f"{c.start / 1000:.3f}\t{c.end / 1000:.3f}\t{c.text}\n" for c in told)


def text(timeline: Timeline, title: str, foot: str = "") -> str:
    """What is said, to be read in one's own time: sections, lines, and the long silences.

    Args:
        timeline: what happens.
        title: stands above it.
        foot: stands below it.
    """
    titles = dict(timeline.sections)
    lines, section, breath = [title, ""], -1, -1
    for placement in timeline.placements:
        if placement.section != section:
            section = placement.section
            heading = titles.get(section, "")
            lines += [*([""] if lines[-1] else []), *([heading, ""] if heading else [])]
        is_again = isinstance(placement.content, Breathing) and placement.cue == breath
        if isinstance(placement.content, Breathing):
            breath = placement.cue
        if (line := _line(placement)) and not is_again:
            lines.append(line)
    lines += ["", foot] if foot else []
    return "\n".join(lines).rstrip() + "\n"


def _line(placement: Placement) -> str:
    match placement.content:
        case Voiced(utterance):
            return _BLANK.sub(" ", utterance.text)
        case Rung():
            return "(a bell)"
        case Breathing(rounds=rounds):
            return f"(breathing, {rounds} {'round' if rounds == 1 else 'rounds'})"
        case Asking():
            return "(room for an answer)"
        case _:
            length = placement.length
            return f"({spoken_duration(length)} of quiet)" if length >= _LONG else ""


def _clock(at: Millis, point: str = ".") -> str:
    hours, rest = divmod(at, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, ms = divmod(rest, SECOND)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"


def _minutes(at: Millis) -> str:
    """Minutes, which may be over 59, seconds and hundredths."""
    minutes, rest = divmod(at, MINUTE)
    return f"{minutes:02}:{rest // SECOND:02}.{rest % SECOND // 10:02}"

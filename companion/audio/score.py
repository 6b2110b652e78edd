"""A score: the audible half of a timeline, as plain values that can cross a pipe."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from companion.audio.clip import Clip
from companion.script.step import PhaseName
from companion.timeline.spoken import Utterance, WordTime
from companion.timeline.timeline import Breathing, Rung, Timeline, Voiced
from companion.units import Frames, Millis, frames


@dataclass(frozen=True, slots=True)
class ClipSound:
    """A spoken clip of so many frames."""

    start: Frames
    length: Frames
    file: str


@dataclass(frozen=True, slots=True)
class Partial:
    """One part of a bell's sound: frequency over the strike note, level, seconds to -60 dB."""

    ratio: float
    level: float
    decay: float


@dataclass(frozen=True, slots=True)
class Bell:
    """How a bell is made, or the file it is in, and how long it is left to ring.

    `strike` is the note in Hz. `file` is empty for a bell that is made.
    """

    id: str
    length: Millis
    strike: float = 0.0
    partials: tuple[Partial, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class BellSound:
    """A bell that is struck."""

    start: Frames
    bell: Bell

    @property
    def length(self) -> Frames:
        """How long it rings."""
        return frames(self.bell.length)


@dataclass(frozen=True, slots=True)
class ToneSound:
    """The soft tone of one phase of a breath."""

    start: Frames
    phase: PhaseName
    length: Frames


Sound = ClipSound | BellSound | ToneSound


@dataclass(frozen=True, slots=True)
class Score:
    """All sounds in the order of their starts, and how long the whole lasts."""

    sounds: tuple[Sound, ...]
    total: Frames


def score(timeline: Timeline, clips: Mapping[Utterance, Clip], bells: Mapping[str, Bell]) -> Score:
    """What a timeline sounds like; words without a clip stay silent."""
    sounds = sorted(_sounds(timeline, clips, bells), key=lambda sound: sound.start)
    return Score(tuple(sounds), frames(timeline.total))


def _sounds(
    timeline: Timeline, clips: Mapping[Utterance, Clip], bells: Mapping[str, Bell]
) -> Iterator[Sound]:
    for placement in timeline.placements:
        start = frames(placement.start)
        match placement.content:
            # a clip that came after its line had begun would start in the middle of a word
            case Voiced(utterance, words) if words == _words(clips, utterance):
                yield _clip(start, clips[utterance])
            case Rung(sound):
                yield BellSound(start, bells[sound])
            case Breathing(phase, word=word, said=said):
                if phase != "rest":
                    yield ToneSound(start, phase, frames(placement.length))
                if word is not None and said == _words(clips, word):
                    yield _clip(start, clips[word])
            case _:
                pass
    for chime in timeline.chimes:
        yield BellSound(frames(chime.start), bells[chime.sound])


def _clip(start: Frames, clip: Clip) -> ClipSound:
    return ClipSound(start, frames(clip.spoken.length), str(clip.file))


def _words(clips: Mapping[Utterance, Clip], utterance: Utterance) -> tuple[WordTime, ...] | None:
    return clips[utterance].spoken.words if utterance in clips else None


def to_json(score: Score) -> dict[str, Any]:
    """A score as JSON values; bells are written once."""
    bells = {s.bell.id: asdict(s.bell) for s in score.sounds if isinstance(s, BellSound)}
    rows: list[list[Any]] = []
    for sound in score.sounds:
        match sound:
            case ClipSound(start, length, file):
                rows.append(["clip", start, length, file])
            case BellSound(start, bell):
                rows.append(["bell", start, bell.id])
            case ToneSound(start, phase, length):
                rows.append(["tone", start, phase, length])
    return {"total": score.total, "bells": bells, "sounds": rows}


def from_json(value: Mapping[str, Any]) -> Score:
    """A score from what `to_json` wrote."""
    bells = {
        name: Bell(**{**row, "partials": tuple(Partial(**p) for p in row["partials"])})
        for name, row in value["bells"].items()
    }
    return Score(tuple(_sound(row, bells) for row in value["sounds"]), Frames(value["total"]))


def _sound(row: list[Any], bells: Mapping[str, Bell]) -> Sound:
    kind, start = row[0], Frames(row[1])
    if kind == "clip":
        return ClipSound(start, Frames(row[2]), row[3])
    if kind == "bell":
        return BellSound(start, bells[row[2]])
    return ToneSound(start, cast("PhaseName", row[2]), Frames(row[3]))

"""A score: the audible half of a timeline, as plain values that can cross a pipe."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
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
    pan: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a bed is made: decibels an octave, where it ends below and above, how much it sways."""

    id: str
    tilt: float
    low: float
    high: float
    sway: float


@dataclass(frozen=True, slots=True)
class BedSound:
    """A bed that runs: its share of full volume, how it comes and goes, whether it steps back."""

    start: Frames
    length: Frames
    recipe: Recipe
    volume: float
    fade_in: Frames
    fade_out: Frames
    duck: bool


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


Sound = ClipSound | BellSound | ToneSound | BedSound
# How long a bed takes to go at the end of a session.
_CLOSING_FADE = frames(Millis(8_000))


@dataclass(frozen=True, slots=True)
class Score:
    """All sounds in the order of their starts, and how long the whole lasts."""

    sounds: tuple[Sound, ...]
    total: Frames


def score(
    timeline: Timeline,
    clips: Mapping[Utterance, Clip],
    bells: Mapping[str, Bell],
    beds: Mapping[str, Recipe] = MappingProxyType({}),
    bed_db: float = 0.0,
) -> Score:
    """What a timeline sounds like; words without a clip stay silent.

    Args:
        timeline: what happens when.
        clips: what is spoken.
        bells: how each bell is made.
        beds: how each bed is made.
        bed_db: how much louder than usual beds are.
    """
    every = (*_sounds(timeline, clips, bells), *_beds(timeline, beds, bed_db))
    sounds = sorted(every, key=lambda sound: sound.start)
    return Score(tuple(sounds), frames(timeline.total))


def _sounds(
    timeline: Timeline, clips: Mapping[Utterance, Clip], bells: Mapping[str, Bell]
) -> Iterator[Sound]:
    for placement in timeline.placements:
        start = frames(placement.start)
        match placement.content:
            # a clip that came after its line had begun would start in the middle of a word
            case Voiced(utterance, words) if words == _words(clips, utterance):
                yield _clip(start, clips[utterance], utterance.pan)
            case Rung(sound):
                yield BellSound(start, bells[sound])
            case Breathing(phase, said=said):
                if phase != "rest":
                    yield ToneSound(start, phase, frames(placement.length))
                for word in said:
                    if word.words == _words(clips, word.utterance):
                        at = Frames(start + frames(word.at))
                        yield _clip(at, clips[word.utterance], word.utterance.pan)
            case _:
                pass
    for chime in timeline.chimes:
        yield BellSound(frames(chime.start), bells[chime.sound])


def _beds(timeline: Timeline, beds: Mapping[str, Recipe], db: float) -> Iterator[BedSound]:
    """Each bed until the next one has come in over it; the last one until the very end."""
    power = 10 ** (db / 10)  # a volume is a share of power, so that half of it is heard as half
    for i, laid in enumerate(timeline.beds):
        if laid.bed.sound not in beds:
            continue
        later = timeline.beds[i + 1] if i + 1 < len(timeline.beds) else None
        start, fade_in = frames(laid.start), frames(laid.bed.fade)
        end, fade_out = frames(timeline.total), _CLOSING_FADE
        if later is not None:
            fade_out = frames(later.bed.fade)
            end = Frames(min(end, frames(later.start) + fade_out))
        length = Frames(end - start)
        if length > 0:
            fades = (Frames(min(fade_in, length)), Frames(min(fade_out, length)))
            recipe, bed = beds[laid.bed.sound], laid.bed
            yield BedSound(start, length, recipe, bed.volume * power, *fades, bed.duck)


def _clip(start: Frames, clip: Clip, pan: float) -> ClipSound:
    return ClipSound(start, frames(clip.spoken.length), str(clip.file), pan)


def _words(clips: Mapping[Utterance, Clip], utterance: Utterance) -> tuple[WordTime, ...] | None:
    return clips[utterance].spoken.words if utterance in clips else None


def to_json(score: Score) -> dict[str, Any]:
    """A score as JSON values; bells are written once."""
    bells = {s.bell.id: asdict(s.bell) for s in score.sounds if isinstance(s, BellSound)}
    beds = {s.recipe.id: asdict(s.recipe) for s in score.sounds if isinstance(s, BedSound)}
    rows: list[list[Any]] = []
    for sound in score.sounds:
        match sound:
            case ClipSound(start, length, file, pan):
                rows.append(["clip", start, length, file, pan])
            case BellSound(start, bell):
                rows.append(["bell", start, bell.id])
            case ToneSound(start, phase, length):
                rows.append(["tone", start, phase, length])
            case BedSound(start, length, recipe, volume, fade_in, fade_out, duck):
                rows.append(["bed", start, length, recipe.id, volume, fade_in, fade_out, duck])
    return {"total": score.total, "bells": bells, "beds": beds, "sounds": rows}


def from_json(value: Mapping[str, Any]) -> Score:
    """A score from what `to_json` wrote."""
    bells = {
        name: Bell(**{**row, "partials": tuple(Partial(**p) for p in row["partials"])})
        for name, row in value["bells"].items()
    }
    beds = {name: Recipe(**row) for name, row in value["beds"].items()}
    sounds = tuple(_sound(row, bells, beds) for row in value["sounds"])
    return Score(sounds, Frames(value["total"]))


def _sound(row: list[Any], bells: Mapping[str, Bell], beds: Mapping[str, Recipe]) -> Sound:
    kind, start = row[0], Frames(row[1])
    if kind == "clip":
        return ClipSound(start, Frames(row[2]), row[3], row[4])
    if kind == "bed":
        return BedSound(start, row[2], beds[row[3]], row[4], row[5], row[6], row[7])
    if kind == "bell":
        return BellSound(start, bells[row[2]])
    return ToneSound(start, cast("PhaseName", row[2]), Frames(row[3]))

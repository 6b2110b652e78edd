"""A score: the audible half of a timeline, as plain values that can cross a pipe."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from companion.audio import recipe
from companion.audio.clip import Clip
from companion.audio.recipe import AnyBed, BellRecipe, Kit
from companion.script.step import PhaseName
from companion.timeline.cue import Layer
from companion.timeline.timeline import Breathing, Ringing, Timeline, Voiced
from companion.timeline.utterance import Utterance, WordTime
from companion.units import Frames, Millis, frames


@dataclass(frozen=True, slots=True)
class ClipSound:
    """A spoken clip that lasts `length` frames."""

    start: Frames
    length: Frames
    file: str
    pan: float = 0.0


@dataclass(frozen=True, slots=True)
class BedSound:
    """A bed from a start on: its gain, its fades, and whether it ducks under the voice.

    `seed` selects one variant of a generated bed.
    """

    start: Frames
    length: Frames
    made: AnyBed
    volume: float
    fade_in: Frames
    fade_out: Frames
    duck: bool
    seed: int = 0


@dataclass(frozen=True, slots=True)
class BellSound:
    """One strike of a bell."""

    start: Frames
    bell: BellRecipe

    @property
    def length(self) -> Frames:
        """The ringing time."""
        return frames(self.bell.length)


@dataclass(frozen=True, slots=True)
class ToneSound:
    """The soft tone of one phase of a breath."""

    start: Frames
    phase: PhaseName
    length: Frames


Sound = ClipSound | BellSound | ToneSound | BedSound
# How long a bed fades out at the end of a session.
_CLOSING_FADE = frames(Millis(8_000))


@dataclass(frozen=True, slots=True)
class Score:
    """All sounds in the order of their starts, and the total length."""

    sounds: tuple[Sound, ...]
    total: Frames


@dataclass(frozen=True, slots=True)
class BedChange:
    """A change to another bed at a moment, with its fade-in; silence if it has no layers."""

    at: Millis
    layers: tuple[Layer, ...]
    fade: Millis
    duck: bool = True


@dataclass(frozen=True, slots=True)
class BedWish:
    """The user's own choice of beds.

    `scenes` replace the script's beds from the first of them on. `db` changes the loudness of
    every bed; `seed` selects the variant of each generated bed.
    """

    scenes: tuple[BedChange, ...] = ()
    db: float = 0.0
    seed: int = 0


def score(
    timeline: Timeline,
    clips: Mapping[Utterance, Clip],
    kit: Kit,
    wish: BedWish | None = None,
) -> Score:
    """The audible half of a timeline; words without a clip stay silent.

    Args:
        timeline: the schedule of the session.
        clips: the spoken clips so far.
        kit: the recipes of all bells and beds.
        wish: the beds that the user chose.
    """
    wish = wish or BedWish()
    beds = _beds(_scenes(timeline, wish.scenes), timeline.total, kit.beds, wish)
    sounds = sorted((*_sounds(timeline, clips, kit.bells), *beds), key=lambda sound: sound.start)
    return Score(tuple(sounds), frames(timeline.total))


def _sounds(
    timeline: Timeline, clips: Mapping[Utterance, Clip], bells: Mapping[str, BellRecipe]
) -> Iterator[Sound]:
    for placement in timeline.placements:
        start = frames(placement.start)
        match placement.content:
            # a clip that came after its line began is left out: it would start inside a word
            case Voiced(utterance, words) if words == _words(clips, utterance):
                yield _clip(start, clips[utterance], utterance.pan)
            case Ringing(sound):
                yield BellSound(start, bells[sound])
            case Breathing(phase, said=breath_words):
                if phase != "rest":
                    yield ToneSound(start, phase, frames(placement.length))
                for word in breath_words:
                    if word.words == _words(clips, word.utterance):
                        at = Frames(start + frames(word.at))
                        yield _clip(at, clips[word.utterance], word.utterance.pan)
            case _:
                pass
    for chime in timeline.chimes:
        yield BellSound(frames(chime.start), bells[chime.sound])


def _beds(
    scenes: Sequence[BedChange], total: Millis, beds: Mapping[str, AnyBed], wish: BedWish
) -> Iterator[BedSound]:
    """Yield each bed until the next has faded in over it, and the last until the very end."""
    gain = 10 ** (wish.db / 20)
    for i, scene in enumerate(scenes):
        start, fade_in = frames(scene.at), frames(scene.fade)
        end, fade_out = frames(total), _CLOSING_FADE
        if i + 1 < len(scenes):
            fade_out = frames(scenes[i + 1].fade)
            end = Frames(min(end, frames(scenes[i + 1].at) + fade_out))
        length = Frames(end - start)
        if length <= 0:
            continue
        fades = (Frames(min(fade_in, length)), Frames(min(fade_out, length)))
        for j, layer in enumerate(scene.layers):
            if layer.sound in beds:
                # each has its own seed: a bed that fades into identical samples would swell
                seed = wish.seed * 1_000 + 10 * i + j
                volume = layer.volume * gain
                bed = beds[layer.sound]
                yield BedSound(start, length, bed, volume, *fades, scene.duck, seed)


def _scenes(timeline: Timeline, chosen: Sequence[BedChange]) -> list[BedChange]:
    """The beds in order: the script's, then from the first chosen one on the user's."""
    written = []
    for placed in timeline.beds:
        bed = placed.bed
        layers = (Layer(bed.sound, bed.volume),) if bed.sound else ()
        written.append(BedChange(placed.start, layers, bed.fade, bed.duck))
    if not chosen:
        return written
    return [*(scene for scene in written if scene.at < chosen[0].at), *chosen]


def _clip(start: Frames, clip: Clip, pan: float) -> ClipSound:
    return ClipSound(start, frames(clip.spoken.length), str(clip.file), pan)


def _words(clips: Mapping[Utterance, Clip], utterance: Utterance) -> tuple[WordTime, ...] | None:
    return clips[utterance].spoken.words if utterance in clips else None


def to_json(score: Score) -> dict[str, Any]:
    """A score as JSON values; each bell and bed is written once."""
    bells: dict[str, dict[str, Any]] = {}
    beds: dict[str, dict[str, Any]] = {}
    rows: list[list[Any]] = []
    for sound in score.sounds:
        match sound:
            case ClipSound(start, length, file, pan):
                rows.append(["clip", start, length, file, pan])
            case BellSound(start, bell):
                bells[bell.id] = recipe.to_json(bell)
                rows.append(["bell", start, bell.id])
            case ToneSound(start, phase, length):
                rows.append(["tone", start, phase, length])
            case BedSound(start, length, bed, volume, fade_in, fade_out, duck, seed):
                beds[bed.id] = recipe.to_json(bed)
                rows.append(["bed", start, length, bed.id, volume, fade_in, fade_out, duck, seed])
    return {"total": score.total, "bells": bells, "beds": beds, "sounds": rows}


def from_json(value: Mapping[str, Any]) -> Score:
    """A score from what `to_json` wrote."""
    bells = {name: recipe.bell(row) for name, row in value["bells"].items()}
    beds = {name: recipe.bed(row) for name, row in value["beds"].items()}
    sounds = tuple(_sound(row, bells, beds) for row in value["sounds"])
    return Score(sounds, Frames(value["total"]))


def _sound(row: list[Any], bells: Mapping[str, BellRecipe], beds: Mapping[str, AnyBed]) -> Sound:
    kind, start = row[0], Frames(row[1])
    if kind == "clip":
        return ClipSound(start, Frames(row[2]), row[3], row[4])
    if kind == "bed":
        return BedSound(start, Frames(row[2]), beds[row[3]], *row[4:])
    if kind == "bell":
        return BellSound(start, bells[row[2]])
    return ToneSound(start, cast("PhaseName", row[2]), Frames(row[3]))

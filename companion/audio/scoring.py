"""Scoring: the score of a timeline, with the spoken clips and the beds that the user chose."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from companion.audio.clip import Clip
from companion.audio.recipe import AnyBed, BellRecipe, Kit
from companion.audio.score import BedSound, BellSound, ClipSound, Score, Sound, ToneSound
from companion.timeline.cue import Layer
from companion.timeline.timeline import Breathing, Ringing, Timeline, Voiced
from companion.timeline.utterance import Utterance, WordTime
from companion.units import Frames, Millis, frames

# How long a bed fades out at the end of a session.
_CLOSING_FADE = frames(Millis(8_000))


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


RISE = Millis(20_000)
"""How long voice and bells get louder in a session that begins gently."""


def score(
    timeline: Timeline,
    clips: Mapping[Utterance, Clip],
    kit: Kit,
    wish: BedWish | None = None,
    *,
    is_gentle: bool = False,
) -> Score:
    """The audible half of a timeline; words without a clip stay silent.

    Args:
        timeline: the schedule of the session.
        clips: the spoken clips so far.
        kit: the recipes of all bells and beds.
        wish: the beds that the user chose.
        is_gentle: whether voice and bells begin quietly.
    """
    wish = wish or BedWish()
    beds = _beds(_scenes(timeline, wish.scenes), timeline.total, kit.beds, wish)
    sounds = sorted((*_sounds(timeline, clips, kit.bells), *beds), key=lambda sound: sound.start)
    return Score(tuple(sounds), frames(timeline.total), frames(RISE if is_gentle else Millis(0)))


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
    return ClipSound(start, frames(clip.spoken.length), str(clip.file), pan, clip.offset)


def _words(clips: Mapping[Utterance, Clip], utterance: Utterance) -> tuple[WordTime, ...] | None:
    return clips[utterance].spoken.words if utterance in clips else None

"""What runs underneath, as the person wants it: another bed, from here on, wherever they go."""

from dataclasses import replace

from companion.audio.score import Scene
from companion.session.prepare import Sitting
from companion.timeline.cue import Layer
from companion.units import Millis

_FADE = Millis(2_000)


def heard(sitting: Sitting, at: Millis) -> str:
    """What runs at a place; empty for nothing."""
    return " and ".join(_names(_layers(sitting, at)))


def _layers(sitting: Sitting, at: Millis) -> tuple[Layer, ...]:
    chosen = [scene.layers for scene in sitting.scenes if scene.at <= at]
    laid = [laid.bed for laid in sitting.timeline.beds if laid.start <= at]
    if chosen or not laid:
        return chosen[-1] if chosen else ()
    bed = laid[-1]
    return (Layer(bed.sound, bed.volume),) if bed.sound else ()


def _names(layers: tuple[Layer, ...]) -> list[str]:
    return [layer.sound for layer in layers]


def after(sitting: Sitting, at: Millis) -> tuple[Sitting, str]:
    """With the next bed there is from a place on, and its name; after the last one comes none.

    What was asked for at the beginning is one of them, also where it is several over each other.
    """
    rounds: list[tuple[Layer, ...]] = [(Layer(name),) for name in sitting.kit.beds]
    asked = sitting.request.bed
    if asked and asked not in rounds:
        rounds.insert(0, asked)
    rounds.append(())
    now = _layers(sitting, at)
    place = next((n for n, layers in enumerate(rounds) if layers == now), None)
    if place is None:  # a script's own, at a volume of its own
        place = next((n for n, layers in enumerate(rounds) if _names(layers) == _names(now)), -1)
    layers = rounds[(place + 1) % len(rounds)]
    earlier = tuple(scene for scene in sitting.scenes if scene.at < at)
    changed = replace(sitting, scenes=(*earlier, Scene(at, layers, _FADE)))
    return changed, " and ".join(_names(layers))


def carried(sitting: Sitting, to: Millis) -> Sitting:
    """Gone to another place: what was chosen last is heard there too."""
    if not sitting.scenes or sitting.scenes[-1].at <= to:
        return sitting
    return replace(sitting, scenes=(replace(sitting.scenes[-1], at=to),))

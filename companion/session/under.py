"""What runs underneath, as the person wants it: another bed, from here on, wherever they go."""

from dataclasses import replace

from companion.audio.score import Scene
from companion.session.prepare import Sitting
from companion.timeline.cue import Layer
from companion.units import Millis

OFF = ""
_FADE = Millis(2_000)


def heard(sitting: Sitting, at: Millis) -> str:
    """The bed at a place; the first one of several, empty for none."""
    chosen = [scene for scene in sitting.scenes if scene.at <= at]
    if chosen:
        return chosen[-1].layers[0].sound if chosen[-1].layers else OFF
    laid = [laid.bed.sound for laid in sitting.timeline.beds if laid.start <= at]
    return laid[-1] if laid else OFF


def after(sitting: Sitting, at: Millis) -> tuple[Sitting, str]:
    """With the next bed there is from a place on, and its name; after the last one comes none."""
    names = [*sitting.kit.beds, OFF]
    now = heard(sitting, at)
    name = names[(names.index(now) + 1) % len(names)] if now in names else names[0]
    layers = (Layer(name),) if name else ()
    earlier = tuple(scene for scene in sitting.scenes if scene.at < at)
    return replace(sitting, scenes=(*earlier, Scene(at, layers, _FADE))), name


def carried(sitting: Sitting, to: Millis) -> Sitting:
    """Gone to another place: what was chosen last is heard there too."""
    if not sitting.scenes or sitting.scenes[-1].at <= to:
        return sitting
    return replace(sitting, scenes=(replace(sitting.scenes[-1], at=to),))

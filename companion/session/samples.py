"""Short scripts that play a few words, a sound or a stereo check, made without a file."""

from companion.reading.fields import Report
from companion.reading.flaw import Span
from companion.script.manner import Manner, Speaker
from companion.script.model import Script
from companion.script.speech import sentences, split
from companion.script.step import Ambient, Bell, Glue, Say, Sentence, Silence, Step
from companion.units import Millis

_NO_PLACE = Span(0, 0)  # no file, so no place in one
_FADE = Millis(400)
_PAUSE = Millis(700)
_BED_LENGTH = Millis(15_000)


def words_script(text: str, lang: str = "en", bed: str = "") -> Script:
    """A script that says a text and ends.

    Args:
        text: plain words.
        lang: their language.
        bed: the background sound; empty for silence.
    """
    escaped = text.replace("{", "{{").replace("}", "}}")
    say = Say(tuple(Sentence(sentence) for sentence in sentences(escaped)), _NO_PLACE)
    ambient = (Ambient(bed, 1.0, _FADE, duck=True, span=_NO_PLACE),) if bed else ()
    pause = Silence(Glue(_PAUSE, _PAUSE, _PAUSE), _NO_PLACE)
    return Script("saying", text, (*ambient, say, pause), lang=lang)


def sound_script(name: str, *, is_bell: bool, is_bed: bool) -> Script:
    """A script that rings a bell once, and is silent for the bed of the request to be heard."""
    steps: list[Step] = [Bell(name, 1, Millis(0), _NO_PLACE)] if is_bell else []
    if is_bed:
        steps.append(Silence(Glue(_BED_LENGTH, _BED_LENGTH, _BED_LENGTH), _NO_PLACE))
    return Script("sounding", name, tuple(steps))


def stereo_check_script() -> Script:
    """A script that speaks on the left, then on the right, and rings a bell."""
    speakers = {"left": Speaker(pan=-0.9), "right": Speaker(pan=0.9)}
    steps: list[Step] = []
    for side in speakers:
        words = (Sentence(f"This is the {side}."),)
        steps.append(Say(words, _NO_PLACE, Manner(voice=side)))
        steps.append(Silence(Glue(_PAUSE, _PAUSE, _PAUSE), _NO_PLACE))
    steps.append(Bell("soft", 1, Millis(0), _NO_PLACE))
    return Script("sides", "Left, right and a bell", tuple(steps), voices=speakers)


def spoken_script(text: str) -> Script:
    """A script that says words, in which marks such as `[2s]` are rests.

    Args:
        text: words of the program itself; its marks must be right.
    """
    parts = split(text, _NO_PLACE, Report())
    pause = Silence(Glue(_PAUSE, _PAUSE, _PAUSE), _NO_PLACE)
    return Script("saying", text, (Say(parts, _NO_PLACE), pause))

"""A few words as a session of their own: to try a voice, and to compare two."""

from companion.reading.flaw import Span
from companion.script.manner import Manner, Speaker
from companion.script.model import Script
from companion.script.speech import sentences
from companion.script.step import Ambient, Bell, Glue, Say, Sentence, Silence, Step
from companion.units import Millis

_HERE = Span(0, 0)
_FADE = Millis(400)
_AFTER = Millis(700)
_HEARD = Millis(15_000)


def words_script(text: str, lang: str = "en", bed: str = "") -> Script:
    """A script that says a text and ends.

    Args:
        text: plain words.
        lang: the language they are in.
        bed: what runs on underneath; empty for nothing.
    """
    plain = text.replace("{", "{{").replace("}", "}}")
    said = tuple(Sentence(sentence) for sentence in sentences(plain))
    under = (Ambient(bed, 1.0, _FADE, duck=True, span=_HERE),) if bed else ()
    after = Silence(Glue(_AFTER, _AFTER, _AFTER), _HERE)
    return Script("saying", text, (*under, Say(said, _HERE), after), lang=lang)


def sound_script(name: str, *, is_bell: bool, is_bed: bool) -> Script:
    """A script that lets a sound be heard: a bell once, and room for a bed that is asked for."""
    heard: list[Step] = [Bell(name, 1, Millis(0), _HERE)] if is_bell else []
    if is_bed:
        heard.append(Silence(Glue(_HEARD, _HEARD, _HEARD), _HERE))
    return Script("sounding", name, tuple(heard))


def stereo_check_script() -> Script:
    """A script that says left on the left and right on the right, and rings a bell."""
    speakers = {"left": Speaker(pan=-0.9), "right": Speaker(pan=0.9)}
    heard: list[Step] = []
    for side in speakers:
        said = (Sentence(f"This is the {side}."),)
        heard.append(Say(said, _HERE, Manner(voice=side)))
        heard.append(Silence(Glue(_AFTER, _AFTER, _AFTER), _HERE))
    heard.append(Bell("soft", 1, Millis(0), _HERE))
    return Script("sides", "Left, right and a bell", tuple(heard), voices=speakers)

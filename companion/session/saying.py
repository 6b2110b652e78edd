"""A few words as a session of their own: to try a voice, and to compare two."""

from companion.document import Span
from companion.script.model import Script
from companion.script.speech import sentences
from companion.script.step import Ambient, Bell, Glue, Say, Sentence, Silence, Step
from companion.units import Millis

_HERE = Span(0, 0)
_FADE = Millis(400)
_AFTER = Millis(700)
_HEARD = Millis(8_000)


def saying(text: str, lang: str = "en", bed: str = "") -> Script:
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


def sounding(name: str, *, is_bell: bool, is_bed: bool) -> Script:
    """A script that lets a sound be heard: a bell once, a bed for a while, or both in turn."""
    heard: list[Step] = [Bell(name, 1, Millis(0), _HERE)] if is_bell else []
    if is_bed:
        whole = Silence(Glue(_HEARD, _HEARD, _HEARD), _HERE)
        heard += [Ambient(name, 1.0, _FADE, duck=False, span=_HERE), whole]
    return Script("sounding", name, tuple(heard))

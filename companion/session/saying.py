"""A few words as a session of their own: to try a voice, and to compare two."""

from companion.document import Span
from companion.script.model import Script
from companion.script.speech import sentences
from companion.script.step import Ambient, Glue, Say, Sentence, Silence
from companion.units import Millis

_HERE = Span(0, 0)
_FADE = Millis(400)
_AFTER = Millis(700)


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

"""`bell` and `ambient`: the bells, and the bed under everything."""

from companion.reading.fields import Converted, Field, Record, Report, ShortOrLong, Values
from companion.reading.flaw import Span
from companion.reading.scalars import Duration, Percent, Text, Whole, YesNo
from companion.script.step import Ambient, Bell
from companion.units import MINUTE, SECOND, Millis

OFF = "off"

SOUND = Field("sound", Text("a bell's name"), "which bell", required=True)
TIMES = Field("times", Whole(1, 12), "how often it is struck")
EVERY = Field("every", Duration(SECOND, MINUTE), "from one strike to the next")

BED = Field(
    "sound", Text("a background sound, or off"), "which background sound, or off", required=True
)
VOLUME = Field("volume", Percent(), "how loud, compared with what suits a voice best")
FADE = Field("fade", Duration(most=MINUTE), "how long it takes to come or go")
DUCK = Field("duck", YesNo(), "whether it gets quieter while someone speaks")


def _bell(values: Values, span: Span, _report: Report) -> Bell:
    every = values.get(EVERY, Millis(6 * SECOND))
    return Bell(values.get(SOUND, ""), values.get(TIMES, 1), every, span)


def _ambient(values: Values, span: Span, _report: Report) -> Ambient:
    sound = values.get(BED, OFF)
    is_off = sound == OFF
    fade = values.get(FADE, Millis((8 if is_off else 5) * SECOND))
    volume, duck = values.get(VOLUME, 1.0), values.get(DUCK, True)
    return Ambient("" if is_off else sound, volume, fade, duck, span)


def _named_bell(name: str, span: Span, report: Report) -> Bell:
    return _bell(Values({SOUND.name: name}), span, report)


def _named_bed(name: str, span: Span, report: Report) -> Ambient:
    return _ambient(Values({BED.name: name}), span, report)


BELL: ShortOrLong[Bell] = ShortOrLong(
    Converted(SOUND.kind, _named_bell, SOUND.kind.says),
    Record("bell", (SOUND, TIMES, EVERY), _bell),
    "soft, or {sound: low, times: 3, every: 6s}",
)
AMBIENT: ShortOrLong[Ambient] = ShortOrLong(
    Converted(BED.kind, _named_bed, BED.kind.says),
    Record("ambient", (BED, VOLUME, FADE, DUCK), _ambient),
    "rain, or off, or {sound: rain, volume: 30%, fade: 6s}",
)

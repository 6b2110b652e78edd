"""A session kept under a name, as a request; and a request as something to keep."""

from collections.abc import Mapping
from dataclasses import replace

from companion.session.directory import Directory
from companion.session.until import next_moment, parse_time, time_text
from companion.store.presets import Preset
from companion.store.remembered import ENDS
from companion.timeline.bells import USUAL_BELLS, bells_text, parse_bells
from companion.timeline.cue import Layer
from companion.timeline.request import Request
from companion.units import MINUTE, Millis, duration_text, parse_duration, spoken_duration
from companion.wording_pages import SIT

_AMOUNTS = {"guided": "guided", "light": "light", "quiet": "quiet", "none": "quiet"}
_BEDS = {"": None, "script": None, "off": ()}
_WHOLE = 100


def request_of(preset: Preset, base: Request, now: int) -> Request:
    """Return the session that was kept.

    Args:
        preset: what was kept.
        base: what was asked for apart from that.
        now: the moment it is, in ms since the epoch.

    Raises:
        BadTimeError: when the clock skips its end today, because it goes forward.
    """
    request = replace(base, settle=parse_duration(preset.ready))
    if preset.end == "open":
        request = replace(request, length=None, open_end=True)
    elif preset.end == "time" and preset.until:
        request = replace(request, length=None, until=next_moment(parse_time(preset.until), now))
    elif preset.length:
        request = replace(request, length=parse_duration(preset.length))
    if preset.words:
        request = replace(request, words=_AMOUNTS[preset.words])  # type: ignore[arg-type]
    if preset.bells:
        request = replace(request, bells=parse_bells(preset.bells.replace(ENDS, "both")))
    if preset.breath:
        request = replace(request, breath=preset.breath == "guided")
    bed = _BEDS.get(preset.bed, _layers(preset.bed))
    return replace(request, bed=bed)


def preset_of(script: str, request: Request) -> Preset:
    """Return what is kept of a request.

    Args:
        script: the id of its script, empty for the timed sit.
        request: what was asked for.
    """
    end = "open" if request.open_end else "time" if request.until is not None else "minutes"
    return Preset(
        end=end,
        length=duration_text(request.length) if request.length else "",
        until=time_text(request.until) if request.until is not None else "",
        words=request.words,
        bells="" if request.bells == USUAL_BELLS else bells_text(request.bells),
        ready=duration_text(request.settle) if request.settle else "0s",
        bed=_bed_text(request.bed),
        script=script,
        breath="guided" if request.breath else "left-out",
    )


def preset_lines(presets: Mapping[str, Preset], directory: Directory) -> list[tuple[str, str]]:
    """Each preset by its name, with what it is in a few words."""
    rows = []
    for name, preset in presets.items():
        entry = directory.entry(preset.script) if preset.script else None
        title = entry.title if entry is not None else preset.script or SIT
        rows.append((name, preset_line(preset, title)))
    return rows


def preset_line(preset: Preset, title: str) -> str:
    """A preset in a few words: the session, and its length or its end."""
    if preset.end == "open":
        end = "until you end it"
    elif preset.end == "time" and preset.until:
        end = f"until {preset.until}"
    else:
        end = _length_words(preset.length)
    return f"{title}, {end}" if end else title


def _length_words(length: str) -> str:
    if not length:
        return ""
    millis = parse_duration(length)
    whole, rest = divmod(millis, MINUTE)
    return f"{whole} min" if not rest else spoken_duration(Millis(millis))


def _layers(text: str) -> tuple[Layer, ...]:
    """The layers of a bed as `_bed_text` writes them."""
    layers = []
    for part in text.split(","):
        name, colon, share = part.rpartition(":")
        is_shared = bool(colon) and share.isdecimal()
        layers.append(Layer(name, int(share) / _WHOLE) if is_shared else Layer(part))
    return tuple(layers)


def _bed_text(bed: tuple[Layer, ...] | None) -> str:
    if bed is None:
        return "script"
    if not bed:
        return "off"
    return ",".join(
        each.sound if each.volume == 1 else f"{each.sound}:{round(each.volume * _WHOLE)}"
        for each in bed
    )

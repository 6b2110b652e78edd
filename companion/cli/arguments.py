"""Readers for typed values, and the request that the options of a command make up."""

import argparse
import contextlib
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from companion.ending import last_acts
from companion.errors import WrongUsageError
from companion.files import begin_ghost, delete_scratch
from companion.session.until import BadTimeError, next_moment, now_ms, parse_time
from companion.timeline.bells import BadBellsError, Bells, parse_bells
from companion.timeline.cue import Layer
from companion.timeline.request import LIMITS, LONGEST_SETTLE, Request
from companion.units import HOUR, BadDurationError, Millis, parse_duration, spoken_duration

_WHOLE = 100
_MOST_LAYERS = 4
_SHARE = re.compile(r"-?[0-9.]+%?")


def length(text: str) -> Millis:
    """Read a length.

    Raises:
        argparse.ArgumentTypeError: when it isn't a length, or not one that a session can have.
    """
    try:
        duration = parse_duration(text)
    except BadDurationError as error:
        raise argparse.ArgumentTypeError(f"{error.message}; {error.remedy}") from None
    if not 0 < duration <= 24 * HOUR:
        raise argparse.ArgumentTypeError(f"a session can't last {text}; write 4m or 90s")
    return duration


def minutes(text: str) -> Millis:
    """Read minutes written as a bare number, or any length."""
    number = text.replace(".", "", 1)
    if number.isascii() and number.isdecimal():
        return length(f"{text}m")
    try:
        return length(text)
    except argparse.ArgumentTypeError:
        if ":" in text:  # its own message shows how to write such a length
            raise
        raise argparse.ArgumentTypeError(
            f'"{text}" isn\'t a number of minutes; write 20, or 90s'
        ) from None


def minutes_or_name(text: str) -> Millis | str:
    """Read minutes, or the name of a sit that was kept."""
    return text if text[:1].isalpha() else minutes(text)


def whole(text: str) -> int:
    """Read a whole number."""
    if not text.isascii() or not text.isdecimal():
        raise argparse.ArgumentTypeError(f'"{text}" isn\'t a whole number; write one such as 7')
    return int(text)


def pace(text: str) -> float:
    """Read a factor on the speed of speech."""
    low, high = LIMITS["pace"]
    with contextlib.suppress(ValueError):
        if low <= float(text) <= high:
            return float(text)
    raise argparse.ArgumentTypeError(
        f'"{text}" isn\'t a pace; give a number from {low:g} to {high:g}'
    )


def bells(text: str) -> Bells:
    """Read bells: `5m`, `5m,12m,18m`, `half`, `both`, `end` or `off`."""
    try:
        return parse_bells(text)
    except BadBellsError as error:
        raise argparse.ArgumentTypeError(f"{error.message}; {error.remedy}") from None


def bed(text: str) -> tuple[Layer, ...]:
    """Read the layers of a bed: `rain`, `rain:60,fire:30`, a sound file, or `off`."""
    if text == "off":
        return ()
    if Path(text).is_file():  # even one with a comma or a colon in its name
        return (Layer(text),)
    layers = []
    for part in _layer_texts(text):
        name, colon, share = part.rpartition(":")
        if not colon or not _SHARE.fullmatch(share):
            name, share = part, "100"
        share = share.removesuffix("%")
        percent = int(share) if share.isdecimal() and len(share) <= len(str(_WHOLE)) else 0
        if not name.strip() or not 0 < percent <= _WHOLE:
            raise argparse.ArgumentTypeError(
                f'"{part}" isn\'t a bed; write rain, rain:60 or rain:60,fire:30, in percent'
            )
        layers.append(Layer(name.strip(), percent / _WHOLE))
    if not 0 < len(layers) <= _MOST_LAYERS:
        raise argparse.ArgumentTypeError(
            f"a bed has one to {_MOST_LAYERS} layers; write fewer, or off"
        )
    return tuple(layers)


def _layer_texts(text: str) -> Iterator[str]:
    """Split a bed at its commas, but not inside the name of a sound that has one."""
    parts = [part for part in text.split(",") if part.strip()]
    names: Collection[str] = ()
    if len(parts) > 1:
        from companion.store.library import Library  # reads a folder, and few beds have a comma
        from companion.store.places import places

        names = Library.of(places()).beds
    while parts:
        for size in range(len(parts), 0, -1):
            part = ",".join(parts[:size]).strip()
            share = part.rpartition(":")
            if size == 1 or part in names or (share[0] in names and _SHARE.fullmatch(share[2])):
                yield part
                del parts[:size]
                break


def until(text: str) -> int:
    """Read a time of day; return the next moment the clock shows it, in ms since the epoch."""
    try:
        return next_moment(parse_time(text), now_ms())
    except BadTimeError as error:
        raise argparse.ArgumentTypeError(f"{error.message}; {error.remedy}") from None


def settle(text: str) -> Millis:
    """Read a time to settle."""
    duration = length(text)
    if duration > LONGEST_SETTLE:
        most = spoken_duration(LONGEST_SETTLE)
        raise argparse.ArgumentTypeError(f"the time to settle can be {most} at the most")
    return duration


def sink(text: str) -> str | Path:
    """Read where the sound goes: `device`, `none`, or the path of a WAV file."""
    if text in ("device", "none"):
        return text
    if text.lower().endswith(".wav"):
        return Path(text)
    raise argparse.ArgumentTypeError(f'sound can\'t go to "{text}"; use device, none or FILE.wav')


def grouped(typed: dict[str, Any]) -> dict[str, Any]:
    """Gather typed options into the values that the functions of commands take.

    Args:
        typed: every option by its name, as argparse read it.

    Returns:
        The options, with those that shape a session as one `request`, and those for voice and
        sound as `heard`.

    Raises:
        WrongUsageError: when two of them contradict each other.
    """
    options = dict(typed)
    if options.pop("ghost", False):
        _begin_ghost(options)
    if "words" in options:
        _check_end(options)
        options["request"] = _request_of(options)
    if "sink" in options:
        from companion.session.options import (
            Options,  # slow to import, and only commands that play need it
        )

        options["heard"] = Options(
            silent=options.pop("silent", False),
            output=options.pop("sink"),
            voice=options.pop("voice", ""),
            pace=options.pop("pace", 1.0),
            device=options.pop("device"),
            discreet=options.pop("discreet", False),
            flags=_flags_of(options),
        )
    return options


def _begin_ghost(options: dict[str, Any]) -> None:
    """Write no file from now on.

    Raises:
        WrongUsageError: when one is asked for, or when this system can't do without one.
    """
    if isinstance(options.get("sink"), Path):
        raise WrongUsageError("--ghost writes no file, and --sink names one", "give just one")
    try:
        begin_ghost()
    except OSError as error:
        raise WrongUsageError(f"{error.strerror}", "--ghost needs Linux") from None
    last_acts.append(delete_scratch)


def _flags_of(options: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Take the options that a setting has too, by its id: the flag, and its value."""
    flags = {}
    if theme := options.pop("theme", ""):
        flags["look.theme"] = ("--theme", theme)
    if options.pop("ascii", False):
        flags["look.characters"] = ("--ascii", "ascii")
    return flags


def _check_end(options: dict[str, Any]) -> None:
    """Refuse two options that say when the session ends.

    Raises:
        WrongUsageError: when there are two.
    """
    minutes = options.get("minutes")
    lengths = [options.get("length"), None if isinstance(minutes, str) else minutes]
    lengths = [each for each in lengths if each]
    if len(lengths) > 1:
        raise WrongUsageError("there are two lengths", "give just one: companion sit 20")
    ends = ["a length"] if lengths else []
    ends += ["--until"] if options.get("until") else []
    ends += ["--open"] if options.get("open") else []
    if len(ends) > 1:
        raise WrongUsageError(
            f"{ends[0]} and {ends[1]} say two different ends", "give just one of them"
        )
    if ends and ends[0] != "a length" and isinstance(options.get("sink"), Path):
        raise WrongUsageError(
            f"a sound file can't have its end from {ends[0]}", "give it a length instead"
        )


def _request_of(options: dict[str, Any]) -> Request:
    """Take the options that shape a session, and fill what wasn't typed from the settings."""
    from companion.cli.preferred import with_preferences  # only for commands that plan a session

    fields = {
        "length": options.pop("length", None),
        "until": options.pop("until", None),
        "settle": options.pop("settle", None),
        "open_end": options.pop("open", None) or None,
        "bells": _bells_of(options),
        "bell": options.pop("bell", None),
        "seed": options.pop("seed"),
        "words": options.pop("words"),
        "anchor": options.pop("anchor"),
        "breath": False if options.pop("no_breath") else None,
        "bed": options.pop("bed", None),
    }
    typed = {name: value for name, value in fields.items() if value is not None}
    return with_preferences(Request(**typed), typed)


def _bells_of(options: dict[str, Any]) -> Bells | None:
    """Take the bells that were asked for, unless another option contradicts them."""
    wanted: Bells | None = options.pop("bells", None)
    if wanted == Bells("none") and options.get("bell"):
        raise WrongUsageError(
            "--bells off rings none, and --bell says which", "give just one of them"
        )
    return wanted

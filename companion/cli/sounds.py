"""`companion sounds`: the bells, the beds, and the devices that can play them."""

import argparse
import sys
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from companion.audio.formats.own_sound import own_length
from companion.audio.process import devices
from companion.audio.recipe import OwnBed
from companion.cli.arguments import bed
from companion.cli.terminal import play_through, print_json
from companion.errors import NotFoundError, SoundError, WrongUsageError
from companion.reading.diagnostic import printable
from companion.session.options import Options
from companion.session.samples import sound_script
from companion.store.library import Library
from companion.store.places import places
from companion.store.settings import load, save
from companion.timeline.cue import Layer
from companion.timeline.request import USUAL
from companion.units import spoken_duration
from companion.wiring import Services

_OWN = "your own"
_USUAL = "auto"


def list_sounds(*, as_json: bool) -> int:
    """Run `companion sounds`: list every bell and every bed."""
    locations = places()
    library = Library.of(locations)
    rows = _rows(library)
    for line in library.unused():
        print(f"companion: {printable(line)}", file=sys.stderr)
    if as_json:
        print_json({"version": 1, "sounds": rows})
        return 0
    width = max(len(row["name"]) for row in rows)
    for kind in ("bell", "bed"):
        print(f"{kind}s")
        for row in rows:
            if row["kind"] == kind:
                print(printable(f"  {row['name']:<{width}}  {row['about']}"))
    hint = "companion sounds try NAME plays one; --bed NAME puts a bed under any session"
    folder = printable(str(locations.sounds))
    print(f"companion: {hint}; audio files in {folder} are listed too", file=sys.stderr)
    return 0


def _rows(library: Library) -> list[dict[str, str]]:
    names = [("bell", name) for name in library.bells] + [("bed", name) for name in library.beds]
    rows = []
    for kind, name in names:
        if about := library.about.get((kind, name)):
            words, licence = about.words, about.licence
        else:
            words, licence = _describe_own(library, kind, name), _OWN
        rows.append({"kind": kind, "name": name, "about": words, "licence": licence})
    return rows


def _describe_own(library: Library, kind: str, name: str) -> str:
    """Say how long one of the user's own sounds lasts, or why it cannot be played."""
    if kind == "bell":
        return f"{_OWN}, {spoken_duration(library.bells[name].length)}"
    bed = library.beds[name]
    try:
        assert isinstance(bed, OwnBed)
        return f"{_OWN}, {spoken_duration(own_length(Path(bed.file)))}"
    except SoundError as error:
        return f"{_OWN}, but it can't be played: {error.message}; {error.remedy}"


def try_sound(name: str, heard: Options) -> int:
    """Run `companion sounds try`: play a bell once, or 15 seconds of a bed."""
    services = Services(replace(heard, silent=True, sounds=True))
    try:
        library = services.library
        is_bell = name in library.bells
        is_bed = not is_bell or name in library.beds
        layers = _layers(library, name) if is_bed else None
        services.warm()
        script = sound_script(name, is_bell=is_bell, is_bed=is_bed)
        preparation = services.say(script, USUAL, layers)
        preparation.wait()
        transport = services.begin(preparation)
        parts = [f"the bell {name}"] if is_bell else []
        parts += [f"{name} in the background, for 15 seconds"] if is_bed else []
        print(printable(f"({', then '.join(parts)}; Ctrl+C ends it)"), flush=True)
        play_through(transport, _print_trouble)
    finally:
        services.close()
    return 0


def _print_trouble(reason: str) -> None:
    print(f"companion: you can't hear it: {printable(reason)}", file=sys.stderr)


def _layers(library: Library, name: str) -> tuple[Layer, ...]:
    """Read the layers of a bed.

    Raises:
        NotFoundError: when it isn't a bed, or a layer doesn't exist.
    """
    try:
        layers = bed(name)
    except argparse.ArgumentTypeError as error:
        raise NotFoundError(str(error), "companion sounds lists the names") from None
    names = [*library.bells, *library.beds]
    for layer in layers:
        if layer.sound in library.bells and layer.sound not in library.beds:
            raise NotFoundError(f'"{layer.sound}" is a bell, not a bed', "try it alone")
        try:
            library.bed(layer.sound)
        except NotFoundError:
            near = get_close_matches(layer.sound, names, n=1)
            remedy = f'did you mean "{near[0]}"?' if near else f"choose from {', '.join(names)}"
            raise NotFoundError(f'there\'s no sound "{layer.sound}"', remedy) from None
    return layers


def list_devices(*, as_json: bool) -> int:
    """Run `companion sounds devices`: list every output device, and mark the chosen one."""
    names = devices()
    settings, problems = load(places().settings)
    chosen = settings.device
    for problem in problems:
        print(f"companion: {printable(problem)}", file=sys.stderr)
    if as_json:
        print_json({"version": 1, "devices": names, "kept": chosen})
        return 0
    print(f"{' ' if chosen else '*'} {_USUAL}  the usual one")
    for name in names:
        mark = "*" if chosen and chosen.casefold() in name.casefold() else " "
        print(printable(f"{mark} {name}"))
    if chosen and not any(chosen.casefold() in name.casefold() for name in names):
        print(printable(f"* {chosen} (not here now, so the usual one plays)"))
    print(
        "companion: companion sounds use NAME chooses one; companion doctor --tone tries it",
        file=sys.stderr,
    )
    return 0


def use_device(device: list[str]) -> int:
    """Run `companion sounds use`: save one device in the settings."""
    name = " ".join(device).strip()
    if not name:
        raise WrongUsageError("which device?", "companion sounds devices lists them")
    names = devices()
    is_usual = name == _USUAL
    full_name = next((each for each in names if name.casefold() in each.casefold()), None)
    if not is_usual and full_name is None:
        near = get_close_matches(name, names, n=1)
        remedy = f'did you mean "{near[0]}"?' if near else "companion sounds devices lists them"
        raise NotFoundError(f'there\'s no device called "{name}"', remedy)
    save(places().settings, device=None if is_usual else full_name)
    device_name = "The usual device" if is_usual else full_name
    print(printable(f"{device_name} plays from now on."))
    return 0

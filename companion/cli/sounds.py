"""`companion sounds`: which bells and beds there are, what each is like, and where it is heard."""

import argparse
import json
import sys
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from companion.audio.formats.decode import own_length
from companion.audio.process import devices
from companion.audio.recipe import OwnBed
from companion.cli.arguments import bed
from companion.cli.terminal import play_through
from companion.errors import NotFoundError, SoundError, WrongUsageError
from companion.reading.diagnostic import printable
from companion.session.samples import sound_script
from companion.store.library import Library
from companion.store.places import places
from companion.store.settings import load, save
from companion.timeline.cue import Layer
from companion.timeline.request import USUAL
from companion.units import spoken_duration
from companion.wiring import Options, Services

_OWN = "your own"
_USUAL = "auto"


def list_sounds(*, as_json: bool) -> int:
    """`companion sounds`: every bell and every bed."""
    kept = places()
    library = Library.of(kept)
    rows = _rows(library)
    for line in library.unused():
        print(f"companion: {printable(line)}", file=sys.stderr)
    if as_json:
        print(json.dumps({"version": 1, "sounds": rows}, ensure_ascii=False))
        return 0
    width = max(len(row["name"]) for row in rows)
    for kind in ("bell", "bed"):
        print(f"{kind}s")
        for row in rows:
            if row["kind"] == kind:
                print(printable(f"  {row['name']:<{width}}  {row['about']}"))
    told = "companion sounds try NAME plays one; --bed NAME puts a bed under any session"
    folder = printable(str(kept.sounds))
    print(f"companion: {told}; audio files in {folder} join them", file=sys.stderr)
    return 0


def _rows(library: Library) -> list[dict[str, str]]:
    names = [("bell", name) for name in library.bells] + [("bed", name) for name in library.beds]
    found = []
    for kind, name in names:
        about = library.about.get((kind, name))
        told = (about.words, about.licence) if about else (_own(library, kind, name), _OWN)
        found.append({"kind": kind, "name": name, "about": told[0], "licence": told[1]})
    return found


def _own(library: Library, kind: str, name: str) -> str:
    """How long a person's own sound lasts, or why it cannot be heard."""
    if kind == "bell":
        return f"{_OWN}, {spoken_duration(library.bells[name].length)}"
    bed = library.beds[name]
    try:
        assert isinstance(bed, OwnBed)
        return f"{_OWN}, {spoken_duration(own_length(Path(bed.file)))}"
    except SoundError as error:
        return f"{_OWN}, and silent: {error.message}; {error.remedy}"


def try_sound(name: str, heard: Options) -> int:
    """`companion sounds try`: play a bell once, or 15 seconds of a bed."""
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
        played = [f"the bell {name}"] if is_bell else []
        played += [f"{name} in the background, for 15 seconds"] if is_bed else []
        print(printable(f"({', then '.join(played)}; Ctrl+C ends it)"), flush=True)
        play_through(transport, _tell_trouble)
    finally:
        services.close()
    return 0


def _tell_trouble(reason: str) -> None:
    print(f"companion: it can't be heard: {printable(reason)}", file=sys.stderr)


def _layers(library: Library, name: str) -> tuple[Layer, ...]:
    """A bed, or several over each other, each of which is there."""
    try:
        layers = bed(name)
    except argparse.ArgumentTypeError as error:
        raise NotFoundError(str(error), "companion sounds shows what there is") from None
    known = [*library.bells, *library.beds]
    for layer in layers:
        if layer.sound in library.bells and layer.sound not in library.beds:
            raise NotFoundError(f'"{layer.sound}" is a bell, not a bed', "name it alone")
        try:
            library.bed(layer.sound)
        except NotFoundError:
            near = get_close_matches(layer.sound, known, n=1)
            remedy = f'did you mean "{near[0]}"?' if near else f"there are {', '.join(known)}"
            raise NotFoundError(f'there is no sound "{layer.sound}"', remedy) from None
    return layers


def list_devices(*, as_json: bool) -> int:
    """`companion sounds devices`: every output device, the chosen one marked."""
    found = devices()
    settings, problems = load(places().settings)
    kept = settings.device
    for problem in problems:
        print(f"companion: {printable(problem)}", file=sys.stderr)
    if as_json:
        print(json.dumps({"version": 1, "devices": found, "kept": kept}, ensure_ascii=False))
        return 0
    print(f"{' ' if kept else '*'} {_USUAL}  the usual one")
    for name in found:
        mark = "*" if kept and kept.casefold() in name.casefold() else " "
        print(printable(f"{mark} {name}"))
    if kept and not any(kept.casefold() in name.casefold() for name in found):
        print(printable(f"* {kept} (not here now; the usual one plays)"))
    print("companion: companion sounds use NAME keeps one; doctor --tone tries it", file=sys.stderr)
    return 0


def use_device(device: list[str]) -> int:
    """`companion sounds use`: keep one device in the settings."""
    name = " ".join(device).strip()
    if not name:
        raise WrongUsageError("which one?", "companion sounds devices lists them")
    found = devices()
    is_usual = name == _USUAL
    whole = next((one for one in found if name.casefold() in one.casefold()), None)
    if not is_usual and whole is None:
        near = get_close_matches(name, found, n=1)
        remedy = f'did you mean "{near[0]}"?' if near else "companion sounds devices lists them"
        raise NotFoundError(f'there is no device called "{name}"', remedy)
    save(places().settings, device=None if is_usual else whole)
    print("The usual device from now on." if is_usual else printable(f"{whole}, from now on."))
    return 0

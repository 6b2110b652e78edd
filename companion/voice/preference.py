"""Which voices one person has, and which of them is asked first."""

import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from companion.errors import NotFoundError
from companion.voice.engine_table import (
    ENGINES,
    ESPEAK_NG,
    FLITE,
    PYTTSX3,
    RHVOICE,
    SAY,
    EngineEntry,
    command,
)
from companion.voice.names import AUTO, SILENT, base

_NATIVE = ("darwin", "win32")
# the language of a voice of espeak-ng, as in de or en-us+f5
_OF_LANG = re.compile(r"([a-z]{2,3})(?:-[A-Za-z0-9-]+)?(?:\+.*)?")
# The better ones first; what comes with the program is always there behind them.
_ORDER = (RHVOICE, FLITE, PYTTSX3, ESPEAK_NG, SAY)


def piper(file: str, name: str = "") -> EngineEntry:
    """A voice file that the person brought, under its own name unless that is taken."""
    voice = name or Path(file).name.removesuffix(".onnx")
    return EngineEntry(
        "piper", voice, ("piper", file), _langs_of(file), ("piper", "espeak"), file=file,
        about="a neural voice, from a file of yours", licence="see the card beside the file",
    )  # fmt: skip


def _langs_of(file: str) -> tuple[str, ...]:
    """The language that a voice file was made for, as it says beside itself."""
    try:
        told = json.loads(Path(f"{file}.json").read_text("utf-8"))
        return (base(str(told["espeak"]["voice"])),)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def pipers(files: Sequence[str]) -> list[EngineEntry]:
    """All of them, each under a name of its own."""
    found: dict[str, EngineEntry] = {}
    for file in files:
        stem = name = Path(file).name.removesuffix(".onnx")
        number = 1
        while name in found:
            number += 1
            name = f"{stem}~{number}"
        found[name] = piper(file, name)
    return list(found.values())


def own_command(argv: Sequence[str]) -> EngineEntry:
    """A program that the person named; it has a pace of its own."""
    return command(
        "command", list(argv), rate=100, is_polyglot=True,
        about="your own program", licence="its own",
    )  # fmt: skip


def ranked(
    chosen: str,
    files: Sequence[str] = (),
    command: Sequence[str] = (),
    find: Callable[[str], str | None] = shutil.which,
) -> tuple[EngineEntry, ...]:
    """Every engine that may speak here, the one to ask first at the front.

    Args:
        chosen: a voice such as `flite/slt`; `auto` for the best one there is, `silent` for none.
        files: voice files that the person brought.
        command: a program that the person named.
        find: finds a program.

    Raises:
        NotFoundError: when there is no engine of the chosen name.
    """
    if chosen == SILENT:
        return ()
    here = pipers(files)
    here += [own_command(command)] if command else []
    here += [offer for offer in _ORDER if not offer.program or find(offer.program)]
    if chosen in ("", AUTO):
        return tuple(here)
    first = next((o for o in here if _is_meant(o, chosen)), None)
    if first is None:
        names = ", ".join(offer.name for offer in here)
        known = ENGINES.get(chosen.partition("/")[0])
        missing = f"the program {known.program} is not here; " if known and known.program else ""
        remedy = f"{missing}there are {names}; or auto"
        raise NotFoundError(f'there is no voice "{chosen}" here', remedy)
    voice = first.named(chosen)
    own = first if first.file or not voice else replace(first, voice=voice, langs=_spoken(voice))
    return (own, *(offer for offer in here if offer is not first))


def clearer_voice_hint(here: Sequence[EngineEntry]) -> str:
    """The one line that would get a clearer voice than those that are here; empty for none."""
    clear = {"piper", RHVOICE.engine, FLITE.engine, "command"}
    if sys.platform in _NATIVE or any(offer.engine in clear for offer in here):
        return ""
    return (
        "a much clearer voice: sudo apt install flite; or bring a Piper voice: "
        "companion voices add FILE.onnx"
    )


def _spoken(voice: str) -> tuple[str, ...]:
    """The language of a voice, where its name tells: `de` of `gmw/de+f5`."""
    found = _OF_LANG.fullmatch(voice.rpartition("/")[2])
    return (found[1].lower(),) if found else ()


def _is_meant(offer: EngineEntry, chosen: str) -> bool:
    engine, slash, _ = chosen.partition("/")
    if slash and engine in ENGINES:
        return offer.named(chosen) is not None
    return chosen in (offer.engine, offer.voice, *offer.others) or (
        not offer.file and (offer.named(chosen) or "") in offer.others
    )

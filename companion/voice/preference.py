"""The engines that one person has, in the order in which they are asked."""

import json
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from companion.errors import NotFoundError
from companion.files import exists, read_regular
from companion.voice.engine_table import (
    ENGINES,
    ESPEAK_NG,
    FLITE,
    HIBARI,
    KOKORO,
    KOKORO_PARTS,
    PYTTSX3,
    RHVOICE,
    SAY,
    EngineEntry,
    command,
)
from companion.voice.names import AUTO, SILENT, base

_NATIVE = ("darwin", "win32")
# the language at the start of an espeak-ng voice, such as de or en-us+f5
_ESPEAK_LANG = re.compile(r"([a-z]{2,3})(?:-[A-Za-z0-9-]+)?(?:\+.*)?")
# The best engines first. PYTTSX3 comes with the program, so there is always one. Kokoro is as good
# as the first, but slow, so it speaks for those who choose it.
_ORDER = (HIBARI, RHVOICE, FLITE, PYTTSX3, ESPEAK_NG, SAY, KOKORO)


def piper(file: str, name: str = "") -> EngineEntry:
    """The entry of a voice file that the user added, under `name` or the file's own name."""
    voice = name or Path(file).name.removesuffix(".onnx")
    return EngineEntry(
        "piper", voice, ("piper", file), _file_langs(file), ("piper", "espeak"), file=file,
        about="a neural voice, from your own file", licence="see the card beside the file",
    )  # fmt: skip


def _file_langs(file: str) -> tuple[str, ...]:
    """The language of a voice file, from the JSON beside it; empty when it cannot be read."""
    try:
        config = json.loads(read_regular(Path(f"{file}.json")))
        return (base(str(config["espeak"]["voice"])),)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ()


def voice_file(file: str, name: str = "") -> EngineEntry:
    """The entry of a voice file that the user added: Piper's has a JSON beside it."""
    if not exists(Path(file)) or exists(Path(f"{file}.json")):
        return piper(file, name)
    voice = name or Path(file).name.removesuffix(".onnx")
    return EngineEntry(
        "hibari", voice, ("hibari", file), ("en",), ("hibari",), file=file,
        about="a neural voice, from your own file", licence="see where you got the file",
    )  # fmt: skip


def voice_files(files: Sequence[str]) -> list[EngineEntry]:
    """The entries of all voice files, each under a different name."""
    entries: dict[str, EngineEntry] = {}
    for file in files:
        stem = name = Path(file).name.removesuffix(".onnx")
        number = 1
        while name in entries:
            number += 1
            name = f"{stem}~{number}"
        entries[name] = voice_file(file, name)
    return list(entries.values())


def own_command(argv: Sequence[str]) -> EngineEntry:
    """The entry of a program that the user named; its `{rate}` is 100 at its own pace."""
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
    """Every engine that may speak, the one to ask first at the front.

    Args:
        chosen: a voice such as `flite/slt`; `auto` for the best available, `silent` for none.
        files: voice files that the user added.
        command: a program that the user named, with its arguments.
        find: finds a program on the path.

    Raises:
        NotFoundError: when the chosen voice is not available.
    """
    if chosen == SILENT:
        return ()
    entries = voice_files(files)
    entries += [own_command(command)] if command else []
    entries += [entry for entry in _ORDER if _is_here(entry, find)]
    if chosen in ("", AUTO):
        return tuple(entries)
    match = next((entry for entry in entries if _matches(entry, chosen)), None)
    if match is None:
        raise NotFoundError(f'there\'s no voice "{chosen}" here', _remedy(chosen, entries))
    voice = match.named(chosen)
    first = match
    if voice and not match.file:
        langs = match.langs if voice in match.abouts else _voice_langs(voice)
        first = replace(match, voice=voice, langs=langs)
    return (first, *(entry for entry in entries if entry is not match))


def _remedy(chosen: str, entries: Sequence[EngineEntry]) -> str:
    """Say how to get a voice that isn't here, and which ones are."""
    engine = ENGINES.get(chosen.partition("/")[0])
    here = next((entry for entry in entries if engine and entry.engine == engine.engine), None)
    if here is not None and here.abouts:
        return f"choose {', '.join(f'{here.engine}/{voice}' for voice in here.abouts)}"
    missing = ""
    if engine is not None and here is None:
        program = engine.program and f"the program {engine.program} isn't installed"
        missing = engine.missing or program
    names = ", ".join(entry.name for entry in entries)
    return f"{missing}{'; ' if missing else ''}choose {names} or auto"


def _is_here(entry: EngineEntry, find: Callable[[str], str | None]) -> bool:
    """Whether an engine is installed, as far as that can be told without starting it."""
    if entry in (HIBARI, KOKORO):
        parts = KOKORO_PARTS if entry is KOKORO else ()
        return all(map(find_spec, ("hibari", "onnxruntime", *parts)))
    return not entry.program or find(entry.program) is not None


def is_behind_shipped(chosen: str, entries: Sequence[EngineEntry]) -> bool:
    """Whether the lines that came with the program go before every one of these engines.

    They do where their own voice speaks first, and where it isn't here and nothing was chosen.

    Args:
        chosen: the voice that the person chose; `auto` or empty for none.
        entries: the engines that may speak, as `ranked` gives them.
    """
    first = entries[0] if entries else None
    is_missing = chosen in ("", AUTO) and HIBARI not in entries and first in _ORDER
    return first == HIBARI or is_missing


def clearer_voice_hint(entries: Sequence[EngineEntry]) -> str:
    """One line on how to get a clearer voice; empty when a clear one is available."""
    clear = {"piper", "hibari", RHVOICE.engine, FLITE.engine, "command"}
    if sys.platform in _NATIVE or any(entry.engine in clear for entry in entries):
        return ""
    return (
        "for a much clearer voice: sudo apt install flite; or add a Piper voice: "
        "companion voices add FILE.onnx"
    )


def _voice_langs(voice: str) -> tuple[str, ...]:
    """The language in the name of a voice, such as `de` in `gmw/de+f5`; empty if unknown."""
    match = _ESPEAK_LANG.fullmatch(voice.rpartition("/")[2])
    return (match[1].lower(),) if match else ()


def _matches(entry: EngineEntry, chosen: str) -> bool:
    engine, slash, _ = chosen.partition("/")
    if slash and engine in ENGINES:
        return entry.named(chosen) is not None
    return chosen in (entry.engine, entry.voice, *entry.others) or (
        not entry.file and (entry.named(chosen) or "") in entry.others
    )

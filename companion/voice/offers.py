"""The engines there may be, how each is best used, and which of them is asked first.

Word errors are a recogniser's, a ranking and no promise: how many of a hundred words it got
wrong, over lines of this program's kind (benchmarks/intelligibility.py prints them anew).
"""

import json
import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from companion.errors import NotFoundError

ESPEAK_VOICE = "en-us+f5"
SILENT = "silent"
AUTO = "auto"
_NATIVE = ("darwin", "win32")
# espeak-ng's own names: f5 for a manner of speaking, de or en-us+f5 for a voice
_VARIANT = re.compile(r"[fm]\d|klatt\d?")
_OF_LANG = re.compile(r"([a-z]{2,3})(?:-[A-Za-z0-9-]+)?(?:\+.*)?")
_GPL = "GPL-3.0-or-later, in a process of its own"


@dataclass(frozen=True, slots=True)
class Offer:
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


def base(lang: str) -> str:
    """The language without its country: `en` of `en-GB` and of `en_US`."""
    return lang.replace("_", "-").partition("-")[0].lower()


def _command(  # noqa: PLR0913 - a row of a table
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
) -> Offer:
    told = {
        "argv": argv, "rate": rate, "slower": slower, "voice": voice, "langs": langs,
        "voices": voices,
    }  # fmt: skip
    return Offer(
        engine, voice, ("command", json.dumps(told)), langs, (engine, *family), soften,
        program=str(argv[0]), paces=paces or {}, others=others, about=about, licence=licence,
        is_polyglot=is_polyglot,
    )  # fmt: skip


RHVOICE = _command(
    "rhvoice",
    ["RHVoice-test", "-p", "{voice}", "-r", "{rate}", "-i", "{file}", "-o", "{out}"],
    rate=71, voice="bdl", langs=("en",), paces={"bdl": 1.0}, others=("clb", "slt", "alan"),
    about="the clearest of all: 4 words in 100 misheard by a recogniser; bdl is a man's voice",
    licence="GPL-3.0-or-later; voices bdl, clb, slt and alan are free",
)  # fmt: skip
FLITE = _command(
    "flite",
    ["flite", "-voice", "{voice}", "--setf", "duration_stretch={rate}", "{file}", "{out}"],
    rate=1.185, slower=True, voice="rms", langs=("en",), others=("slt",),
    paces={"rms": 0.944, "slt": 0.813},
    voices=("rms", "slt", "awb", "kal", "kal16", "awb_time"),
    about="very clear: rms is a man's voice (11 in 100 misheard), slt a woman's (25)",
    licence="a free licence like BSD's",
)  # fmt: skip
ESPEAK_NG = _command(
    "espeak-ng",
    ["espeak-ng", "-v", "{voice}", "-s", "{rate}", "-f", "{file}", "-w", "{out}"],
    rate=118, voice=ESPEAK_VOICE, langs=("en",), family=("espeak",), soften=True,
    is_polyglot=True,
    about="the same voice as the embedded one, through its own program",
    licence=_GPL,
)  # fmt: skip
SAY = _command(
    "say",
    ["say", "-r", "{rate}", ["-v", "{voice}"], "-f", "{file}", "-o", "{out}",
     "--file-format=WAVE", "--data-format=LEI16@22050"],
    rate=146, is_polyglot=True,
    about="the voice of macOS, through its own program", licence="Apple's, with macOS",
)  # fmt: skip
PYTTSX3 = (
    Offer(
        "pyttsx3", arguments=("native",), family=(sys.platform,), is_polyglot=True,
        about="the voice of this system", licence="that of the system",
    )
    if sys.platform in _NATIVE
    else Offer(
        "pyttsx3", ESPEAK_VOICE, ("native",), ("en",), ("pyttsx3", "espeak"),
        soften=True, is_polyglot=True, paces={ESPEAK_VOICE: 1.0}, others=("en-us+f2", "en-us+m6"),
        about="always here, in a hundred languages; f5 is a woman's voice (47 in 100 misheard), "
        "f2 another (54), m6 a man's (71)",
        licence=_GPL,
    )
)  # fmt: skip
ENGINES: Mapping[str, Offer] = {
    offer.engine: offer for offer in (RHVOICE, FLITE, PYTTSX3, ESPEAK_NG, SAY)
} | {"piper": Offer("piper"), "command": Offer("command")}
# The better ones first; what comes with the program is always there behind them.
_ORDER = (RHVOICE, FLITE, PYTTSX3, ESPEAK_NG, SAY)


def piper(file: str, name: str = "") -> Offer:
    """A voice file that the person brought, under its own name unless that is taken."""
    voice = name or Path(file).name.removesuffix(".onnx")
    return Offer(
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


def pipers(files: Sequence[str]) -> list[Offer]:
    """All of them, each under a name of its own."""
    found: dict[str, Offer] = {}
    for file in files:
        stem = name = Path(file).name.removesuffix(".onnx")
        number = 1
        while name in found:
            number += 1
            name = f"{stem}~{number}"
        found[name] = piper(file, name)
    return list(found.values())


def own_command(argv: Sequence[str]) -> Offer:
    """A program that the person named; it has a pace of its own."""
    return _command(
        "command", list(argv), rate=100, is_polyglot=True,
        about="your own program", licence="its own",
    )  # fmt: skip


def chain(
    chosen: str,
    files: Sequence[str] = (),
    command: Sequence[str] = (),
    find: Callable[[str], str | None] = shutil.which,
) -> tuple[Offer, ...]:
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


def better(here: Sequence[Offer]) -> str:
    """The one line that would get a clearer voice than those that are here; empty for none."""
    clear = {"piper", RHVOICE.engine, FLITE.engine, "command"}
    if sys.platform in _NATIVE or any(offer.engine in clear for offer in here):
        return ""
    return "sudo apt install flite gets a much clearer voice; or bring a Piper one: voices add"


def _spoken(voice: str) -> tuple[str, ...]:
    """The language of a voice, where its name tells: `de` of `gmw/de+f5`."""
    found = _OF_LANG.fullmatch(voice.rpartition("/")[2])
    return (found[1].lower(),) if found else ()


def _is_meant(offer: Offer, chosen: str) -> bool:
    engine, slash, _ = chosen.partition("/")
    if slash and engine in ENGINES:
        return offer.named(chosen) is not None
    return chosen in (offer.engine, offer.voice, *offer.others) or (
        not offer.file and (offer.named(chosen) or "") in offer.others
    )

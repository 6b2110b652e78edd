"""`companion doctor`: findings about everything that a session needs."""

import os
import shutil
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

from companion.audio.process import state
from companion.cli.terminal import is_screen, print_json
from companion.errors import CompanionError
from companion.reading.diagnostic import printable
from companion.session.samples import stereo_check_script
from companion.session.voices import Voices
from companion.store.library import Library
from companion.store.places import places
from companion.store.settings import load
from companion.voice.preference import clearer_voice_hint

if TYPE_CHECKING:
    from collections.abc import Callable


Word = Literal["ok", "note", "problem"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: the thing checked, its state, the meaning, and a remedy."""

    what: str
    word: Word
    means: str
    remedy: str = ""


def doctor(device: str, *, tone: bool, as_json: bool) -> int:
    """Run `companion doctor`; return 1 for a problem.

    Only broken scripts are problems, because a session runs even without voice or sound.
    """
    if tone:
        return _tone(device)
    checks: tuple[Callable[[], Finding], ...] = (
        _python, _terminal, _voice, _sound, _ffmpeg, _scripts, _network,
    )  # fmt: skip
    findings = [check() for check in checks]
    if as_json:
        print_json({"version": 1, "findings": [asdict(f) for f in findings]})
    else:
        for finding in findings:
            print(f"{finding.word:<8} {finding.what}: {finding.means}")
            if finding.remedy:
                print(f"{'':<8} -> {finding.remedy}")
    return 1 if any(finding.word == "problem" for finding in findings) else 0


def _tone(device: str) -> int:
    """Play left, right and a bell, and say what to do when they cannot be heard."""
    from companion.plain.session import Plain
    from companion.session.options import Options
    from companion.timeline.request import USUAL
    from companion.wiring import Services

    services = Services(Options(device=device))
    try:
        services.warm()
        preparation = services.say(stereo_check_script(), USUAL)
        preparation.wait()
        Plain(services.begin(preparation)).run()
    finally:
        services.close()
    print(
        "companion: didn't hear it? companion sounds devices lists the other devices",
        file=sys.stderr,
    )
    return 0


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", "ok", f"{version} on {sys.platform}")


def _terminal() -> Finding:
    size = shutil.get_terminal_size()
    if is_screen():
        return Finding("terminal", "ok", f"{size.columns} by {size.lines}")
    return Finding("terminal", "note", "there's no screen here, so sessions run as plain lines")


def _voice() -> Finding:
    voices = Voices(places())
    if not voices.processes:
        return Finding(
            "voice", "note", "you chose silence", "companion voices use auto brings it back"
        )
    try:
        voices.lexicon.entries(voices.processes[0].family, "en")
        reasons = voices.notices.take()
        for voice in voices.processes:
            reason = voice.available()
            if reason is None:
                means = "; ".join([f"speaks ({voice.describe()})", *reasons])
                return Finding(
                    "voice", "note" if reasons else "ok", means, clearer_voice_hint(voices.entries)
                )
            reasons.append(f"{voice.name}: {reason}")
    finally:
        voices.close()
    remedy = "pip install espeakng-loader, or install espeak-ng"
    means = f"none works, so words are shown without a voice ({'; '.join(reasons)})"
    return Finding("voice", "note", means, remedy)


def _sound() -> Finding:
    chosen = load(places().settings)[0].device
    backend, reason = state(chosen)
    if backend:
        where = f' to "{chosen}", or to the usual device while that is away' if chosen else ""
        return Finding(
            "sound", "ok", printable(f"plays through {backend}{where}; --tone lets you hear it")
        )
    install = "install libportaudio2, or " if "not installed" in reason else ""
    remedy = f"{install}plug in a device; until then, sessions show the words"
    return Finding("sound", "note", f"none ({reason})", remedy)


def _ffmpeg() -> Finding:
    if shutil.which("ffmpeg"):
        return Finding("ffmpeg", "ok", "your own sounds can be in any format")
    means = "not installed; your own sounds can be WAV, FLAC, OGG or MP3"
    return Finding("ffmpeg", "ok", means)


def _scripts() -> Finding:
    library = Library.of(places())
    broken = []
    sources = library.sources()
    for source in sources:
        try:
            library.load(source)
        except CompanionError as error:
            broken.append(printable(error.message))
    if broken:
        remedy = f"companion check {os.fspath(places().scripts)}"
        return Finding("scripts", "problem", "; ".join(broken), remedy)
    if unused := [printable(line) for line in library.unused()]:
        return Finding("scripts", "note", "; ".join(unused))
    return Finding("scripts", "ok", f"{len(sources)} meditations, all without mistakes")


def _network() -> Finding:
    return Finding("network", "ok", "never used")

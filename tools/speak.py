"""Speaks the lines of the emergency sessions in advance: `make spoken`.

They are what somebody hears first, so they sound before a voice has started. Writes a clip for each
line and an index into `scripts_audio/spoken/`: WAV for the first line of each session, so that
nothing has to be decoded before the first sound, Ogg Opus for the others. Current clips stay.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import soundfile

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from companion.audio.formats import clip_wav
from companion.resources import shipped
from companion.script.model import Script
from companion.session.prefetch import shipped_lines
from companion.store.library import Library
from companion.timeline.request import USUAL
from companion.timeline.utterance import Utterance
from companion.units import RATE
from companion.voice.clip_cache import ClipCache
from companion.voice.engine_table import HIBARI
from companion.voice.lexicon import Lexicon
from companion.voice.pace import WORDS_A_MINUTE, Paces
from companion.voice.process import VoiceProcess
from companion.voice.shipped_clips import INDEX, OPUS, WAV, row
from companion.voice.spelling import clean, spell
from companion.voice.voice import Style

FOLDER = Path(__file__).resolve().parent.parent / "scripts_audio" / "spoken"
# Of libsndfile's scale from 0 to 1: about 30 kbit/s, at which a voice alone is hard to tell apart.
COMPRESSION = 0.9


def lines() -> list[Utterance]:
    """Every line of the emergency sessions, for all choices."""
    library = Library(Path("none"), Path("none"))
    spoken = shipped_lines(library, lambda _: USUAL, lambda script: script.kind == "emergency")
    return [line for line in spoken if any(map(str.isalnum, clean(line.text)))]


def first_lines() -> list[Utterance]:
    """The first line of each emergency session, the same for all choices."""
    library = Library(Path("none"), Path("none"))
    scripts = [library.load(source) for source in library.sources() if source.shipped]
    names = [script.id for script in scripts if script.kind == "emergency"]
    return [shipped_lines(library, lambda _: USUAL, is_named(name))[0] for name in names]


def is_named(name: str) -> Callable[[Script], bool]:
    """Whether a script has this id."""
    return lambda script: script.id == name


def wanted(some: list[Utterance] | None = None) -> dict[str, tuple[str, Style]]:
    """The digest of each line, or of some, with the text and the style that the voice gets."""
    lexicon = Lexicon(shipped("scripts_audio") / "lexicon")
    place = ClipCache(Path("none")).place
    found = {}
    for line in lines() if some is None else some:
        style = Style(round(WORDS_A_MINUTE * line.pace), line.pitch, "", line.lang)
        said = spell(line.text, lexicon.entries(HIBARI.family, line.lang)).said
        found[place(HIBARI.fingerprint(), said, style).stem] = (said, style)
    return found


def endings() -> dict[str, str]:
    """The digest of each line, with the ending of its file."""
    first = wanted(first_lines())
    return {digest: WAV if digest in first else OPUS for digest in wanted()}


def main() -> None:
    """Speak what is missing, and delete what is not wanted any more."""
    FOLDER.mkdir(exist_ok=True)
    index = FOLDER / INDEX
    rows = json.loads(index.read_bytes()) if index.exists() else {}
    current = wanted()
    files = {digest: FOLDER / f"{digest}{ending}" for digest, ending in endings().items()}
    with tempfile.TemporaryDirectory() as folder:
        voice = VoiceProcess(HIBARI, Paces(Path(folder) / "paces.json"))
        for digest, file in files.items():
            if digest not in rows or not file.exists():
                raw = Path(folder) / "line.wav"
                take = voice.synth(*current[digest], raw)
                write(raw, file)
                rows[digest] = row(take, file)
        voice.close()
    for clip in [*FOLDER.glob(f"*{OPUS}"), *FOLDER.glob(f"*{WAV}")]:
        if clip not in files.values():
            clip.unlink()
    kept = {digest: rows[digest] for digest in sorted(current)}
    index.write_text(json.dumps(kept, separators=(",", ":")) + "\n", "utf-8")
    size = sum(file.stat().st_size for file in FOLDER.iterdir())
    seconds = sum(each["length"] for each in kept.values()) / 1000
    print(f"{len(kept)} lines, {seconds:.0f} s, {size / 1e6:.1f} MB")


def write(raw: Path, file: Path) -> None:
    """Write a spoken clip in the form that the ending of its file names."""
    if file.suffix == WAV:
        shutil.copyfile(raw, file)
        return
    samples = clip_wav.read_clip(raw)
    soundfile.write(
        file, samples, RATE, format="OGG", subtype="OPUS", compression_level=COMPRESSION
    )


if __name__ == "__main__":
    main()

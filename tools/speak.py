"""Speaks every line of the shipped sessions in advance: `make spoken`.

So they sound before a voice has started, and where none can run. Writes one Ogg Opus file for each
session and an index of its lines into `scripts_audio/spoken/`; the first line of an emergency that
stands first in a list of moments is a WAV, so that nothing has to be decoded before the first
sound. Current sessions stay.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from companion.audio.formats import clip_wav
from companion.audio.mastering import loudness, peak_gains
from companion.resources import shipped
from companion.script.model import Script
from companion.session.prefetch import shipped_lines
from companion.store.library import Library
from companion.store.moments import shipped_moments
from companion.timeline.request import USUAL
from companion.timeline.utterance import Utterance
from companion.units import FRAMES_PER_MS, RATE, Frames, Millis
from companion.voice.clip_cache import ClipCache
from companion.voice.engine_table import HIBARI
from companion.voice.lexicon import Lexicon
from companion.voice.pace import WORDS_A_MINUTE, Paces
from companion.voice.process import VoiceProcess
from companion.voice.shipped_clips import INDEX, OPUS, WAV, ShippedClip, row
from companion.voice.spelling import clean, spell
from companion.voice.voice import Style, Take

if TYPE_CHECKING:
    from companion.audio.samples import Samples

FOLDER = Path(__file__).resolve().parent.parent / "scripts_audio" / "spoken"
# Of libsndfile's scale from 0 to 1: about 16 kbit/s. DNSMOS rates it 3.32, and the lines as they
# were spoken 3.34; 0.97 would cost 0.05.
COMPRESSION = 0.965
# Between two lines of a file, so that a codec doesn't smear one into the other.
GAP = np.zeros(RATE // 20, np.float32)
_PASSES = 3
_HEARD = 0.003
FADE = np.linspace(0, 1, RATE // 250, dtype=np.float32)
LIBRARY = Library(Path("none"), Path("none"))
Line = tuple[str, Style]
"""The text and the style that the voice gets."""


def scripts() -> list[Script]:
    """Every shipped script, by its id."""
    return [LIBRARY.load(source) for source in LIBRARY.sources() if source.shipped]


def utterances(script: Script) -> list[Utterance]:
    """Every line of a session that a voice says, for all choices."""
    spoken = shipped_lines(LIBRARY, lambda _: USUAL, lambda each: each.id == script.id)
    return [line for line in spoken if any(map(str.isalnum, clean(line.text)))]


def digests(some: list[Utterance]) -> dict[str, Line]:
    """The digest of each line, with what the voice gets."""
    lexicon = Lexicon(shipped("scripts_audio") / "lexicon")
    place = ClipCache(Path("none")).place
    found = {}
    for line in some:
        style = Style(
            round(WORDS_A_MINUTE * line.pace), line.pitch, "", line.lang, line.pitch_range
        )
        said = spell(line.text, lexicon.entries(HIBARI.family, line.lang)).said
        found[place(HIBARI.fingerprint(), said, style).stem] = (said, style)
    return found


def first_emergencies() -> set[str]:
    """The emergencies that stand first in a list of moments, so that a key may begin them."""
    firsts = {moment.scripts[0] for moment in shipped_moments()}
    return {script.id for script in scripts() if script.kind == "emergency"} & firsts


def wanted() -> dict[str, dict[str, Line]]:
    """The lines of each file by their digests; a line of several sessions is in the first."""
    files: dict[str, dict[str, Line]] = {}
    known: set[str] = set()
    urgent = first_emergencies()
    for script in scripts():
        lines = digests(utterances(script))
        if script.id in urgent:  # its first line, the same for all choices
            first = next(iter(lines))
            files[f"{script.id}{WAV}"] = {first: lines.pop(first)}
            known.add(first)
        files[f"{script.id}{OPUS}"] = {d: line for d, line in lines.items() if d not in known}
        known.update(lines)
    return files


def main() -> None:
    """Speak the sessions that changed, and delete what is not wanted any more."""
    FOLDER.mkdir(exist_ok=True)
    index = read_index()
    current = wanted()
    clips: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        voice = VoiceProcess(HIBARI, Paces(Path(folder) / "paces.json"))
        for name, lines in current.items():
            file = FOLDER / name
            kept = {d: r for d, r in index["clips"].items() if r[0] == name}
            if list(kept) == list(lines) and file.exists():
                clips |= kept
            else:
                clips |= speak(voice, lines, file, Path(folder) / "line.wav")
        voice.close()
    for file in FOLDER.iterdir():
        if file.name not in (*current, INDEX):
            file.unlink()
    sizes = {name: (FOLDER / name).stat().st_size for name in sorted(current)}
    text = json.dumps({"files": sizes, "clips": clips}, separators=(",", ":"))
    (FOLDER / INDEX).write_text(text.replace('],"', '],\n"') + "\n", "utf-8")
    seconds = sum(each[2] for each in clips.values()) / 1000
    print(f"{len(clips)} lines, {seconds:.0f} s, {sum(sizes.values()) / 1e6:.1f} MB")


def read_index() -> dict[str, Any]:
    """The index as it is, or an empty one."""
    try:
        index: dict[str, Any] = json.loads((FOLDER / INDEX).read_bytes())
    except (OSError, ValueError):
        return {"files": {}, "clips": {}}
    return index if isinstance(index.get("clips"), dict) else {"files": {}, "clips": {}}


def speak(voice: VoiceProcess, lines: dict[str, Line], file: Path, raw: Path) -> dict[str, Any]:
    """Speak the lines of a session into its file; return their rows of the index."""
    rows: dict[str, Any] = {}
    pieces: list[Samples] = []
    at = 0
    for digest, (said, style) in lines.items():
        take = voice.synth(said, style, raw)
        samples = clip_wav.read_clip(raw)
        if file.suffix == WAV:
            samples, take = begin_at_once(samples, take)
        pieces += [samples, GAP]
        rows[digest] = row(ShippedClip(file, Frames(at), take))
        at += len(samples) + len(GAP)
    if file.suffix == WAV:
        clip_wav.write_clip(file, pieces[0])
        file.chmod(0o644)  # it isn't private, as a person's clips are
    else:
        encode(file, make_up(file, pieces))
    return rows


def begin_at_once(samples: "Samples", take: Take) -> "tuple[Samples, Take]":
    """Cut what can't be heard before the first word, because someone waits for that."""
    first = int(np.flatnonzero(np.abs(samples) > _HEARD)[0])
    cut = max(0, first // FRAMES_PER_MS - len(FADE) // FRAMES_PER_MS)
    samples = samples[cut * FRAMES_PER_MS :].copy()
    samples[: len(FADE)] *= FADE
    onsets = [(max(0.0, start - cut / 1000), character) for start, character in take.onsets]
    return samples, Take(Millis(take.length - cut), onsets)


def encode(file: Path, pieces: "list[Samples]") -> None:
    """Write lines and the gaps between them as Ogg Opus."""
    whole = np.concatenate(pieces)
    soundfile.write(file, whole, RATE, format="OGG", subtype="OPUS", compression_level=COMPRESSION)


def make_up(file: Path, pieces: "list[Samples]") -> "list[Samples]":
    """Make up for what the codec does to each line.

    At this bitrate it takes about 0.6 dB of the loudness, and lets peaks through. Both depend on
    the line, so this encodes, listens, and corrects, a few times.
    """
    made = pieces
    for _ in range(_PASSES):
        encode(file, made)
        decoded, _ = soundfile.read(file, dtype="float32")
        starts = np.cumsum([0, *map(len, pieces)])
        made = [
            piece if piece is GAP else corrected(piece, mine, decoded[at : at + len(piece)])
            for piece, mine, at in zip(pieces, made, starts, strict=False)
        ]
    return made


def corrected(piece: "Samples", made: "Samples", decoded: "Samples") -> "Samples":
    """What to encode instead of `made`, so that it's as loud as `piece` once it's decoded."""
    gain = 10 ** ((loudness(piece) - loudness(decoded)) / 20)
    limits = peak_gains(decoded * np.float32(gain))
    return (made * (gain if limits is None else gain * limits)).astype(np.float32)


if __name__ == "__main__":
    main()

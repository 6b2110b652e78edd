"""The time to speak a first sentence and a whole session, compared with the espeak-ng command.

    python benchmarks/voice.py [ROUNDS]

The session has twenty minutes, with as many words as the design's pacing table gives one. A user
could run `espeak-ng -w` once a sentence instead: Debian's where it is installed, otherwise a
program of a few lines that does the same with the embedded library. Its files are raw: no pauses,
no set loudness, no fades, 22 kHz. Both run in turns. Ours is the voice in the box; the embedded
espeak-ng is measured as well. Prints the work and the memory of the whole catalogue, too.
"""

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.intelligibility import shipped
from companion.notices import Notices
from companion.timeline.utterance import Utterance
from companion.voice.clip_cache import ClipCache
from companion.voice.engine_table import HIBARI, PYTTSX3, EngineEntry
from companion.voice.narrator import Narrator
from companion.voice.pace import Paces
from companion.voice.process import VoiceProcess

WORDS = 560  # of a guided session of twenty minutes
LIKE_ESPEAK = """
import ctypes, sys, wave, espeakng_loader as loader
lib = ctypes.CDLL(loader.get_library_path())
pieces = []
kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
hear = kind(lambda wav, n, _: pieces.append(ctypes.string_at(wav, 2 * n)) or 0 if wav and n else 0)
lib.espeak_Initialize(2, 0, loader.get_data_path().encode(), 0)
lib.espeak_SetSynthCallback(hear)
lib.espeak_SetVoiceByName(b"en-us+f5")
lib.espeak_SetParameter(1, 118, 0)
text = sys.argv[2].encode()
lib.espeak_Synth(text, len(text) + 1, 0, 1, 0, 1, None, None)
with wave.open(sys.argv[1], "wb") as out:
    out.setnchannels(1); out.setsampwidth(2); out.setframerate(22050)
    out.writeframes(b"".join(pieces))
"""


def session() -> list[str]:
    lines: list[str] = []
    for line in shipped() * 3:
        if len(" ".join(lines).split()) < WORDS:
            lines.append(f"{line[:-1]}{'' if line not in lines else ', again'}.")
    return lines


def ours(
    lines: list[str], folder: Path, entry: EngineEntry, *, warm: bool
) -> tuple[float, float, float]:
    """Speak all lines; return the seconds to the first clip, to the last one, and of speech."""
    voice = VoiceProcess(entry, Paces(folder / "paces.json"))
    notices = Notices()
    narrator = Narrator([voice], ClipCache(folder / "cache"), notices=notices)
    if warm:
        voice.warm()
        narrator.speak(Utterance("Warm."))
    start, spoken, first = time.perf_counter(), 0.0, 0.0
    for line in lines:
        clip = narrator.speak(Utterance(line))
        assert clip is not None, notices.take()
        first = first or time.perf_counter() - start
        spoken += clip.spoken.length / 1000
    whole = time.perf_counter() - start
    narrator.close()
    return first, whole, spoken


def theirs(lines: list[str], folder: Path) -> tuple[float, float]:
    program = shutil.which("espeak-ng")
    start, first = time.perf_counter(), 0.0
    for number, line in enumerate(lines):
        out = str(folder / f"{number}.wav")
        words = [program, "-v", "en-us+f5", "-s", "118", "-w", out, line] if program else [
            sys.executable, "-S", "-c", LIKE_ESPEAK, out, line]  # fmt: skip
        env = None if program else {"PYTHONPATH": ":".join(sys.path)}
        subprocess.run([str(word) for word in words], check=True, env=env)
        first = first or time.perf_counter() - start
    return first, time.perf_counter() - start


def catalogue() -> None:
    """Print what it takes the voice in the box to speak every shipped line."""
    lines, before = shipped(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        _, _, spoken = ours(lines, Path(folder), HIBARI, warm=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{HIBARI.name}, all {len(lines)} lines: {took:.1f} s of one core (goal 30) "
        f"for {spoken / 60:.0f} minutes of speech; most memory {after.ru_maxrss / 1024:.0f} MB (goal 300)"
    )


def main(rounds: int) -> None:
    catalogue()
    lines = session()
    for entry in (HIBARI, PYTTSX3):
        compare(entry, lines, rounds)


def compare(entry: EngineEntry, lines: list[str], rounds: int) -> None:
    rows: list[tuple[float, ...]] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as cold, tempfile.TemporaryDirectory() as warm:
            cold_first, *_ = ours(lines[:1], Path(cold), entry, warm=False)
            first, whole, spoken = ours(lines, Path(warm), entry, warm=True)
            their_first, their_whole = theirs(lines, Path(warm))
            rows.append((cold_first, first, whole, their_first, their_whole, spoken))
    cold_first, first, whole, their_first, their_whole, spoken = map(
        statistics.median, zip(*rows, strict=True)
    )
    program = "espeak-ng" if shutil.which("espeak-ng") else "its library, one process a sentence"
    print(f"{entry.name}: {len(lines)} lines, {spoken:.0f} s of speech; compared with {program}")
    print(
        f"first sentence: cold {cold_first * 1000:.0f} ms, warm {first * 1000:.0f} ms; theirs {their_first * 1000:.0f} ms"
    )
    print(
        f"all lines: {whole:.2f} s (goal 2); theirs {their_whole:.2f} s; ratio {whole / their_whole:.2f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)

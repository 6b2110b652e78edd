"""The words that a recogniser mishears from each voice, and how natural it is said to sound.

    python benchmarks/intelligibility.py [emergencies|LINES] [VOICE ...]

Whisper (tiny.en) listens to every line of the shipped sessions, to those of the emergency sessions,
or to some. Numbers and words that sound the same count as the same. Prints for each voice the share
of wrong words with a 95 % bootstrap interval, DNSMOS, and the words a minute from the first sound
of a line to its last; then the worst lines, with what was heard. Ends with 1 when the voice in the
box is over its goal.
"""

import sys
import tempfile
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.listening import Naturalness, errors
from companion.audio.formats import clip_wav as clips
from companion.audio.recogniser import Recogniser
from companion.audio.word_timing import sounding_seconds
from companion.errors import VoiceError
from companion.session.voices import Voices
from companion.store.library import Library
from companion.store.places import places
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.voice.hearing import words
from companion.voice.pace import Paces
from companion.voice.process import VoiceProcess
from companion.voice.spelling import spell
from companion.voice.voice import Style

GOAL, OURS = 0.02, "hibari/heart"
_MOST_SHOWN = 25
Row = tuple[int, int, str, str]
"""The wrong words of a line, all its words, the line, and what was heard."""


def shipped(kind: str = "") -> list[str]:
    """Every line of the shipped sessions of one kind, or of all."""
    library = Library(Path("none"), Path("none"))
    lengths = {name: bell.length for name, bell in library.bells.items()}
    scripts = [library.load(source) for source in library.sources()]
    wanted = [script for script in scripts if kind in ("", script.kind)]
    texts = (u.text for script in wanted for u in plan(script, Request(), lengths).utterances())
    return [line for line in dict.fromkeys(texts) if len(line.split()) > 1]


def interval(rows: list[Row]) -> tuple[float, float]:
    chance, shares = Random(1), []
    for _ in range(1_000):
        drawn = chance.choices(rows, k=len(rows))
        shares.append(sum(row[0] for row in drawn) / sum(row[1] for row in drawn))
    shares.sort()
    return shares[25], shares[975]


def listen(
    ears: tuple[Recogniser, Naturalness],
    voice: VoiceProcess,
    called: str,
    lines: list[str],
    here: Voices,
) -> float:
    """Print how well a voice is understood; return the share of wrong words."""
    entries = here.lexicon.entries(voice.family, "en")
    rows: list[Row] = []
    spoken = []
    seconds = 0.0
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "line.wav"
        for line in lines:
            voice.synth(spell(line, entries).said, Style(voice=voice.named(called) or ""), out)
            clip = clips.read_clip(out)
            heard = ears[0].hear(clip)
            meant = words(line)
            rows.append((errors(meant, words(heard)), len(meant), line, heard))
            spoken.append(clip)
            seconds += sounding_seconds(clip, 48_000)
    share = sum(row[0] for row in rows) / sum(row[1] for row in rows)
    low, high = interval(rows)
    rate = sum(len(line.split()) for line in lines) * 60 / seconds
    natural = ears[1].of(spoken[:60])
    print(f"{called:<20} {share:.3f} [{low:.3f}-{high:.3f}]  {natural:.2f}  {rate:3.0f} wpm")
    for wrong, count, line, heard in sorted(rows, key=lambda row: -row[0])[:_MOST_SHOWN]:
        if wrong:
            print(f"  {wrong} of {count}  {line}\n          heard: {heard}", flush=True)
    return share


def main(wanted: list[str]) -> int:
    here = Voices(places())
    which = wanted.pop(0) if wanted and "/" not in wanted[0] else ""
    lines = shipped("emergency" if which == "emergencies" else "")
    lines = lines[:: max(1, len(lines) // int(which))] if which.isdecimal() else lines
    print(f"{len(lines)} lines\n{'voice':<20} words misheard         DNSMOS")
    ears, code = (Recogniser(), Naturalness()), 0
    with tempfile.TemporaryDirectory() as folder:
        voices = [VoiceProcess(entry, Paces(Path(folder) / "p.json")) for entry in here.entries]
        for called in wanted or here.names:
            voice = next((each for each in voices if each.named(called) is not None), None)
            if voice is None:
                print(f"{called:<20} isn't installed here")
                continue
            try:
                share = listen(ears, voice, called, lines, here)
            except VoiceError as error:
                print(f"{called:<20} can't speak: {error.message}")
                continue
            code = code or int(called == OURS and share > GOAL)
        for voice in voices:
            voice.close()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The error of word times: those of neural voices, and those that are detected in the sound.

    python benchmarks/word_times.py [LINES]

The times of the voice in the box, and of the extra voices where they are installed, are compared
with the sound itself, at every word that begins after silence (goal: within 50 ms). Times detected in the sound, and a plain spread by letters, which
needs no sound, are compared with espeak-ng's own. Prints the mean error and the one that nine words
in ten stay under, in ms.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.intelligibility import shipped
from companion.audio.formats import clip_wav
from companion.audio.word_timing import gaps, word_times
from companion.timeline.utterance import estimate_word_times
from companion.units import Millis
from companion.voice.engine_table import HIBARI, KOKORO, PYTTSX3, EngineEntry
from companion.voice.names import AUTO
from companion.voice.pace import Paces
from companion.voice.preference import ranked
from companion.voice.process import VoiceProcess
from companion.voice.voice import Style


def summary(label: str, errors: list[float]) -> str:
    return f"{label} mean {np.mean(errors) * 1000:4.0f} ms, nine in ten under {np.percentile(errors, 90) * 1000:4.0f}"


def after_silence(entry: EngineEntry, called: str, lines: list[str]) -> None:
    """Print how far the onsets of a neural voice are from where its sound begins."""
    errors: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "a.wav"
        voice = VoiceProcess(entry, Paces(Path(folder) / "paces.json"))
        for line in lines:
            take = voice.synth(line, Style(voice=called), out)
            samples = clip_wav.read_clip(out)
            ends = [0.02, *(end for _, end in gaps(samples, 48_000))]
            for number, (when, place) in enumerate(take.onsets):
                if place == 0 or line[place - 2] in ",;:.?!":
                    near = min(ends, key=lambda end: abs(end - when))
                    is_this = number == 0 or near > take.onsets[number - 1][0]
                    errors += [abs(near - when)] if is_this and abs(near - when) < 0.3 else []
        voice.close()
    within = 100 * np.mean(np.array(errors) <= 0.05)
    name = f"{entry.engine}/{called}"
    print(
        f"{name:<14} {len(errors)} words  {summary('against the sound', errors)}, {within:.0f} % within 50"
    )


def main(most: int | None) -> None:
    lines = shipped()[:most]
    for entry in ranked(AUTO):
        for called in entry.paces if entry.engine in (HIBARI.engine, KOKORO.engine) else ():
            after_silence(entry, called, lines[: None if entry.engine == HIBARI.engine else 20])
    with tempfile.TemporaryDirectory() as folder:
        voice = VoiceProcess(PYTTSX3, Paces(Path(folder) / "paces.json"))
        for name in (PYTTSX3.voice, *PYTTSX3.others):
            by_ear, by_letters, count = [], [], 0
            for line in lines:
                out = Path(folder) / "a.wav"
                take = voice.synth(line, Style(voice=name), out)
                truth = {place: when for when, place in take.onsets}
                count += len(truth)
                samples = clip_wav.read_clip(out)
                by_ear += [
                    abs(when - truth[p])
                    for when, p in word_times(line, samples, 48_000)
                    if p in truth
                ]
                guess = estimate_word_times(line, Millis(take.length))
                by_letters += [
                    abs(w.start / 1000 - truth[w.first]) for w in guess if w.first in truth
                ]
            print(
                f"{name:<14} {count} words  {summary('by ear', by_ear)}   {summary('by letters', by_letters)}"
            )
        voice.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else None)

"""The error of word times that are detected in the sound, compared with espeak-ng's own times.

    python benchmarks/word_times.py [LINES]

A plain spread by letters, which needs no sound, is measured too. Prints the mean error and the one
that nine words in ten stay under, in ms, for each of the embedded voices.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.intelligibility import SENTENCES, shipped
from companion.audio.formats import clip_wav
from companion.audio.word_timing import word_times
from companion.timeline.utterance import estimate_word_times
from companion.units import Millis
from companion.voice.engine_table import PYTTSX3
from companion.voice.pace import Paces
from companion.voice.process import VoiceProcess
from companion.voice.voice import Style


def summary(label: str, errors: list[float]) -> str:
    return f"{label} mean {np.mean(errors) * 1000:4.0f} ms, nine in ten under {np.percentile(errors, 90) * 1000:4.0f}"


def main(most: int | None) -> None:
    lines = [*SENTENCES, *shipped()][:most]
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

"""How the voice in the box is understood, and sounds, at other speeds, comma rests and brightness.

    python benchmarks/manner.py [LINES]

Whisper (tiny.en) listens to some shipped lines in each manner. Prints the share of wrong words,
DNSMOS, and the words a minute with the rests that a session has between its sentences (calm speech
has 105 to 125). The manner in use is the first row; the others change one thing each.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.intelligibility import shipped
from benchmarks.listening import Naturalness, errors
from companion.audio import mastering
from companion.audio.formats import clip_wav
from companion.audio.recogniser import Recogniser
from companion.audio.samples import Samples
from companion.timeline.pacing import BETWEEN_SENTENCES
from companion.voice.engines.hibari import Hibari
from companion.voice.hearing import words
from companion.voice.protocol import Speak
from companion.voice.worker import speak


@dataclass(frozen=True, slots=True)
class Manner:
    """A manner of speaking: a factor on the speed, the rest at a comma, and treble in dB."""

    speed: float = 1.0
    comma: float = mastering.COMMA_S
    treble: float = 0.0


IN_USE = Manner()
MANNERS = (
    IN_USE,
    replace(IN_USE, speed=0.85),
    replace(IN_USE, speed=0.92),
    replace(IN_USE, speed=1.1),
    replace(IN_USE, comma=0.0),
    replace(IN_USE, comma=0.6),
    replace(IN_USE, treble=-4.0),
    replace(IN_USE, treble=-8.0),
)


def softened(samples: Samples, db: float) -> Samples:
    """Speech at 48 kHz with everything above 5 kHz, where an s hisses, lowered by a smooth shelf."""
    spectrum = np.fft.rfft(samples)
    rise = 1 / (1 + (5_000 / np.maximum(np.fft.rfftfreq(len(samples), 1 / 48_000), 1)) ** 4)
    gain = 10 ** (db * rise / 20)
    return np.asarray(np.fft.irfft(spectrum * gain, len(samples)), np.float32)


def measure(
    manner: Manner, voice: Hibari, lines: list[str], hear: Callable[[Samples], str]
) -> tuple[float, float, list[Samples]]:
    """Return the share of wrong words, the words a minute with rests, and the clips."""
    mastering.COMMA_S = manner.comma
    wrong = count = written = 0
    seconds, clips = 0.0, []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "line.wav"
        for line in lines:
            told = speak(voice, Speak(1, line, str(out), "", "en", manner.speed, 1.0, soften=False))
            clip = clip_wav.read_clip(out)
            clips.append(softened(clip, manner.treble) if manner.treble else clip)
            meant = words(line)
            wrong += errors(meant, words(hear(clips[-1])))
            count, written = count + len(meant), written + len(line.split())
            seconds += told.seconds + BETWEEN_SENTENCES / 1000
    mastering.COMMA_S = IN_USE.comma
    return wrong / count, written * 60 / seconds, clips


def main(most: int) -> None:
    every = shipped()
    lines = every[:: max(1, len(every) // most)]
    voice, recogniser, naturalness = Hibari(), Recogniser(), Naturalness()
    print(
        f"{len(lines)} lines\nspeed  comma   treble   misheard  DNSMOS  words a minute with rests"
    )
    for manner in MANNERS:
        share, rate, clips = measure(manner, voice, lines, recogniser.hear)
        told = f"{manner.speed:4.2f}   {manner.comma:4.2f} s  {manner.treble:4.0f} dB"
        print(f"{told}   {share:.3f}     {naturalness.of(clips):.2f}    {rate:3.0f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 150)

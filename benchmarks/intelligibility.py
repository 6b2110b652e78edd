"""The words that a recogniser mishears from each voice: a ranking, not what a person hears.

    python benchmarks/intelligibility.py [LINES] [VOICE ...]

Pocketsphinx (with its own English model) listens to forty sentences like those of this program, on
which no setting was tuned, with an open language model. It also listens to every line of the
shipped scripts, with a model of exactly these lines, so that a misheard word was unclear and not
only unexpected. Prints the share of wrong words with a 95 % bootstrap interval, the words a minute
from the first sound of a line to its last, and the brightness of the voice: its energy above 2 kHz
relative to that below, in dB. Prints the worst of the shipped lines, with what was heard.
"""

import re
import statistics
import sys
import tempfile
from pathlib import Path
from random import Random

import numpy as np
import soxr
from numpy.typing import NDArray
from pocketsphinx import Decoder

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import language_model
from companion.audio.formats import clip_wav as clips
from companion.audio.word_timing import sounding_seconds
from companion.errors import VoiceError
from companion.session.voices import Voices
from companion.store.library import Library
from companion.store.places import places
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.voice.pace import Paces
from companion.voice.process import VoiceProcess
from companion.voice.spelling import Entries, spell
from companion.voice.voice import Style

SENTENCES = (Path(__file__).parent / "sentences.txt").read_text("utf-8").splitlines()
HEARD_RATE = 16_000
_MOST_SHOWN = 25
PAD = np.zeros(HEARD_RATE // 4)
Samples = NDArray[np.float32]


def shipped() -> list[str]:
    library = Library(Path("none"), Path("none"))
    lengths = {name: bell.length for name, bell in library.bells.items()}
    scripts = [library.load(source) for source in library.sources()]
    texts = (u.text for script in scripts for u in plan(script, Request(), lengths).utterances())
    return [line for line in dict.fromkeys(texts) if len(line.split()) > 1]


def words(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", text.lower().replace("colour", "color")).split()


def errors(meant: list[str], understood: list[str]) -> int:
    """The number of words to change, remove or add, at the least (edit distance)."""
    row = list(range(len(understood) + 1))
    for i, word in enumerate(meant, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(understood, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def recognise(decoder: Decoder, clip: Samples) -> str:
    samples = np.concatenate([PAD, soxr.resample(clip, 48_000, HEARD_RATE), PAD])
    decoder.start_utt()
    decoder.process_raw((np.clip(samples, -1, 1) * 32_000).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    return decoder.hyp().hypstr if decoder.hyp() else ""


def brightness(clips: list[Samples]) -> float:
    low = high = 0.0
    for clip in clips:
        power = np.abs(np.fft.rfft(clip)) ** 2
        above = np.fft.rfftfreq(len(clip), 1 / 48_000) >= 2_000
        low, high = low + float(power[~above].sum()), high + float(power[above].sum())
    return float(10 * np.log10(high / low))


def interval(rows: list[tuple[int, int]]) -> tuple[float, float]:
    chance, shares = Random(1), []
    for _ in range(1_000):
        drawn = chance.choices(rows, k=len(rows))
        shares.append(sum(wrong for wrong, _ in drawn) / sum(count for _, count in drawn))
    shares.sort()
    return shares[25], shares[975]


def measure(
    voice: VoiceProcess, name: str, lines: list[str], entries: Entries, folder: Path, **model: str
) -> tuple[str, list[tuple[float, str, str]]]:
    """Measure a voice on some lines.

    Returns:
        A summary to print, and each line with its share of errors and what was heard.
    """
    decoder = Decoder(samprate=HEARD_RATE, loglevel="FATAL", **model)
    rows, spoken, seconds, results = [], [], 0.0, []
    for number, line in enumerate(lines):
        out = folder / f"{number}.wav"
        voice.synth(spell(line, entries).said, Style(voice=name), out)
        clip = clips.read_clip(out)
        meant = words(line)
        understood = words(recognise(decoder, clip))
        rows.append((errors(meant, understood), len(meant)))
        results.append((rows[-1][0] / len(meant), line, " ".join(understood)))
        spoken.append(clip)
        seconds += sounding_seconds(clip, 48_000)
    count = sum(count for _, count in rows)
    low, high = interval(rows)
    rate = sum(len(line.split()) for line in lines) * 60 / seconds
    share = sum(wrong for wrong, _ in rows) / count
    summary = f"{share:.3f} [{low:.2f}-{high:.2f}]  {rate:3.0f} wpm  {brightness(spoken):+5.1f} dB"
    return summary, results


def show(
    called: str,
    voices: list[VoiceProcess],
    here: Voices,
    lines: tuple[list[str], ...],
    folder: Path,
) -> None:
    voice = next((each for each in voices if each.named(called) is not None), None)
    if voice is None:
        print(f"{called:<24} isn't installed here")
        return
    entries = here.lexicon.entries(voice.family, "en")
    name = voice.named(called) or ""
    try:
        plain, ours = lines
        first, _ = measure(voice, name, plain, entries, folder)
        model = folder / "shipped.lm"
        language_model.write(map(words, ours), model)
        second, results = measure(voice, name, ours, entries, folder, lm=str(model))
    except VoiceError as error:
        print(f"{called:<24} can't speak: {error.message}")
        return
    print(f"{called:<24} {first:<40} {second}", flush=True)
    worst(results)


def worst(lines: list[tuple[float, str, str]]) -> None:
    """Print the lines with more than twice the median share of errors, the worst first."""
    median = statistics.median(share for share, _, _ in lines)
    bad = sorted((row for row in lines if row[0] > 2 * median), reverse=True)
    print(f"  median {median:.2f}; {len(bad)} lines over twice that")
    for share, line, understood in bad[:_MOST_SHOWN]:
        print(f"  {share:.2f}  {line}\n        heard: {understood}")


def main(wanted: list[str]) -> None:
    here = Voices(places())
    most = int(wanted.pop(0)) if wanted and wanted[0].isdecimal() else None
    plain, ours = list(SENTENCES)[:most], shipped()[:most]
    print(f"{'voice':<24} {f'{len(plain)} sentences':<40} {len(ours)} shipped lines")
    with tempfile.TemporaryDirectory() as folder:
        paces = Paces(Path(folder) / "paces.json")
        voices = [VoiceProcess(entry, paces) for entry in here.entries]
        for called in wanted or here.names:
            show(called, voices, here, (plain, ours), Path(folder))
        for voice in voices:
            voice.close()


if __name__ == "__main__":
    main(sys.argv[1:])

"""The error of the estimated lengths of lines, measured against the voice in the box.

    python benchmarks/estimate.py

It is compared with a plain guess of 146 words a minute. Prints the mean and the largest error per
sentence, and the error of the total, on which a promised length depends.
"""

import statistics
import tempfile
from pathlib import Path

from companion.notices import Notices
from companion.store.library import Library
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.utterance import Utterance, estimate
from companion.voice.clip_cache import ClipCache
from companion.voice.engine_table import HIBARI
from companion.voice.narrator import Narrator
from companion.voice.pace import Paces
from companion.voice.process import VoiceProcess


def lines() -> list[Utterance]:
    library = Library(Path("none"), Path("none"))
    lengths = {name: bell.length for name, bell in library.bells.items()}
    scripts = [library.load(source) for source in library.sources()]
    utterances = (u for script in scripts for u in plan(script, Request(), lengths).utterances())
    return list(dict.fromkeys(utterances))


def show(label: str, guesses: list[float], truths: list[float]) -> None:
    errors = [guess - truth for guess, truth in zip(guesses, truths, strict=True)]
    mean = statistics.mean(map(abs, errors))
    total = 100 * sum(errors) / sum(truths)
    largest = max(map(abs, errors))
    print(f"{label:<24} mean {mean:5.0f} ms, largest {largest:5.0f} ms, total {total:+5.1f} %")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        voice = VoiceProcess(HIBARI, Paces(Path(folder) / "paces.json"))
        notices = Notices()
        narrator = Narrator([voice], ClipCache(Path(folder)), notices=notices)
        utterances = lines()
        clips = [narrator.speak(utterance) for utterance in utterances]
        narrator.close()
    assert not (problems := notices.take()), problems
    truths = [float(clip.spoken.length) for clip in clips if clip]
    words = sum(len(utterance.text.split()) for utterance in utterances)
    print(
        f"{len(utterances)} sentences, {words * 60_000 / sum(truths):.0f} words a minute as spoken"
    )
    show("146 words a minute", [len(u.text.split()) * 60_000 / 146 for u in utterances], truths)
    show("letters and commas", [float(estimate(u).length) for u in utterances], truths)


if __name__ == "__main__":
    main()

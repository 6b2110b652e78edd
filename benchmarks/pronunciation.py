"""The words of the shipped sessions that the voice in the box may say wrong.

    python benchmarks/pronunciation.py

Prints every word that its dictionary does not know, with the phonemes that it guesses, and each
line with a word of two pronunciations ("live", "close", "read") with its phonemes: a person has to
read those. A word that is wrong goes into `scripts_audio/lexicon/en.yaml`.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.intelligibility import shipped
from companion.session.voices import Voices
from companion.store.places import places
from companion.voice.engine_table import HIBARI
from companion.voice.engines.hibari import Hibari
from companion.voice.spelling import spell

TWO_SOUNDS = (
    "live", "lives", "close", "closes", "use", "uses", "read", "wind", "winds", "tear", "tears",
    "lead", "minute", "row", "bow", "sow", "sewer", "wound", "object", "content", "present",
    "permit", "refuse", "excuse", "separate", "console", "record", "desert", "dove", "house",
)  # fmt: skip


def main() -> None:
    voice, entries = Hibari(), Voices(places()).lexicon.entries(HIBARI.family, "en")
    lines = shipped()
    words = sorted({word for line in lines for word in re.findall(r"[a-z']+", line.lower())})
    print(f"{len(words)} words in {len(lines)} lines; not in its dictionary:")
    for word in words:
        if not voice.knows(word):
            said = voice.phonemes(spell(word, entries).said)
            print(f"  {word:<16} {' '.join(phonemes for _, phonemes in said)}")
    print("lines with a word of two pronunciations, and their phonemes:")
    for line in lines:
        if set(re.findall(r"[a-z]+", line.lower())) & set(TWO_SOUNDS):
            said = voice.phonemes(spell(line, entries).said)
            print(f"  {line}\n      {' '.join(phonemes for _, phonemes in said)}")


if __name__ == "__main__":
    main()

"""The words of the shipped sessions that espeak-ng pronounces unlike a dictionary.

    python benchmarks/pronunciation.py

The dictionary is the one that comes with pocketsphinx (CMU's, 134 000 words). Prints every word
that the voice says unlike all of its entries, every word that the dictionary does not know, and
each line with a word of two pronunciations ("live", "close", "use") with its phones: a person
has to read those. A word that is wrong goes into `scripts_audio/lexicon/en.yaml`.
"""

import ctypes
import re
import sys
from collections import defaultdict
from pathlib import Path

import espeakng_loader
from pocketsphinx import get_model_path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.intelligibility import shipped
from companion.session.voices import Voices
from companion.store.places import places
from companion.voice.spelling import spell

# The dictionary's phones as espeak-ng writes them. The two accents differ in unstressed vowels, and
# in cot and caught: `plain` removes those differences on both sides.
PHONES = {
    "AA": "a", "AE": "æ", "AH": "ə", "AO": "a", "AW": "aʊ", "AY": "aɪ", "EH": "ɛ", "ER": "ɚ",
    "EY": "eɪ", "IH": "ɪ", "IY": "i", "OW": "oʊ", "OY": "aɪ", "UH": "ʊ", "UW": "u", "B": "b",
    "CH": "tʃ", "D": "d", "DH": "ð", "F": "f", "G": "ɡ", "HH": "h", "JH": "dʒ", "K": "k",
    "L": "l", "M": "m", "N": "n", "NG": "ŋ", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ", "T": "t",
    "TH": "θ", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ",
}  # fmt: skip
SAME = (
    ("ɐ", "ə"), ("ʌ", "ə"), ("ɜ", "ɚ"), ("ɚɹ", "ɚ"), ("əɹ", "ɚ"), ("ɾ", "t"), ("ʔ", "t"),
    ("n̩", "ən"), ("oːɹ", "aɹ"), ("ɔ", "a"), ("ɑ", "a"), ("ᵻ", "ə"), ("iə", "ə"),
)  # fmt: skip
TWO_SOUNDS = (
    "live", "lives", "close", "closes", "use", "uses", "read", "wind", "winds", "tear", "tears",
    "lead", "minute", "row", "bow", "sow", "sewer", "wound", "object", "content", "present",
    "permit", "refuse", "excuse", "separate", "console", "record", "desert", "dove", "house",
)  # fmt: skip
_IPA, _UTF8, _SILENT = 2, 1, 2


class Espeak:
    """The embedded espeak-ng, which turns text into phones."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._library.espeak_Initialize(
            _SILENT, 0, str(espeakng_loader.get_data_path()).encode(), 0
        )
        self._library.espeak_SetVoiceByName(b"en-us")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def phones(self, text: str) -> str:
        """Return the phones of a text in the IPA, with a space between words."""
        rest = ctypes.pointer(ctypes.c_char_p(text.encode()))
        clauses = []
        while rest.contents.value is not None:
            place = ctypes.cast(rest, ctypes.POINTER(ctypes.c_void_p))
            clauses.append(
                (self._library.espeak_TextToPhonemes(place, _UTF8, _IPA) or b"").decode()
            )
        return " ".join(clauses)


def plain(phones: str) -> str:
    """Return phones without stress, and without the differences between the two accents."""
    for variant, common in SAME:
        phones = phones.replace(variant, common)
    return re.sub("[ˈˌː ‍]", "", phones).replace("i", "ə").replace("ɪ", "ə")


def dictionary() -> dict[str, set[str]]:
    entries: defaultdict[str, set[str]] = defaultdict(set)
    for row in (Path(get_model_path()) / "en-us/cmudict-en-us.dict").read_text().splitlines():
        word, *phones = row.split()
        entries[word.partition("(")[0]].add(plain("".join(PHONES[phone] for phone in phones)))
    return entries


def main() -> None:
    espeak, pronunciations = Espeak(), dictionary()
    entries = Voices(places()).lexicon.entries(("espeak",), "en")
    lines = shipped()
    words = sorted({word for line in lines for word in re.findall(r"[a-z']+", line.lower())})
    print(f"{len(words)} words in {len(lines)} lines")
    for word in words:
        phones = espeak.phones(spell(word, entries).said)
        if word not in pronunciations:
            print(f"  {word:<14} {phones:<16} isn't in the dictionary")
        elif plain(phones) not in pronunciations[word]:
            print(f"  {word:<14} {phones:<16} isn't {' or '.join(sorted(pronunciations[word]))}")
    print("lines with a word of two pronunciations, and their phones:")
    for line in lines:
        if set(re.findall(r"[a-z]+", line.lower())) & set(TWO_SOUNDS):
            print(f"  {line}\n      {espeak.phones(spell(line, entries).said)}")


if __name__ == "__main__":
    main()

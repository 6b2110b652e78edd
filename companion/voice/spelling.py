"""Spelling for a voice: the text that it gets for a line on the screen, and the place of each word.

Captions keep the real words. For the voice, markup is removed, quotes become plain, and a lexicon
respells words that an engine mispronounces.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from companion.timeline.utterance import Spoken, WordTime, estimate_word_times, tokens
from companion.units import Millis
from companion.voice.voice import Take

Phrase = tuple[str, ...]
Entries = Mapping[Phrase, Phrase]
"""Phrases in lower case, each with the words that are said for it."""

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "—": ",", "–": "-", "…": "..."})
_MARKUP = re.compile(r"[<>\[\]{}|\\*_#`~^]")
_BEFORE_MARK = re.compile(r"\s+([,.;:?!])")
# A dash with spaces around it rests like a comma, whatever its length.
_SPACED_DASH = re.compile(r"(?<=\w)\s+[-–—―−]{1,3}(?=\s|$)")
# joiners stay in their word; all other invisible characters are dropped
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Spelled:
    """The text that is said, and a half-open range of its characters for each word on screen."""

    said: str
    places: tuple[tuple[int, int], ...]


def clean(text: str) -> str:
    """One line of composed characters (NFC) with plain quotes and without markup."""
    rested = _SPACED_DASH.sub(",", unicodedata.normalize("NFC", text))
    plain = _MARKUP.sub(" ", rested.translate(_PLAIN))
    printable = "".join(map(_visible, plain))
    return _BEFORE_MARK.sub(r"\1", " ".join(printable.split()))


def _visible(character: str) -> str:
    """The character, or what replaces an invisible one: a space, or nothing."""
    if character.isprintable() or character in _JOINERS:
        return character
    return "" if unicodedata.category(character) == "Cf" else " "


def core(word: str) -> tuple[int, int]:
    """The half-open range of a word without the marks around it."""
    first, last = 0, len(word)
    while first < last and not word[first].isalnum():
        first += 1
    while last > first and not word[last - 1].isalnum():
        last -= 1
    return first, last


def spell(shown: str, entries: Entries) -> Spelled:
    """Spell a line for an engine.

    Args:
        shown: the words as the person reads them.
        entries: the lexicon for this engine.
    """
    words = _respell([clean(shown[first:last]) for first, last in tokens(shown)], entries)
    if words and words[-1] and words[-1][-1].isalnum():
        words[-1] += "."  # without a full stop, the voice does not fall at the end
    said, places = "", []
    for word in words:
        said += " " if said and word and word[0] not in ",.;:?!" else ""
        places.append((len(said), len(said) + len(word)))
        said += word
    return Spelled(said, tuple(places))


def _respell(words: list[str], entries: Entries) -> list[str]:
    """Respell words by the lexicon, trying its longest phrases first."""
    longest = max(map(len, entries), default=0)
    keys = [key(word) for word in words]
    spelled, i = list(words), 0
    while i < len(words):
        for size in range(min(longest, len(words) - i), 0, -1):
            said = entries.get(tuple(keys[i : i + size]))
            if said is not None and _is_unbroken(words[i : i + size]):
                for k in range(size):
                    piece = said[k] if size > 1 else " ".join(said)
                    spelled[i + k] = _keep_marks(words[i + k], piece)
                i += size - 1
                break
        i += 1
    return spelled


def _is_unbroken(words: list[str]) -> bool:
    """Whether no mark separates the words of a phrase."""
    return all(word[-1:].isalnum() for word in words[:-1])


def is_phonemes(piece: str) -> bool:
    """Whether a respelling is phonemes between slashes, such as `/ʃː/`."""
    return re.fullmatch(r"/[^/\s()\[\]]{1,80}/", piece) is not None


def _keep_marks(word: str, piece: str) -> str:
    """A respelled piece with the marks around the original word."""
    first, last = core(word)
    if is_phonemes(piece):
        piece = f"[{word[first:last]}]({piece})"
    return f"{word[:first]}{piece}{word[last:]}"


def key(word: str) -> str:
    """The lexicon key of a cleaned word."""
    first, last = core(word)
    return word[first:last].lower()


def with_word_times(shown: str, spelled: Spelled, take: Take) -> Spoken:
    """The length of a take, and the start and end of each word on the screen.

    Word times are estimated from their letters where the take has no usable onsets.

    Args:
        shown: the words as the person reads them.
        spelled: the spelling of `shown`.
        take: the clip of that spelling.
    """
    length = take.length
    starts: list[int] = []
    for first, last in spelled.places:
        onsets = [start for start, character in take.onsets if first <= character < last]
        starts.append(round(min(onsets) * 1000) if onsets else (starts[-1] if starts else 0))
    onscreen = tokens(shown)
    if not take.onsets or starts != sorted(starts) or starts[-1:] > [length]:
        return Spoken(length, estimate_word_times(shown, length))
    ends = [*starts[1:], int(length)]
    words = (
        WordTime(first, last, Millis(start), Millis(end))
        for (first, last), start, end in zip(onscreen, starts, ends, strict=True)
    )
    return Spoken(length, tuple(words), exact=take.exact)

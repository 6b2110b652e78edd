"""What a voice is given instead of what stands on the screen, and where each word went.

Captions keep the real word: markup goes, quotes become plain, and a lexicon respells what an
engine says wrong; every word of the screen knows which characters are said for it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from companion.timeline.utterance import Spoken, WordTime, spread, tokens
from companion.units import Millis
from companion.voice.voice import Take

Phrase = tuple[str, ...]
Entries = Mapping[Phrase, Phrase]
"""Words in small letters, and what is said for each of them."""

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "—": ",", "–": "-", "…": "."})
_MARKUP = re.compile(r"[<>\[\]{}|\\*_#`~^]")
_BEFORE_MARK = re.compile(r"\s+([,.;:?!])")
# a joiner belongs to its word, what else cannot be seen is none of the words' business
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class Spelled:
    """What is said, and for each word of the screen which of its characters, half-open."""

    said: str
    places: tuple[tuple[int, int], ...]


def clean(text: str) -> str:
    """One line of composed characters, plain quotes, no markup."""
    plain = _MARKUP.sub(" ", unicodedata.normalize("NFC", text).translate(_PLAIN))
    printable = "".join(map(_seen, plain))
    return _BEFORE_MARK.sub(r"\1", " ".join(printable.split()))


def _seen(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    return "" if unicodedata.category(character) == "Cf" else " "


def core(word: str) -> tuple[int, int]:
    """Which characters of a word are it, without the marks round it, half-open."""
    first, last = 0, len(word)
    while first < last and not word[first].isalnum():
        first += 1
    while last > first and not word[last - 1].isalnum():
        last -= 1
    return first, last


def spell(shown: str, entries: Entries) -> Spelled:
    """What an engine gets for a line.

    Args:
        shown: the words as the person reads them.
        entries: what this engine says wrong, and what it is given instead.
    """
    words = _respelled([clean(shown[first:last]) for first, last in tokens(shown)], entries)
    if words and words[-1] and words[-1][-1].isalnum():
        words[-1] += "."  # without an end, the voice would hang in the air
    said, places = "", []
    for word in words:
        said += " " if said and word and word[0] not in ",.;:?!" else ""
        places.append((len(said), len(said) + len(word)))
        said += word
    return Spelled(said, tuple(places))


def _respelled(words: list[str], entries: Entries) -> list[str]:
    """The words, the longest phrases of the lexicon first."""
    longest = max(map(len, entries), default=0)
    keys = [key(word) for word in words]
    found, i = list(words), 0
    while i < len(words):
        for size in range(min(longest, len(words) - i), 0, -1):
            said = entries.get(tuple(keys[i : i + size]))
            if said is not None and _is_one_breath(words[i : i + size]):
                for k in range(size):
                    piece = said[k] if size > 1 else " ".join(said)
                    found[i + k] = _with_marks(words[i + k], piece)
                i += size - 1
                break
        i += 1
    return found


def _is_one_breath(words: list[str]) -> bool:
    """Whether no rest stands between the words of a phrase."""
    return all(word[-1:].isalnum() for word in words[:-1])


def _with_marks(word: str, piece: str) -> str:
    """A piece with what stood round the word."""
    first, last = core(word)
    return f"{word[:first]}{piece}{word[last:]}"


def key(word: str) -> str:
    """What a cleaned word is called in a lexicon."""
    first, last = core(word)
    return word[first:last].lower()


def timed(shown: str, spelled: Spelled, take: Take) -> Spoken:
    """When each word on the screen is said.

    Args:
        shown: the words as the person reads them.
        spelled: what was said for them.
        take: what came of it.
    """
    length = take.length
    starts: list[int] = []
    for first, last in spelled.places:
        inside = [when for when, character in take.events if first <= character < last]
        starts.append(round(min(inside) * 1000) if inside else (starts[-1] if starts else 0))
    onscreen = tokens(shown)
    if not take.events or starts != sorted(starts) or starts[-1:] > [length]:
        return Spoken(length, spread(shown, length))
    ends = [*starts[1:], int(length)]
    words = (
        WordTime(first, last, Millis(start), Millis(end))
        for (first, last), start, end in zip(onscreen, starts, ends, strict=True)
    )
    return Spoken(length, tuple(words), exact=take.exact)

"""English in phonemes, by the phonemiser inside hibari: dictionary, tagger and a small network.

It never goes to the network: for the name of a voice the package would download one.
"""

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from typing import Any

from companion.timeline.utterance import Onsets

Word = tuple[str, str]
"""A word as it is said, and its phonemes with the marks around them."""

SENTENCE_ENDS, CLAUSE_ENDS = ".!?…", ",;:—"
MARKS = frozenset(SENTENCE_ENDS + CLAUSE_ENDS + '"“”() ')
# Symbols that people write or that the phonemiser guesses, where a model knows others for them.
_ALIKE = {"g": "ɡ", "ɝ": "ɜɹ", "ɫ": "l", "ʀ": "ɹ", "ɬ": "l", "ʍ": "w", "ɵ": "O", "'": "ˈ"}
# Symbols of the American dictionary, which respellings are in, and the British ones for them.
_BRITISH = str.maketrans({"æ": "a", "O": "Q", "ᵻ": "ɪ", "T": "t"})


class Phonemiser:
    """The phonemes of English sentences.

    Args:
        known: the symbols that a model knows; others become those, or are left out.
        british: whether words are said as in England.

    Raises:
        ImportError: when hibari isn't installed.
    """

    def __init__(self, known: Collection[str], *, british: bool = False) -> None:
        from hibari import tts, voices
        from hibari.g2p import G2P

        voices.download = _refuse
        self._known, self._is_british = frozenset(known), british
        self._split = tts.Hibari.split_sentences
        self._g2p: Any = G2P(british=british)

    def sentences(self, text: str) -> list[str]:
        """The sentences of a text, as they stand in it."""
        return list(self._split(text))

    def phonemes(self, sentence: str) -> list[Word]:
        """The words of a sentence as they are said; empty when there is nothing to say."""
        from hibari.g2p.normalize import normalize

        words: list[Word] = []
        is_open = False
        for token in self._g2p.phonemize_tokens(self._g2p.tokenize(normalize(sentence))):
            word, phonemes = words.pop() if is_open else ("", "")
            words.append((word + token.text, phonemes + self.known(token.phonemes or "")))
            is_open = not token.whitespace
        is_said = any(set(phonemes) - MARKS for _, phonemes in words)
        return [(word, phonemes) for word, phonemes in words if phonemes] if is_said else []

    def known(self, phonemes: str) -> str:
        """The same phonemes in the symbols that the model knows."""
        own = phonemes.translate(_BRITISH) if self._is_british else phonemes
        same = (c if c in self._known else _ALIKE.get(c, "") for c in own)
        return "".join(c for c in "".join(same) if c in self._known)

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is in the dictionary, or follows from one that is."""
        from hibari.g2p import Context
        from hibari.g2p.token import Tok

        return self._g2p.lexicon(Tok(word, "NN"), Context())[0] is not None


def _refuse(*_: object, **__: object) -> str:
    """Stands where the package would download a voice."""
    raise RuntimeError("companion never downloads a voice")


def chunks(words: Sequence[Word], most: int) -> list[list[Word]]:
    """Split a long sentence where it rests, else between words, after at most `most` phonemes."""
    pieces: list[list[Word]] = []
    size = 0
    for text, phonemes in words:
        word = (text, phonemes[:most])  # nothing that is a word is as long
        size += len(word[1]) + 1
        rests = pieces and pieces[-1] and pieces[-1][-1][1][-1] in CLAUSE_ENDS
        if not pieces or size > most + 1 or (rests and size > most * 3 // 4):
            pieces.append([])
            size = len(word[1]) + 1
        pieces[-1].append(word)
    return pieces


def pair(text: str, said: Sequence[str], starts: Sequence[float]) -> Onsets:
    """The onset of each word of a text: numbers and abbreviations are said in other words."""
    written, places, at = text.split(), [], 0
    for word in written:
        at = text.index(word, at)
        places.append(at)
        at += len(word)
    onsets = Onsets()
    matcher = SequenceMatcher(None, written, said, autojunk=False)
    for _, first, last, said_first, said_last in matcher.get_opcodes():
        for number in range(first, last):
            # the words of a number are shared out among those that are written
            share = (number - first) * (said_last - said_first) // max(1, last - first)
            index = said_first + share
            if index < len(starts):
                onsets.append((starts[index], places[number]))
    return onsets

"""A small language model for a recogniser: pairs of words as they follow in given lines.

Absolute discounting (Ney, Essen and Kneser 1994), written in the ARPA format. It knows the very
lines that are spoken, so what is still misheard was spoken unclearly, and not merely unexpected.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

_DISCOUNT = 0.5
_NONE = 1e-9


def write(lines: Iterable[list[str]], file: Path) -> None:
    """Write the model of some lines, each a list of words in small letters."""
    single: Counter[str] = Counter()
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        whole = ["<s>", *line, "</s>"]
        single.update(whole[1:])
        for one, two in pairwise(whole):
            after[one][two] += 1
    every = sum(single.values())
    share = {word: count / every for word, count in single.items()}

    def left(word: str) -> float:
        """The logarithm of what the words that never followed share, beyond their own share."""
        followers = after.get(word)
        if not followers:
            return 0.0
        kept = _DISCOUNT * len(followers) / followers.total()
        unseen = 1 - sum(share[follower] for follower in followers)
        return math.log10(max(_NONE, kept / max(_NONE, unseen)))

    pairs = [
        f"{math.log10((count - _DISCOUNT) / followers.total()):.4f} {one} {two}"
        for one, followers in sorted(after.items())
        for two, count in sorted(followers.items())
    ]
    words = [f"{math.log10(share[word]):.4f} {word} {left(word):.4f}" for word in sorted(share)]
    text = [
        "\\data\\", f"ngram 1={len(words) + 1}", f"ngram 2={len(pairs)}", "",
        "\\1-grams:", f"-99 <s> {left('<s>'):.4f}", *words, "",
        "\\2-grams:", *pairs, "", "\\end\\", "",
    ]  # fmt: skip
    file.write_text("\n".join(text), "utf-8")

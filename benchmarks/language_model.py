"""A small language model for a recogniser: the pairs of words in given lines.

It uses absolute discounting (Ney, Essen and Kneser 1994) and the ARPA format. It knows exactly the
lines that are spoken, so a word that is still misheard was unclear, not only unexpected.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

_DISCOUNT = 0.5
_LEAST = 1e-9


def write(lines: Iterable[list[str]], file: Path) -> None:
    """Write the model of some lines, each a list of words in small letters."""
    single: Counter[str] = Counter()
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for line in lines:
        whole = ["<s>", *line, "</s>"]
        single.update(whole[1:])
        for first, second in pairwise(whole):
            after[first][second] += 1
    every = sum(single.values())
    share = {word: count / every for word, count in single.items()}

    def backoff(word: str) -> float:
        """The back-off weight of a word, as a logarithm: the share left to unseen followers."""
        followers = after.get(word)
        if not followers:
            return 0.0
        discounted = _DISCOUNT * len(followers) / followers.total()
        unseen = 1 - sum(share[follower] for follower in followers)
        return math.log10(max(_LEAST, discounted / max(_LEAST, unseen)))

    pairs = [
        f"{math.log10((count - _DISCOUNT) / followers.total()):.4f} {first} {second}"
        for first, followers in sorted(after.items())
        for second, count in sorted(followers.items())
    ]
    words = [f"{math.log10(share[word]):.4f} {word} {backoff(word):.4f}" for word in sorted(share)]
    text = [
        "\\data\\", f"ngram 1={len(words) + 1}", f"ngram 2={len(pairs)}", "",
        "\\1-grams:", f"-99 <s> {backoff('<s>'):.4f}", *words, "",
        "\\2-grams:", *pairs, "", "\\end\\", "",
    ]  # fmt: skip
    file.write_text("\n".join(text), "utf-8")

"""The comparison of what a line says with what somebody heard.

Numbers, and words that sound the same, count as the same: nobody can hear them apart.
"""

import re
from difflib import SequenceMatcher

from companion.timeline.utterance import tokens

_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
_TENS = {"20": "twenty", "30": "thirty", "40": "forty", "50": "fifty"}
_SAME = {
    "it's": "its", "you're": "your", "they're": "their", "there": "their", "too": "to",
    "two": "to", "allowed": "aloud", "hole": "whole", "plane": "plain", "heel": "heal",
    "weak": "week", "colour": "color", "grey": "gray", "neighbour": "neighbor", "gilt": "guilt",
    "once": "wants", "goodnight": "good night", "anyone": "any one", "anybody": "any body",
    "ok": "okay", "peace": "piece", "won": "one", "for": "four", "write": "right", "here": "hear",
    "know": "no", "by": "buy", "sea": "see", "meet": "meat", "wait": "weight", "who's": "whose",
    "ours": "hours",
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text in small letters, each in the one way that it is compared in."""
    plain = re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("’", "'"))
    found: list[str] = []
    for word in plain.split():
        named = _TENS.get(word, word)
        if word.isdecimal() and int(word) < len(_NUMBERS):
            named = _NUMBERS[int(word)]
        found += _SAME.get(named, named).split()
    return found


def misheard(said: str, heard: str) -> list[tuple[str, str]]:
    """The words of a line that came out as others, each with what was heard in its place."""
    shown = [said[first:last].strip(".,;:!?…\"“”'()") for first, last in tokens(said)]
    parts = [(part, index) for index, word in enumerate(shown) for part in words(word)]
    other = words(heard)
    matcher = SequenceMatcher(None, [part for part, _ in parts], other, autojunk=False)
    found: dict[int, list[str]] = {}
    for kind, first, last, heard_first, heard_last in matcher.get_opcodes():
        if kind in ("replace", "delete"):
            places = dict.fromkeys(index for _, index in parts[first:last])
            for number, index in enumerate(places):
                here = found.setdefault(index, [])
                here += other[heard_first:heard_last] if number == 0 else []
    return [(shown[index], " ".join(instead)) for index, instead in sorted(found.items())]

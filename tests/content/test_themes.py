"""Every theme that the project grew from is held by at least two sessions, for everybody.

The lines stand in core parts: they are heard with the fewest words, at the shortest length, with and
without breath. A line that changes its words is changed here too.
"""

from pathlib import Path

import pytest

from companion.script.header import THEMES_KNOWN
from companion.store.library import Library
from companion.timeline.arranging.arrange import arrange
from companion.timeline.planning.plan import plan
from companion.timeline.request import Request
from companion.timeline.timeline import Voiced

LIBRARY = Library(Path("/none"), Path("/none"))
HELD: dict[str, dict[str, str]] = {
    "T1": {
        "five-things": "It's all confusing, and it hurts.",
        "they-asked-for-space": "It's confusing, and it hurts.",
    },
    "T2": {
        "they-asked-for-space": "A lot of people have been told those words.",
        "they-say-its-over": "Other people have made it through this hour.",
    },
    "T3": {
        "they-asked-for-space": "If it's the fear of being left, it's bound to be loud.",
        "first-two-minutes": "It hurts when someone you love pulls away.",
    },
    "T4": {
        "seen": "You can be in the same house as someone and not be seen.",
        "left-on-read": "It can feel as if they haven't seen you.",
    },
    "T5": {
        "enough": "Maybe it says, I'm not enough.",
        "i-sent-too-much": "You might be scared you're too much.",
    },
    "T6": {
        "ride-the-urge": "You want to look, or text, or check one more time.",
        "hands-off-the-phone": "You want to text them.",
    },
    "T7": {
        "enough": "You want someone to see you, and put you first.",
        "they-asked-for-space": "You wanted to be close to someone, to be heard, maybe to come first.",
    },
    "T8": {
        "story-and-fact": "Space can feel like a threat.",
        "left-on-read": "Silence can sound like an answer.",
    },
    "T9": {
        "story-and-fact": "Maybe it says, love means always being together.",
        "space-is-not-absence": "Most of us learned from songs that love means never being apart.",
    },
    "T10": {
        "sit-with-it": "You can stay at the door.",
        "ride-the-urge": "You don't have to push it down, and you don't have to obey it.",
    },
    "T11": {
        "space-is-not-absence": "Someone who gets to stay whole can be good company for years.",
        "my-turn-for-room": "Taking an evening now might be how you're still kind in ten years.",
        "ten-minutes-before-space": "In the long run, whole people are easier to come home to.",
    },
    "T12": {
        "two-weathers": "You might need more closeness, and they might need more space.",
        "my-turn-for-room": "Maybe they need more closeness than you do, and you need more quiet.",
    },
    "T13": {
        "hands-off-the-phone": "They don't have to explain right now.",
        "an-agreement": "Going is harder when you have to explain it.",
    },
    "T14": {
        "letter-not-sent": "This friend knows it hurts, likes you both, and doesn't take sides.",
        "i-sent-too-much": "You can be sorry, and be kind to yourself, in the same evening.",
    },
    "T15": {
        "two-weathers": "If so, you can be patient till then.",
        "an-agreement": "Patience is easier with a date on it.",
        "ten-minutes-before-space": "Patience only has to last till then.",
    },
    "T16": {
        "an-agreement": "First, have a bit of time together, before anyone goes.",
        "ten-minutes-before-space": "Then agree on a day and a time when you'll talk.",
    },
    "T17": {
        "sit-with-it": "If you both do some of that, trust gets built, a bit at a time.",
        "ride-the-urge": "You didn't get an answer, and you sat here anyway.",
        "half-of-the-night": "There isn't an answer tonight, and you're letting the question sleep.",
    },
    "T18": {
        "sit-with-it": "You kept company with your own hurt, and gave them a little of the space they asked for.",
        "my-turn-for-room": "There's room in you for both.",
    },
    "T19": {
        "i-sent-too-much": "You needed an answer.",
        "two-weathers": "Neither weather's a mistake.",
        "angry": "Your need's real, and theirs might be too.",
    },
}


def core(name: str) -> str:
    """What is heard of a session by people who want little, in the least time."""
    script = LIBRARY.load(LIBRARY.find(name))
    assert script.length is not None
    bells = {bell: b.length for bell, b in LIBRARY.bells.items()}
    said: list[set[str]] = []
    for breath in (True, False):
        made = plan(script, Request(words="quiet", breath=breath), bells)
        placements = arrange(made, {}, script.length.least).placements
        lines = (p.content.utterance.text for p in placements if isinstance(p.content, Voiced))
        said.append(set(lines))
    return " ".join(said[0] & said[1])


def test_every_theme_has_its_lines() -> None:
    assert set(HELD) == set(THEMES_KNOWN)
    assert all(len(lines) >= 2 for lines in HELD.values())


@pytest.mark.parametrize("theme", HELD)
def test_a_theme_is_held_by_two_sessions_in_what_everybody_hears(theme: str) -> None:
    for name, line in HELD[theme].items():
        assert line in core(name), f"{name} lost {THEMES_KNOWN[theme]!r}"
        assert theme in LIBRARY.load(LIBRARY.find(name)).themes, f"{name} doesn't name {theme}"

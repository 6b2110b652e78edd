"""The words of a check: two of them, said over a telephone, show that two screens agree.

They are alone here because the list is all there is to them.
"""

from hashlib import sha256

_LIST = """
    acorn almond amber anchor apple apron arrow atlas autumn badger basket beacon bench berry
    birch biscuit blanket bottle bramble branch bread bridge bucket butter button cabin candle
    canoe carpet castle cedar chair chalk cherry chestnut circle clover coast cobble comet
    copper coral corner cotton cradle cricket crystal curtain daisy dolphin donkey drum eagle
    ember engine falcon feather fern ferry fiddle finch flannel forest fountain fox garden
    ginger glacier goose granite grape hammock harbour hazel heather hedge heron hill honey
    hopper island ivory ivy jacket jasmine kettle kite ladder lagoon lantern lemon lilac linen
    lizard magnet maple marble meadow melon mint mitten moon moss mountain mustard needle nutmeg
    oak ocean olive onion orange orchard otter owl paper parsley pebble pencil pigeon pine plum
    poppy rabbit river robin saddle sparrow
"""
_WORDS = _LIST.split()
BITS = 7
"""The bits that one word stands for."""


def check_words(*parts: str) -> str:
    """Two words for some texts, such as `amber kettle`: other texts hardly ever give the same."""
    raw = sha256("\0".join(parts).encode()).digest()
    number = int.from_bytes(raw[:4])
    most = 1 << BITS
    return f"{_WORDS[number % most]} {_WORDS[number // most % most]}"

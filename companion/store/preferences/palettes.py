"""Palettes: the colours of the shipped themes by their token, and how well they can be read.

The screen makes its themes from these tables, and a person's own theme fills its gaps from one.
"""

import re
from collections.abc import Mapping

TOKENS = (
    "background", "surface", "panel", "foreground", "muted", "faint", "primary", "lit",
    "secondary", "success", "warning", "error", "orb-rim", "orb-body", "orb-heart",
)  # fmt: skip
READ = ("foreground", "muted")
"""The tokens of words that must be read."""
LEAST_CONTRAST = 4.5
# Below this share a screen's light grows in proportion to the number (IEC 61966-2-1).
_LINEAR_BELOW = 0.04045
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _palette(colours: str) -> dict[str, str]:
    return dict(zip(TOKENS, (f"#{colour}" for colour in colours.split()), strict=True))


PALETTES: Mapping[str, Mapping[str, str]] = {
    "night": _palette("11131a 181b24 222632 ddd6cc 9a948c 706f76 cfa67c f8e0ba 8fa6b8 "
                      "9db89b d6b577 d8958a 33292a b5835c f8e2bd"),
    "dawn": _palette("211b29 2a2334 362d42 efe4e6 b5a4b3 877891 e8ab93 ffdfcb aeaadb "
                     "a9c9ae ecc58b f09c9c 46303c cf867f ffe0cc"),
    "paper": _palette("f5f0e7 ece5d8 e0d7c7 2e2923 665d52 8c8070 91582c 6b2f0a 3f6075 "
                      "4d6b45 85611a 9c3d30 ecdcc6 dfa373 c06a30"),
    "contrast": _palette("000000 000000 1c1c1c ffffff dadada a0a0a0 ffd75f ffff87 87d7ff "
                         "87ffaf ffd75f ff8787 3a2f10 d7af00 ffffaf"),
}  # fmt: skip
"""The shipped themes; `terminal` has no colours of its own."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG defines it, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= _LINEAR_BELOW else ((share + 0.055) / 1.055) ** 2.4
        for share in (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""How much may move: from `COMPANION_MOTION`, else as much as Textual is told to."""

import os
from collections.abc import Mapping
from typing import Literal, cast

Motion = Literal["none", "basic", "full"]


def motion(environment: Mapping[str, str] = os.environ) -> Motion:
    """`none`, `basic` or `full`; anything else that was written means full."""
    for name in ("COMPANION_MOTION", "TEXTUAL_ANIMATIONS"):
        if (value := environment.get(name, "").lower()) in ("none", "basic", "full"):
            return cast("Motion", value)
    return "full"

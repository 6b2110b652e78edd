"""What was typed, as what is asked of a plan."""

from typing import Any

from companion.timeline.request import Request
from companion.units import Millis


def request(args: Any, length: Millis | None) -> Request:
    """The request that options of the command line make up."""
    return Request(
        length,
        getattr(args, "bells", ()),
        args.seed,
        words=args.words,
        anchor=args.anchor,
        breath=not args.no_breath,
        bed=getattr(args, "bed", None),
    )

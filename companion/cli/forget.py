"""`companion forget`: let go of what is kept."""

from typing import Any

from companion.errors import WrongUsageError
from companion.store.index import forget as forget_index
from companion.store.places import places
from companion.store.settings import save
from companion.voice.cache import Cache

_MEGABYTE = 1_000_000


def forget(args: Any) -> int:
    """Remove what was asked for; the rest stays."""
    kept = places()
    if not (args.cache or args.voice):
        raise WrongUsageError(
            "forget what?",
            "--cache are the spoken lines, --voice is the voice you chose and fitted",
        )
    if args.cache:
        count, size = Cache(kept.cache).empty()
        forget_index(kept.index)
        print(f"{count} spoken lines are gone ({size / _MEGABYTE:.1f} MB)")
    if args.voice:
        if kept.settings.exists():
            save(kept.settings, voice=None, shaken=None, settled=None)
        print("the voice is the usual one again; voices that you added are still there")
    return 0

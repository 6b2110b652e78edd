"""`companion forget`: let go of what is kept."""

from typing import Any

from companion.errors import WrongUsageError
from companion.store.list_cache import forget as forget_index
from companion.store.places import places
from companion.store.settings import save
from companion.voice.clip_cache import Cache

_MEGABYTE = 1_000_000


def forget(args: Any) -> int:
    """Remove what was asked for; the rest stays."""
    kept = places()
    if not (args.cache or args.voice):
        raise WrongUsageError(
            "what shall be forgotten?",
            "--cache: the lines spoken so far; --voice: the voice you chose or had fitted",
        )
    if args.cache:
        count, size = Cache(kept.cache).empty()
        forget_index(kept.index)
        lines = "1 spoken line is" if count == 1 else f"{count} spoken lines are"
        print(
            f"{lines} gone ({size / _MEGABYTE:.1f} MB). A session that plays now goes on in words."
        )
    if args.voice:
        if kept.settings.exists():
            save(kept.settings, voice=None, shaken=None, settled=None)
        print("The voice is the usual one again. Voices that you added are still there.")
    return 0

"""`companion where` and `companion forget`: the kept files, and how they are deleted."""

from companion.cli.terminal import print_json
from companion.errors import WrongUsageError
from companion.store.list_cache import forget as forget_index
from companion.store.places import places
from companion.store.settings import save
from companion.voice.clip_cache import ClipCache


def where(*, as_json: bool) -> int:
    """Run `companion where`: show every file and folder that the program keeps things in."""
    locations = places()
    rows = {
        "scripts": (locations.scripts, "your own meditations"),
        "sounds": (
            locations.sounds,
            "your own bells and beds: any audio file; its name is the sound's name",
        ),
        "lexicon": (locations.lexicon, "how words should sound, in files such as en.yaml"),
        "settings": (locations.settings, "the voice you chose or fitted, and the device you chose"),
        "cache": (locations.cache, "spoken lines; companion forget --cache removes them"),
        "index": (locations.index, "titles and lengths, kept only for 50 scripts or more"),
    }
    if as_json:
        paths = {name: str(path) for name, (path, _) in rows.items()}
        print_json({"version": 1, **paths})
        return 0
    for name, (path, about) in rows.items():
        note = "" if path.exists() else " (not there yet)"
        print(f"{name:<8} {path}{note}\n{'':<8} {about}")
    return 0


_MEGABYTE = 1_000_000


def forget(*, cache: bool, voice: bool) -> int:
    """Run `companion forget`: delete what is asked for, and nothing else.

    Raises:
        WrongUsageError: when nothing is asked for.
    """
    locations = places()
    if not (cache or voice):
        raise WrongUsageError(
            "what should companion forget?",
            "--cache: the lines spoken so far; --voice: the voice you chose or fitted",
        )
    if cache:
        count, size = ClipCache(locations.cache).empty()
        forget_index(locations.index)
        lines = "1 spoken line is" if count == 1 else f"{count} spoken lines are"
        print(
            f"{lines} gone ({size / _MEGABYTE:.1f} MB). "
            "A session that's playing now goes on without its voice."
        )
    if voice:
        if locations.settings.exists():
            save(locations.settings, voice=None, shaken=None, settled=None)
        print("The voice is the usual one again. Voices that you added are still there.")
    return 0

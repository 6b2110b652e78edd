"""`companion where` and `companion forget`: the kept files, and how they are deleted."""

from companion.cli.terminal import print_json
from companion.errors import WrongUsageError
from companion.store.list_cache import forget as forget_index
from companion.store.places import Places, places
from companion.store.settings import save
from companion.voice.clip_cache import ClipCache


def where(*, as_json: bool) -> int:
    """Run `companion where`: show every file and folder that the program keeps things in."""
    locations = places()
    rows = {
        "scripts": (locations.scripts, "your own meditations and courses"),
        "sounds": (
            locations.sounds,
            "your own bells and beds: any audio file; its name is the sound's name",
        ),
        "lexicon": (locations.lexicon, "how words should sound, in files such as en.yaml"),
        "settings": (
            locations.settings,
            "everything you chose, and what you asked to remember; companion config show lists it",
        ),
        "themes": (locations.themes, "your own colours for the screen, in files such as sea.toml"),
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
_KINDS = {
    "cache": "the lines spoken so far",
    "voice": "the voice you chose or fitted",
    "last": "your last choices",
    "presets": "the sessions you kept under a name",
    "person": "the person you could call",
    "courses": "your place in courses",
    "settings": "every setting",
}
_GONE = {
    "last": "Your last choices are gone.",
    "presets": "The sessions you kept under a name are gone.",
    "person": "The name, the number and your line are gone.",
    "courses": "Your place in every course is gone.",
    "settings": "Every setting is as it came. Your scripts, sounds and colours are still there.",
}


def forget(*, kinds: list[str] | None) -> int:
    """Run `companion forget`: delete what is asked for, and nothing else.

    Raises:
        WrongUsageError: when nothing is asked for.
    """
    if not kinds:
        remedy = "; ".join(f"--{kind}: {about}" for kind, about in _KINDS.items())
        raise WrongUsageError("what should companion forget?", remedy)
    locations = places()
    for kind in _KINDS:
        if kind in kinds:
            _forget(kind, locations)
    return 0


def _forget(kind: str, locations: Places) -> None:
    """Delete what is kept of a kind, and say so."""
    match kind:
        case "cache":
            count, size = ClipCache(locations.cache).empty()
            forget_index(locations.index)
            lines = "1 spoken line is" if count == 1 else f"{count} spoken lines are"
            print(
                f"{lines} gone ({size / _MEGABYTE:.1f} MB). "
                "A session that's playing now goes on without its voice."
            )
        case "voice":
            if locations.settings.exists():
                save(locations.settings, voice=None, shaken=None, settled=None)
            print("The voice is the usual one again. Voices that you added are still there.")
        case _:
            from companion.store import changing  # only to forget settings
            from companion.store.kept_courses import forget_courses

            delete = {
                "last": changing.forget_last,
                "presets": changing.forget_presets,
                "person": changing.forget_person,
                "courses": forget_courses,
                "settings": changing.forget_settings,
            }[kind]
            delete(locations.settings)
            print(_GONE[kind])

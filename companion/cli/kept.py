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
        "kept": (
            locations.kept,
            "history, ratings and words, each only if you asked for it; companion forget",
        ),
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
    "history": "which sessions you played",
    "ratings": "how it was before and after them",
    "journal": "what you wrote in the journal",
    "agreements": "your agreements",
    "unsent": "the messages you didn't send",
    "settings": "every setting",
    "everything": "all of this",
}
_GONE = {
    "last": "Your last choices are gone.",
    "presets": "The sessions you kept under a name are gone.",
    "person": "The name, the number and your line are gone.",
    "courses": "Your place in every course is gone.",
    "history": "Which sessions you played is gone.",
    "ratings": "How it was before and after them is gone.",
    "journal": "Everything you wrote in the journal is gone.",
    "agreements": "Your agreements are gone.",
    "unsent": "The messages you didn't send are gone.",
    "settings": "Every setting is as it came. Your scripts, sounds and colours are still there.",
}
_KEY_GONE = "With your last words the passphrase went too. New ones need a new one."
_ALL_GONE = (
    "All that was kept is gone, and so is the key of what you wrote. Backups and other copies "
    "aren't reached. Your own scripts, sounds and colours are still there."
)


def forget(*, kinds: list[str] | None) -> int:
    """Run `companion forget`: delete what is asked for, and nothing else.

    Raises:
        WrongUsageError: when nothing is asked for.
    """
    if not kinds:
        remedy = "; ".join(f"--{kind}: {about}" for kind, about in _KINDS.items())
        raise WrongUsageError("what should companion forget?", remedy)
    locations = places()
    for kind in ("cache", "settings") if "everything" in kinds else _KINDS:
        if kind in kinds or "everything" in kinds:
            _forget(kind, locations)
    if "everything" in kinds:
        from companion.cli.asking import own_keeper  # only for what is kept

        own_keeper().forget_everything()
        print(_ALL_GONE)
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
        case "history" | "ratings" | "journal" | "agreements" | "unsent":
            from companion.cli.asking import own_keeper  # only for what is kept

            keeper = own_keeper()
            had_key = keeper.key.is_set
            keeper.forget([kind])
            print(_GONE[kind])
            if had_key and not keeper.key.is_set:
                print(_KEY_GONE)
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

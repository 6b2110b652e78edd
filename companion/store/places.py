"""Where things are kept: computed from the system's conventions, created only by writing."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "companion"


@dataclass(frozen=True, slots=True)
class Places:
    """Every folder this program may ever read or write."""

    scripts: Path
    """A person's own meditations."""
    sounds: Path
    """A person's own bells and beds."""
    cache: Path
    """Spoken lines; safe to delete at any time."""
    lexicon: Path
    """How a person wants words to be said."""
    settings: Path
    """What a person asked to be kept."""
    index: Path
    """What many scripts say of themselves; safe to delete at any time."""


def places() -> Places:
    """The folders of the person who is running this."""
    data = platformdirs.user_data_path(APP, appauthor=False)
    cache = platformdirs.user_cache_path(APP, appauthor=False)
    return Places(
        scripts=data / "meditations",
        sounds=data / "sounds",
        cache=cache / "voice",
        lexicon=data / "lexicon",
        settings=platformdirs.user_config_path(APP, appauthor=False) / "settings.toml",
        index=cache / "scripts.json",
    )

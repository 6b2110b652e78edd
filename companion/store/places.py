"""The user's folders and files: computed from the system's conventions, created only by writing."""

from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "companion"


@dataclass(frozen=True, slots=True)
class Places:
    """Every place where this program keeps something."""

    scripts: Path
    """The folder of the user's own meditations."""
    sounds: Path
    """The folder of the user's own bells and beds."""
    cache: Path
    """The folder of spoken lines; safe to delete at any time."""
    lexicon: Path
    """The folder of the user's respellings."""
    settings: Path
    """The file of the user's settings."""
    themes: Path
    """The folder of the user's own colours for the screen."""
    index: Path
    """The file of the list cache; safe to delete at any time."""
    kept: Path
    """The private folder of what the user asked to keep: history, ratings and sealed words."""


def places() -> Places:
    """Return the places of the user who runs this."""
    data = platformdirs.user_data_path(APP, appauthor=False)
    cache = platformdirs.user_cache_path(APP, appauthor=False)
    config = platformdirs.user_config_path(APP, appauthor=False)
    return Places(
        scripts=data / "meditations",
        sounds=data / "sounds",
        cache=cache / "voice",
        lexicon=data / "lexicon",
        settings=config / "settings.toml",
        themes=config / "themes",
        index=cache / "scripts.json",
        kept=data / "kept",
    )

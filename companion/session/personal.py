"""The person of a run: their folders, scripts, sounds and preferences, and the hour they have."""

import os
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from time import time
from typing import TYPE_CHECKING

from companion.errors import CompanionError
from companion.files import is_ghost
from companion.session.options import Options
from companion.store.library import Library
from companion.store.places import Places
from companion.store.settings import load

if TYPE_CHECKING:
    from companion.session.directory import Directory
    from companion.session.resuming import Unfinished
    from companion.store.courses import Courses
    from companion.store.kept.keeper import Keeper
    from companion.store.own_preferences import OwnPreferences


class PersonalServices:
    """The services that neither speak nor sound.

    Args:
        options: the options of the run.
        folders: the places of all files.
    """

    def __init__(self, options: Options, folders: Places) -> None:
        self.places = folders
        self.library = Library.of(folders)
        self._options = options

    @cached_property
    def directory(self) -> "Directory":
        """The sessions, for lists."""
        from companion.session.directory import Directory  # sessions that start at once need none

        return Directory(self.library, self._worse, is_neutral=self.is_discreet)

    @cached_property
    def is_discreet(self) -> bool:
        """Whether nothing may be heard, and no name of a session or a person shown."""
        values = load(self.places.settings)[0].values
        return self._options.discreet or values.get("privacy.discreet") == "yes"

    @cached_property
    def courses(self) -> "Courses":
        """The courses."""
        from companion.store.courses import Courses  # most runs open none

        return Courses(self.library)

    @property
    def is_first_start(self) -> bool:
        """Whether there is no settings file yet, and one may be written."""
        return not is_ghost() and not self.places.settings.exists()

    @property
    def has_preferences(self) -> bool:
        """Whether anything about the look or the keys was set, so that it has to be read."""
        is_in_environment = any(name.startswith(("COMPANION_", "TEXTUAL_")) for name in os.environ)
        is_set = self._options.flags or is_in_environment or self.places.themes.exists()
        return bool(is_set) or not self.is_first_start

    @cached_property
    def own(self) -> "OwnPreferences":
        """The person's preferences."""
        from companion.store.own_preferences import OwnPreferences  # a session alone needs none

        return OwnPreferences(self.places, self._options.flags)

    @cached_property
    def kept(self) -> "Keeper":
        """Everything that the person asked to keep."""
        from companion.store.kept.keeper import Keeper  # most people keep nothing

        def is_on(name: str) -> bool:
            return self.own.now.is_on(name)  # read each time, because a setting can change

        return Keeper(self.places.kept, is_on)

    def unfinished(self) -> "Unfinished | None":
        """The session that a crash ended, if a history is kept and it can be gone on with."""
        if self.is_first_start or not self.places.kept.exists():
            return None
        from companion.session.resuming import unfinished

        left = unfinished(self.kept, self.library, self.now())
        partner = self.own.now.text("words.partner")
        if left is None or not partner:
            return left
        return replace(left, request=replace(left.request, slots={"partner": partner}))

    def _worse(self) -> "frozenset[str]":
        """The ids of the sessions that made it worse, as far as that is kept."""
        if self.is_first_start or not self.places.kept.exists():
            return frozenset()
        with suppress(CompanionError):  # told where something is written
            return self.kept.ratings.worse() if self.kept.wants("ratings") else frozenset()
        return frozenset()

    @property
    def beds(self) -> tuple[str, ...]:
        """The names of all beds."""
        return tuple(self.library.beds)

    @staticmethod
    def now() -> datetime:
        """The local time."""
        return datetime.fromtimestamp(time(), tz=UTC).astimezone()
